"""The ledger of what stands on disk for a site, and the releases that put it there (M)."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from nabij.kernel.tenancy.rows import OwnedRow, TenantForeignKey

from ..rules.states import ReleaseState


class Release(OwnedRow):
    """Pages changed by one cause: on the wire together or not at all. ``through`` is the last event that it took in."""

    number = models.PositiveIntegerField()
    cause = models.CharField(max_length=200)
    keys = ArrayField(models.CharField(max_length=80))
    through = models.BigIntegerField(default=0)
    state = models.CharField(max_length=10, choices=[(s.value, s.value) for s in ReleaseState])
    planned = models.PositiveIntegerField()
    rendered = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    begun_at = models.DateTimeField()
    took_ms = models.PositiveIntegerField(default=0)

    class Meta(OwnedRow.Meta):
        ordering = ["-number"]
        constraints = [
            *OwnedRow.Meta.constraints,
            models.UniqueConstraint(fields=["organisation", "number"], name="website_release_number"),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.cause}"


class PublishedPage(OwnedRow):
    """One file of a site: what it shows (``keys``), its digest, and why it kept its old text when rendering failed."""

    path = models.CharField(max_length=300)
    sha256 = models.CharField(max_length=64)
    keys = ArrayField(models.CharField(max_length=80))
    size = models.PositiveIntegerField()
    rendered_ms = models.PositiveIntegerField()
    release = TenantForeignKey(Release, on_delete=models.PROTECT, related_name="pages")
    trouble = models.CharField(max_length=300, blank=True)

    class Meta(OwnedRow.Meta):
        ordering = ["path"]
        constraints = [
            *OwnedRow.Meta.constraints,
            models.UniqueConstraint(fields=["organisation", "path"], name="website_publishedpage_path"),
        ]
        indexes = [GinIndex(fields=["keys"], name="website_publishedpage_keys")]

    def __str__(self) -> str:
        return self.path
