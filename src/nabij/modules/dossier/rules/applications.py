"""States of an application for aid, and who takes each step."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from nabij.kernel.errors import RuleViolation


class State(StrEnum):
    RECEIVED = "received"
    RECEIPTED = "receipted"
    IN_INQUIRY = "in_inquiry"
    REPORTED = "reported"
    DECIDED = "decided"
    NOTIFIED = "notified"
    CLOSED = "closed"
    FORWARDED = "forwarded"
    WITHDRAWN = "withdrawn"


STATES_NL = {
    State.RECEIVED: "ontvangen", State.RECEIPTED: "ontvangstbewijs gegeven", State.IN_INQUIRY: "in onderzoek",
    State.REPORTED: "verslag klaar", State.DECIDED: "beslist", State.NOTIFIED: "meegedeeld", State.CLOSED: "afgesloten",
    State.FORWARDED: "doorgezonden", State.WITHDRAWN: "ingetrokken",
}
STEPS: dict[State, tuple[State, ...]] = {
    State.RECEIVED: (State.RECEIPTED, State.FORWARDED, State.WITHDRAWN),
    State.RECEIPTED: (State.IN_INQUIRY, State.FORWARDED, State.WITHDRAWN),
    State.IN_INQUIRY: (State.REPORTED, State.FORWARDED, State.WITHDRAWN),
    State.REPORTED: (State.DECIDED, State.WITHDRAWN),
    State.DECIDED: (State.NOTIFIED,),
    State.NOTIFIED: (State.CLOSED,),
}
BEFORE_DECISION = frozenset({State.RECEIVED, State.RECEIPTED, State.IN_INQUIRY, State.REPORTED})
AIDS_NL = {"leefloon": "leefloon", "medical": "medische hulp", "housing": "hulp bij huisvesting"}


def step(before: State, to: State) -> State:
    """Raises ``RuleViolation`` when the step does not exist."""
    if to not in STEPS.get(before, ()):
        raise RuleViolation(f"Van “{STATES_NL[before]}” kan deze aanvraag niet naar “{STATES_NL[to]}”.")
    return to


def overdue(state: State, last_day: date | None, today: date) -> bool:
    """Past its last day without a decision: silence may be appealed, and every screen says so."""
    return state in BEFORE_DECISION and last_day is not None and today > last_day


def drawing() -> str:
    """Mermaid text of the table; the README holds the same."""
    lines = ["stateDiagram-v2", "    [*] --> received"]
    lines += [f"    {before} --> {to}" for before, steps in STEPS.items() for to in steps]
    return "\n".join(lines)
