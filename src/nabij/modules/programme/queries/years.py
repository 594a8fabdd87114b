"""What a project costs each member over one calendar year, slice by slice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from ..rules.years import Slice, allocate_over_time, carried_by_nobody, totals
from . import membership, programme, world
from .programme import ProjectView


@dataclass(frozen=True)
class YearLine:
    """One member: cents per slice (None = did not pay in it) and together."""

    slug: str
    name: str
    per_slice: tuple[int | None, ...]
    total: int


@dataclass(frozen=True)
class Piece:
    """Days with the same payers, and what each of them carries."""

    start: date
    days: int
    cents: int
    lines: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Year:
    """A year of one project; the lines and what nobody carried add up to ``total_cents`` exactly."""

    year: int
    total_cents: int
    equal: bool
    slices: tuple[Slice, ...]
    lines: tuple[YearLine, ...]
    by_nobody: int

    @property
    def pieces(self) -> list[Piece]:
        """The slices with names beside the cents, for a screen."""
        return [
            Piece(one.start, one.days, one.cents, tuple((who.name, cents) for who in self.lines if (cents := who.per_slice[n]) is not None))
            for n, one in enumerate(self.slices)
        ]


def year_of(view: ProjectView, year: int, known_at: datetime) -> Year | None:
    """None when the project has no cost in that year, or a payer has no number of inhabitants."""
    start, end = date(year, 1, 1), date(year + 1, 1, 1)
    cost = world.cost(view, start)
    if cost is None:
        return None
    facts = membership.facts([view.id])
    payers = {f.organisation for f in facts}
    if not cost.equal and any(key not in cost.figures for key in payers):
        return None
    weights = None if cost.equal else {key: cost.figures[key] for key in payers}
    slices = allocate_over_time(cost.yearly_cents, start, end, facts, known_at, weights)
    names = {member.key: member for member in programme.members(start, view.organisation_id)}
    names |= {member.key: member for member in programme.members(end, view.organisation_id)}
    lines = [
        YearLine(names[key].slug, names[key].name, tuple(one.shares.get(key) for one in slices), cents)
        for key, cents in totals(slices).items()
    ]
    ordered = tuple(sorted(lines, key=lambda line: line.name.casefold()))
    return Year(year, cost.yearly_cents, cost.equal, tuple(slices), ordered, carried_by_nobody(slices))
