"""What a project needs on six layers (N44), and when a group meets (N73). Both are the partnership's rows."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from nabij.kernel.tenancy.rows import SharedRow, TenantForeignKey

from ..rules.meetings import RHYTHM_WORDS, Rhythm
from ..rules.needs import LAYER_WORDS, STATUS_WORDS, Layer, Status
from .programme import Origin, Project


class Need(SharedRow):
    """One thing that a project needs on one layer. The same need again takes the place of the earlier status."""

    project = TenantForeignKey(Project, on_delete=models.PROTECT, related_name="needs")
    layer = models.CharField(max_length=16, choices=[(one.value, LAYER_WORDS[one]) for one in Layer])
    text = models.CharField(max_length=200)
    status = models.CharField(max_length=12, choices=[(one.value, STATUS_WORDS[one]) for one in Status])
    origin = models.CharField(max_length=10, choices=Origin, default=Origin.OWN, blank=True)

    class Meta(SharedRow.Meta):
        ordering = ["text"]
        constraints = [
            *SharedRow.Meta.constraints,
            models.UniqueConstraint(fields=["project", "layer", "text"], name="programme_need_once"),
            models.CheckConstraint(condition=~Q(text=""), name="programme_need_says_something"),
            models.CheckConstraint(condition=Q(layer__in=[one.value for one in Layer]), name="programme_need_layer"),
        ]

    def __str__(self) -> str:
        return self.text


class MeetingSeries(SharedRow):
    """A meeting that returns, from its first day on. ``regular``: points of the group itself; the programme never fills or empties them.
    ``sequence`` counts what changed for a calendar.
    """

    title = models.CharField(max_length=120)
    rhythm = models.CharField(max_length=12, choices=[(one.value, RHYTHM_WORDS[one]) for one in Rhythm])
    first_day = models.DateField()
    at = models.TimeField()
    minutes = models.PositiveSmallIntegerField()
    place = models.CharField(max_length=160, blank=True)
    regular = models.JSONField(default=list, blank=True)
    origin = models.CharField(max_length=10, choices=Origin, default=Origin.OWN, blank=True)
    sequence = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(null=True, blank=True)

    class Meta(SharedRow.Meta):
        ordering = ["title"]
        constraints = [
            *SharedRow.Meta.constraints,
            models.UniqueConstraint(fields=["organisation", "title"], name="programme_meetingseries_title"),
            models.CheckConstraint(condition=Q(minutes__gte=5) & Q(minutes__lte=720), name="programme_meetingseries_minutes"),
        ]

    def __str__(self) -> str:
        return self.title
