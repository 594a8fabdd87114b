"""Membership as a fact with two dates: when it holds (``effective``) and when we knew it (``recorded``).

Pure: no clock, no database. Periods are half-open; an end of None is open. Organisations and projects are opaque keys.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from nabij.kernel.errors import RuleViolation, Stale

from .states import COALITION, Level, Presented, State


@dataclass(frozen=True, slots=True)
class Fact:
    """One rectangle: ``state`` of one organisation in one project, over a period, as known over a period.

    ``source`` is the key of the row that carries reason, decision and level; a remainder keeps its source.
    """

    organisation: Any
    project: Any
    state: State
    effective_from: date
    effective_to: date | None
    recorded_from: datetime
    recorded_to: datetime | None = None
    level: Level = Level.LIGHT
    source: Any = None

    def holds(self, on: date) -> bool:
        """True when the effective period contains ``on``."""
        return self.effective_from <= on and (self.effective_to is None or on < self.effective_to)

    def known(self, at: datetime) -> bool:
        """True when this was what we knew at ``at``."""
        return self.recorded_from <= at and (self.recorded_to is None or at < self.recorded_to)


@dataclass(frozen=True, slots=True)
class Asked:
    """An invitation: asked from ``opens`` on; an answer is hoped for before ``closes``. ``recorded`` = when we knew."""

    organisation: Any
    project: Any
    opens: date
    closes: date | None
    recorded: datetime


@dataclass(frozen=True, slots=True)
class Change:
    """From ``effective_from`` on (until ``effective_to``, normally open) the state becomes this."""

    state: State
    effective_from: date
    effective_to: date | None = None
    level: Level = Level.LIGHT
    source: Any = None


@dataclass(frozen=True, slots=True)
class Rectangles:
    """What a change does to the rows: sources of rows to close at ``now``, and rows to insert."""

    closes: tuple[Fact, ...]
    inserts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """What the matrix shows for one organisation and one project."""

    organisation: Any
    project: Any
    presented: Presented
    state: State | None
    level: Level | None
    since: date | None
    source: Any = None

    @property
    def conditional(self) -> bool:
        """True when it takes part under conditions, also when it rejoined."""
        return self.state is State.IN_CONDITIONAL


def known_facts(facts: Iterable[Fact], known_at: datetime) -> list[Fact]:
    """Facts as we knew them at ``known_at``, in order of effective start."""
    return sorted((f for f in facts if f.known(known_at)), key=lambda f: f.effective_from)


def presented_state(facts: Sequence[Fact], asked: Sequence[Asked], on: date, known_at: datetime) -> Cell | None:
    """Cell of ONE organisation in ONE project on a date as known then; None when nothing was asked or said."""
    known = known_facts(facts, known_at)
    now = next((f for f in known if f.holds(on)), None)
    if now is None:
        asks = [a for a in asked if a.opens <= on and a.recorded <= known_at]
        ask = max(asks, key=lambda a: a.opens, default=None)
        return Cell(ask.organisation, ask.project, Presented.INVITED, None, None, ask.opens) if ask else None
    rejoined = now.state in COALITION and any(
        f.state is State.LEFT and f.effective_from < now.effective_from for f in known
    )
    presented = Presented.REJOINED if rejoined else Presented(now.state)
    return Cell(now.organisation, now.project, presented, now.state, now.level, _since(known, now), now.source)


def _since(known: Sequence[Fact], now: Fact) -> date:
    """Start of the unbroken run of the same state: a level change or a cut by a correction does not restart it."""
    start = now.effective_from
    for fact in reversed([f for f in known if f.effective_from < now.effective_from]):
        if fact.effective_to != start or fact.state is not now.state:
            break
        start = fact.effective_from
    return start


def coalition_on(facts: Iterable[Fact], on: date, known_at: datetime) -> frozenset[Any]:
    """Organisations of one project that take part (``in`` or ``in_conditional``) on a date, as known then."""
    return frozenset(f.organisation for f in facts if f.state in COALITION and f.holds(on) and f.known(known_at))


def matrix(
    organisations: Sequence[Any], projects: Sequence[Any], facts: Iterable[Fact], asked: Iterable[Asked],
    on: date, known_at: datetime,
) -> list[list[Cell]]:
    """One row per organisation, one cell per project, in the given orders; never empty cells."""
    by_pair: dict[tuple[Any, Any], tuple[list[Fact], list[Asked]]] = {}
    for fact in facts:
        by_pair.setdefault((fact.organisation, fact.project), ([], []))[0].append(fact)
    for ask in asked:
        by_pair.setdefault((ask.organisation, ask.project), ([], []))[1].append(ask)

    def cell(organisation: Any, project: Any) -> Cell:
        of_pair = by_pair.get((organisation, project), ([], []))
        shown = presented_state(*of_pair, on, known_at)
        return shown or Cell(organisation, project, Presented.NOT_ASKED, None, None, None)

    return [[cell(organisation, project) for project in projects] for organisation in organisations]


def rectangles_after(facts: Sequence[Fact], change: Change, pair: tuple[Any, Any], now: datetime) -> Rectangles:
    """Closes and inserts that make ``change`` true from ``now`` on, for the (organisation, project) ``pair``.

    What was known before ``now`` stays untouched: for each date and each moment before ``now`` the answer is the same.
    Raises Stale when something was recorded at or after ``now`` (the past is not rewritten), RuleViolation for a period
    without days.
    """
    if change.effective_to is not None and change.effective_to <= change.effective_from:
        raise RuleViolation("De einddatum moet na de begindatum liggen.")
    open_now = [f for f in facts if f.recorded_to is None]
    if any(f.recorded_from >= now for f in facts) or any(f.recorded_to and f.recorded_to > now for f in facts):
        raise Stale("Er werd ondertussen iets gewijzigd. Bekijk de gevolgen opnieuw; wat u invulde, staat er nog.")
    closes = tuple(f for f in open_now if _overlaps(f, change))
    inserts = [part for f in closes for part in _remainders(f, change, now)]
    inserts.append(Fact(
        *pair, change.state, change.effective_from, change.effective_to, now, None, change.level, change.source
    ))
    return Rectangles(closes, tuple(inserts))


def _overlaps(fact: Fact, change: Change) -> bool:
    starts_before_end = change.effective_to is None or fact.effective_from < change.effective_to
    return starts_before_end and (fact.effective_to is None or change.effective_from < fact.effective_to)


def _remainders(fact: Fact, change: Change, now: datetime) -> list[Fact]:
    parts = []
    if fact.effective_from < change.effective_from:
        parts.append(replace(fact, effective_to=change.effective_from, recorded_from=now))
    if change.effective_to is not None and (fact.effective_to is None or change.effective_to < fact.effective_to):
        parts.append(replace(fact, effective_from=change.effective_to, recorded_from=now))
    return parts


def apply(facts: Iterable[Fact], rectangles: Rectangles, now: datetime) -> list[Fact]:
    """Facts after the change: closed ones get ``recorded_to = now``, new ones are added."""
    kept = [replace(f, recorded_to=now) if f in rectangles.closes else f for f in facts]
    return [*kept, *rectangles.inserts]
