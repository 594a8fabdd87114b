"""What must hold, what was found, what was asked, and by when it must be decided."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from nabij.kernel.tenancy.kinds import Tenancy
from nabij.kernel.tenancy.rows import CodeRow, LogRow, TenantForeignKey

from ..rules import applications
from .sealed import SealedRow


class Requirement(CodeRow):
    """What must hold for an aid (CCCEV Requirement). ``freshness_days`` is a regional agreement, not law."""

    code = models.SlugField(max_length=40, unique=True)
    label_nl = models.CharField(max_length=120)
    law = models.CharField(max_length=200)
    aids = ArrayField(models.CharField(max_length=20))
    freshness_days = models.PositiveSmallIntegerField()
    statutory = models.BooleanField(default=False)
    sequence = models.PositiveSmallIntegerField()
    verified_by = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["sequence"]

    def __str__(self) -> str:
        return self.label_nl


class EvidenceSource(CodeRow):
    """Where evidence comes from, and whether it may be passed on."""

    class Reshare(models.TextChoices):
        ALLOWED = "allowed", "mag mee"
        BY_REFERENCE = "by_reference", "alleen datum en naam van de stroom"
        NEVER = "never", "gaat nooit mee"

    code = models.SlugField(max_length=40, unique=True)
    label_nl = models.CharField(max_length=120)
    reshare = models.CharField(max_length=12, choices=Reshare)
    sequence = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["sequence"]

    def __str__(self) -> str:
        return self.label_nl


class Finding(SealedRow):
    """Append-only. Sealed: requirement, kind, subject, value, source, observed_on, valid_until, evidence, author, function,
    organisation, health. A better one supersedes; nothing is edited."""

    tenancy = Tenancy.LOG

    about_others = models.BooleanField(default=False)
    recorded_at = models.DateTimeField()
    supersedes = TenantForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    derived_from = models.CharField(max_length=80, blank=True)

    class Meta(SealedRow.Meta):
        indexes = [models.Index(fields=["dossier", "recorded_at"], name="dossier_finding_file")]
        constraints = [
            *SealedRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["organisation", "supersedes"], condition=models.Q(supersedes__isnull=False), name="dossier_superseded_once"
            ),
        ]

    def __str__(self) -> str:
        return "bevinding"


class Application(SealedRow):
    """A request for aid. Sealed: aid, words. Plain: process state and dates only."""

    class Channel(models.TextChoices):
        DESK = "desk", "aan het loket"
        PHONE = "phone", "per telefoon"
        HOME = "home", "thuis"
        LETTER = "letter", "per brief"

    state = models.CharField(
        max_length=12, choices=[(s.value, nl) for s, nl in applications.STATES_NL.items()], default=applications.State.RECEIVED.value
    )
    received_on = models.DateField()
    channel = models.CharField(max_length=8, choices=Channel)

    def __str__(self) -> str:
        return f"aanvraag van {self.received_on:%d/%m/%Y}"


class ApplicationStep(LogRow):
    """One step of an application: from, to, by whom, when, why."""

    application = TenantForeignKey(Application, on_delete=models.PROTECT, related_name="steps")
    from_state = models.CharField(max_length=12, blank=True)
    to_state = models.CharField(max_length=12)
    by = models.ForeignKey("identity.Account", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.to_state


class Deadline(LogRow):
    """A computed last day with its own explanation. A new computation is a new row."""

    application = TenantForeignKey(Application, on_delete=models.PROTECT, related_name="deadlines")
    rule = models.SlugField(max_length=60)
    start = models.DateField()
    last_day = models.DateField(null=True)
    explanation = models.JSONField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.rule}: {self.last_day}"


class InquiryAct(LogRow):
    """What the law asks of this OCMW itself, done: the home visit, the consultation. No content."""

    class Kind(models.TextChoices):
        HOME_VISIT = "home_visit", "huisbezoek"
        KSZ = "ksz", "raadpleging van de KSZ"

    application = TenantForeignKey(Application, on_delete=models.PROTECT, related_name="acts")
    kind = models.CharField(max_length=12, choices=Kind)
    on = models.DateField()
    reference = models.CharField(max_length=80, blank=True)
    by = models.ForeignKey("identity.Account", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["application", "kind"], name="dossier_act_once")]

    def __str__(self) -> str:
        return self.kind


