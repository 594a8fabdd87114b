"""Hours given and received on the duty line, to the minute, and how heavy they weigh. Pure.

An hour is an hour of the real clock: the week in which the clock goes forward has 167. Edges are cut to the minute first, so the parts
always add up to the whole.
"""

import itertools
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from .duty_rules import RuleCode, midnight
from .turns import BRUSSELS, instant

MINUTE = timedelta(minutes=1)
NIGHT = (time(22), time(6))
PLAIN = 100


@dataclass(frozen=True)
class Given:
    """One shift: who worked for whom. Edges are aware times."""

    person: str
    organisation: int
    start: datetime
    end: datetime


@dataclass(frozen=True)
class Share:
    """What a municipality agreed to carry: `weight` of the sum of weights, from `first` until `until` (local dates, excluded)."""

    organisation: int
    weight: int
    first: date
    until: date | None = None


def minute(at: datetime) -> datetime:
    """Cut to the minute, in UTC: two times of one zone subtract as if the clock never changed."""
    return at.astimezone(UTC).replace(second=0, microsecond=0)


def length(start: datetime, end: datetime) -> int:
    """Whole minutes of the real clock between two edges."""
    return max((minute(end) - minute(start)) // MINUTE, 0)


def clipped(shifts: Iterable[Given], start: datetime, end: datetime) -> list[Given]:
    """The part of each shift that lies in [start, end)."""
    return [Given(s.person, s.organisation, max(s.start, start), min(s.end, end)) for s in shifts if s.start < end and start < s.end]


def given(shifts: Iterable[Given], start: datetime, end: datetime) -> dict[int, int]:
    """Minutes per organisation in the period."""
    found: dict[int, int] = defaultdict(int)
    for shift in clipped(shifts, start, end):
        found[shift.organisation] += length(shift.start, shift.end)
    return dict(found)


def received(shifts: Sequence[Given], shares: Sequence[Share], start: datetime, end: datetime) -> dict[int, int]:
    """The same minutes, divided over who took part at that time by agreed share. Without anybody, under 0."""
    edges = {midnight(day) for share in shares for day in (share.first, share.until) if day is not None}
    cuts = [start, *sorted(edge for edge in edges if start < edge < end), end]
    found: dict[int, int] = defaultdict(int)
    for begin, stop in itertools.pairwise(cuts):
        total = sum(given(shifts, begin, stop).values())
        for organisation, minutes in divide(total, weights_at(shares, begin.astimezone(BRUSSELS).date())).items():
            found[organisation] += minutes
    return dict(found)


def weights_at(shares: Iterable[Share], day: date) -> dict[int, int]:
    """Weight per organisation that takes part on a day."""
    return {s.organisation: s.weight for s in shares if s.first <= day and (s.until is None or day < s.until)}


def divide(total: int, weights: Mapping[int, int]) -> dict[int, int]:
    """Divide whole minutes by weight; the minutes that remain go to the largest fractions, so that the sum stays the total."""
    whole = sum(weights.values())
    if not whole:
        return {0: total} if total else {}
    parts = {key: divmod(total * weight, whole) for key, weight in weights.items()}
    left = total - sum(minutes for minutes, _ in parts.values())
    order = sorted(parts, key=lambda key: (-parts[key][1], key))
    return {key: parts[key][0] + (1 if key in order[:left] else 0) for key in parts}


@dataclass(frozen=True)
class Weights:
    """Percent per class of hour (a plain hour is 100), and which days are holidays. The heaviest class counts."""

    percent: Mapping[RuleCode, int]
    holidays: frozenset[date] = frozenset()
    school: frozenset[date] = frozenset()


def weighted(start: datetime, end: datetime, weights: Weights) -> int:
    """Minutes times percent of a stretch."""
    edges = [start, *_class_edges(start, end), end]
    return sum(length(a, b) * _percent(a, weights) for a, b in itertools.pairwise(edges))


def _class_edges(start: datetime, end: datetime) -> list[datetime]:
    """Midnight, 6.00 and 22.00 on the local clock between two moments: the class of an hour only changes there."""
    day, last = start.astimezone(BRUSSELS).date(), end.astimezone(BRUSSELS).date()
    found = []
    while day <= last:
        found += [instant(datetime.combine(day, at), BRUSSELS) for at in (time(), NIGHT[1], NIGHT[0])]
        day += timedelta(days=1)
    return [edge for edge in found if start < edge < end]


def _percent(at: datetime, weights: Weights) -> int:
    local = at.astimezone(BRUSSELS)
    day, clock = local.date(), local.time()
    classes = (
        (RuleCode.NIGHT, clock >= NIGHT[0] or clock < NIGHT[1]), (RuleCode.WEEKEND, day.weekday() >= 5),
        (RuleCode.HOLIDAY, day in weights.holidays), (RuleCode.SCHOOL, day in weights.school),
    )  # fmt: skip
    return max([PLAIN, *(weights.percent.get(code, PLAIN) for code, holds in classes if holds)])


def fairness(shifts: Iterable[Given], start: datetime, end: datetime, weights: Weights) -> tuple[dict[str, int], dict[int, int]]:
    """Weighted minutes (times percent) per person and per organisation."""
    people: dict[str, int] = defaultdict(int)
    organisations: dict[int, int] = defaultdict(int)
    for shift in clipped(shifts, start, end):
        heavy = weighted(shift.start, shift.end, weights)
        people[shift.person] += heavy
        organisations[shift.organisation] += heavy
    return dict(people), dict(organisations)
