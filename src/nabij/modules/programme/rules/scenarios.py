"""Ways to spread the parts of a project over applications, side by side (programme 4.5 ``scenario``, N86)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .calls import TypeFact
from .shares import divide_by_inhabitants

MOST_BESIDE_EACH_OTHER = 6


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a project and what it needs, in cents."""

    key: Any
    name: str
    cents: int


@dataclass(frozen=True, slots=True)
class Asked:
    """One application of a scenario: its parts together, and the subsidy that the ceiling leaves of it (cents)."""

    type: TypeFact
    number: int
    parts: tuple[Part, ...]
    needed: int
    subsidy: int

    @property
    def over(self) -> int:
        """Cents above the ceiling, which the members pay themselves."""
        return self.needed - self.subsidy


@dataclass(frozen=True)
class Outcome:
    """What a scenario gives: ``total`` = ``subsidy`` + ``own``; ``shares`` of the members add up to ``own`` exactly."""

    name: str
    applications: tuple[Asked, ...]
    unplaced: tuple[Part, ...]
    total: int
    subsidy: int
    own: int
    shares: Mapping[Any, int]


def scenario(
    name: str, parts: Sequence[Part], placed: Mapping[Any, tuple[TypeFact, int]], weights: Mapping[Any, int]
) -> Outcome:
    """``placed`` maps a part's key to (type, number of the application); a part that is not in it gets no subsidy.

    ``weights`` are the inhabitants of who takes part; empty = nobody, then ``shares`` is empty.
    """
    together: dict[tuple[int, str, int], tuple[TypeFact, list[Part]]] = {}
    for part in parts:
        if part.key in placed:
            kind, number = placed[part.key]
            together.setdefault((-kind.ceiling_cents, kind.label, number), (kind, []))[1].append(part)
    applications = tuple(_asked(kind, key[2], members) for key, (kind, members) in sorted(together.items(), key=lambda i: i[0]))
    total = sum(part.cents for part in parts)
    subsidy = sum(one.subsidy for one in applications)
    own = total - subsidy
    unplaced = tuple(part for part in parts if part.key not in placed)
    return Outcome(name, applications, unplaced, total, subsidy, own, divide_by_inhabitants(own, weights) if weights else {})


def _asked(kind: TypeFact, number: int, parts: list[Part]) -> Asked:
    needed = sum(part.cents for part in parts)
    return Asked(kind, number, tuple(parts), needed, min(needed, kind.ceiling_cents))
