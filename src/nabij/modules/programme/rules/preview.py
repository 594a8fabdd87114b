"""What a change of membership does, worked out before anyone confirms it (programme 4.5, founding note N34, N35)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from .membership import Change, Fact, apply, coalition_on, rectangles_after
from .shares import Share, divide_by_inhabitants, shifted
from .states import State
from .switches import Period, Switch, enablement_edges, switches

Key = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Cost:
    """Yearly cost in cents and how it is divided; ``figures`` = inhabitants per organisation key."""

    yearly_cents: int
    equal: bool
    figures: Mapping[Key, int]


@dataclass(frozen=True)
class World:
    """Everything a preview looks at: facts of the project, of the other projects on the same module, and the log.

    Organisations are keys (NIS number, id), so that ties are broken by NIS. ``go_lives`` and ``elsewhere`` are about
    the own organisation only.
    """

    own: Key
    project: Any
    facts: Sequence[Fact]
    go_lives: Mapping[Any, date]
    today: date
    now: datetime
    cost: Cost | None = None
    module: str = ""
    elsewhere: Mapping[Any, Sequence[Fact]] = field(default_factory=dict)
    log: Sequence[Switch] = ()
    module_lines: tuple[str, ...] = ()
    module_unknown: bool = False


@dataclass(frozen=True, slots=True)
class Preview:
    """Consequences of a change. ``digest`` changes when anything shown here would differ."""

    change: Change
    switches: tuple[Switch, ...]
    waits_for_go_live: bool
    shares: tuple[Share, ...]
    others: tuple[Key, ...]
    lonely: bool
    module_lines: tuple[str, ...]
    module_unknown: bool
    digest: str

    @property
    def own_unaffected(self) -> bool:
        return not self.switches and not self.shares


def preview(change: Change, world: World) -> Preview:
    """Consequences of ``change`` for the own organisation and for the others; nothing is written."""
    own = [f for f in world.facts if f.organisation == world.own]
    pair = (world.own, world.project)
    after_own = apply(own, rectangles_after(own, change, pair, world.now), world.now)
    after = [f for f in world.facts if f.organisation != world.own] + after_own
    flips = tuple(module_switches(after_own, world))
    on = change.effective_from
    others = tuple(sorted(coalition_on(after, on, world.now) - {world.own}))
    shares = tuple(share_shift(world.facts, after, on, world.now, world.cost))
    waits = bool(world.module) and change.state is State.IN and world.project not in world.go_lives
    members = len(others) + (change.state in (State.IN, State.IN_CONDITIONAL))
    outcome = Preview(
        change, flips, waits, shares, others, members < 2, world.module_lines, world.module_unknown, ""
    )
    return Preview(**{**_as_dict(outcome), "digest": _digest(outcome)})


def module_switches(own_facts: Sequence[Fact], world: World) -> list[Switch]:
    """Rows to add to the enablement log when ``own_facts`` are what the own organisation decided for this project."""
    if not world.module:
        return []
    wanted = wanted_periods(own_facts, world)
    return switches(wanted, world.log, world.today)


def wanted_periods(own_facts: Sequence[Fact], world: World) -> list[Period]:
    """Periods in which the module should be on for the own organisation, over all projects that operate it."""
    by_project = {**world.elsewhere, world.project: own_facts}
    return enablement_edges(by_project, world.go_lives, world.now)


def payers(facts: Sequence[Fact], on: date, known_at: datetime) -> frozenset[Any]:
    """Organisations that pay on a date: those ``in``. Who takes part under conditions does not pay yet."""
    return frozenset(f.organisation for f in facts if f.state is State.IN and f.holds(on) and f.known(known_at))


def division(keys: frozenset[Key], cost: Cost | None) -> dict[Key, int]:
    """Yearly share in cents of each payer; empty without a cost, or when a figure is missing."""
    if cost is None or not keys or (not cost.equal and any(key not in cost.figures for key in keys)):
        return {}
    return divide_by_inhabitants(cost.yearly_cents, {key: 1 if cost.equal else cost.figures[key] for key in keys})


def share_shift(
    before: Sequence[Fact], after: Sequence[Fact], on: date, known_at: datetime, cost: Cost | None
) -> list[Share]:
    """Shares on a date without and with a change; empty when nobody's share differs."""
    without, then = payers(before, on, known_at), payers(after, on, known_at)
    return [] if without == then else shifted(division(without, cost), division(then, cost))


def last_shift(facts: Sequence[Fact], on: date, known_at: datetime, cost: Cost | None) -> tuple[date, list[Share]] | None:
    """The last day up to ``on`` on which the payers changed, and everyone's share before and since; None without one."""
    edges = {f.effective_from for f in facts} | {f.effective_to for f in facts if f.effective_to}
    for day in sorted((edge for edge in edges if edge <= on), reverse=True):
        eve = day - timedelta(days=1)
        was, then = payers(facts, eve, known_at), payers(facts, day, known_at)
        if was != then:
            return day, shifted(division(was, cost), division(then, cost))
    return None


def _as_dict(outcome: Preview) -> dict[str, Any]:
    return {name: getattr(outcome, name) for name in Preview.__slots__}  # type: ignore[attr-defined]


def _digest(outcome: Preview) -> str:
    change = outcome.change
    shown = [
        change.state, change.level, change.effective_from.isoformat(), str(change.effective_to or ""),
        [[s.on.isoformat(), s.enabled] for s in outcome.switches], outcome.waits_for_go_live,
        [[list(s.organisation), s.before, s.after] for s in outcome.shares], [list(key) for key in outcome.others],
        list(outcome.module_lines), outcome.module_unknown,
    ]
    return hashlib.sha256(json.dumps(shown, separators=(",", ":")).encode()).hexdigest()
