"""Statutory terms that explain themselves in steps.

Counting starts on the day after the event (Ger.W. art. 52; Regulation 1182/71 art. 3). What differs per law is data of the
rule: which days count, how months end, whether the last day rolls to a working day. No rule is legal advice until
``verified_by`` names a person.
"""

from __future__ import annotations

import calendar as months_of_year
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from nabij.kernel.errors import RuleViolation

from ..words import date_text
from .holidays import BRUSSELS, Calendar

ONE_DAY = timedelta(days=1)
UNITS_NL = {
    "calendar_days": ("kalenderdag", "kalenderdagen"),
    "working_days": ("werkdag", "werkdagen"),
    "months": ("maand", "maanden"),
}


@dataclass(frozen=True, slots=True)
class TermRule:
    """``unit``: calendar_days, working_days or months; ``month_method``: eve_of_ordinal (Ger.W. art. 54) or same_date
    (Reg. 1182/71 art. 3); ``roll``: a last day that is no working day moves to the next one; ``local_days``: local
    closing days do not count as working days."""

    code: str
    amount: int
    unit: str = "calendar_days"
    month_method: str = "eve_of_ordinal"
    roll: bool = True
    local_days: bool = False
    name_nl: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Toll:
    """Time that does not count. ``kind`` suspension: the days from ``first`` up to ``until`` (not included) are left out;
    interruption: the whole term starts again after ``first``, or after the last day before ``until``.
    A suspension with ``until=None`` is still running."""

    kind: str
    first: date
    until: date | None = None

    @property
    def restarts_after(self) -> date:
        return self.until - ONE_DAY if self.until else self.first

    def covers(self, day: date) -> bool:
        return self.first <= day and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class TermEnd:
    """``last_day`` still belongs to the term; ``expires_at`` is the local midnight that ends it, in UTC.
    Both are None while a suspension is open. ``steps_nl`` tells how the day was found."""

    last_day: date | None
    expires_at: datetime | None
    steps_nl: tuple[str, ...]


class BadTerm(RuleViolation):
    """The rule or a toll cannot be used."""


def term_end(rule: TermRule, event_on: date, tolls: Iterable[Toll], calendar: Calendar) -> TermEnd:
    """Last day of a term that an event on ``event_on`` starts. Raises ``BadTerm`` on an impossible rule or toll."""
    tolls = tuple(tolls)
    _check(rule, tolls)
    steps = [_opening(rule)]
    suspensions = sorted((t for t in tolls if t.kind == "suspension"), key=lambda toll: toll.first)
    event = _after_interruptions(rule, event_on, tolls, suspensions, calendar, steps)
    steps.append(f"De eerste dag is {date_text(event + ONE_DAY)}, de dag na {date_text(event)}.")
    reached = _count(rule, event, suspensions, calendar)
    _tell_suspensions(suspensions, event, reached, steps)
    if reached is None:
        return TermEnd(None, None, tuple(steps))
    last_day = _roll(rule, reached, suspensions, calendar, steps)
    if last_day is None:
        return TermEnd(None, None, tuple(steps))
    steps.append(f"De laatste dag is {date_text(last_day)}, tot middernacht.")
    return TermEnd(last_day, _midnight_after(last_day), tuple(steps))


