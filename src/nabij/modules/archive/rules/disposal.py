"""States of a disposal list, and who must have said what before anything goes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from nabij.kernel.errors import RuleViolation


class ListState(StrEnum):
    DRAFTING = "drafting"
    IN_REVIEW = "in_review"
    CHANGES_REQUESTED = "changes_requested"
    WAITING = "waiting"
    EXECUTING = "executing"
    EXECUTED = "executed"
    PARTLY_EXECUTED = "partly_executed"
    WITHDRAWN = "withdrawn"


LIST_NL = {
    ListState.DRAFTING: "in opmaak",
    ListState.IN_REVIEW: "wacht op een tweede persoon",
    ListState.CHANGES_REQUESTED: "aan te passen",
    ListState.WAITING: "goedgekeurd, wachttijd loopt",
    ListState.EXECUTING: "wordt uitgevoerd",
    ListState.EXECUTED: "uitgevoerd",
    ListState.PARTLY_EXECUTED: "deels uitgevoerd",
    ListState.WITHDRAWN: "ingetrokken",
}
STEPS: dict[ListState, frozenset[ListState]] = {
    ListState.DRAFTING: frozenset({ListState.IN_REVIEW, ListState.WITHDRAWN}),
    ListState.IN_REVIEW: frozenset({ListState.CHANGES_REQUESTED, ListState.WAITING, ListState.WITHDRAWN}),
    ListState.CHANGES_REQUESTED: frozenset({ListState.IN_REVIEW, ListState.WITHDRAWN}),
    ListState.WAITING: frozenset({ListState.IN_REVIEW, ListState.EXECUTING, ListState.WITHDRAWN}),
    ListState.EXECUTING: frozenset({ListState.EXECUTED, ListState.PARTLY_EXECUTED}),
    ListState.EXECUTED: frozenset(),
    ListState.PARTLY_EXECUTED: frozenset(),
    ListState.WITHDRAWN: frozenset(),
}
#: Only while nobody promised anything about the set.
CHANGEABLE = (ListState.DRAFTING, ListState.CHANGES_REQUESTED, ListState.IN_REVIEW, ListState.WAITING)


class ItemState(StrEnum):
    PROPOSED = "proposed"
    EXCLUDED = "excluded"
    BLOCKED = "blocked"
    DESTROYED = "destroyed"


ITEM_NL = {
    ItemState.PROPOSED: "voorgesteld",
    ItemState.EXCLUDED: "weggelaten",
    ItemState.BLOCKED: "geblokkeerd, blijft bewaard",
    ItemState.DESTROYED: "vernietigd",
}


class Role(StrEnum):
    AUTHOR = "author"
    REVIEWER = "reviewer"
    ARCHIVIST = "archivist"


ROLE_NL = {Role.AUTHOR: "opsteller", Role.REVIEWER: "nakijker", Role.ARCHIVIST: "archivaris"}


@dataclass(frozen=True, slots=True)
class Said:
    """A decision: who, in which role, about which set."""

    account: object
    role: Role
    approves: bool
    digest: str


def step(state: ListState, to: ListState) -> ListState:
    """Raises RuleViolation for a step that is not in the table."""
    if to not in STEPS[state]:
        raise RuleViolation(f"Een lijst die “{LIST_NL[state]}” is, kan niet “{LIST_NL[to]}” worden.")
    return to


def roles_needed(min_persons: int) -> tuple[Role, ...]:
    """Two people: who made it and who reviews it. Three: an archivist besides."""
    return (Role.AUTHOR, Role.REVIEWER, Role.ARCHIVIST)[:min_persons]


def role_for(said: Iterable[Said], account: object, digest: str, min_persons: int) -> Role:
    """The role in which this person may approve this set now. Raises RuleViolation for who already has one (four eyes)."""
    said = list(said)
    own = next((line.role for line in said if line.account == account), None)
    if own is Role.AUTHOR:
        raise RuleViolation("U maakte deze lijst. Iemand anders moet ze goedkeuren: zo gaat er nooit iets weg door één persoon.")
    taken = {line.role for line in said if line.approves and line.digest == digest}
    if own is not None:
        if own in taken:
            raise RuleViolation("U keurde deze lijst al goed. Nu is iemand anders aan de beurt.")
        return own
    free = [role for role in roles_needed(min_persons) if role is not Role.AUTHOR and role not in taken]
    if not free:
        raise RuleViolation("Deze lijst is al door genoeg mensen goedgekeurd.")
    return free[0]


def enough(said: Iterable[Said], digest: str, min_persons: int) -> bool:
    """Whether each needed role was taken by a different person, about exactly this set."""
    approvals = [line for line in said if line.approves and line.digest == digest]
    people = {line.account for line in approvals}
    return {line.role for line in approvals} >= set(roles_needed(min_persons)) and len(people) >= min_persons


def require_name(typed: str, name: str) -> None:
    """Raises RuleViolation unless the name was typed as it stands."""
    if " ".join(typed.split()).casefold() != " ".join(name.split()).casefold():
        raise RuleViolation(f"Typ de naam van de lijst om te bevestigen: {name}")


def require_waited(wait_until: date | None, today: date) -> None:
    """Raises RuleViolation while the list waits."""
    if wait_until is None or today < wait_until:
        day = f"{wait_until.day}/{wait_until.month:02d}/{wait_until.year}" if wait_until else "de goedkeuring"
        raise RuleViolation(f"De wachttijd loopt nog. Uitvoeren kan vanaf {day}.")


def drawing() -> str:
    """The steps of a list as a Mermaid diagram, for the README."""
    lines = [f"    {state.value} --> {to.value}" for state, ways in STEPS.items() for to in sorted(ways)]
    return "\n".join(["stateDiagram-v2", "    [*] --> drafting", *lines])
