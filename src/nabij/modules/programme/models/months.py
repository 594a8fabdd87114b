"""The pack of a month as it was published, and the addresses by which an organisation's own calendar reads what is coming."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from nabij.kernel.calendar.models.feeds import Feed
from nabij.kernel.tenancy.kinds import Tenancy
from nabij.kernel.tenancy.rows import SharedRow


class MonthPack(SharedRow):
    """One version of the pack of a month (N75). Never changed or removed: a correction is the next version, with its reason.

    ``content``: month, version, reason, fingerprint of the version before and the documents, as canonical JSON (RFC 8785); ``sha256`` is of
    those bytes, so that a chain of versions cannot be broken without a word;
    ``bundle``: the ZIP as it left that day.
    """

    tenancy = Tenancy.SHARED_LOG

    month = models.DateField()
    version = models.PositiveSmallIntegerField()
    content = models.TextField()
    sha256 = models.CharField(max_length=64)
    previous_sha256 = models.CharField(max_length=64, blank=True)
    remark = models.CharField(max_length=600, blank=True)
    bundle = models.BinaryField()
    published_at = models.DateTimeField()
    published_by = models.CharField(max_length=120)

    class Meta(SharedRow.Meta):
        ordering = ["-month", "-version"]
        constraints = [
            *SharedRow.Meta.constraints,
            models.UniqueConstraint(fields=["organisation", "month", "version"], name="programme_monthpack_once"),
            models.CheckConstraint(
                condition=Q(version=1, remark="", previous_sha256="")
                | Q(version__gt=1, remark__length__gte=10) & ~Q(previous_sha256=""),
                name="programme_monthpack_correction",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} versie {self.version}"


class AgendaFeed(Feed):
    """An address with what an organisation has coming in the programme."""
