"""States of membership and the one table that says who may go where and what it takes (programme 4.1)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from nabij.kernel.errors import Refused, RuleViolation


class State(StrEnum):
    """What one organisation answered about one project; these five are stored."""

    CONSIDERING = "considering"
    IN_CONDITIONAL = "in_conditional"
    IN = "in"
    OUT = "out"
    LEFT = "left"


class Presented(StrEnum):
    """What a screen shows: the stored five, and three that are derived so that a correction never leaves them false."""

    NOT_ASKED = "not_asked"
    INVITED = "invited"
    CONSIDERING = "considering"
    IN_CONDITIONAL = "in_conditional"
    IN = "in"
    OUT = "out"
    LEFT = "left"
    REJOINED = "rejoined"


class Level(StrEnum):
    """How heavily an organisation takes part; ``light`` asks least."""

    LIGHT = "light"
    STANDARD = "standard"
    PILOT = "pilot"
    HOST = "host"


class Need(StrEnum):
    """What a change must carry before it is written."""

    LEVEL = "level"
    DECISION = "decision"
    REASON = "reason"
    DIGEST = "digest"


COALITION = frozenset({State.IN, State.IN_CONDITIONAL})
DECIDERS = frozenset({"general_director", "board"})
CONSIDERERS = frozenset({"general_director", "strategic_lead", "programme_contact"})


@dataclass(frozen=True, slots=True)
class Transition:
    """One row of the table: from these states (None = no answer yet) to one, by these functions, with these needs.

    A step from a state to itself is another level.
    """

    sources: frozenset[State | None]
    to: State
    functions: frozenset[str]
    needs: frozenset[Need]


_OUTSIDE = frozenset({None, State.CONSIDERING, State.OUT, State.LEFT})

TRANSITIONS: tuple[Transition, ...] = (
    Transition(_OUTSIDE - {State.CONSIDERING}, State.CONSIDERING, CONSIDERERS, frozenset()),
    Transition(_OUTSIDE | COALITION, State.IN_CONDITIONAL, DECIDERS, frozenset({Need.LEVEL, Need.DIGEST})),
    Transition(_OUTSIDE | COALITION, State.IN, DECIDERS, frozenset({Need.LEVEL, Need.DECISION, Need.DIGEST})),
    Transition(frozenset({None, State.CONSIDERING}), State.OUT, DECIDERS, frozenset({Need.REASON})),
    Transition(COALITION, State.LEFT, DECIDERS, frozenset({Need.REASON, Need.DIGEST})),
)

WORDS: dict[Presented, str] = {
    Presented.NOT_ASKED: "niet gevraagd",
    Presented.INVITED: "gevraagd, nog geen antwoord",
    Presented.CONSIDERING: "overweegt",
    Presented.IN_CONDITIONAL: "doet mee onder voorwaarden",
    Presented.IN: "doet mee",
    Presented.OUT: "doet niet mee",
    Presented.LEFT: "stapte uit",
    Presented.REJOINED: "opnieuw erbij",
}

LEVEL_WORDS: dict[Level, str] = {
    Level.LIGHT: "licht",
    Level.STANDARD: "gewoon",
    Level.PILOT: "als voorloper",
    Level.HOST: "als trekker",
}

_NEEDED: dict[Need, str] = {
    Need.LEVEL: "Kies hoe u meedoet: licht, gewoon, als voorloper of als trekker.",
    Need.DECISION: "Vul de verwijzing naar het besluit in, of zeg tegen wanneer het besluit volgt.",
    Need.REASON: "Zeg in één zin waarom. Zo weten de anderen het later ook nog.",
    Need.DIGEST: "Bekijk eerst de gevolgen en bevestig dan.",
}


def transition(state: State | None, to: State) -> Transition:
    """The row of the table for this step. Raises RuleViolation with the steps that do exist."""
    for row in TRANSITIONS:
        if row.to is to and state in row.sources:
            return row
    here = WORDS[Presented(state)] if state else "nog geen antwoord"
    ways = " of ".join(f"“{WORDS[Presented(step)]}”" for step in possible(state))
    raise RuleViolation(f"Van “{here}” naar “{WORDS[Presented(to)]}” kan niet. Wel: {ways}.")


def possible(state: State | None) -> list[State]:
    """States that can follow, in the order of the table."""
    return [row.to for row in TRANSITIONS if state in row.sources]


def require_function(row: Transition, functions: Collection[str]) -> None:
    """Raises Refused, naming who may, when none of the actor's functions may take this step."""
    if row.functions.isdisjoint(functions):
        who = "de algemeen directeur of het bestuur" if row.functions == DECIDERS else (
            "de algemeen directeur, de strategisch medewerker of de contactpersoon van het programma"
        )
        raise Refused(f"Dit kan alleen {who} van uw gemeente.")


def missing(row: Transition, given: Collection[Need]) -> dict[Need, str]:
    """Needs of this step that were not given, each with its sentence."""
    return {need: _NEEDED[need] for need in sorted(row.needs - set(given))}


def drawing() -> str:
    """The table as a Mermaid state diagram; stands in the README, where a test keeps it equal to this."""
    lines = ["stateDiagram-v2", "    [*] --> invited: uitnodiging"]
    for row in TRANSITIONS:
        needs = ", ".join(sorted(row.needs)) or "niets"
        for source in sorted(row.sources, key=lambda state: state or ""):
            lines.append(f"    {source or '[*]'} --> {row.to}: {needs}")
    return "\n".join(lines)
