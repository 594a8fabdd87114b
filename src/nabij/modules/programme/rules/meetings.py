"""Dates of meetings that return, from one rule and one first day (programme 6, founding note N73). Pure.

The rule is an RRULE of RFC 5545, read by dateutil in local time: 9.00 uur stays 9.00 uur when the clock goes forward.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import islice

from dateutil.rrule import rrulestr

from nabij.kernel.calendar.rules.holidays import BRUSSELS
from nabij.kernel.errors import RuleViolation

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
DAY_WORDS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
ORDINALS = {1: "eerste", 2: "tweede", 3: "derde", 4: "vierde", -1: "laatste"}


class Rhythm(StrEnum):
    """How often a group meets; the day follows from its first day."""

    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    MONTHLY = "monthly"


RHYTHM_WORDS = {
    Rhythm.WEEKLY: "elke week, op dezelfde dag", Rhythm.FORTNIGHTLY: "om de twee weken, op dezelfde dag",
    Rhythm.MONTHLY: "elke maand, op dezelfde dag van de maand (bijvoorbeeld de tweede dinsdag)",
}


def rule_of(rhythm: Rhythm, first: date) -> str:
    """The RRULE of a rhythm. A fifth Tuesday becomes the last one: not every month has five."""
    day = DAYS[first.weekday()]
    if rhythm is Rhythm.MONTHLY:
        return f"FREQ=MONTHLY;BYDAY={_ordinal(first)}{day}"
    return f"FREQ=WEEKLY;INTERVAL={2 if rhythm is Rhythm.FORTNIGHTLY else 1};BYDAY={day}"


def words_of(rhythm: Rhythm, first: date) -> str:
    """``elke tweede dinsdag van de maand``."""
    day = DAY_WORDS[first.weekday()]
    if rhythm is Rhythm.MONTHLY:
        return f"elke {ORDINALS[_ordinal(first)]} {day} van de maand"
    return f"elke {day}" if rhythm is Rhythm.WEEKLY else f"om de twee weken op {day}"


def _ordinal(first: date) -> int:
    number = (first.day - 1) // 7 + 1
    return number if number <= 4 else -1


def next_dates(rule: str, first: date, at: time, after: datetime, count: int) -> list[datetime]:
    """The next ``count`` starts after ``after`` (aware), each aware in Belgian time. Raises RuleViolation for an unreadable rule."""
    try:
        every = rrulestr(rule, dtstart=datetime.combine(first, at))
    except ValueError as error:
        raise RuleViolation("Dit ritme kunnen we niet lezen.") from error
    local = after.astimezone(BRUSSELS).replace(tzinfo=None)
    return [one.replace(tzinfo=BRUSSELS) for one in islice(every.xafter(local), count)]


def ends(start: datetime, minutes: int) -> datetime:
    """The end of a meeting on the wall clock, also over a change of the clock."""
    return (start.replace(tzinfo=None) + timedelta(minutes=minutes)).replace(tzinfo=BRUSSELS)
