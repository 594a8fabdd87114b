"""Statutory terms as data, each with its source and period of validity."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q

from nabij.kernel.tenancy.rows import CodeRow

from .holidays import Sourced


class TermRule(CodeRow, Sourced):
    """How one term is counted for events inside ``valid``; a change is a new row, so earlier events keep their term."""

    class Unit(models.TextChoices):
        CALENDAR_DAYS = "calendar_days", "kalenderdagen"
        WORKING_DAYS = "working_days", "werkdagen"
        MONTHS = "months", "maanden"

    class MonthMethod(models.TextChoices):
        EVE_OF_ORDINAL = "eve_of_ordinal", "tot de dag vóór de zoveelste (Ger.W. art. 54)"
        SAME_DATE = "same_date", "tot dezelfde datum (Verordening 1182/71)"

    code = models.SlugField(max_length=60)
    name_nl = models.CharField(max_length=160)
    amount = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=14, choices=Unit)
    month_method = models.CharField(max_length=16, choices=MonthMethod, default=MonthMethod.EVE_OF_ORDINAL)
    roll = models.BooleanField(default=True)
    local_days = models.BooleanField(default=False)
    valid = DateRangeField()

    class Meta:
        ordering = ["code", "valid"]
        constraints = [
            models.CheckConstraint(name="calendar_termrule_amount", condition=Q(amount__gte=1)),
            ExclusionConstraint(
                name="calendar_termrule_one_at_a_time",
                expressions=[("code", RangeOperators.EQUAL), ("valid", RangeOperators.OVERLAPS)],
            ),
        ]

    def __str__(self) -> str:
        return self.name_nl
