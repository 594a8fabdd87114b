"""Turns of a rotation in wall-clock time: hourly, daily, weekly, monthly, right over both clock changes.

A turn that begins at 17.00 begins at 17.00 in every week, also in the week of 167 or 169 hours. A time that the clock skips is the first
moment after the gap; one that occurs twice is the first. Every edge counts from the original beginning, so nothing drifts: a monthly turn
that began on the 31st changes on 28 February and again on 31 March. Periods are half-open: who takes over at 17.00 is on duty at 17.00.
"""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

BRUSSELS = ZoneInfo("Europe/Brussels")
LENGTHS = range(1, 9001)


class Unit(StrEnum):
    """Length of one turn; a turn of several hours, days, weeks or months has `length` above 1."""

    HOURLY = "hourly"
    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


_STEPS = {Unit.HOURLY: timedelta(hours=1), Unit.DAILY: timedelta(days=1), Unit.WEEKLY: timedelta(weeks=1)}

#: From and until, aware; None = without beginning or end.
Stint = tuple[datetime | None, datetime | None]


@dataclass(frozen=True)
class Rotation:
    """Members in turn. `start_local` is naive wall-clock time in `zone`: the first change of turn.

    `stints` says from when until when each member takes part; empty = everyone always. `length` is 1 to 9,000 units.
    """

    start_local: datetime
    members: tuple[str, ...]
    unit: Unit = Unit.WEEKLY
    length: int = 1
    zone: ZoneInfo = BRUSSELS
    stints: tuple[Stint, ...] = ()


@dataclass(frozen=True)
class Slot:
    """One turn: [start, end) in UTC and its number since the start of the rotation."""

    start: datetime
    end: datetime
    number: int


def instant(local: datetime, zone: ZoneInfo) -> datetime:
    """The UTC moment of a naive wall-clock time.

    A time that the clock skips gives the first moment after the gap; one that occurs twice, the first.
    """
    early = local.replace(tzinfo=zone, fold=0).astimezone(UTC)
    if early.astimezone(zone).replace(tzinfo=None) == local:
        return early
    late = local.replace(tzinfo=zone, fold=1).astimezone(UTC)
    return _change_between(min(early, late), max(early, late), zone)


def _change_between(before: datetime, later: datetime, zone: ZoneInfo) -> datetime:
    offset = before.astimezone(zone).utcoffset()
    low, high = 0, int((later - before).total_seconds())
    while high - low > 1:
        middle = (low + high) // 2
        same = (before + timedelta(seconds=middle)).astimezone(zone).utcoffset() == offset
        low, high = (middle, high) if same else (low, middle)
    return before + timedelta(seconds=high)


def rotation_slot(rotation: Rotation, at: datetime) -> Slot:
    """The turn that holds `at`, also before the rotation's start (numbers run backwards).

    A turn that the clock change leaves without length is skipped; its number is not given to another.
    """
    number = _guess(rotation, at)
    while (start := edge(rotation, number)) > at:
        number -= 1
    while (end := edge(rotation, number + 1)) <= at:
        number, start = number + 1, end
    return Slot(start, end, number)


def _guess(rotation: Rotation, at: datetime) -> int:
    """The number as if there were no clock changes and every month were long enough: at most one beside the truth."""
    local = at.astimezone(rotation.zone).replace(tzinfo=None)
    if rotation.unit is Unit.MONTHLY:
        months = (local.year - rotation.start_local.year) * 12 + local.month - rotation.start_local.month
        return months // rotation.length
    return (local - rotation.start_local) // (_STEPS[rotation.unit] * rotation.length)


def edge(rotation: Rotation, number: int) -> datetime:
    """The moment at which turn `number` begins."""
    units = number * rotation.length
    if rotation.unit is Unit.MONTHLY:
        return instant(_months_later(rotation.start_local, units), rotation.zone)
    return instant(rotation.start_local + _STEPS[rotation.unit] * units, rotation.zone)


def _months_later(start: datetime, months: int) -> datetime:
    years, month = divmod(start.month - 1 + months, 12)
    year = start.year + years
    day = min(start.day, calendar.monthrange(year, month + 1)[1])
    return start.replace(year=year, month=month + 1, day=day)


def member_of(rotation: Rotation, slot: Slot) -> str | None:
    """Whose turn it is: number modulo count over the members who take part when the turn begins."""
    there = rotation.members
    if rotation.stints:
        there = tuple(m for m, stint in zip(rotation.members, rotation.stints, strict=True) if within(stint, slot.start))
    return there[slot.number % len(there)] if there else None


def within(stint: Stint, at: datetime) -> bool:
    """Whether a moment lies in [from, until)."""
    first, until = stint
    return (first is None or first <= at) and (until is None or at < until)


def changes(rotation: Rotation, start: datetime, end: datetime) -> Iterator[datetime]:
    """Each moment in (start, end) at which a turn begins, in order, each once."""
    slot = rotation_slot(rotation, start)
    number, at = slot.number + 1, slot.end
    while at < end:
        yield at
        before = at
        while at <= before:
            number += 1
            at = edge(rotation, number)
