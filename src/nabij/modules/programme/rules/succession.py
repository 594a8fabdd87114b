"""What a new municipality takes over from those that merged into it (programme 4.1). Pure: the past of the old ones is not touched."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from .membership import Fact, known_facts
from .states import COALITION, Level, State

#: From the least to the most that taking part asks; who inherits two ways begins with the lightest.
_LEVELS = list(Level)


@dataclass(frozen=True, slots=True)
class Inherited:
    """One project that comes along. ``heirs_of`` = predecessors that took part; ``others`` = what the rest had answered: a conflict
    that the new board must look at."""

    project: Any
    state: State
    level: Level
    heirs_of: tuple[Any, ...]
    others: Mapping[Any, State | None]

    @property
    def conflicting(self) -> bool:
        return bool(self.others)


def inherited(facts: Iterable[Fact], predecessors: Sequence[Any], eve: date, known_at: datetime) -> list[Inherited]:
    """Every project in which a predecessor took part on the last day of its life. One ``in`` is enough to be ``in``."""
    standing: dict[Any, dict[Any, Fact]] = {}
    for fact in known_facts(facts, known_at):
        if fact.organisation in predecessors and fact.holds(eve):
            standing.setdefault(fact.project, {})[fact.organisation] = fact
    found = []
    for project, answers in standing.items():
        taking = {key: fact for key, fact in answers.items() if fact.state in COALITION}
        if not taking:
            continue
        state = State.IN if any(fact.state is State.IN for fact in taking.values()) else State.IN_CONDITIONAL
        heirs = tuple(key for key in predecessors if key in taking and taking[key].state is state)
        level = min((taking[key].level for key in heirs), key=_LEVELS.index)
        others = {key: answers[key].state if key in answers else None for key in predecessors if key not in heirs}
        found.append(Inherited(project, state, level, heirs, others))
    return found
