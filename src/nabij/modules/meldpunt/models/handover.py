"""What officers leave to each other: the hand-over with its receipt, and notes that stand until someone ends them.

Rows of the line's owner. Of an open alarm only the number is kept: its words are the municipality's.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from nabij.kernel.tenancy.rows import SharedRow, TenantForeignKey

from .duty import DutyLine, DutyPerson, Role, RotaOverride


class Handover(SharedRow):
    """One change of a role of the line. ``read_at`` is the receipt; ``longer`` keeps the outgoing officer in the paging set until then."""

    line = TenantForeignKey(DutyLine, on_delete=models.PROTECT, related_name="handovers")
    role = models.CharField(max_length=10, choices=Role, default=Role.FIRST)
    starts_at = models.DateTimeField()
    outgoing = TenantForeignKey(DutyPerson, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    incoming = TenantForeignKey(DutyPerson, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(blank=True)
    written_at = models.DateTimeField(null=True, blank=True)
    open_codes = ArrayField(models.CharField(max_length=9), default=list, blank=True)
    longer = TenantForeignKey(RotaOverride, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    paged_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta(SharedRow.Meta):
        ordering = ["-starts_at"]
        constraints = [
            *SharedRow.Meta.constraints,
            models.UniqueConstraint(fields=["line", "role", "starts_at", "incoming"], name="handover_once"),
            models.CheckConstraint(condition=Q(outgoing__isnull=True) | ~Q(outgoing=F("incoming")), name="handover_between_two"),
        ]


class StandingNote(SharedRow):
    """What every officer must know until it is over: a pump that fails, a bridge that stays closed."""

    line = TenantForeignKey(DutyLine, on_delete=models.PROTECT, related_name="notes")
    text = models.CharField(max_length=500)
    since = models.DateTimeField()
    by = models.CharField(max_length=120)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=120, blank=True)

    class Meta(SharedRow.Meta):
        ordering = ["since"]
        constraints = [
            *SharedRow.Meta.constraints,
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by="") | (Q(ended_at__isnull=False) & ~Q(ended_by="")),
                name="standing_note_ended_by",
            ),
        ]
