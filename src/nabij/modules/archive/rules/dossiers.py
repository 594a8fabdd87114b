"""States of a dossier and of the processing of a record; what a number looks like."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from nabij.kernel.errors import Invalid, RuleViolation


class DossierState(StrEnum):
    OPEN = "open"
    CLOSED = "closed"
    IN_DISPOSAL = "in_disposal"
    DESTROYED = "destroyed"


DOSSIER_NL = {
    DossierState.OPEN: "open",
    DossierState.CLOSED: "afgesloten",
    DossierState.IN_DISPOSAL: "op een vernietigingslijst",
    DossierState.DESTROYED: "vernietigd",
}
STEPS: dict[DossierState, frozenset[DossierState]] = {
    DossierState.OPEN: frozenset({DossierState.CLOSED}),
    DossierState.CLOSED: frozenset({DossierState.OPEN, DossierState.IN_DISPOSAL}),
    DossierState.IN_DISPOSAL: frozenset({DossierState.CLOSED, DossierState.DESTROYED}),
    DossierState.DESTROYED: frozenset(),
}


class ProcessingState(StrEnum):
    """How far a record is. In every end the original is kept and found by its name."""

    RECEIVED = "received"
    INDEXED = "indexed"
    NO_TEXT = "no_text"
    ENCRYPTED = "encrypted"
    UNREADABLE = "unreadable"
    REFUSED_LIMITS = "refused_limits"
    QUARANTINED = "quarantined"


PROCESSING_NL = {
    ProcessingState.RECEIVED: "wacht op verwerking",
    ProcessingState.INDEXED: "vindbaar op tekst",
    ProcessingState.NO_TEXT: "vindbaar op naam, geen tekst in het bestand",
    ProcessingState.ENCRYPTED: "met wachtwoord, vindbaar op naam",
    ProcessingState.UNREADABLE: "niet leesbaar, vindbaar op naam",
    ProcessingState.REFUSED_LIMITS: "te zwaar om veilig te lezen, vindbaar op naam",
    ProcessingState.QUARANTINED: "besmet, verzegeld",
}


def step(state: DossierState, to: DossierState) -> DossierState:
    """Raises RuleViolation for a step that is not in the table."""
    if to not in STEPS[state]:
        raise RuleViolation(f"Een dossier dat “{DOSSIER_NL[state]}” is, kan niet “{DOSSIER_NL[to]}” worden.")
    return to


def require_dates(opened_on: date, closed_on: date | None, today: date) -> None:
    """Raises Invalid for a day in the future, or a closing before the opening."""
    if opened_on > today:
        raise Invalid({"opened_on": "Deze dag ligt in de toekomst."})
    if closed_on and closed_on > today:
        raise Invalid({"closed_on": "Deze dag ligt in de toekomst."})
    if closed_on and closed_on < opened_on:
        raise Invalid({"closed_on": "Het dossier kan niet afgesloten zijn voor het begon."})


def next_number(series_code: str, year: int, used: int) -> str:
    """``2026/OMG/00012``: year, activity, sequence."""
    return f"{year}/{series_code.upper()}/{used + 1:05d}"


def drawing() -> str:
    """The steps of a dossier as a Mermaid diagram, for the README."""
    lines = [f"    {state.value} --> {to.value}" for state, ways in STEPS.items() for to in sorted(ways)]
    return "\n".join(["stateDiagram-v2", "    [*] --> open", *lines])
