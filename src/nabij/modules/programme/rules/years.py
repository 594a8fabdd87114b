"""Dividing a cost over a period in which the payers changed (programme 4.5 ``allocate_over_time``, founding note N34)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from .membership import Fact
from .preview import payers
from .shares import divide_by_inhabitants


@dataclass(frozen=True, slots=True)
class Slice:
    """Days with the same payers (half-open) and what they carry, in cents; ``shares`` is empty when nobody pays yet."""

    start: date
    end: date
    cents: int
    shares: Mapping[Any, int]

    @property
    def days(self) -> int:
        return (self.end - self.start).days


def allocate_over_time(
    total_cents: int, start: date, end: date, facts: Sequence[Fact], known_at: datetime, weights: Mapping[Any, int] | None
) -> list[Slice]:
    """Cut ``[start, end)`` at each change of payers, split the total by days (largest remainder, earliest first on ties),
    then each slice over who pays in it. ``weights`` None = everyone the same. The parts add up to the cent.

    Raises NoWeight when a payer has no figure.
    """
    edges = sorted({start, end} | {day for fact in facts for day in _edges(fact) if start < day < end})
    joined: list[tuple[date, date, frozenset[Any]]] = []
    for a, b in pairwise(edges):
        paying = payers(facts, a, known_at)
        if joined and joined[-1][2] == paying:
            joined[-1] = (joined[-1][0], b, paying)
        else:
            joined.append((a, b, paying))
    # Keys are positions, so that an equal remainder goes to the earliest slice.
    cents = divide_by_inhabitants(total_cents, {n: (b - a).days for n, (a, b, _) in enumerate(joined)})
    return [Slice(a, b, cents[n], _shares(cents[n], paying, weights)) for n, (a, b, paying) in enumerate(joined)]


def _edges(fact: Fact) -> list[date]:
    return [day for day in (fact.effective_from, fact.effective_to) if day is not None]


def _shares(cents: int, paying: frozenset[Any], weights: Mapping[Any, int] | None) -> dict[Any, int]:
    if not paying:
        return {}
    return divide_by_inhabitants(cents, {key: 1 if weights is None else weights.get(key, 0) for key in paying})


def totals(slices: Sequence[Slice]) -> dict[Any, int]:
    """What each organisation carries over the whole period, in cents."""
    found: dict[Any, int] = {}
    for one in slices:
        for key, cents in one.shares.items():
            found[key] = found.get(key, 0) + cents
    return dict(sorted(found.items()))


def carried_by_nobody(slices: Sequence[Slice]) -> int:
    """Cents of days on which nobody paid yet."""
    return sum(one.cents for one in slices if not one.shares)
