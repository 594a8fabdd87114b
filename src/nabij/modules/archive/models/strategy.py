"""The strategy: questions with argued options, versions with agreements, and who took over what."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length

from nabij.kernel.tenancy.kinds import Tenancy
from nabij.kernel.tenancy.rows import SharedRow, TenantForeignKey

from ..rules.strategy import ANSWER_NL, MOTIVATION, VERSION_NL, AdoptionState, VersionState

models.CharField.register_lookup(Length)
models.TextField.register_lookup(Length)

#: The fields of an agreement that a municipality may fill in otherwise.
FIELDS_NL = {"place": "plaats", "moment": "moment", "responsible": "verantwoordelijke"}


class DecisionQuestion(SharedRow):
    """One thing the region has to decide. ``quote`` = the founding note's own words, at most eight."""

    class Kind(models.TextChoices):
        PLACES = "places", "plaatsen"
        SEARCH = "search", "zoeken"
        RETENTION = "retention", "bewaren"
        MAIL = "mail", "post"
        ROOMS = "rooms", "digitale kamers"
        OTHER = "other", "iets anders"

    number = models.PositiveSmallIntegerField()
    code = models.SlugField(max_length=40)
    text = models.CharField(max_length=200)
    why = models.TextField()
    quote = models.CharField(max_length=80, blank=True)
    kind = models.CharField(max_length=10, choices=Kind)

    class Meta(SharedRow.Meta):
        ordering = ["number"]
        constraints = [
            *SharedRow.Meta.constraints,
            models.UniqueConstraint(fields=["organisation", "code"], name="archive_question_code"),
        ]

    def __str__(self) -> str:
        return self.text


class Option(SharedRow):
    """One answer that could be given. Costs in cents, over the whole region; None = not known."""

    question = TenantForeignKey(DecisionQuestion, on_delete=models.PROTECT, related_name="options")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    description = models.TextField()
    cost_once_cents = models.BigIntegerField(null=True, blank=True)
    cost_year_cents = models.BigIntegerField(null=True, blank=True)
    effort = models.CharField(max_length=200, blank=True)
    risks = models.CharField(max_length=300, blank=True)
    exit_route = models.CharField(max_length=300, blank=True)

    class Meta(SharedRow.Meta):
        ordering = ["position"]
        constraints = [
            *SharedRow.Meta.constraints,
            models.UniqueConstraint(fields=["question", "position"], name="archive_option_position"),
        ]

    def __str__(self) -> str:
        return self.title


class Argument(SharedRow):
    """For or against an option, by one organisation, with what it rests on."""

    tenancy = Tenancy.SHARED_LOG

    class Side(models.TextChoices):
        PRO = "pro", "voor"
        CONTRA = "contra", "tegen"

    option_organisation = models.ForeignKey("tenancy.Organisation", on_delete=models.PROTECT, related_name="+")
    option = TenantForeignKey(Option, on_delete=models.PROTECT, related_name="arguments")
    side = models.CharField(max_length=6, choices=Side)
    text = models.CharField(max_length=400)
    evidence = models.CharField(max_length=300, blank=True)
    invented = models.BooleanField(default=False)
    recorded_at = models.DateTimeField()

    class Meta(SharedRow.Meta):
        ordering = ["recorded_at", "id"]

    def __str__(self) -> str:
        return self.text


class DecisionRecord(SharedRow):
    """The outcome of a question: never changed, only followed by another one."""

    tenancy = Tenancy.SHARED_LOG

    question = TenantForeignKey(DecisionQuestion, on_delete=models.PROTECT, related_name="decisions")
    option = TenantForeignKey(Option, on_delete=models.PROTECT, related_name="+")
    body = models.CharField(max_length=120)
    decided_on = models.DateField()
    reference = models.CharField(max_length=200)
    text = models.TextField()
    supersedes = TenantForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta(SharedRow.Meta):
        ordering = ["recorded_at"]
        constraints = [
            *SharedRow.Meta.constraints,
            models.CheckConstraint(condition=~Q(body="") & ~Q(reference="") & ~Q(text=""), name="archive_decision_complete"),
        ]

    def __str__(self) -> str:
        return f"{self.body}, {self.reference}"


class Reopening(SharedRow):
    """A decided question is open again; the earlier decision stays readable."""

    tenancy = Tenancy.SHARED_LOG

    question = TenantForeignKey(DecisionQuestion, on_delete=models.PROTECT, related_name="reopenings")
    reason = models.CharField(max_length=400)
    recorded_at = models.DateTimeField()

    class Meta(SharedRow.Meta):
        constraints = [
            *SharedRow.Meta.constraints,
            models.CheckConstraint(condition=~Q(reason=""), name="archive_reopening_reason"),
        ]

    def __str__(self) -> str:
        return self.reason


