"""Pure: who is rung first, by when, and when again. Source: kernel spec 4.10, founding note N36 and N37."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from ..calendar.rules import Calendar, WorkingPattern, add_working_time

#: A person who asks for a person is rung within one working day of eight hours.
CALL_WITHIN = timedelta(hours=8)
#: A question that was passed on must be taken up in this time, or it comes back to who passed it on.
TAKE_WITHIN = timedelta(hours=2)
#: Nobody picked up: again after this much working time.
TRY_AGAIN_AFTER = timedelta(hours=2)
_DAY = ((time(9), time(12)), (time(13, 30), time(17)))
#: Hours that count where an organisation did not set its own: Monday to Friday, 9-12 and 13.30-17.
USUAL_WEEK = WorkingPattern(hours=(_DAY,) * 5 + ((), ()), unit="")


@dataclass(frozen=True, slots=True)
class Asking:
    """Who waits: since when, over which channel. ``key`` breaks a tie so that the order is always the same."""

    asked_at: datetime
    key: str
    channel: str = ""


def queue_order(waiting: Iterable[Asking]) -> list[Asking]:
    """By the moment of asking and nothing else: a digital request never overtakes."""
    return sorted(waiting, key=lambda one: (one.asked_at, one.key))


def with_hours(calendar: Calendar) -> Calendar:
    """The calendar itself, or with usual hours where the organisation set none."""
    return calendar if calendar.patterns else replace(calendar, patterns=(USUAL_WEEK,))


def by_when(asked_at: datetime, within: timedelta, calendar: Calendar) -> datetime:
    """The promised moment in working time."""
    return add_working_time(asked_at, within, with_hours(calendar))
