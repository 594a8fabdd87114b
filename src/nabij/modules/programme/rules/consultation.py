"""A round of questions: its states, when a note may be made, how a note travels, what counts as an answer (programme 4.2, 4.3)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from nabij.kernel.errors import RuleViolation


class State(StrEnum):
    """Of a consultation; closed is final."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"


class Step(StrEnum):
    """Of a note on its way to a decision; "generated" is the note itself."""

    SENT = "sent"
    RECEIVED = "received"
    ON_AGENDA = "on_agenda"
    POSTPONED = "postponed"
    DECIDED = "decided"


class Maturity(StrEnum):
    """How far a project is. Blueprint and ready follow from gates and decisions, not from this rule."""

    IDEA = "idea"
    OUTLINE = "outline"


LETTERS = {"political": "P", "administrative": "A"}
STEP_WORDS = {
    Step.SENT: "verstuurd", Step.RECEIVED: "ontvangen", Step.ON_AGENDA: "op de agenda", Step.POSTPONED: "uitgesteld",
    Step.DECIDED: "beslist",
}
MATURITY_WORDS = {Maturity.IDEA: "idee", Maturity.OUTLINE: "schets"}
#: The two levels on which a member answers (N102): who speaks for the board, who for the services.
POLITICAL, ADMINISTRATIVE = "political", "administrative"
#: Respondent of a question → levels that answer it.
RESPONDENTS: dict[str, tuple[str, ...]] = {
    "board": (POLITICAL,), "services": (ADMINISTRATIVE,), "both": (POLITICAL, ADMINISTRATIVE),
}
STATES: dict[State, frozenset[State]] = {
    State.DRAFT: frozenset({State.OPEN}), State.OPEN: frozenset({State.CLOSED}), State.CLOSED: frozenset(),
}
#: None = the note was made and went nowhere yet. Only sending is the partnership's; the rest is the member's own.
STEPS: dict[Step | None, frozenset[Step]] = {
    None: frozenset({Step.SENT}),
    Step.SENT: frozenset({Step.RECEIVED, Step.ON_AGENDA, Step.DECIDED}),
    Step.RECEIVED: frozenset({Step.ON_AGENDA, Step.DECIDED}),
    Step.ON_AGENDA: frozenset({Step.POSTPONED, Step.DECIDED}),
    Step.POSTPONED: frozenset({Step.ON_AGENDA, Step.DECIDED}),
    Step.DECIDED: frozenset({Step.SENT}),
}


@dataclass(frozen=True, slots=True)
class ProjectFacts:
    """What maturity is computed from; ``members`` = organisations in the coalition today, ``layers`` = of the six, how many
    somebody looked at."""

    service_goal: str
    for_whom: str
    members: int
    effort_levels: int
    layers: int


def lacking(facts: ProjectFacts) -> list[str]:
    """What a project still lacks to be an outline, each as a sentence with a way on (N100). Empty = outline or further."""
    found = []
    if len(facts.service_goal.strip()) < 20 or not facts.for_whom.strip():
        found.append("Er staat nog niet wat de inwoner of medewerker beter krijgt, en voor wie. Vul het doel van het project aan.")
    if facts.members < 2:
        found.append("Er doen nog geen twee gemeenten mee. Vraag eerst gemeenten die willen meedenken.")
    if not facts.effort_levels:
        found.append("Niemand schatte al hoeveel werk het per maand vraagt. Vul de raming in.")
    if not facts.layers:
        found.append("Niemand bekeek al wat het project nodig heeft, op zes lagen. Leg minstens één nood vast.")
    return found


def maturity(facts: ProjectFacts) -> Maturity:
    return Maturity.IDEA if lacking(facts) else Maturity.OUTLINE


def require_outline(facts: ProjectFacts) -> None:
    """A note to a board needs at least an outline. Raises RuleViolation that says everything that lacks."""
    missing = lacking(facts)
    if missing:
        raise RuleViolation(f"Dit project is nog een idee. Een nota aan een college kan pas als het een schets is. {' '.join(missing)}")


