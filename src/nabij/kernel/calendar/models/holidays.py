"""Which days do not count, and which hours do."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q

from nabij.kernel.tenancy.rows import CodeRow, OwnedRow


class Sourced(models.Model):
    """Where a fact comes from, and which named person checked it (empty: nobody yet)."""

    source = models.CharField(max_length=300)
    source_date = models.DateField(null=True, blank=True)
    verified_by = models.CharField(max_length=120, blank=True)

    class Meta:
        abstract = True


class HolidayRule(CodeRow, Sourced):
    """A legal holiday: a fixed date or a number of days after Easter Sunday, while ``valid``."""

    code = models.SlugField(max_length=40)
    name_nl = models.CharField(max_length=80)
    name_fr = models.CharField(max_length=80)
    month = models.PositiveSmallIntegerField(null=True, blank=True)
    day = models.PositiveSmallIntegerField(null=True, blank=True)
    easter_offset = models.SmallIntegerField(null=True, blank=True)
    valid = DateRangeField()

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                name="calendar_holidayrule_date_or_easter",
                condition=Q(month__range=(1, 12), day__range=(1, 31), easter_offset__isnull=True)
                | Q(month__isnull=True, day__isnull=True, easter_offset__isnull=False),
            ),
            ExclusionConstraint(
                name="calendar_holidayrule_one_at_a_time",
                expressions=[("code", RangeOperators.EQUAL), ("valid", RangeOperators.OVERLAPS)],
            ),
        ]

    def __str__(self) -> str:
        return self.name_nl


class ClosingDay(OwnedRow, Sourced):
    """Days on which the organisation, or one unit of it, is closed (bridge day, local feast, staff day)."""

    unit = models.SlugField(max_length=60, blank=True)
    name_nl = models.CharField(max_length=120)
    period = DateRangeField()

    class Meta(OwnedRow.Meta):
        ordering = ["period"]
        constraints = [
            *OwnedRow.Meta.constraints,
            models.CheckConstraint(name="calendar_closingday_dated", condition=Q(period__isempty=False)),
            ExclusionConstraint(
                name="calendar_closingday_no_overlap",
                expressions=[
                    ("organisation", RangeOperators.EQUAL), ("unit", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return self.name_nl


class WorkingPattern(OwnedRow, Sourced):
    """Weekly hours of a unit during a season; ``unit`` empty is the organisation's default.

    ``hours``: seven lists, Monday first, of ``["09:00", "12:00"]``; an interval until ``"00:00"`` ends at midnight.
    """

    unit = models.SlugField(max_length=60, blank=True)
    name_nl = models.CharField(max_length=120)
    hours = models.JSONField()
    valid = DateRangeField()

    class Meta(OwnedRow.Meta):
        ordering = ["unit", "valid"]
        constraints = [
            *OwnedRow.Meta.constraints,
            ExclusionConstraint(
                name="calendar_workingpattern_one_season",
                expressions=[
                    ("organisation", RangeOperators.EQUAL), ("unit", RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return self.name_nl
