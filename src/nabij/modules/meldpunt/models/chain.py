"""What is kept about the end of the chain: that a mayor or director was called (N57), and who is host of the line (N26)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from nabij.kernel.tenancy.kinds import Tenancy
from nabij.kernel.tenancy.rows import SharedRow, TenantForeignKey

from ..rules.last_resort import CHANNEL_WORDS, OFFICE_WORDS, Channel, Office, Way
from .alarm import Alert
from .duty import DutyLine


class LastResortContact(SharedRow):
    """A mayor or director of `municipality` was called, by the line or directly. Written once; holds no name and no number.

    Written by the municipality itself, or by the partnership's coordinator, who addresses it to that municipality. `line` is empty
    for a municipality that no line answered for at that moment.
    """

    tenancy = Tenancy.SHARED_LOG

    municipality = models.ForeignKey("tenancy.Organisation", on_delete=models.PROTECT, related_name="+")
    line_organisation = models.ForeignKey(
        "tenancy.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    line = TenantForeignKey(DutyLine, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    office = models.CharField(max_length=20, choices=[(o.value, OFFICE_WORDS[o]) for o in (Office.DIRECTOR, Office.MAYOR)])
    way = models.CharField(max_length=10, choices=[(w.value, w.value) for w in Way])
    channel = models.CharField(max_length=10, choices=[(c.value, CHANNEL_WORDS[c]) for c in Channel])
    alert = TenantForeignKey(Alert, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    about = models.CharField(max_length=200, blank=True)

    class Meta(SharedRow.Meta):
        constraints = [
            *SharedRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["organisation", "alert", "office"], condition=Q(alert__isnull=False), name="duty_contact_once_per_alarm"
            ),
            models.CheckConstraint(condition=Q(office__in=[Office.DIRECTOR.value, Office.MAYOR.value]), name="duty_contact_office"),
            models.CheckConstraint(condition=Q(way=Way.DIRECT.value) | Q(alert__isnull=False), name="duty_contact_by_the_line"),
        ]
        indexes = [models.Index(fields=["at"], name="duty_contact_at")]


class LineHost(SharedRow):
    """Which municipality is host of a line: its desk takes what has no place yet. A transfer is a new row with its decision."""

    tenancy = Tenancy.SHARED_LOG

    line = TenantForeignKey(DutyLine, on_delete=models.PROTECT, related_name="hosts")
    host = models.ForeignKey("tenancy.Organisation", on_delete=models.PROTECT, related_name="+")
    since = models.DateField()
    decision_reference = models.CharField(max_length=120)
    recorded_by = models.CharField(max_length=120)
    recorded_at = models.DateTimeField()

    class Meta(SharedRow.Meta):
        ordering = ["-recorded_at"]
        constraints = [
            *SharedRow.Meta.constraints,
            models.CheckConstraint(condition=~Q(decision_reference=""), name="duty_host_decided"),
        ]
