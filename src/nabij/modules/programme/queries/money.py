"""Shares with names beside them, for a screen: who pays what, before and since a change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from ..rules.membership import Fact
from ..rules.preview import Cost, Key, division, last_shift, payers
from ..rules.shares import Share


@dataclass(frozen=True, slots=True)
class ShareLine:
    """Yearly cents of one organisation; None = takes no part in the costs. ``inhabitants`` is 0 when not used."""

    name: str
    before: int | None
    after: int | None
    inhabitants: int


@dataclass(frozen=True, slots=True)
class Division:
    """How a yearly cost is divided on a day. ``since`` = the last day the payers changed; alphabetical lines."""

    yearly_cents: int
    equal: bool
    inhabitants: int
    since: date | None
    stopped: tuple[str, ...]
    began: tuple[str, ...]
    went_on: int
    lines: tuple[ShareLine, ...]


def named(shares: Iterable[Share], names: Mapping[Key, str], cost: Cost | None) -> tuple[ShareLine, ...]:
    """Shares as lines in alphabetical order."""
    figures = cost.figures if cost and not cost.equal else {}
    lines = [
        ShareLine(names.get(s.organisation, ""), s.before, s.after, figures.get(s.organisation, 0)) for s in shares
    ]
    return tuple(sorted(lines, key=lambda line: line.name.casefold()))


def divided(
    facts: list[Fact], on: date, known_at: datetime, cost: Cost | None, names: Mapping[Key, str]
) -> Division | None:
    """The division on a day and the change that led to it; None when there is no cost or nobody pays."""
    paying = payers(facts, on, known_at)
    shares = division(paying, cost)
    if cost is None or not shares:
        return None
    shift = last_shift(facts, on, known_at, cost)
    since, lines = shift if shift else (None, [Share(key, None, cents) for key, cents in shares.items()])
    stopped = [s for s in lines if s.before is not None and s.after is None]
    began = [s for s in lines if s.before is None and s.after is not None]
    everyone = sum(cost.figures[key] for key in paying) if not cost.equal else 0
    return Division(
        cost.yearly_cents, cost.equal, everyone, since, _names(stopped, names), _names(began, names),
        len(paying) - len(began), named(lines, names, cost),
    )


def _names(shares: Iterable[Share], names: Mapping[Key, str]) -> tuple[str, ...]:
    return tuple(sorted((names.get(s.organisation, "") for s in shares), key=str.casefold))
