"""A request for government documents: its states, its clock that explains itself, and what a decision must hold (N36, N40). Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from nabij.kernel.errors import Invalid, RuleViolation


class RequestState(StrEnum):
    REGISTERED = "registered"
    EXTENDED = "extended"
    DECIDED = "decided"
    HANDED_OVER = "handed_over"


REQUEST_NL = {
    RequestState.REGISTERED: "in behandeling",
    RequestState.EXTENDED: "verlengd",
    RequestState.DECIDED: "beslist",
    RequestState.HANDED_OVER: "bezorgd",
}
REQUEST_STEPS: dict[RequestState, frozenset[RequestState]] = {
    RequestState.REGISTERED: frozenset({RequestState.EXTENDED, RequestState.DECIDED}),
    RequestState.EXTENDED: frozenset({RequestState.DECIDED}),
    RequestState.DECIDED: frozenset({RequestState.HANDED_OVER}),
    RequestState.HANDED_OVER: frozenset(),
}
OPEN = (RequestState.REGISTERED, RequestState.EXTENDED)


class RequestOutcome(StrEnum):
    GRANTED = "granted"
    PARTIAL = "partial"
    REFUSED = "refused"
    NOT_HELD = "not_held"


OUTCOME_NL = {
    RequestOutcome.GRANTED: "alles gegeven",
    RequestOutcome.PARTIAL: "deels gegeven",
    RequestOutcome.REFUSED: "geweigerd",
    RequestOutcome.NOT_HELD: "wij hebben dit niet",
}
#: A decision that does not give everything says how to appeal.
APPEALABLE = (RequestOutcome.PARTIAL, RequestOutcome.REFUSED, RequestOutcome.NOT_HELD)


@dataclass(frozen=True, slots=True)
class Clock:
    """``day`` of ``of`` on the day that was asked; ``late`` when ``due`` is behind us."""

    due: date
    day: int
    of: int
    late: bool
    may_extend: bool


def clock_of(registered_on: date, due: date, today: date, *, state: RequestState) -> Clock:
    """Where a request stands. Days count from the day after registration; ``due`` is the last day of the term that runs now."""
    of = (due - registered_on).days
    return Clock(
        due, min(max((today - registered_on).days, 0), of), of, today > due, state is RequestState.REGISTERED and today <= due
    )


def require_dates(received_on: date, registered_on: date) -> None:
    """Raises Invalid when a request was registered before it came, or on a day that is still to come."""
    if received_on > registered_on:
        raise Invalid({"received_on": "Deze dag is nog niet voorbij. Wanneer kwam de vraag toe?"})


def require_extension(clock: Clock, reason: str, *, state: RequestState) -> None:
    """Raises RuleViolation after the last day or a second time, Invalid without a reason."""
    if state is not RequestState.REGISTERED:
        raise RuleViolation("Deze vraag werd al verlengd of beslist. Verlengen kan één keer.")
    if clock.late:
        raise RuleViolation("De laatste dag is voorbij. Verlengen kan alleen vóór die dag; niet antwoorden geldt als weigeren.")
    if len(reason.strip()) < 20:
        raise Invalid({"reason": "Zeg in minstens 20 tekens waarom het langer duurt. De vrager leest dit."})


def require_decision(outcome: RequestOutcome, given: Collection[bool], reason: str, appeal: str) -> None:
    """``given``: for each record that was picked, whether the requester gets it. Raises Invalid for a decision that does not fit."""
    fits = {
        RequestOutcome.GRANTED: bool(given) and all(given),
        RequestOutcome.PARTIAL: len(set(given)) == 2,
        RequestOutcome.REFUSED: not any(given),
        RequestOutcome.NOT_HELD: not given,
    }
    if not fits[outcome]:
        raise Invalid({"outcome": _MISFIT[outcome]})
    if outcome is not RequestOutcome.GRANTED and len(reason.strip()) < 20:
        raise Invalid({"reason": "Zeg in minstens 20 tekens waarom. Zonder reden mag u niet weigeren."})
    if outcome in APPEALABLE and not appeal.strip():
        raise Invalid({"outcome": "Een weigering zonder de weg naar beroep kan niet vertrekken."})


_MISFIT = {
    RequestOutcome.GRANTED: "Kies eerst de stukken die de vrager krijgt, zonder een stuk dat u niet geeft.",
    RequestOutcome.PARTIAL: "Bij “deels” hoort minstens één stuk dat u geeft en één dat u niet geeft.",
    RequestOutcome.REFUSED: "Bij een weigering geeft u geen enkel stuk.",
    RequestOutcome.NOT_HELD: "U koos stukken. Dan hebben wij dit wel.",
}


def step(state: RequestState, to: RequestState) -> RequestState:
    """Raises RuleViolation for a step that is not in the table."""
    if to not in REQUEST_STEPS[state]:
        raise RuleViolation(f"Een vraag die “{REQUEST_NL[state]}” is, kan niet “{REQUEST_NL[to]}” worden.")
    return to


def drawing() -> str:
    """The steps of a request as a Mermaid diagram, for the README."""
    lines = [f"    {state.value} --> {to.value}" for state, ways in REQUEST_STEPS.items() for to in sorted(ways)]
    return "\n".join(["stateDiagram-v2", "    [*] --> registered", *lines])
