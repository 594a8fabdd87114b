"""What to do at an alarm, in which order and within how long; and what was really done, by whom and when.

Protocols belong to the partnership, each version is a row of its own and never changes. A run belongs to the municipality of the alarm
and keeps the version with which it started.
"""

from __future__ import annotations

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q

from nabij.kernel.tenancy.rows import LogRow, OwnedRow, SharedRow, TenantForeignKey

from ..rules.protocol import StepKind
from .alarm import Alert

LONGEST = 24 * 60


class Protocol(SharedRow):
    """One published version. ``categories`` are service codes; ``words`` stand in the text of a report; both empty: any alarm."""

    code = models.SlugField(max_length=60)
    version = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)
    categories = models.JSONField(default=list)
    words = models.JSONField(default=list)
    in_use = models.BooleanField(default=True)
    published_at = models.DateTimeField()
    published_by = models.CharField(max_length=120)

    class Meta(SharedRow.Meta):
        constraints = [
            *SharedRow.Meta.constraints,
            models.UniqueConstraint(fields=["organisation", "code", "version"], name="protocol_version"),
        ]

    def __str__(self) -> str:
        return f"{self.name} (versie {self.version})"


class ProtocolStep(SharedRow):
    """One step: what to do, within how many minutes of the alarm, and whether it may be left open at the end."""

    protocol = TenantForeignKey(Protocol, on_delete=models.PROTECT, related_name="steps")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=[(kind.value, kind.label_nl) for kind in StepKind])
    text = models.CharField(max_length=200)
    target_minutes = models.PositiveSmallIntegerField(null=True, blank=True, validators=[MaxValueValidator(LONGEST)])
    required = models.BooleanField(default=True)

    class Meta(SharedRow.Meta):
        ordering = ["position"]
        constraints = [
            *SharedRow.Meta.constraints,
            models.UniqueConstraint(fields=["protocol", "position"], name="protocol_step_position"),
            models.CheckConstraint(condition=Q(kind__in=[kind.value for kind in StepKind]), name="protocol_step_kind"),
        ]


class ProtocolRun(OwnedRow):
    """The protocol of one alarm, pinned to the version that was in force when the alarm opened."""

    alert = TenantForeignKey(Alert, on_delete=models.PROTECT, related_name="protocol_runs")
    protocol_organisation = models.ForeignKey("tenancy.Organisation", on_delete=models.PROTECT, related_name="+")
    protocol = TenantForeignKey(Protocol, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    because = models.CharField(max_length=200)
    unfinished_because = models.CharField(max_length=400, blank=True)

    class Meta(OwnedRow.Meta):
        constraints = [*OwnedRow.Meta.constraints, models.UniqueConstraint(fields=["alert"], name="protocol_run_once")]


class ProtocolStepLog(LogRow):
    """A tick, or its undoing. ``at`` is when it was done, ``received_at`` when we heard of it: without network these differ."""

    run = TenantForeignKey(ProtocolRun, on_delete=models.PROTECT, related_name="log")
    step = models.UUIDField(help_text="ProtocolStep of the pinned version")
    done = models.BooleanField(default=True)
    at = models.DateTimeField()
    received_at = models.DateTimeField()
    by = models.CharField(max_length=120)
    value = models.CharField(max_length=400, blank=True)
    key = models.UUIDField(help_text="from the telephone: the same act sent twice is one tick")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["organisation", "key"], name="protocol_step_key")]


class DutyNote(LogRow):
    """What somebody saw or photographed at an alarm, with the time of the spot itself."""

    alert = TenantForeignKey(Alert, on_delete=models.PROTECT, related_name="notes")
    at = models.DateTimeField()
    received_at = models.DateTimeField()
    by = models.CharField(max_length=120)
    text = models.CharField(max_length=2000, blank=True)
    attachment = TenantForeignKey("meldpunt.Attachment", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    key = models.UUIDField(help_text="from the telephone: the same act sent twice is one note")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "key"], name="duty_note_key"),
            models.CheckConstraint(condition=~Q(text="") | Q(attachment__isnull=False), name="duty_note_says_something"),
        ]
