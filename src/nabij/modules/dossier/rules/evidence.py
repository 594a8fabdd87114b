"""Findings against requirements: how fresh, what is left to do, and the smallest set that may travel."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

#: What of a finding may leave an OCMW, by hand-over or in a meeneemmap; everything else of it stays.
TRAVELS = (
    "requirement", "label", "kind", "kind_nl", "subject_name", "value", "source", "source_nl", "observed_on", "valid_until", "evidence",
)


class Kind(StrEnum):
    FACT = "fact"
    DECLARATION = "declaration"
    OBSERVATION = "observation"
    APPRECIATION = "appreciation"


KINDS_NL = {
    Kind.FACT: "feit met bewijs", Kind.DECLARATION: "verklaring van de persoon", Kind.OBSERVATION: "waarneming",
    Kind.APPRECIATION: "beoordeling",
}


class Freshness(StrEnum):
    FRESH = "fresh"
    STALE = "stale"
    EXPIRED = "expired"
    SUPERSEDED = "superseded"


FRESHNESS_NL = {
    Freshness.FRESH: "nog geldig", Freshness.STALE: "verouderd", Freshness.EXPIRED: "vervallen", Freshness.SUPERSEDED: "vervangen",
}


@dataclass(frozen=True, slots=True)
class Need:
    """A requirement of an aid: what must hold. ``statutory``: the law asks it; ``freshness_days``: older is not reused."""

    code: str
    label: str
    freshness_days: int
    statutory: bool
    law: str


@dataclass(frozen=True, slots=True)
class Source:
    """Where evidence comes from. ``reshare``: allowed, by_reference or never."""

    code: str
    label: str
    reshare: str


@dataclass(frozen=True, slots=True)
class Known:
    """A finding as the rules see it. ``subject``: key of whom it is about, or ``self``; ``superseded``: a later one replaced it."""

    key: UUID
    requirement: str
    kind: Kind
    subject: str
    value: str
    source: str
    observed_on: date
    valid_until: date | None
    about_others: bool = False
    health: bool = False
    superseded: bool = False
    subject_name: str = ""


def freshness(finding: Known, need: Need | None, on: date) -> Freshness:
    """Superseded before expired before stale: the strongest reason not to use it."""
    if finding.superseded:
        return Freshness.SUPERSEDED
    if finding.valid_until and finding.valid_until < on:
        return Freshness.EXPIRED
    if need and finding.observed_on + timedelta(days=need.freshness_days) < on:
        return Freshness.STALE
    return Freshness.FRESH


@dataclass(frozen=True, slots=True)
class Line:
    """One line of *wat nog moet*: a requirement, the finding it leans on (if any) and why it still asks for something."""

    need: Need
    finding: Known | None
    why: str


@dataclass(frozen=True, slots=True)
class Owed:
    """What the law asks of this OCMW itself, whatever travels: the home visit and the consultation of the KSZ."""

    code: str
    label: str
    done_on: date | None


@dataclass(frozen=True, slots=True)
class Delta:
    reusable: tuple[Line, ...]
    stale: tuple[Line, ...]
    missing: tuple[Line, ...]
    owed_by_law: tuple[Owed, ...]

    @property
    def left(self) -> int:
        """How many things are still to be done."""
        return len(self.stale) + len(self.missing) + sum(1 for owed in self.owed_by_law if owed.done_on is None)


OWED_BY_LAW = {"home_visit": "Huisbezoek", "ksz": "Raadpleging van de KSZ"}


def delta(needs: Sequence[Need], findings: Iterable[Known], acts: dict[str, date], on: date) -> Delta:
    """What is reusable, stale and missing per requirement. Home visit and KSZ stand in it always, done or not."""
    usable = [f for f in findings if f.kind in (Kind.FACT, Kind.DECLARATION) and not f.superseded]
    reusable, stale, missing = [], [], []
    for need in needs:
        newest = max((f for f in usable if f.requirement == need.code), key=lambda f: (f.kind is Kind.FACT, f.observed_on), default=None)
        if newest is None:
            missing.append(Line(need, None, "Nog niets bekend."))
        elif (state := freshness(newest, need, on)) is Freshness.FRESH and newest.kind is Kind.FACT:
            reusable.append(Line(need, newest, "Nog geldig."))
        elif state is Freshness.FRESH:
            missing.append(Line(need, newest, "Alleen de verklaring van de persoon. Het bewijs ontbreekt nog."))
        else:
            stale.append(Line(need, newest, "Verouderd: opnieuw nakijken."))
    owed = tuple(Owed(code, label, acts.get(code)) for code, label in OWED_BY_LAW.items())
    return Delta(tuple(reusable), tuple(stale), tuple(missing), owed)


class Proposal(StrEnum):
    PROPOSED = "proposed"
    OFF = "off"
    NEVER = "never"


PROPOSALS_NL = {Proposal.PROPOSED: "voorgesteld", Proposal.OFF: "niet voorgesteld", Proposal.NEVER: "gaat nooit mee"}


@dataclass(frozen=True, slots=True)
class Choice:
    finding: Known
    proposal: Proposal
    why: str
    statutory: bool


def minimal(needs: Sequence[Need], findings: Iterable[Known], sources: dict[str, Source], on: date) -> list[Choice]:
    """For each finding on a requested requirement: proposed, off or never, each with why. "Everything" is no possible answer.

    Proposed: valid facts, the newest per requirement and subject. Never: appreciations, what is about others, sources that may not be
    shared; a source by reference travels as date and name of the flow only, and is not proposed.
    """
    asked = {need.code: need for need in needs}
    relevant = sorted((f for f in findings if f.requirement in asked), key=lambda f: f.observed_on, reverse=True)
    taken: set[tuple[str, str]] = set()
    choices = []
    for finding in relevant:
        proposal, why = _judged(finding, asked[finding.requirement], sources.get(finding.source), on)
        pair = (finding.requirement, finding.subject)
        if proposal is Proposal.PROPOSED and pair in taken:
            proposal, why = Proposal.OFF, "Er is een nieuwer feit over hetzelfde."
        if proposal is Proposal.PROPOSED:
            taken.add(pair)
        choices.append(Choice(finding, proposal, why, asked[finding.requirement].statutory))
    return choices


def carried(choices: Iterable[Choice], on: date, needs: Sequence[Need]) -> list[Choice]:
    """What may stand on a meeneemmap: what a hand-over would propose, and of the person's own declarations the newest that still holds,
    one per requirement and subject. ``choices`` come from ``minimal``, newest first; the answer is in the order of ``needs``."""
    asked = {need.code: need for need in needs}
    order = list(asked)
    kept, said = [], set()
    for choice in choices:
        finding = choice.finding
        pair = (finding.requirement, finding.subject)
        holds = finding.kind is Kind.DECLARATION and freshness(finding, asked[finding.requirement], on) is Freshness.FRESH
        declared = choice.proposal is Proposal.OFF and holds and not finding.health and pair not in said
        if declared:
            said.add(pair)
        if declared or choice.proposal is Proposal.PROPOSED:
            kept.append(choice)
    return sorted(kept, key=lambda c: (order.index(c.finding.requirement), *_place(c.finding), c.finding.kind))


def _place(finding: Known) -> tuple[bool, str]:
    """The person self first, then the others by name."""
    return finding.subject != "self", finding.subject_name


def _judged(finding: Known, need: Need, source: Source | None, on: date) -> tuple[Proposal, str]:
    never = {
        finding.kind is Kind.APPRECIATION: "Een beoordeling blijft bij wie ze maakte.",
        finding.about_others: "Dit gaat over iemand anders.",
        source is None or source.reshare == "never": "Deze bron mogen we niet doorgeven.",
    }
    if True in never:
        return Proposal.NEVER, never[True]
    state = freshness(finding, need, on)
    off = {
        finding.kind is not Kind.FACT: "Geen feit met bewijs. Voeg het toe als het echt nodig is, met een reden.",
        finding.health: "Gezondheid: alleen als het echt nodig is, met een reden.",
        state is not Freshness.FRESH: f"{FRESHNESS_NL[state].capitalize()}: vraag het opnieuw.",
        source is not None and source.reshare == "by_reference": "Alleen de datum en de naam van de stroom gaan mee.",
    }
    return (Proposal.OFF, off[True]) if True in off else (Proposal.PROPOSED, "Nodig voor deze aanvraag, en nog geldig.")