def add_months(day: date, months: int) -> date:
    """Same date ``months`` later, or the last day of that month when the date does not exist there."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, months_of_year.monthrange(year, month + 1)[1]))


def _check(rule: TermRule, tolls: Iterable[Toll]) -> None:
    if rule.amount < 1 or rule.unit not in UNITS_NL or rule.month_method not in ("eve_of_ordinal", "same_date"):
        raise BadTerm("Deze termijnregel klopt niet: kijk het aantal, de eenheid en de manier van tellen na.")
    for toll in tolls:
        if toll.kind not in ("suspension", "interruption") or (toll.until and toll.until <= toll.first):
            raise BadTerm("Deze schorsing of stuiting klopt niet: het einde ligt voor het begin.")


def _midnight_after(day: date) -> datetime:
    return datetime.combine(day + ONE_DAY, time(0, 0), tzinfo=BRUSSELS).astimezone(UTC)


def _opening(rule: TermRule) -> str:
    one, many = UNITS_NL[rule.unit]
    source = f" ({rule.source})" if rule.source else ""
    return f"De termijn is {rule.amount} {one if rule.amount == 1 else many}{source}."


def _after_interruptions(
    rule: TermRule, event: date, tolls: Iterable[Toll], suspensions: list[Toll], calendar: Calendar, steps: list[str]
) -> date:
    """The event from which counting starts, after every interruption that came before the term had ended."""
    for toll in sorted((t for t in tolls if t.kind == "interruption"), key=lambda toll: toll.first):
        if toll.restarts_after <= event:
            continue
        reached = _count(rule, event, suspensions, calendar)
        if reached and (_roll(rule, reached, suspensions, calendar, []) or date.max) < toll.first:
            steps.append(f"De stuiting op {date_text(toll.first)} telt niet: de termijn was al voorbij.")
            continue
        event = toll.restarts_after
        steps.append(f"Gestuit op {date_text(toll.first)}: de hele termijn begint opnieuw na {date_text(event)}.")
    return event


def _suspended(day: date, suspensions: Iterable[Toll]) -> bool:
    return any(toll.covers(day) for toll in suspensions)


def _never_ends(day: date, suspensions: Iterable[Toll]) -> bool:
    return any(toll.until is None and toll.first <= day for toll in suspensions)


def _count(rule: TermRule, event: date, suspensions: list[Toll], calendar: Calendar) -> date | None:
    """The day on which the last counted day falls; None while a suspension is open."""
    left = rule.amount if rule.unit != "months" else (_months_end(rule, event) - event).days
    day = event
    while left:
        day += ONE_DAY
        if _never_ends(day, suspensions):
            return None
        counts = rule.unit != "working_days" or calendar.is_working_day(day, local=rule.local_days)
        if counts and not _suspended(day, suspensions):
            left -= 1
    return day


def _months_end(rule: TermRule, event: date) -> date:
    if rule.month_method == "same_date":
        return add_months(event, rule.amount)
    # The day before the same ordinal as the first day; where that ordinal does not exist, the last day of the month.
    first_day = event + ONE_DAY
    same = add_months(first_day, rule.amount)
    return same - ONE_DAY if same.day == first_day.day else same


def _tell_suspensions(suspensions: list[Toll], event: date, reached: date | None, steps: list[str]) -> None:
    for toll in suspensions:
        if toll.until is None and reached is None:
            steps.append(f"De termijn is geschorst sinds {date_text(toll.first)} en loopt nu niet.")
        elif toll.until and toll.until > event + ONE_DAY and (reached is None or toll.first <= reached):
            last = toll.until - ONE_DAY
            steps.append(f"Geschorst van {date_text(toll.first)} tot en met {date_text(last)}: die dagen tellen niet mee.")


def _why_not(day: date, calendar: Calendar) -> str:
    holiday = calendar.holiday(day)
    if holiday:
        return f"een feestdag ({holiday.name_nl})"
    return {6: "een zaterdag", 7: "een zondag"}.get(day.isoweekday(), "een sluitingsdag")


def _roll(rule: TermRule, day: date, suspensions: list[Toll], calendar: Calendar, steps: list[str]) -> date | None:
    if not rule.roll or calendar.is_working_day(day, local=rule.local_days):
        return day
    steps.append(f"{date_text(day).capitalize()} is {_why_not(day, calendar)}. Daarom geldt de volgende werkdag.")
    while not calendar.is_working_day(day, local=rule.local_days) or _suspended(day, suspensions):
        day += ONE_DAY
        if _never_ends(day, suspensions):
            return None
    return day
