"""Taking in: a batch with one line per file, and the rules that propose a place for it."""

from __future__ import annotations

from django.db import models

from nabij.kernel.tenancy.rows import OwnedRow, TenantForeignKey

from ..rules.batches import BATCH_NL, OUTCOME_NL, BatchState, Outcome


class Batch(OwnedRow):
    """One run over a folder or an upload. Until it is approved nothing was taken over."""

    class Source(models.TextChoices):
        UPLOAD = "upload", "opgeladen"
        TREE = "tree", "map"

    source = models.CharField(max_length=8, choices=Source)
    name = models.CharField(max_length=120)
    root = models.CharField(max_length=500, blank=True)
    state = models.CharField(max_length=16, choices=[(s.value, BATCH_NL[s]) for s in BatchState])
    strategy_version = models.CharField(max_length=10, blank=True)
    made_by = models.CharField(max_length=120)
    made_at = models.DateTimeField()
    approved_by = models.CharField(max_length=120, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta(OwnedRow.Meta):
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return self.name


class BatchItem(OwnedRow):
    """One file: where it stood, what is proposed, what became of it. ``path_bytes``: base64 where the name was no UTF-8;
    ``by_name``: why its text cannot be read, so that it is found by its name only."""

    batch = TenantForeignKey(Batch, on_delete=models.CASCADE, related_name="items")
    path = models.CharField(max_length=1000)
    path_bytes = models.CharField(max_length=1400, blank=True)
    size = models.BigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    modified_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=20, choices=[(o.value, OUTCOME_NL[o]) for o in Outcome])
    message = models.CharField(max_length=300, blank=True)
    by_name = models.CharField(max_length=120, blank=True)
    series_code = models.CharField(max_length=30, blank=True)
    dossier_title = models.CharField(max_length=200, blank=True)
    title = models.CharField(max_length=300, blank=True)
    because = models.CharField(max_length=200, blank=True)
    record = TenantForeignKey("archive.Record", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta(OwnedRow.Meta):
        ordering = ["path"]
        indexes = [models.Index(fields=["organisation", "batch", "outcome"], name="archive_item_outcome")]
        constraints = [
            *OwnedRow.Meta.constraints,
            models.UniqueConstraint(fields=["batch", "path"], name="archive_item_path"),
        ]

    def __str__(self) -> str:
        return self.path


class MappingRule(OwnedRow):
    """Paths that match ``pattern`` get this series; the first rule that fits decides. ``sample`` must fit its own rule."""

    position = models.PositiveSmallIntegerField()
    pattern = models.CharField(max_length=200)
    series_code = models.CharField(max_length=30, blank=True)
    dossier_depth = models.PositiveSmallIntegerField(default=0)
    skip = models.BooleanField(default=False)
    sample = models.CharField(max_length=500)

    class Meta(OwnedRow.Meta):
        ordering = ["position"]
        constraints = [
            *OwnedRow.Meta.constraints,
            models.UniqueConstraint(fields=["organisation", "position"], name="archive_mapping_position"),
            models.CheckConstraint(condition=models.Q(skip=True) | ~models.Q(series_code=""), name="archive_mapping_target"),
        ]

    def __str__(self) -> str:
        return self.pattern