class StrategyVersion(SharedRow):
    """A numbered set of agreements; frozen once it was published. ``kind`` lets other programmes use the same engine (N54)."""

    kind = models.SlugField(max_length=40, default="archive")
    number = models.CharField(max_length=10)
    title = models.CharField(max_length=200)
    state = models.CharField(
        max_length=12, choices=[(s.value, VERSION_NL[s]) for s in VersionState], default=VersionState.DRAFT.value
    )
    changelog = models.TextField(blank=True)
    body = models.CharField(max_length=120, blank=True)
    published_on = models.DateField(null=True, blank=True)
    reference = models.CharField(max_length=200, blank=True)

    class Meta(SharedRow.Meta):
        ordering = ["number"]
        constraints = [
            *SharedRow.Meta.constraints,
            models.UniqueConstraint(fields=["organisation", "kind", "number"], name="archive_version_number"),
            models.UniqueConstraint(
                fields=["organisation", "kind"], condition=Q(state="published"), name="archive_version_one_published"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "consultation"]) | (Q(published_on__isnull=False) & ~Q(reference="") & ~Q(body="")),
                name="archive_version_decided",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.number}"


class PlacementAgreement(SharedRow):
    """Where one kind of document stands, from when, and who sees to it. ``code`` is the same over versions."""

    version = TenantForeignKey(StrategyVersion, on_delete=models.PROTECT, related_name="agreements")
    position = models.PositiveSmallIntegerField()
    code = models.SlugField(max_length=40)
    document_kind = models.CharField(max_length=120)
    place = models.CharField(max_length=200)
    moment = models.CharField(max_length=200)
    responsible = models.CharField(max_length=120)
    note = models.CharField(max_length=300, blank=True)
    fixed_fields = models.CharField(max_length=60, blank=True)

    class Meta(SharedRow.Meta):
        ordering = ["position"]
        constraints = [
            *SharedRow.Meta.constraints,
            models.UniqueConstraint(fields=["version", "code"], name="archive_agreement_code"),
        ]

    def __str__(self) -> str:
        return self.document_kind


class Adoption(SharedRow):
    """One municipality's answer to a version; the open one has no end. Adopting needs a body, a day and a reference (N49)."""

    version_organisation = models.ForeignKey("tenancy.Organisation", on_delete=models.PROTECT, related_name="+")
    version = TenantForeignKey(StrategyVersion, on_delete=models.PROTECT, related_name="adoptions")
    kind = models.SlugField(max_length=40, default="archive")
    state = models.CharField(max_length=12, choices=[(s.value, ANSWER_NL[s]) for s in AdoptionState])
    body = models.CharField(max_length=120, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    reference = models.CharField(max_length=200, blank=True)
    note = models.CharField(max_length=400, blank=True)
    invented = models.BooleanField(default=False)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta(SharedRow.Meta):
        ordering = ["since"]
        constraints = [
            *SharedRow.Meta.constraints,
            models.UniqueConstraint(fields=["organisation", "kind"], condition=Q(until__isnull=True), name="archive_adoption_one_open"),
            models.CheckConstraint(
                condition=~Q(state="adopted") | (Q(decided_on__isnull=False) & Q(body__length__gte=2) & Q(reference__length__gte=2)),
                name="archive_adoption_decided",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_state_display()} sinds {self.since:%d/%m/%Y}"


class Deviation(SharedRow):
    """A local difference on one field of one agreement, with a reason and a day to look again."""

    adoption = TenantForeignKey(Adoption, on_delete=models.PROTECT, related_name="deviations")
    code = models.SlugField(max_length=40)
    field = models.CharField(max_length=20, choices=list(FIELDS_NL.items()))
    value = models.CharField(max_length=200)
    motivation = models.CharField(max_length=400)
    review_on = models.DateField(null=True, blank=True)

    class Meta(SharedRow.Meta):
        ordering = ["code", "field"]
        constraints = [
            *SharedRow.Meta.constraints,
            models.UniqueConstraint(fields=["adoption", "code", "field"], name="archive_deviation_once"),
            models.CheckConstraint(condition=Q(motivation__length__gte=MOTIVATION), name="archive_deviation_motivated"),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.get_field_display()}"
