"""When a module is on for an organisation, following from its memberships (programme 4.1, kernel 4.3).

A module may be operated by several projects: it is on over the union of the memberships ``in``, each from its own
go-live. The kernel's enablement is a log whose latest row with the greatest effective date counts; ``switches``
says which rows must be added so that the log tells the same as the memberships, from today on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from .membership import Fact, known_facts
from .states import State


@dataclass(frozen=True, slots=True)
class Period:
    """Half-open days; an end of None is open."""

    start: date
    end: date | None

    def __contains__(self, on: object) -> bool:
        return isinstance(on, date) and self.start <= on and (self.end is None or on < self.end)


@dataclass(frozen=True, slots=True)
class Switch:
    """On or off from ``on`` (local midnight)."""

    on: date
    enabled: bool


def enabled_from(effective: date, today: date, go_live: date | None) -> date | None:
    """Day a module starts: the latest of membership, today and the organisation's own go-live; None without go-live."""
    return None if go_live is None else max(effective, today, go_live)


def enablement_edges(
    facts_by_project: Mapping[Any, Iterable[Fact]], go_lives: Mapping[Any, date], known_at: datetime
) -> list[Period]:
    """Periods in which one organisation should have the module: union over projects, joined and in order."""
    periods: list[Period] = []
    for project, facts in facts_by_project.items():
        go_live = go_lives.get(project)
        if go_live is None:
            continue
        for fact in known_facts(facts, known_at):
            start = max(fact.effective_from, go_live)
            if fact.state is State.IN and (fact.effective_to is None or start < fact.effective_to):
                periods.append(Period(start, fact.effective_to))
    return _joined(periods)


def _joined(periods: Iterable[Period]) -> list[Period]:
    joined: list[Period] = []
    for period in sorted(periods, key=lambda p: p.start):
        last = joined[-1] if joined else None
        if last is None or (last.end is not None and last.end < period.start):
            joined.append(period)
        elif last.end is not None and (period.end is None or period.end > last.end):
            joined[-1] = Period(last.start, period.end)
    return joined


def switched_on(log: Sequence[Switch], on: date) -> bool:
    """What the kernel's log (oldest row first) says on a date: the latest row with the greatest effective day."""
    candidates = [(row.on, number) for number, row in enumerate(log) if row.on <= on]
    return log[max(candidates)[1]].enabled if candidates else False


def switches(wanted: Sequence[Period], log: Sequence[Switch], today: date) -> list[Switch]:
    """Rows to add to ``log`` so that from today on it equals ``wanted``. An "off" never starts before tomorrow."""
    tomorrow = today + timedelta(days=1)
    edges = {p.start for p in wanted} | {p.end for p in wanted if p.end} | {row.on for row in log}
    added: list[Switch] = []
    for day in sorted({today, tomorrow} | {edge for edge in edges if edge > tomorrow}):
        should = any(day in period for period in wanted)
        is_on = switched_on([*log, *added], day)
        if should != is_on and (should or day >= tomorrow):
            added.append(Switch(day, should))
    return added
