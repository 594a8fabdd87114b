"""Funding calls (N6, N82–N93). A call hangs on projects, never the other way: closing one leaves every goal as it was (N11)."""

from __future__ import annotations

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import F, Q

from nabij.kernel.tenancy.kinds import Tenancy
from nabij.kernel.tenancy.rows import SharedRow, TenantForeignKey

from ..rules.calls import DATE_WORDS, ROLE_WORDS, RULE_KINDS, CallDateKind, Role
from .programme import Origin, Project

DATE_KINDS = [(kind.value, DATE_WORDS[kind]) for kind in CallDateKind]
ROLES = [(role.value, ROLE_WORDS[role]) for role in Role]


class FundingProgramme(SharedRow):
    """The framework of a funder, in which calls are made."""

    name = models.CharField(max_length=160)
    funder = models.CharField(max_length=160, blank=True)
    source = models.CharField(max_length=300)

    def __str__(self) -> str:
        return self.name


class Call(SharedRow):
    """One round of a funding programme."""

    programme = TenantForeignKey(FundingProgramme, on_delete=models.PROTECT, related_name="calls")
    slug = models.SlugField(max_length=60)
    name = models.CharField(max_length=160)
    last_round_of = models.CharField(max_length=160, blank=True)
    closed = models.BooleanField(default=False)
    origin = models.CharField(max_length=10, choices=Origin, default=Origin.OWN, blank=True)

    class Meta(SharedRow.Meta):
        ordering = ["name"]
        constraints = [
            *SharedRow.Meta.constraints,
            models.UniqueConstraint(fields=["organisation", "slug"], name="programme_call_slug"),
        ]

    def __str__(self) -> str:
        return self.name


class CallType(SharedRow):
    """A kind of project that a call pays for, with the most it pays (cents)."""

    call = TenantForeignKey(Call, on_delete=models.CASCADE, related_name="types")
    code = models.SlugField(max_length=40)
    label = models.CharField(max_length=120)
    ceiling_cents = models.BigIntegerField()
    quote = models.CharField(max_length=120, blank=True)

    class Meta(SharedRow.Meta):
        ordering = ["-ceiling_cents"]
        constraints = [
            *SharedRow.Meta.constraints,
            models.UniqueConstraint(fields=["call", "code"], name="programme_calltype_code"),
            models.UniqueConstraint(fields=["organisation", "id", "ceiling_cents"], name="programme_calltype_ceiling"),
            models.CheckConstraint(condition=Q(ceiling_cents__gt=0), name="programme_calltype_positive"),
        ]

    def __str__(self) -> str:
        return self.label