def require_questions(questions: int, requests: Collection[str]) -> None:
    """A round opens with questions and with engagements on both levels (N106, N107). Raises RuleViolation."""
    missing = []
    if not questions:
        missing.append("Stel minstens één vraag.")
    missing += [f"Vraag minstens één {word} engagement." for level, word in
                ((POLITICAL, "politiek"), (ADMINISTRATIVE, "ambtelijk")) if level not in requests]
    if missing:
        raise RuleViolation(" ".join(missing))


def moved(state: State, to: State) -> State:
    """``to`` when the round may go there. Raises RuleViolation."""
    if to not in STATES[State(state)]:
        words = {State.DRAFT: "in voorbereiding", State.OPEN: "open", State.CLOSED: "afgesloten"}
        raise RuleViolation(f"Deze bevraging is {words[State(state)]}. Ze kan niet {words[to]} worden.")
    return to


def taken(before: Step | None, step: Step) -> Step:
    """``step`` when the note may take it now. Raises RuleViolation that names what can."""
    if step not in STEPS[before]:
        here = STEP_WORDS[before] if before else "gemaakt, nog niet verstuurd"
        ways = " of ".join(f"“{STEP_WORDS[way]}”" for way in sorted(STEPS[before]))
        raise RuleViolation(f"De nota is {here}. Nu kan alleen {ways}.")
    return step


def is_late(asked_until: date, today: date) -> bool:
    """``asked_until`` is the first day on which an answer no longer counts by itself."""
    return today >= asked_until


def judged(answer_type: str, value: str, choices: Sequence[str]) -> str:
    """The answer as it is kept. Raises RuleViolation with what fits and an example."""
    text = value.strip()
    if answer_type == "yes_no" and text not in ("ja", "nee"):
        raise RuleViolation("Kies ja of nee.")
    if answer_type == "scale" and text not in ("1", "2", "3", "4", "5"):
        raise RuleViolation("Kies een cijfer van 1 tot en met 5.")
    if answer_type == "choice" and text not in choices:
        raise RuleViolation(f"Kies één van deze: {', '.join(choices)}.")
    if answer_type == "number" and not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise RuleViolation("Vul een heel getal in, bijvoorbeeld 12.")
    if not text:
        raise RuleViolation("Schrijf een antwoord, ook als het kort is.")
    return text


def wanted(questions: Iterable[tuple[Any, str]], level: str) -> list[Any]:
    """Ids of the questions (id, respondent) that one level answers."""
    return [id for id, respondent in questions if level in RESPONDENTS[respondent]]


@dataclass(frozen=True, slots=True)
class Response:
    """How far one level of one member is."""

    asked: int
    given: int

    @property
    def complete(self) -> bool:
        return 0 < self.asked <= self.given

    @property
    def word(self) -> str:
        if not self.asked:
            return "niets gevraagd"
        if not self.given:
            return "nog geen antwoord"
        return "geantwoord" if self.complete else f"{self.given} van {self.asked} beantwoord"


def response(asked: Collection[Any], given: Mapping[Any, Any]) -> Response:
    """Counts what was asked on a level and how much of it has an answer."""
    return Response(len(asked), sum(1 for one in asked if one in given))


def drawing() -> str:
    """Both tables as Mermaid state diagrams; they stand in the README, where a test keeps them equal to this."""
    lines = ["stateDiagram-v2", "    [*] --> draft"]
    lines += [f"    {source} --> {to}" for source, targets in STATES.items() for to in sorted(targets)]
    lines.append("    [*] --> sent: verstuurd door het secretariaat")
    for source, ways in STEPS.items():
        lines += [f"    {source} --> {to}: {STEP_WORDS[to]}" for to in sorted(ways) if source]
    return "\n".join(lines)
