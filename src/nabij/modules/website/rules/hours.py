"""When a place is open: weekly pattern, dated exceptions, closing days, holidays. Pure; one truth for page, print and data.

Minutes count from local midnight (0 to 1440). Periods of days are half-open: the last day does not belong to them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from nabij.kernel.calendar.rules import BRUSSELS, Calendar

DAYS_NL = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")


class Access(StrEnum):
    """How one is received in an interval."""

    WALK_IN = "walk_in"
    APPOINTMENT = "by_appointment"
    PHONE = "phone"


ACCESS_NL = {Access.WALK_IN: "", Access.APPOINTMENT: "op afspraak", Access.PHONE: "alleen telefonisch"}


class ExceptionKind(StrEnum):
    """Why a day is different; an emergency outranks all."""

    HOLIDAY = "holiday"
    BRIDGE = "bridge"
    LOCAL = "local"
    EMERGENCY = "emergency"


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    start: int
    end: int
    access: Access = Access.WALK_IN


@dataclass(frozen=True, slots=True)
class Rule:
    """A weekly interval (Monday = 0) while valid."""

    weekday: int
    interval: Interval
    first: date
    until: date | None = None

    def covers(self, day: date) -> bool:
        return self.weekday == day.weekday() and self.first <= day and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class Exception_:
    """Other hours on some days; no interval = closed. Reasons per language."""

    first: date
    until: date
    kind: ExceptionKind
    intervals: tuple[Interval, ...] = ()
    reason_nl: str = ""
    reason_fr: str = ""


@dataclass(frozen=True, slots=True)
class Day:
    """One day as it is: intervals in order, and why it differs from other weeks. ``own``: decided here, so no legal holiday."""

    day: date
    intervals: tuple[Interval, ...]
    reason_nl: str = ""
    reason_fr: str = ""
    own: bool = False

    @property
    def special(self) -> bool:
        return bool(self.reason_nl)


def hours_on(day: date, rules: Iterable[Rule], exceptions: Iterable[Exception_], calendar: Calendar, unit: str = "") -> Day:
    """The truth of one day: emergency, then a dated exception, then a closing day, then a holiday, then the weekly pattern."""
    found = [exception for exception in exceptions if exception.first <= day < exception.until]
    chosen = next((e for e in found if e.kind is ExceptionKind.EMERGENCY), next(iter(found), None))
    if chosen is not None:
        return Day(day, tuple(sorted(chosen.intervals)), chosen.reason_nl or "andere uren", chosen.reason_fr or "horaire modifié", True)
    if closing := calendar.closing(day, unit):
        return Day(day, (), closing.name_nl, "jour de fermeture", True)
    if holiday := calendar.holiday(day):
        return Day(day, (), holiday.name_nl, holiday.name_fr)
    return Day(day, tuple(sorted(rule.interval for rule in rules if rule.covers(day))))


def span(first: date, days: int, rules: Sequence[Rule], exceptions: Sequence[Exception_], calendar: Calendar, unit: str = "") -> list[Day]:
    """``days`` days in a row."""
    return [hours_on(first + timedelta(days=n), rules, exceptions, calendar, unit) for n in range(days)]


@dataclass(frozen=True, slots=True)
class OpenNow:
    """``until`` is the moment at which this ends or, when closed, the next opening (None: not within the days given)."""

    open: bool
    access: Access | None
    until: datetime | None


def open_state(days: Sequence[Day], at: datetime) -> OpenNow:
    """Open or closed at ``at``, from consecutive days of which the first holds ``at``. Times over a clock change stay right,
    because each end is a wall time of its own day."""
    for day in days:
        for interval in day.intervals:
            opens, closes = _moment(day.day, interval.start), _moment(day.day, interval.end)
            if opens <= at < closes:
                return OpenNow(True, interval.access, closes)
            if at < opens:
                return OpenNow(False, None, opens)
    return OpenNow(False, None, None)


def _moment(day: date, minutes: int) -> datetime:
    extra, left = divmod(minutes, 1440)
    whole = day + timedelta(days=extra)
    return datetime(whole.year, whole.month, whole.day, left // 60, left % 60, tzinfo=BRUSSELS)


def weekly_minutes(rules: Iterable[Rule], access: Access, on: date) -> int:
    """Minutes per week in which one is received that way, by the pattern that is in force in the week from ``on``."""
    week = [on + timedelta(days=n) for n in range(7)]
    return sum(r.interval.end - r.interval.start for r in rules if r.interval.access is access and any(r.covers(d) for d in week))


def needs_decision(old: Iterable[Rule], new: Iterable[Rule], on: date) -> bool:
    """Fewer hours for who just walks in need a decision of the board (founding note N16)."""
    return weekly_minutes(list(new), Access.WALK_IN, on) < weekly_minutes(list(old), Access.WALK_IN, on)


def clock_text(minutes: int) -> str:
    """"9.00", "16.45"."""
    return f"{minutes // 60 % 24}.{minutes % 60:02d}"


def intervals_text(intervals: Sequence[Interval], language: str = "nl") -> str:
    """"van 9.00 tot 12.00 uur en van 13.30 tot 17.00 uur (op afspraak)"; closed: "gesloten"."""
    if language == "fr":
        return " et ".join(f"de {_french(i.start)} à {_french(i.end)}" for i in intervals) or "fermé"
    parts = [
        f"van {clock_text(i.start)} tot {clock_text(i.end)} uur" + (f" ({ACCESS_NL[i.access]})" if ACCESS_NL[i.access] else "")
        for i in intervals
    ]
    return " en ".join(parts) or "gesloten"


def _french(minutes: int) -> str:
    return f"{minutes // 60 % 24} h {minutes % 60:02d}" if minutes % 60 else f"{minutes // 60 % 24} h"


def read_week(typed: dict[int, str]) -> dict[int, list[Interval]]:
    """Hours as typed per weekday: ``9.00-12.00, 13.30-17.00 afspraak``. Raises ``ValueError`` with a Dutch sentence."""
    return {weekday: read_day(text, DAYS_NL[weekday]) for weekday, text in typed.items() if text.strip()}


def read_day(text: str, name: str) -> list[Interval]:
    """One day; intervals in order that do not overlap. Raises ``ValueError``."""
    found = [_interval(part.strip(), name) for part in text.split(",") if part.strip()]
    for before, after in pairwise(found):
        if after.start < before.end:
            raise ValueError(f"De uren op {name} overlappen. Kijk ze na.")
    return found


def _interval(text: str, name: str) -> Interval:
    hours, _, word = text.partition(" ")
    start, dash, end = hours.replace(":", ".").partition("-")
    access = {"": Access.WALK_IN, "afspraak": Access.APPOINTMENT, "telefoon": Access.PHONE}.get(word.strip())
    if not dash or access is None:
        raise ValueError(f"Schrijf de uren op {name} als 9.00-12.00, 13.30-17.00. Zet er “afspraak” of “telefoon” achter als dat zo is.")
    found = Interval(_minutes(start, name), _minutes(end, name) or 1440, access)
    if found.end <= found.start:
        raise ValueError(f"Op {name} ligt het einduur {end} voor het beginuur {start}. Kijk beide na.")
    return found


def _minutes(text: str, name: str) -> int:
    hour, _, minute = text.strip().partition(".")
    if not (hour.isdigit() and (minute or "0").isdigit() and int(hour) <= 24 and int(minute or 0) < 60):
        raise ValueError(f"Het uur “{text}” op {name} kennen we niet. Schrijf het als 9.00.")
    return int(hour) * 60 + int(minute or 0)


@dataclass(frozen=True, slots=True)
class Bridge:
    """A working day caught between a holiday and a weekend."""

    holiday: str
    holiday_on: date
    day: date


def bridges(calendar: Calendar, first: date, days: int) -> list[Bridge]:
    """Bridge days within ``days`` days: a Friday after, or a Monday before, a holiday."""
    found = []
    for n in range(days):
        day = first + timedelta(days=n)
        beside = {4: day - timedelta(days=1), 0: day + timedelta(days=1)}.get(day.weekday())
        holiday = calendar.holiday(beside) if beside else None
        if holiday and calendar.is_working_day(day):
            found.append(Bridge(holiday.name_nl, holiday.day, day))
    return found
