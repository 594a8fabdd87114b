"""Which days count: legal holidays by rule, local closing days, weekly hours.

All periods are half-open: ``first`` belongs to it, ``until`` does not; ``until=None`` means without end.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from dateutil.easter import easter

BRUSSELS = ZoneInfo("Europe/Brussels")

Hours = tuple[tuple[time, time], ...]


def _covers(first: date, until: date | None, day: date) -> bool:
    return first <= day and (until is None or day < until)


@lru_cache(maxsize=512)
def easter_sunday(year: int) -> date:
    """Easter Sunday of the western churches."""
    found: date = easter(year)
    return found


@dataclass(frozen=True, slots=True)
class HolidayRule:
    """A holiday on a fixed date (``month``, ``day``) or ``easter_offset`` days after Easter Sunday, while valid."""

    code: str
    name_nl: str
    name_fr: str
    month: int | None = None
    day: int | None = None
    easter_offset: int | None = None
    first: date = date.min
    until: date | None = None

    def on(self, year: int) -> date | None:
        """The day in ``year``; None when the rule is not in force on that day."""
        if self.easter_offset is not None:
            found = easter_sunday(year) + timedelta(days=self.easter_offset)
        else:
            found = date(year, self.month or 1, self.day or 1)
        return found if _covers(self.first, self.until, found) else None


@dataclass(frozen=True, slots=True)
class Holiday:
    day: date
    code: str
    name_nl: str
    name_fr: str


def holidays_in(year: int, rules: Iterable[HolidayRule]) -> tuple[Holiday, ...]:
    """Legal holidays of a year in order of date."""
    found = ((rule.on(year), rule) for rule in rules)
    days = [Holiday(day, rule.code, rule.name_nl, rule.name_fr) for day, rule in found if day]
    return tuple(sorted(days, key=lambda holiday: (holiday.day, holiday.code)))


@dataclass(frozen=True, slots=True)
class ClosingDay:
    """Days on which an organisation, or one ``unit`` of it, is closed (bridge days, local feasts)."""

    first: date
    until: date
    name_nl: str
    unit: str = ""

    def covers(self, day: date, unit: str) -> bool:
        return _covers(self.first, self.until, day) and self.unit in ("", unit)


@dataclass(frozen=True, slots=True)
class WorkingPattern:
    """Weekly hours of one unit during one season. ``hours`` has seven entries, Monday first.

    An interval that ends at 00:00 ends at midnight after that day.
    """

    hours: tuple[Hours, ...]
    unit: str = ""
    first: date = date.min
    until: date | None = None

    def covers(self, day: date) -> bool:
        return _covers(self.first, self.until, day)


@dataclass(frozen=True)
class Calendar:
    """Everything the rules need to know about days, of one organisation. Built by ``queries.calendar_for``."""

    holiday_rules: tuple[HolidayRule, ...] = ()
    closing_days: tuple[ClosingDay, ...] = ()
    patterns: tuple[WorkingPattern, ...] = ()

    def holiday(self, day: date) -> Holiday | None:
        """The legal holiday on that day, if any."""
        return next((holiday for holiday in _cached(day.year, self.holiday_rules) if holiday.day == day), None)

    def closing(self, day: date, unit: str = "") -> ClosingDay | None:
        """The local closing day that covers that day for this unit, if any."""
        return next((closing for closing in self.closing_days if closing.covers(day, unit)), None)

    def is_working_day(self, day: date, *, local: bool = False) -> bool:
        """Monday to Friday and no legal holiday; with ``local`` no local closing day either."""
        if day.isoweekday() > 5 or self.holiday(day):
            return False
        return not (local and self.closing(day))

    def next_working_day(self, day: date, *, local: bool = False) -> date:
        """``day`` itself when it is a working day, else the first one after it."""
        while not self.is_working_day(day, local=local):
            day += timedelta(days=1)
        return day

    def add_working_days(self, day: date, count: int, *, local: bool = False) -> date:
        """The ``count``-th working day after ``day`` (the day itself does not count)."""
        for _ in range(count):
            day = self.next_working_day(day + timedelta(days=1), local=local)
        return day

    def hours_on(self, day: date, unit: str = "") -> Hours:
        """Opening intervals of a unit on a day, in local time; a unit without hours of its own has the default ones."""
        if self.holiday(day) or self.closing(day, unit):
            return ()
        for wanted in (unit, ""):
            for pattern in self.patterns:
                if pattern.unit == wanted and pattern.covers(day):
                    return pattern.hours[day.weekday()]
        return ()


@lru_cache(maxsize=512)
def _cached(year: int, rules: tuple[HolidayRule, ...]) -> tuple[Holiday, ...]:
    return holidays_in(year, rules)
