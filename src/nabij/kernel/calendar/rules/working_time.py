"""Elapsed and working time. Moments are aware; results stand in the zone of the start."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from nabij.kernel.errors import RuleViolation

from .holidays import BRUSSELS, Calendar

#: A calendar without any hour in this many days cannot answer; looking further would never end.
HORIZON_DAYS = 400
_MIDNIGHT = time(0, 0)


class NoWorkingHours(RuleViolation):
    """The calendar holds no working hours after the start."""


def add_elapsed(start: datetime, duration: timedelta) -> datetime:
    """``duration`` of real time after ``start``: over the change to summer time 24 hours end an hour later on the clock."""
    return (start.astimezone(UTC) + duration).astimezone(start.tzinfo)


def _instant(day: date, wall: time) -> datetime:
    return datetime.combine(day, wall, tzinfo=BRUSSELS).astimezone(UTC)


def _intervals(start: date, calendar: Calendar, unit: str) -> Iterator[tuple[datetime, datetime]]:
    for number in range(HORIZON_DAYS):
        day = start + timedelta(days=number)
        for opens, closes in calendar.hours_on(day, unit):
            last_day = day + timedelta(days=1) if closes == _MIDNIGHT else day
            yield _instant(day, opens), _instant(last_day, closes)


def add_working_time(start: datetime, duration: timedelta, calendar: Calendar, *, unit: str = "") -> datetime:
    """The moment at which ``duration`` of working time has passed since ``start``.

    Ends at closing time rather than at the next opening. A duration of zero gives ``start`` inside working hours and
    the next opening outside them. Raises ``NoWorkingHours``.
    """
    moment, left = start.astimezone(UTC), duration
    first_day = start.astimezone(BRUSSELS).date()
    for opens, closes in _intervals(first_day, calendar, unit):
        if closes < moment or opens >= closes:
            continue
        begin = max(opens, moment)
        if begin + left <= closes:
            return (begin + left).astimezone(start.tzinfo)
        left -= closes - begin
    raise NoWorkingHours("Voor deze dienst zijn geen werkuren bekend. Vul de uren in bij de organisatie.")


def working_time_between(start: datetime, end: datetime, calendar: Calendar, *, unit: str = "") -> timedelta:
    """Working time between two moments; zero when ``end`` is not after ``start``. Looks at most 400 days ahead."""
    begin, finish = start.astimezone(UTC), end.astimezone(UTC)
    total = timedelta()
    for opens, closes in _intervals(start.astimezone(BRUSSELS).date(), calendar, unit):
        if opens >= finish:
            break
        total += max(timedelta(), min(closes, finish) - max(opens, begin))
    return total


def hours_problem(week: list[list[tuple[time, time]]]) -> str:
    """A Dutch sentence about weekly hours that cannot be (too many days, end before begin, overlap), or an empty text."""
    if len(week) > 7:
        return "Een week heeft zeven dagen. Kijk de werkuren na."
    for day in week:
        before = None
        for opens, closes in day:
            if closes <= opens and closes != _MIDNIGHT:
                return f"Het einduur {closes:%H:%M} ligt voor het beginuur {opens:%H:%M}. Kijk beide na."
            if before is not None and (before == _MIDNIGHT or opens < before):
                return f"De uren vanaf {opens:%H:%M} overlappen met de uren ervoor. Kijk ze na."
            before = closes
    return ""