class CallDate(SharedRow):
    """One of the six dates of a call, as the funder stated it. A later statement stands beside it and counts."""

    tenancy = Tenancy.SHARED_LOG

    call = TenantForeignKey(Call, on_delete=models.PROTECT, related_name="dates")
    kind = models.CharField(max_length=12, choices=DATE_KINDS)
    days = DateRangeField(null=True, blank=True)
    stated_as = models.CharField(max_length=120)
    hard = models.BooleanField(default=False)
    for_organisation = models.ForeignKey(
        "tenancy.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    document = models.CharField(max_length=200, blank=True)
    quote = models.CharField(max_length=120, blank=True)
    stated_at = models.DateTimeField()
    origin = models.CharField(max_length=10, choices=Origin, default=Origin.OWN, blank=True)

    class Meta(SharedRow.Meta):
        constraints = [
            *SharedRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["call", "kind", "for_organisation", "stated_at"], name="programme_calldate_once", nulls_distinct=False
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.stated_as}"


class CallRule(SharedRow):
    """One condition of a call: a closed kind, its parameters, the sentence people read, and where it stands."""

    call = TenantForeignKey(Call, on_delete=models.CASCADE, related_name="rules")
    kind = models.CharField(max_length=30, choices=[(kind, kind) for kind in RULE_KINDS])
    parameters = models.JSONField(default=dict, blank=True)
    sentence_nl = models.CharField(max_length=300)
    source = models.CharField(max_length=300)

    class Meta(SharedRow.Meta):
        constraints = [
            *SharedRow.Meta.constraints,
            models.UniqueConstraint(fields=["call", "kind"], name="programme_callrule_kind"),
            models.CheckConstraint(condition=~Q(source=""), name="programme_callrule_source"),
            models.CheckConstraint(condition=Q(kind__in=RULE_KINDS), name="programme_callrule_closed"),
        ]

    def __str__(self) -> str:
        return self.sentence_nl


class Application(SharedRow):
    """A project asks money in a call. ``ceiling_cents`` is the type's (composite key), so the check cannot be fooled."""

    class State(models.TextChoices):
        COMPOSING = "composing", "in opmaak"
        SUBMITTED = "submitted", "ingediend"

    project = TenantForeignKey(Project, on_delete=models.PROTECT, related_name="+")
    call_type = TenantForeignKey(CallType, on_delete=models.PROTECT, related_name="+")
    requested_cents = models.BigIntegerField()
    ceiling_cents = models.BigIntegerField()
    state = models.CharField(max_length=12, choices=State, default=State.COMPOSING)
    submitted_on = models.DateField(null=True, blank=True)
    row_version = models.PositiveIntegerField(default=1)

    class Meta(SharedRow.Meta):
        constraints = [
            *SharedRow.Meta.constraints,
            models.CheckConstraint(condition=Q(requested_cents__gt=0), name="programme_application_positive"),
            models.CheckConstraint(condition=Q(requested_cents__lte=F("ceiling_cents")), name="programme_application_ceiling"),
            models.CheckConstraint(
                condition=Q(state="composing", submitted_on__isnull=True) | Q(state="submitted", submitted_on__isnull=False),
                name="programme_application_submitted",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project}: {self.requested_cents} cent"


class ApplicationParty(SharedRow):
    """Who stands in an application, in which role; one lead at most."""

    application = TenantForeignKey(Application, on_delete=models.CASCADE, related_name="parties")
    party = models.ForeignKey("tenancy.Organisation", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=14, choices=ROLES)

    class Meta(SharedRow.Meta):
        constraints = [
            *SharedRow.Meta.constraints,
            models.UniqueConstraint(fields=["application", "party"], name="programme_applicationparty_once"),
            models.UniqueConstraint(
                fields=["application"], condition=Q(role=Role.LEAD.value), name="programme_applicationparty_one_lead"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party}: {self.get_role_display()}"


class ParticipationElsewhere(SharedRow):
    """A member took part in a project of someone outside the region (M). The lead stands as the source wrote it."""

    tenancy = Tenancy.SHARED_LOG

    call_organisation = models.ForeignKey("tenancy.Organisation", on_delete=models.PROTECT, related_name="+")
    call = TenantForeignKey(Call, on_delete=models.PROTECT, related_name="+")
    lead_stated = models.CharField(max_length=120)
    lead = models.CharField(max_length=120)
    about = models.CharField(max_length=200)
    role = models.CharField(max_length=14, choices=ROLES, default=Role.CO_APPLICANT.value)
    stated_on = models.DateField()
    quote = models.CharField(max_length=120, blank=True)
    origin = models.CharField(max_length=10, choices=Origin, default=Origin.OWN, blank=True)

    class Meta(SharedRow.Meta):
        constraints = [
            *SharedRow.Meta.constraints,
            models.UniqueConstraint(fields=["organisation", "call", "lead", "about"], name="programme_elsewhere_once"),
        ]

    def __str__(self) -> str:
        return f"{self.about} ({self.lead})"


class ProjectPart(SharedRow):
    """A part of a bigger project, with what it needs (cents); scenarios place the parts in applications (N45, N86)."""

    project = TenantForeignKey(Project, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)
    cents = models.BigIntegerField()
    origin = models.CharField(max_length=10, choices=Origin, default=Origin.OWN, blank=True)

    class Meta(SharedRow.Meta):
        ordering = ["number"]
        constraints = [
            *SharedRow.Meta.constraints,
            models.UniqueConstraint(fields=["project", "number"], name="programme_projectpart_number"),
            models.CheckConstraint(condition=Q(cents__gt=0), name="programme_projectpart_positive"),
        ]

    def __str__(self) -> str:
        return self.name


class Scenario(SharedRow):
    """A way to spread the parts of a project over applications of one call; nothing is asked by it."""

    project = TenantForeignKey(Project, on_delete=models.PROTECT, related_name="+")
    call = TenantForeignKey(Call, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=120)
    made_at = models.DateTimeField()

    class Meta(SharedRow.Meta):
        ordering = ["made_at"]
        constraints = [
            *SharedRow.Meta.constraints,
            models.UniqueConstraint(fields=["project", "call", "name"], name="programme_scenario_name"),
        ]

    def __str__(self) -> str:
        return self.name


class ScenarioPlacement(SharedRow):
    """One part in one application (type and number) of a scenario. A part without placement is paid by the members."""

    scenario = TenantForeignKey(Scenario, on_delete=models.CASCADE, related_name="placements")
    part = TenantForeignKey(ProjectPart, on_delete=models.PROTECT, related_name="+")
    call_type = TenantForeignKey(CallType, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveSmallIntegerField(default=1)

    class Meta(SharedRow.Meta):
        constraints = [
            *SharedRow.Meta.constraints,
            models.UniqueConstraint(fields=["scenario", "part"], name="programme_placement_once"),
        ]

    def __str__(self) -> str:
        return f"{self.part} in {self.call_type} {self.number}"
