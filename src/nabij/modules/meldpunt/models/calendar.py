"""Shifts as a calendar elsewhere sees them: an address per person, line or municipality, and appointments that remember their past.

Shifts are made anew at each change of the rota; an appointment in somebody's calendar must then stay the same one, moved or withdrawn.
"""

from __future__ import annotations

from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models
from django.db.models import Q

from nabij.kernel.calendar.models.feeds import Feed
from nabij.kernel.tenancy.rows import SharedRow, TenantForeignKey

from .duty import DutyLine, DutyPerson


class CalendarEntry(SharedRow):
    """One appointment. Its id is the UID; ``sequence`` counts its changes; ``cancelled_at`` is set when the shift was withdrawn."""

    line = TenantForeignKey(DutyLine, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20)
    person = TenantForeignKey(DutyPerson, on_delete=models.PROTECT, related_name="+")
    period = DateTimeRangeField()
    sequence = models.PositiveIntegerField(default=0)
    modified_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True, blank=True)

    class Meta(SharedRow.Meta):
        indexes = [models.Index(fields=["line", "modified_at"], name="calendar_entry_line")]


class CalendarFeed(Feed):
    """Whose appointments an address gives: a person's, a line's or a municipality's."""

    class Kind(models.TextChoices):
        PERSON = "person", "mijn wachtbeurten"
        LINE = "line", "de hele wachtlijn"
        MUNICIPALITY = "municipality", "de wacht van mijn gemeente"

    kind = models.CharField(max_length=12, choices=Kind)

    class Meta(Feed.Meta):
        constraints = [
            *Feed.Meta.constraints,
            models.CheckConstraint(condition=Q(kind__in=["person", "line", "municipality"]), name="calendar_feed_kind"),
        ]
