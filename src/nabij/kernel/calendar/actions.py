"""Writes of the calendar. Only a function of the organisation itself sets its hours and closing days."""

from __future__ import annotations

from datetime import date, time

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from nabij.kernel.access import authorise, require_own
from nabij.kernel.audit import entries as audit
from nabij.kernel.errors import Invalid

from . import models, rules

SET_HOURS = "kernel.calendar.set"
OWN_WORD = "eigen opgave van de organisatie"


@transaction.atomic
def set_working_pattern(
    *, organisation_id: int, hours: list[list[list[str]]], name_nl: str, first: date, until: date | None = None,
    unit: str = "", source: str = "",
) -> models.WorkingPattern:
    """Weekly hours from ``first`` up to ``until`` (not included). Raises ``Invalid`` on hours that cannot be."""
    _authorise(organisation_id)
    problem = rules.hours_problem(_times(hours))
    if problem:
        raise Invalid({"hours": problem})
    pattern = models.WorkingPattern.objects.create(
        organisation_id=organisation_id, unit=unit, name_nl=name_nl, hours=hours, valid=DateRange(first, until),
        source=source or OWN_WORD,
    )
    audit.record("kernel.calendar.hours_set", pattern, detail={"unit": unit, "first": first.isoformat()})
    return pattern


@transaction.atomic
def add_closing_day(
    *, organisation_id: int, first: date, until: date, name_nl: str, unit: str = "", source: str = ""
) -> models.ClosingDay:
    """Close from ``first`` up to ``until`` (not included). Raises ``Invalid`` when no day lies between them."""
    _authorise(organisation_id)
    if until <= first:
        raise Invalid({"period": "De laatste dag ligt voor de eerste. Kijk beide datums na."})
    closing = models.ClosingDay.objects.create(
        organisation_id=organisation_id, unit=unit, name_nl=name_nl, period=DateRange(first, until),
        source=source or OWN_WORD,
    )
    audit.record("kernel.calendar.closing_added", closing, detail={"unit": unit, "first": first.isoformat()})
    return closing


def _authorise(organisation_id: int) -> None:
    authorise(SET_HOURS)
    require_own(organisation_id)


def _times(hours: list[list[list[str]]]) -> list[list[tuple[time, time]]]:
    try:
        return [[(time.fromisoformat(a), time.fromisoformat(b)) for a, b in day] for day in hours]
    except (ValueError, TypeError) as wrong:
        raise Invalid({"hours": "Schrijf elk uur als 9:00 of 17:30."}) from wrong
