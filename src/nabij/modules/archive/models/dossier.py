"""What is kept: dossiers, records, their bytes and text, who may read them, and what keeps them longer."""

from __future__ import annotations

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import F, Q

from nabij.kernel.tenancy.rows import OwnedRow, TenantForeignKey

from ..rules.dossiers import DOSSIER_NL, PROCESSING_NL, DossierState, ProcessingState
from ..rules.retention import DESTINATION_NL, OUTCOME_NL, TRIGGER_NL
from .plan import Series


class Audience(OwnedRow):
    """A compiled set of readers; who is in it is looked up at every question, so joining and leaving act at once."""

    name = models.CharField(max_length=120)
    everyone = models.BooleanField(default=False)

    class Meta(OwnedRow.Meta):
        constraints = [
            *OwnedRow.Meta.constraints,
            models.UniqueConstraint(fields=["organisation", "name"], name="archive_audience_name"),
        ]

    def __str__(self) -> str:
        return self.name


class AudienceMember(OwnedRow):
    """A function or a person in an audience, over a period."""

    audience = TenantForeignKey(Audience, on_delete=models.CASCADE, related_name="members")
    function = models.CharField(max_length=40, blank=True)
    account = models.ForeignKey("identity.Account", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    period = DateRangeField()

    class Meta(OwnedRow.Meta):
        constraints = [
            *OwnedRow.Meta.constraints,
            models.CheckConstraint(
                condition=Q(account__isnull=True) & ~Q(function="") | Q(account__isnull=False, function=""),
                name="archive_member_one_kind",
            ),
        ]

    def __str__(self) -> str:
        return self.function or str(self.account)


class Dossier(OwnedRow):
    """Records about one matter. A destroyed one leaves number, series and dates behind."""

    class Place(models.TextChoices):
        MANAGED = "managed", "hier bewaard"
        REFERENCE = "reference", "elders bewaard"
        PHYSICAL = "physical", "op papier"

    series_organisation = models.ForeignKey("tenancy.Organisation", on_delete=models.PROTECT, related_name="+")
    series = TenantForeignKey(Series, on_delete=models.PROTECT, related_name="dossiers")
    number = models.CharField(max_length=40)
    title = models.CharField(max_length=200, blank=True)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=12, choices=[(s.value, DOSSIER_NL[s]) for s in DossierState], default=DossierState.OPEN.value)
    responsible = models.CharField(max_length=120)
    audience = TenantForeignKey(Audience, on_delete=models.PROTECT, related_name="dossiers")
    place = models.CharField(max_length=10, choices=Place, default=Place.MANAGED)
    place_text = models.CharField(max_length=200, blank=True)
    source_path = models.CharField(max_length=500, blank=True)
    row_version = models.PositiveIntegerField(default=1)

    class Meta(OwnedRow.Meta):
        ordering = ["-opened_on", "number"]
        indexes = [models.Index(fields=["organisation", "series"], name="archive_dossier_series")]
        constraints = [
            *OwnedRow.Meta.constraints,
            models.UniqueConstraint(fields=["organisation", "number"], name="archive_dossier_number"),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("opened_on")), name="archive_dossier_dates"
            ),
            models.CheckConstraint(condition=Q(state="open") | Q(closed_on__isnull=False), name="archive_dossier_closed"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()


class RetentionFact(OwnedRow):
    """A dated fact that starts a term: a closing, a last payment. A day of birth is sealed with the organisation's key."""

    dossier = TenantForeignKey(Dossier, on_delete=models.PROTECT, related_name="facts")
    kind = models.CharField(max_length=16, choices=[(t.value, label) for t, label in TRIGGER_NL.items()])
    on = models.DateField(null=True, blank=True)
    sealed = models.BinaryField(null=True, blank=True)
    source = models.CharField(max_length=200, blank=True)
    recorded_at = models.DateTimeField()

    class Meta(OwnedRow.Meta):
        constraints = [
            *OwnedRow.Meta.constraints,
            models.UniqueConstraint(fields=["dossier", "kind"], name="archive_fact_once"),
            models.CheckConstraint(
                condition=Q(kind="birth", on__isnull=True, sealed__isnull=False)
                | ~Q(kind="birth") & Q(on__isnull=False, sealed__isnull=True),
                name="archive_fact_birth_sealed",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class Hold(OwnedRow):
    """A dated ban on destruction, of one dossier or of a whole series; several may stack."""

    dossier = TenantForeignKey(Dossier, null=True, blank=True, on_delete=models.PROTECT, related_name="holds")
    series_code = models.CharField(max_length=30, blank=True)
    reason = models.CharField(max_length=200)
    reference = models.CharField(max_length=200)
    placed_by = models.ForeignKey("identity.Account", null=True, on_delete=models.PROTECT, related_name="+")
    placed_on = models.DateField()
    review_on = models.DateField(null=True, blank=True)
    released_by = models.ForeignKey("identity.Account", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    released_on = models.DateField(null=True, blank=True)

    class Meta(OwnedRow.Meta):
        indexes = [models.Index(fields=["organisation", "dossier"], name="archive_hold_dossier")]
        constraints = [
            *OwnedRow.Meta.constraints,
            models.CheckConstraint(
                condition=Q(dossier__isnull=True) & ~Q(series_code="") | Q(dossier__isnull=False, series_code=""),
                name="archive_hold_one_scope",
            ),
            models.CheckConstraint(
                condition=Q(released_on__isnull=True) | Q(released_on__gte=F("placed_on")), name="archive_hold_dates"
            ),
        ]

    def __str__(self) -> str:
        return self.reason


class RetentionVerdict(OwnedRow):
    """The last computed verdict of a dossier, so that lists need no computing. ``reasons`` are its lines."""

    dossier = models.OneToOneField(Dossier, on_delete=models.PROTECT, related_name="verdict", db_constraint=False)
    earliest = models.DateField(null=True, blank=True)
    latest = models.DateField(null=True, blank=True)
    destination = models.CharField(max_length=8, blank=True, choices=[(d.value, label) for d, label in DESTINATION_NL.items()])
    outcome = models.CharField(max_length=10, choices=[(o.value, label) for o, label in OUTCOME_NL.items()])
    reasons = models.JSONField(default=list)
    complete = models.BooleanField(default=False)
    computed_on = models.DateField()

    class Meta(OwnedRow.Meta):
        indexes = [models.Index(fields=["organisation", "outcome", "latest"], name="archive_verdict_due")]

    def __str__(self) -> str:
        return self.get_outcome_display()


class Record(OwnedRow):
    """One intellectual unit of a dossier, with how far its text is."""

    dossier = TenantForeignKey(Dossier, on_delete=models.PROTECT, related_name="records")
    sequence = models.PositiveIntegerField()
    title = models.CharField(max_length=300)
    record_date = models.DateField(null=True, blank=True)
    kind = models.CharField(max_length=40, blank=True)
    processing = models.CharField(
        max_length=16, choices=[(s.value, PROCESSING_NL[s]) for s in ProcessingState], default=ProcessingState.RECEIVED.value
    )
    processing_note = models.CharField(max_length=200, blank=True)
    source_path = models.CharField(max_length=1000, blank=True)
    source_key = models.CharField(max_length=64, blank=True)
    received_at = models.DateTimeField()

    class Meta(OwnedRow.Meta):
        ordering = ["sequence"]
        indexes = [models.Index(fields=["organisation", "source_key"], name="archive_record_source")]
        constraints = [
            *OwnedRow.Meta.constraints,
            models.UniqueConstraint(fields=["dossier", "sequence"], name="archive_record_sequence"),
        ]

    def __str__(self) -> str:
        return self.title


class Component(OwnedRow):
    """One byte stream of a record; its bytes never change. The kernel's blob keeps them, once per content and organisation."""

    record = TenantForeignKey(Record, on_delete=models.PROTECT, related_name="components")
    version = models.PositiveSmallIntegerField(default=1)
    original_name = models.CharField(max_length=500)
    blob = TenantForeignKey("blobs.Blob", on_delete=models.PROTECT, related_name="+")
    blob_use = TenantForeignKey("blobs.BlobUse", on_delete=models.PROTECT, related_name="+")
    modified_at = models.DateTimeField(null=True, blank=True)

    class Meta(OwnedRow.Meta):
        ordering = ["version", "id"]
        indexes = [models.Index(fields=["organisation", "blob"], name="archive_component_blob")]

    def __str__(self) -> str:
        return self.original_name


class PageText(OwnedRow):
    """The text of one page as the index got it: numbers of the national register are masked."""

    component = TenantForeignKey(Component, on_delete=models.CASCADE, related_name="pages")
    page = models.PositiveIntegerField()
    text = models.TextField()
    source = models.CharField(max_length=10, default="embedded")

    class Meta(OwnedRow.Meta):
        ordering = ["page"]
        constraints = [
            *OwnedRow.Meta.constraints,
            models.UniqueConstraint(fields=["component", "page"], name="archive_text_once"),
        ]

    def __str__(self) -> str:
        return f"bladzijde {self.page}"
