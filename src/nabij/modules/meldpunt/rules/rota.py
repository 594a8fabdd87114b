"""Who is on duty at a moment, and why. Pure; turns stand in `turns`.

Order (one schedule): a temporary schedule replaces everything; else the rules of the week, or the turn when there are no rules; then the
deviations, oldest first. Periods are half-open.
"""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from .turns import BRUSSELS, Rotation, Slot, Stint, Unit, changes, instant, member_of, rotation_slot

__all__ = [
    "BRUSSELS", "OnDuty", "Override", "OverrideKind", "Rotation", "Schedule", "ScheduleRule", "Slot", "Span", "Stint",
    "TemporarySchedule", "TemporaryShift", "Unit", "instant", "on_call", "rotation_slot", "spans", "window_of",
]  # fmt: skip

BY_TURN, BY_RULE = "beurtrol", "weekregel"


class OverrideKind(StrEnum):
    """What a deviation does: one more person, one less, or one instead of another."""

    ADD = "add"
    REMOVE = "remove"
    REPLACE = "replace"


@dataclass(frozen=True)
class Override:
    """A deviation over [start, end), aware times. REPLACE acts only while `replaces` is on duty."""

    kind: OverrideKind
    person: str
    start: datetime
    end: datetime
    reason: str
    replaces: str | None = None


@dataclass(frozen=True)
class ScheduleRule:
    """On these weekdays (0 = Monday), from–to on the local clock, the target is on duty: a rotation or one person.

    `end` not after `start` means that it ends on the next day; the whole window belongs to the day on which it begins, also for
    `first` and `until` (dates, until excluded).
    """

    weekdays: frozenset[int]
    start: time
    end: time
    target: Rotation | str
    zone: ZoneInfo = BRUSSELS
    first: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class TemporaryShift:
    """One person in a temporary schedule, over [start, end)."""

    person: str
    start: datetime
    end: datetime


@dataclass(frozen=True)
class TemporarySchedule:
    """Replaces turn, rules and deviations over [start, end); where it has no shift, nobody is on duty."""

    start: datetime
    end: datetime
    shifts: tuple[TemporaryShift, ...]
    reason: str


@dataclass(frozen=True)
class Schedule:
    """A rotation (or none) with its rules of the week, deviations and temporary schedules."""

    rotation: Rotation | None
    overrides: tuple[Override, ...] = ()
    rules: tuple[ScheduleRule, ...] = ()
    temporaries: tuple[TemporarySchedule, ...] = ()


@dataclass(frozen=True)
class OnDuty:
    """One person on duty, with the reason in Dutch."""

    person: str
    because: str


@dataclass(frozen=True)
class Span:
    """A stretch of time over which the people on duty stay the same; no people = a gap."""

    start: datetime
    end: datetime
    people: tuple[OnDuty, ...]

    @property
    def is_gap(self) -> bool:
        """Nobody is on duty."""
        return not self.people


def on_call(schedule: Schedule, at: datetime) -> list[OnDuty]:
    """Everyone on duty at `at`, in order, each once, with the reason."""
    for temporary in schedule.temporaries:
        if temporary.start <= at < temporary.end:
            there = dict.fromkeys(shift.person for shift in temporary.shifts if shift.start <= at < shift.end)
            return [OnDuty(person, temporary.reason) for person in there]
    people = _by_rules(schedule.rules, at) if schedule.rules else _turn(schedule.rotation, at)
    for override in schedule.overrides:
        if override.start <= at < override.end:
            people = _apply(override, people)
    return people


def _turn(rotation: Rotation | None, at: datetime, because: str = BY_TURN) -> list[OnDuty]:
    if rotation is None or not rotation.members:
        return []
    person = member_of(rotation, rotation_slot(rotation, at))
    return [OnDuty(person, because)] if person else []


def _by_rules(rules: Iterable[ScheduleRule], at: datetime) -> list[OnDuty]:
    found: dict[str, OnDuty] = {}
    for rule in rules:
        if _is_active(rule, at):
            for on in [OnDuty(rule.target, BY_RULE)] if isinstance(rule.target, str) else _turn(rule.target, at):
                found.setdefault(on.person, on)
    return list(found.values())


def _is_active(rule: ScheduleRule, at: datetime) -> bool:
    """Only the window of the day itself or of the day before can hold a moment."""
    day = at.astimezone(rule.zone).date()
    windows = (window_of(rule, day - timedelta(days=1)), window_of(rule, day))
    return any(window is not None and window[0] <= at < window[1] for window in windows)


def window_of(rule: ScheduleRule, day: date) -> tuple[datetime, datetime] | None:
    """The window that begins on a day, or None when the rule does not hold on it."""
    outside = (rule.first is not None and day < rule.first) or (rule.until is not None and day >= rule.until)
    if outside or day.weekday() not in rule.weekdays:
        return None
    last = day if rule.end > rule.start else day + timedelta(days=1)
    return instant(datetime.combine(day, rule.start), rule.zone), instant(datetime.combine(last, rule.end), rule.zone)


def _apply(override: Override, people: Sequence[OnDuty]) -> list[OnDuty]:
    on = [p.person for p in people]
    if override.kind is OverrideKind.REMOVE:
        return [p for p in people if p.person != override.person]
    because = OnDuty(override.person, override.reason)
    if override.kind is OverrideKind.ADD:
        return list(people) if override.person in on else [*people, because]
    if override.replaces not in on:
        return list(people)
    return [because if p.person == override.replaces else p for p in people if p.person != override.person]


def spans(schedule: Schedule, start: datetime, end: datetime) -> list[Span]:
    """Cut [start, end) into stretches with the same people, gaps included, without hole or overlap."""
    edges = {start, end, *(edge for edge in _edges(schedule, start, end) if start < edge < end)}
    pieces = [Span(a, b, tuple(on_call(schedule, a))) for a, b in itertools.pairwise(sorted(edges))]
    return _merge(pieces)


def _edges(schedule: Schedule, start: datetime, end: datetime) -> Iterator[datetime]:
    """Every moment at which somebody can change; too many is harmless, too few is not."""
    rotations = [r for r in (schedule.rotation, *(rule.target for rule in schedule.rules)) if isinstance(r, Rotation) and r.members]
    for rotation in dict.fromkeys(rotations):
        yield from changes(rotation, start, end)
    for rule in schedule.rules:
        yield from _rule_edges(rule, start, end)
    for override in schedule.overrides:
        yield from (override.start, override.end)
    for temporary in schedule.temporaries:
        yield from (temporary.start, temporary.end)
        for shift in temporary.shifts:
            yield from (shift.start, shift.end)


def _rule_edges(rule: ScheduleRule, start: datetime, end: datetime) -> Iterator[datetime]:
    day, last = start.astimezone(rule.zone).date() - timedelta(days=1), end.astimezone(rule.zone).date()
    while day <= last:
        yield from window_of(rule, day) or ()
        day += timedelta(days=1)


def _merge(pieces: list[Span]) -> list[Span]:
    """Join neighbours with the same people."""
    merged: list[Span] = []
    for piece in pieces:
        if merged and merged[-1].people == piece.people:
            merged[-1] = Span(merged[-1].start, piece.end, piece.people)
        else:
            merged.append(piece)
    return merged
