"""Which protocol an alarm gets, which steps are late, and which time an act from a telephone without network gets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

#: An act that a telephone kept longer than this did not happen at the time it says: its clock is wrong.
LONGEST_OFFLINE = timedelta(hours=72)
#: Clocks of telephones differ a little from ours.
AHEAD = timedelta(minutes=2)


class StepKind(StrEnum):
    """What a step asks of a person."""

    CHECK = "check"
    CALL = "call"
    PHOTO = "photo"
    DECIDE = "decide"
    INFORM = "inform"

    @property
    def label_nl(self) -> str:
        """The word on screen."""
        return {"check": "nakijken", "call": "bellen", "photo": "foto", "decide": "beslissen", "inform": "melden"}[self.value]


@dataclass(frozen=True)
class Candidate:
    """A protocol in force: for which categories and words it is meant."""

    code: str
    name: str
    categories: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Chosen:
    """The protocol, and why, in Dutch."""

    candidate: Candidate
    because: str


def choose(candidates: Iterable[Candidate], category: str, text: str) -> Chosen | None:
    """The most fitting protocol: words and category, then words, then category, then the one for any alarm.

    Words are compared as whole words, without capitals; of two that fit equally the one with more words found, then the first by code.
    """
    spoken = _words(text)
    ranked = sorted((_fit(one, category, spoken), one.code, one) for one in candidates)
    if not ranked or ranked[0][0] == _NO_FIT:
        return None
    (_, _, best) = ranked[0]
    return Chosen(best, _because(best, category, spoken))


_NO_FIT = (9, 0)


def _fit(one: Candidate, category: str, spoken: str) -> tuple[int, int]:
    found = len(_found(one, spoken))
    in_category = bool(category) and category in one.categories
    if found:
        return (0 if in_category else 1, -found)
    if in_category:
        return (2, 0)
    return (3, 0) if not one.words and not one.categories else _NO_FIT


def _found(one: Candidate, spoken: str) -> list[str]:
    return [word for word in one.words if _words(word).strip() and _words(word) in spoken]


def _because(best: Candidate, category: str, spoken: str) -> str:
    found = _found(best, spoken)
    if found:
        return f"in de tekst staat: {', '.join(found)}"
    return "volgens de categorie van de melding" if category in best.categories else "geldt voor elk alarm"


def _words(text: str) -> str:
    return " " + " ".join("".join(c if c.isalnum() else " " for c in text.lower()).split()) + " "


@dataclass(frozen=True)
class Tick:
    """A step that was done (or undone), at its own time."""

    step: str
    done: bool
    at: datetime
    by: str
    value: str = ""


@dataclass(frozen=True)
class StepPlan:
    """A step of the pinned version."""

    id: str
    text: str
    required: bool = True
    target_minutes: int | None = None


@dataclass(frozen=True)
class StepState:
    """How a step stands: done at a time by someone, or open until ``due``. ``late`` is how much too late, zero when in time."""

    plan: StepPlan
    done: Tick | None
    due: datetime | None
    late: timedelta


def states(steps: Sequence[StepPlan], ticks: Iterable[Tick], started: datetime, now: datetime) -> list[StepState]:
    """Each step in order; the tick that came in last decides."""
    last: dict[str, Tick] = {}
    for tick in ticks:
        last[tick.step] = tick
    return [_state(step, last.get(step.id), started, now) for step in steps]


def _state(step: StepPlan, tick: Tick | None, started: datetime, now: datetime) -> StepState:
    done = tick if tick is not None and tick.done else None
    due = started + timedelta(minutes=step.target_minutes) if step.target_minutes is not None else None
    measured = done.at if done else now
    return StepState(step, done, due, max(measured - due, timedelta(0)) if due else timedelta(0))


def open_required(found: Iterable[StepState]) -> list[StepPlan]:
    """Required steps that nobody ticked."""
    return [state.plan for state in found if state.plan.required and state.done is None]


def own_time(said: datetime | None, opened: datetime, now: datetime) -> datetime:
    """The time of an act: what the telephone says, when that can be true; otherwise the moment at which we heard of it."""
    if said is None or said > now + AHEAD or said < max(opened - AHEAD, now - LONGEST_OFFLINE):
        return now
    return min(max(said, opened), now)
