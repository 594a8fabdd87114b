"""A project beside a call: what fits, what does not, what the call does not say (programme 4.4 and 4.5, N82–N89)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from nabij.kernel.errors import Invalid, Refused


class CallDateKind(StrEnum):
    """The six dates of a call, each apart; never one vague end date (N82)."""

    OPENS = "opens"
    SUBMIT = "submit"
    DECISION = "decision"
    START = "start"
    REALISE = "realise"
    REPORT = "report"


class Role(StrEnum):
    """What an organisation is in an application; only a lead "submits" (N87)."""

    LEAD = "lead"
    CO_APPLICANT = "co_applicant"
    PARTNER = "partner"
    SUBCONTRACTOR = "subcontractor"


class Outcome(StrEnum):
    """What a condition gives for a project, worst first."""

    FAIL = "fail"
    UNKNOWN = "unknown"
    WARN = "warn"
    PASS = "pass"


DATE_WORDS = {
    CallDateKind.OPENS: "open vanaf",
    CallDateKind.SUBMIT: "indienen tot",
    CallDateKind.DECISION: "beslissing van de overheid",
    CallDateKind.START: "ten laatste gestart",
    CallDateKind.REALISE: "uitgevoerd tegen",
    CallDateKind.REPORT: "eindverslag tegen",
}
ROLE_WORDS = {
    Role.LEAD: "penhouder", Role.CO_APPLICANT: "mede-indiener", Role.PARTNER: "partner", Role.SUBCONTRACTOR: "onderaannemer",
}
OUTCOME_WORDS = {
    Outcome.FAIL: "voldoet niet", Outcome.UNKNOWN: "onbekend", Outcome.WARN: "let op", Outcome.PASS: "voldoet",
}
#: Closed list of conditions (programme 4.4); those without a judge below are said to be for a person.
RULE_KINDS = [
    "max_amount", "min_amount", "whole_euros", "max_duration", "realise_by", "start_within", "min_members", "max_members",
    "allowed_org_kinds", "max_leads_per_org", "theme_in", "requires_document", "requires_blueprint", "requires_signature",
    "cofinancing_min_bp", "cost_category_max_bp", "region_in", "building_blocks_weighed", "last_round_of_type",
]
#: Conditions that every call has in one way or another: when its text says nothing, that is said too.
EXPECTED = {
    "min_members": "de oproep vermeldt geen minimum aantal gemeenten",
    "cofinancing_min_bp": "de oproep vermeldt niet hoeveel u zelf moet betalen",
}


@dataclass(frozen=True, slots=True)
class TypeFact:
    """A type of a call with its ceiling in cents. ``key`` is opaque."""

    key: Any
    label: str
    ceiling_cents: int


@dataclass(frozen=True, slots=True)
class RuleFact:
    """One condition as it stands in the call."""

    kind: str
    parameters: Mapping[str, Any]
    sentence: str
    source: str


@dataclass(frozen=True, slots=True)
class ProjectFacts:
    """What a condition looks at. ``cents`` None = no sum yet."""

    members: int
    cents: int | None
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One condition for one project: outcome, the sentence with the facts in it, and where the condition stands."""

    kind: str
    outcome: Outcome
    sentence: str
    source: str


def euro(cents: int) -> str:
    """``€ 2.000.000,01``."""
    whole = f"{cents // 100:,}".replace(",", ".")
    return f"€ {whole},{cents % 100:02d}"


def fitting_types(cents: int, types: Sequence[TypeFact]) -> list[TypeFact]:
    """Types whose ceiling is high enough, smallest ceiling first (N85)."""
    return sorted((t for t in types if t.ceiling_cents >= cents), key=lambda t: (t.ceiling_cents, t.label))


class AboveCeiling(Invalid):
    """More is asked than the type of call pays."""

    code = "boven-plafond"


class HardDate(Refused):
    """A hard date moves only when the funder says so, with a document (N89)."""

    code = "harde-datum"


