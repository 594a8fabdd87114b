"""A file and the places where it is used."""

from __future__ import annotations

from pathlib import Path

from django.db import models
from django.db.models import Q

from nabij.kernel.tenancy.rows import OwnedRow, TenantForeignKey

from .. import store
from ..rules import STATE_NL, State


class Blob(OwnedRow):
    """Immutable bytes of one organisation. A re-made image is a blob too: ``derived_from`` and ``size_name`` say of what.

    Two rows may stand on the same bytes (one content, received twice); the bytes go when no row needs them.
    """

    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    sha512 = models.CharField(max_length=128)
    sniffed_type = models.CharField(max_length=100)
    declared_type = models.CharField(max_length=100, blank=True)
    original_name = models.CharField(max_length=500, blank=True)
    safe_name = models.CharField(max_length=120)
    told_nl = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=12, choices=[(state.value, STATE_NL[state]) for state in State])
    state_reason = models.CharField(max_length=300, blank=True)
    derived_from = TenantForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="derivatives")
    size_name = models.CharField(max_length=8, blank=True)
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    keep_original = models.BooleanField(default=True)
    received_at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True, blank=True)
    bytes_gone_at = models.DateTimeField(null=True, blank=True)

    class Meta(OwnedRow.Meta):
        ordering = ["received_at", "id"]
        indexes = [
            models.Index(fields=["organisation", "sha256"], name="blobs_blob_content"),
            models.Index(fields=["organisation", "state"], name="blobs_blob_state"),
        ]
        constraints = [
            *OwnedRow.Meta.constraints,
            models.CheckConstraint(
                name="blobs_blob_digests", condition=Q(sha256__regex="^[0-9a-f]{64}$", sha512__regex="^[0-9a-f]{128}$")
            ),
            models.CheckConstraint(name="blobs_blob_not_empty", condition=Q(size__gt=0)),
            models.CheckConstraint(
                name="blobs_blob_derivative_named",
                condition=Q(derived_from__isnull=True, size_name="") | Q(derived_from__isnull=False, size_name__gt=""),
            ),
            models.UniqueConstraint(
                name="blobs_blob_one_per_size",
                fields=["organisation", "derived_from", "size_name"], condition=Q(derived_from__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.safe_name

    @property
    def path(self) -> Path:
        """Where the bytes stand."""
        return store.path_of(self.organisation_id, self.sha256)


class BlobUse(OwnedRow):
    """One place where a file is used; while there is one, and 30 days after, the bytes stay. ``hold`` keeps them longer."""

    blob = TenantForeignKey(Blob, on_delete=models.PROTECT, related_name="uses")
    subject_module = models.CharField(max_length=40)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=40)
    role = models.CharField(max_length=40)
    filename = models.CharField(max_length=500, blank=True)
    retention_class = models.CharField(max_length=60, blank=True)
    hold = models.BooleanField(default=False)
    used_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True, blank=True)

    class Meta(OwnedRow.Meta):
        ordering = ["used_at", "id"]
        indexes = [
            models.Index(fields=["organisation", "blob"], name="blobs_use_blob"),
            models.Index(fields=["organisation", "subject_module", "subject_kind", "subject_id"], name="blobs_use_subject"),
        ]
        constraints = [
            *OwnedRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["organisation", "blob", "subject_module", "subject_kind", "subject_id", "role"],
                condition=Q(released_at__isnull=True), name="blobs_use_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject_module}.{self.subject_kind}:{self.subject_id} {self.role}"
