"""When a question may be decided, and where a municipality stands towards a version of the strategy."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from nabij.kernel.errors import Invalid, RuleViolation
from nabij.kernel.overlay.dated import Line, LineKind

#: Options that must stand beside each other before anyone decides (N50).
MOST_FEW = 2
#: Characters of a motivation that can be read as one.
MOTIVATION = 20


class QuestionState(StrEnum):
    """Derived from what stands: options, arguments, decisions, reopenings."""

    OPEN = "open"
    OPTIONS_READY = "options_ready"
    DECIDED = "decided"
    REOPENED = "reopened"


QUESTION_NL = {
    QuestionState.OPEN: "open",
    QuestionState.OPTIONS_READY: "klaar om te beslissen",
    QuestionState.DECIDED: "beslist",
    QuestionState.REOPENED: "opnieuw open",
}


class VersionState(StrEnum):
    DRAFT = "draft"
    CONSULTATION = "consultation"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"


VERSION_NL = {
    VersionState.DRAFT: "ontwerp",
    VersionState.CONSULTATION: "ligt voor bij de gemeenten",
    VersionState.PUBLISHED: "geldt nu",
    VersionState.SUPERSEDED: "vervangen",
}
VERSION_STEPS: dict[VersionState, frozenset[VersionState]] = {
    VersionState.DRAFT: frozenset({VersionState.CONSULTATION, VersionState.PUBLISHED}),
    VersionState.CONSULTATION: frozenset({VersionState.DRAFT, VersionState.PUBLISHED}),
    VersionState.PUBLISHED: frozenset({VersionState.SUPERSEDED}),
    VersionState.SUPERSEDED: frozenset(),
}


class AdoptionState(StrEnum):
    """What a municipality itself said; stored."""

    CONSIDERING = "considering"
    NOT_NOW = "not_now"
    ADOPTED = "adopted"
    WITHDRAWN = "withdrawn"


ANSWER_NL = {
    AdoptionState.CONSIDERING: "overweegt",
    AdoptionState.NOT_NOW: "nu niet",
    AdoptionState.ADOPTED: "nam over",
    AdoptionState.WITHDRAWN: "stopte ermee",
}


class Presented(StrEnum):
    """What a screen says; the last five follow from the stored answer, its deviations and newer versions."""

    NO_ANSWER = "no_answer"
    CONSIDERING = "considering"
    NOT_NOW = "not_now"
    WITHDRAWN = "withdrawn"
    ADOPTED = "adopted"
    ADOPTED_WITH_DEVIATIONS = "adopted_with_deviations"
    OUTDATED = "outdated"


PRESENTED_NL = {
    Presented.NO_ANSWER: "nog geen antwoord",
    Presented.CONSIDERING: "overweegt",
    Presented.NOT_NOW: "nu niet",
    Presented.WITHDRAWN: "stopte ermee",
    Presented.ADOPTED: "nam over",
    Presented.ADOPTED_WITH_DEVIATIONS: "nam over met afwijkingen",
    Presented.OUTDATED: "nam een vorige versie over",
}


@dataclass(frozen=True, slots=True)
class OptionFacts:
    """How well one option is argued: number of arguments for and against."""

    title: str
    pro: int
    contra: int

    @property
    def argued(self) -> bool:
        return self.pro > 0 and self.contra > 0


def question_state(options: Sequence[OptionFacts], decided: datetime | None, reopened: datetime | None) -> QuestionState:
    """``decided`` and ``reopened``: the last moment of each. A reopening after the last decision opens the question again."""
    if decided and (reopened is None or reopened < decided):
        return QuestionState.DECIDED
    if decided:
        return QuestionState.REOPENED
    ready = len(options) >= MOST_FEW and all(option.argued for option in options)
    return QuestionState.OPTIONS_READY if ready else QuestionState.OPEN


def may_decide(options: Sequence[OptionFacts], state: QuestionState) -> None:
    """At least two options, each with something for and something against it. Raises RuleViolation (N50)."""
    if state is QuestionState.DECIDED:
        raise RuleViolation("Deze vraag is al beslist. Open ze eerst opnieuw, met een reden.")
    if len(options) < MOST_FEW:
        raise RuleViolation("Zet eerst minstens twee opties naast elkaar.")
    bare = [option.title for option in options if not option.argued]
    if bare:
        raise RuleViolation(f"Elke optie heeft minstens één voor en één tegen nodig. Dat ontbreekt bij: {', '.join(bare)}.")


def require_reference(body: str, decided_on: object, reference: str) -> None:
    """Who decided, when, and where it can be found. Raises Invalid per field."""
    lacking = {}
    if not body.strip():
        lacking["body"] = "Zeg welk bestuur besliste, bijvoorbeeld het college."
    if not decided_on:
        lacking["decided_on"] = "Vul de dag van het besluit in, bijvoorbeeld 24 2 2027."
    if not reference.strip():
        lacking["reference"] = "Vul het nummer of het adres van het besluit in, zodat men het terugvindt."
    if lacking:
        raise Invalid(lacking)


def require_motivation(text: str) -> None:
    """Raises Invalid for a motivation that says nothing."""
    if len(text.strip()) < MOTIVATION:
        raise Invalid({"motivation": f"Leg in minstens {MOTIVATION} tekens uit waarom u hier afwijkt."})


def version_step(state: VersionState, to: VersionState) -> VersionState:
    """Raises RuleViolation for a step that is not in the table."""
    if to not in VERSION_STEPS[state]:
        raise RuleViolation(f"Een versie die “{VERSION_NL[state]}” is, kan niet “{VERSION_NL[to]}” worden.")
    return to


def presented(answer: AdoptionState | None, *, deviations: int, outdated: bool) -> Presented:
    """The word for a municipality. Deviating is a way of taking over, never a lesser one."""
    if answer is None:
        return Presented.NO_ANSWER
    if answer is not AdoptionState.ADOPTED:
        return Presented(answer.value)
    if outdated:
        return Presented.OUTDATED
    return Presented.ADOPTED_WITH_DEVIATIONS if deviations else Presented.ADOPTED


def keeps(line: Line[tuple[str, str]], choices: dict[str, str], name: str) -> bool:
    """Whether the local value stays. A conflict needs a choice: ``local`` or ``region``. Raises Invalid without one."""
    if line.kind is LineKind.KEPT_LOCAL:
        return True
    if line.kind is not LineKind.CONFLICT:
        return False
    if choices.get(name) not in ("local", "region"):
        raise Invalid({name: "Kies hier: houdt u uw eigen afspraak, of neemt u de nieuwe regionale over?"})
    return choices[name] == "local"


def conflicts(lines: Iterable[Line[tuple[str, str]]]) -> list[Line[tuple[str, str]]]:
    return [line for line in lines if line.kind is LineKind.CONFLICT]


def drawing() -> str:
    """The steps of a version as a Mermaid diagram, for the README."""
    steps = [f"    {state.value} --> {to.value}" for state, ways in VERSION_STEPS.items() for to in sorted(ways)]
    return "\n".join(["stateDiagram-v2", "    [*] --> draft", *steps])
