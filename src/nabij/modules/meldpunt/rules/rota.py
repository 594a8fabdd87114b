"""Who is on duty at a moment, and why. Pure wall-clock arithmetic, right over both clock changes.

A rotation of one week that changes on Friday at 17.00 keeps changing on Friday at 17.00, also in the
week of 167 or 169 hours. Periods are half-open: who takes over at 17.00 is on duty at 17.00.
"""

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

BRUSSELS = ZoneInfo("Europe/Brussels")


class Unit(StrEnum):
    """Length of one turn; a turn of several days or weeks has `length` above 1."""

    DAILY = "daily"
    WEEKLY = "weekly"

    @property
    def days(self) -> int:
        """Calendar days in one unit."""
        return 7 if self is Unit.WEEKLY else 1


class OverrideKind(StrEnum):
    """What a deviation does: one more person, one less, or one instead of another."""

    ADD = "add"
    REMOVE = "remove"
    REPLACE = "replace"


@dataclass(frozen=True)
class Rotation:
    """Members in turn. `start_local` is naive wall-clock time in `zone`: the first change of turn."""

    start_local: datetime
    members: tuple[str, ...]
    unit: Unit = Unit.WEEKLY
    length: int = 1
    zone: ZoneInfo = BRUSSELS


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
class Schedule:
    """A rotation (or none) with its deviations."""

    rotation: Rotation | None
    overrides: tuple[Override, ...] = ()


@dataclass(frozen=True)
class OnDuty:
    """One person on duty, with the reason in Dutch."""

    person: str
    because: str


@dataclass(frozen=True)
class Slot:
    """One turn: [start, end) in UTC and its number since the start of the rotation."""

    start: datetime
    end: datetime
    number: int


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
    """The turn that holds `at`, also before the rotation's start (numbers run backwards)."""
    step = rotation.unit.days * rotation.length
    local = at.astimezone(rotation.zone).replace(tzinfo=None)
    number = (local - rotation.start_local) // timedelta(days=step)
    while _edge(rotation, number) > at:
        number -= 1
    while _edge(rotation, number + 1) <= at:
        number += 1
    return Slot(_edge(rotation, number), _edge(rotation, number + 1), number)


def _edge(rotation: Rotation, number: int) -> datetime:
    days = rotation.unit.days * rotation.length * number
    return instant(rotation.start_local + timedelta(days=days), rotation.zone)


def on_call(schedule: Schedule, at: datetime) -> list[OnDuty]:
    """Everyone on duty at `at`, in order, each with the reason."""
    people = _turn(schedule.rotation, at)
    for override in schedule.overrides:
        if override.start <= at < override.end:
            people = _apply(override, people)
    return people


def _turn(rotation: Rotation | None, at: datetime) -> list[OnDuty]:
    if rotation is None or not rotation.members:
        return []
    slot = rotation_slot(rotation, at)
    person = rotation.members[slot.number % len(rotation.members)]
    return [OnDuty(person, "beurtrol")]


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
    edges = sorted({start, end, *_turn_edges(schedule.rotation, start, end), *_override_edges(schedule.overrides)})
    inside = [edge for edge in edges if start <= edge <= end]
    pieces = [Span(a, b, tuple(on_call(schedule, a))) for a, b in itertools.pairwise(inside)]
    return _merge(pieces)


def _turn_edges(rotation: Rotation | None, start: datetime, end: datetime) -> Iterable[datetime]:
    if rotation is None or not rotation.members:
        return
    slot = rotation_slot(rotation, start)
    while slot.end < end:
        yield slot.end
        slot = rotation_slot(rotation, slot.end)


def _override_edges(overrides: Iterable[Override]) -> set[datetime]:
    return {edge for o in overrides for edge in (o.start, o.end)}


def _merge(pieces: list[Span]) -> list[Span]:
    """Join neighbours with the same people, but never two turns: a turn is a shift of its own."""
    merged: list[Span] = []
    for piece in pieces:
        if merged and merged[-1].people == piece.people:
            merged[-1] = Span(merged[-1].start, piece.end, piece.people)
        else:
            merged.append(piece)
    return merged