def require_under_ceiling(cents: int, kind: TypeFact) -> None:
    """Raises AboveCeiling on ``requested`` for one cent over the ceiling; the ceiling itself is allowed (N83–N85)."""
    if cents <= 0:
        raise Invalid({"requested": "Vul een bedrag boven nul in."})
    if cents > kind.ceiling_cents:
        raise AboveCeiling({
            "requested": f"Het gevraagde bedrag {euro(cents)} ligt boven het plafond van {euro(kind.ceiling_cents)} "
            f"({kind.label})."
        })


def evaluate_call(project: ProjectFacts, types: Sequence[TypeFact], rules: Sequence[RuleFact]) -> list[Finding]:
    """Findings for one project: what fails first, then what nobody knows, what to watch, what is in order."""
    findings = [_ceiling(project, types), *(_judged(project, rule) for rule in rules)]
    stated = {rule.kind for rule in rules}
    findings += [
        Finding(kind, Outcome.UNKNOWN, f"Onbekend: {words}.", "") for kind, words in EXPECTED.items() if kind not in stated
    ]
    order = list(Outcome)
    return sorted(findings, key=lambda found: order.index(found.outcome))


def _ceiling(project: ProjectFacts, types: Sequence[TypeFact]) -> Finding:
    if project.cents is None:
        return Finding("max_amount", Outcome.UNKNOWN, "Onbekend: het project heeft nog geen bedrag.", "")
    fitting = fitting_types(project.cents, types)
    if fitting:
        first = fitting[0]
        return Finding(
            "max_amount", Outcome.PASS,
            f"Voldoet: {euro(project.cents)} past onder het plafond van {euro(first.ceiling_cents)} ({first.label}).", "",
        )
    most = max(types, key=lambda t: t.ceiling_cents, default=None)
    if most is None:
        return Finding("max_amount", Outcome.UNKNOWN, "Onbekend: de oproep vermeldt geen plafond.", "")
    return Finding(
        "max_amount", Outcome.FAIL,
        f"Voldoet niet, want gevraagd {euro(project.cents)} ligt boven het plafond van {euro(most.ceiling_cents)} ({most.label}).", "",
    )


def _judged(project: ProjectFacts, rule: RuleFact) -> Finding:
    judge = _JUDGES.get(rule.kind)
    if judge is None:
        return Finding(rule.kind, Outcome.WARN, f"Zelf na te kijken: {rule.sentence}", rule.source)
    outcome, words = judge(project, rule.parameters)
    return Finding(rule.kind, outcome, words or rule.sentence, rule.source)


Judge = Callable[[ProjectFacts, Mapping[str, Any]], tuple[Outcome, str]]


def _min_members(project: ProjectFacts, given: Mapping[str, Any]) -> tuple[Outcome, str]:
    need = int(given["members"])
    enough = project.members >= need
    words = f"{project.members} gemeenten doen mee; de oproep vraagt er minstens {need}."
    return (Outcome.PASS, f"Voldoet: {words}") if enough else (Outcome.FAIL, f"Voldoet niet: {words}")


def _whole_euros(project: ProjectFacts, given: Mapping[str, Any]) -> tuple[Outcome, str]:
    if project.cents is None:
        return Outcome.UNKNOWN, "Onbekend: het project heeft nog geen bedrag."
    if project.cents % 100:
        down = project.cents - project.cents % 100
        return Outcome.WARN, f"Het formulier vraagt hele euro's; rond af naar {euro(down)}."
    return Outcome.PASS, "Voldoet: het bedrag is in hele euro's."


def _realise_by(project: ProjectFacts, given: Mapping[str, Any]) -> tuple[Outcome, str]:
    by = date.fromisoformat(given["on"])
    if project.ends_on is None:
        return Outcome.UNKNOWN, f"Onbekend: het project zegt niet wanneer het klaar is. De oproep vraagt {by:%d/%m/%Y}."
    words = f"het project is klaar op {project.ends_on:%d/%m/%Y}, de oproep vraagt {by:%d/%m/%Y}."
    return (Outcome.PASS, f"Voldoet: {words}") if project.ends_on <= by else (Outcome.FAIL, f"Voldoet niet: {words}")


_JUDGES: dict[str, Judge] = {"min_members": _min_members, "whole_euros": _whole_euros, "realise_by": _realise_by}
