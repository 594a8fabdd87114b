"""The hand-over between two OCMWs: states, events, and which side may cause them. Total: every pair answers.

Requester (B) receives the person; holder (A) has the file. Each side keeps its own row of the same exchange.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from nabij.kernel.errors import RuleViolation


class State(StrEnum):
    SIGNAL = "signal"
    DRAFT = "draft"
    REQUESTED = "requested"
    SELECTION = "selection"
    PREVIEW = "preview"
    OBJECTION = "objection"
    RELEASED = "released"
    COLLECTED = "collected"
    REVIEW = "review"
    ADOPTED = "adopted"
    CLOSED = "closed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    RETURNED = "returned"
    REFERRED = "referred"
    CONFLICT = "conflict"
    REVOKED = "revoked"
    EXPIRED = "expired"
    FAILED = "failed"


STATES_NL = {
    State.SIGNAL: "signaal", State.DRAFT: "in voorbereiding", State.REQUESTED: "gevraagd", State.SELECTION: "keuze",
    State.PREVIEW: "inzage", State.OBJECTION: "bezwaar", State.RELEASED: "vrijgegeven", State.COLLECTED: "opgehaald",
    State.REVIEW: "beoordeling", State.ADOPTED: "overgenomen", State.CLOSED: "afgesloten", State.REFUSED: "geweigerd",
    State.WITHDRAWN: "ingetrokken", State.RETURNED: "teruggegeven", State.REFERRED: "doorverwezen", State.CONFLICT: "geschil",
    State.REVOKED: "herroepen", State.EXPIRED: "vervallen", State.FAILED: "mislukt",
}
EXITS = frozenset({
    State.REFUSED, State.WITHDRAWN, State.RETURNED, State.REFERRED, State.CONFLICT, State.REVOKED, State.EXPIRED, State.FAILED,
})  # fmt: skip
ENDED = EXITS | {State.CLOSED}


class Event(StrEnum):
    PREPARE = "prepare"
    ASK = "ask"
    ACCEPT = "accept"
    SHOW = "show"
    OBJECT = "object"
    DECIDE = "decide"
    RELEASE = "release"
    SUPPLEMENT = "supplement"
    COLLECT = "collect"
    OPEN = "open"
    JUDGED = "judged"
    CLOSE = "close"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"
    RETURN = "return"
    REFER = "refer"
    DISPUTE_COMPETENCE = "dispute_competence"
    REVOKE = "revoke"
    EXPIRE = "expire"
    FAIL = "fail"


class Side(StrEnum):
    HOLDER = "holder"
    REQUESTER = "requester"
    SYSTEM = "system"


H, R, S = Side.HOLDER, Side.REQUESTER, Side.SYSTEM
_FETCHED = (State.COLLECTED, State.REVIEW, State.ADOPTED)
TABLE: dict[tuple[State, Event], tuple[State, frozenset[Side]]] = {
    (State.SIGNAL, Event.PREPARE): (State.DRAFT, frozenset({R})),
    (State.DRAFT, Event.ASK): (State.REQUESTED, frozenset({R})),
    (State.DRAFT, Event.WITHDRAW): (State.WITHDRAWN, frozenset({R})),
    (State.REQUESTED, Event.ACCEPT): (State.SELECTION, frozenset({H})),
    (State.SELECTION, Event.SHOW): (State.PREVIEW, frozenset({H})),
    (State.PREVIEW, Event.OBJECT): (State.OBJECTION, frozenset({H})),
    (State.OBJECTION, Event.OBJECT): (State.OBJECTION, frozenset({H})),
    (State.OBJECTION, Event.DECIDE): (State.PREVIEW, frozenset({H})),
    (State.PREVIEW, Event.RELEASE): (State.RELEASED, frozenset({H})),
    (State.OBJECTION, Event.RELEASE): (State.RELEASED, frozenset({H})),
    (State.RELEASED, Event.COLLECT): (State.COLLECTED, frozenset({R})),
    (State.RELEASED, Event.EXPIRE): (State.EXPIRED, frozenset({S})),
    (State.COLLECTED, Event.OPEN): (State.REVIEW, frozenset({R})),
    (State.COLLECTED, Event.FAIL): (State.FAILED, frozenset({R, S})),
    (State.REVIEW, Event.JUDGED): (State.ADOPTED, frozenset({R})),
    (State.REVIEW, Event.RETURN): (State.RETURNED, frozenset({R})),
    (State.ADOPTED, Event.CLOSE): (State.CLOSED, frozenset({R, S})),
    **{(s, Event.WITHDRAW): (State.WITHDRAWN, frozenset({R})) for s in (State.REQUESTED, State.SELECTION, State.PREVIEW, State.OBJECTION)},
    **{(s, Event.REFUSE): (State.REFUSED, frozenset({H})) for s in (State.REQUESTED, State.SELECTION)},
    **{(s, Event.REFER): (State.REFERRED, frozenset({H})) for s in (State.REQUESTED, State.SELECTION)},
    **{(s, Event.DISPUTE_COMPETENCE): (State.CONFLICT, frozenset({H, R})) for s in (State.REQUESTED, State.SELECTION)},
    **{(s, Event.REVOKE): (State.REVOKED, frozenset({H})) for s in (State.RELEASED, *_FETCHED)},
    **{(s, Event.SUPPLEMENT): (s, frozenset({H})) for s in (State.RELEASED, State.COLLECTED, State.REVIEW)},
}


@dataclass(frozen=True, slots=True)
class Step:
    to: State


@dataclass(frozen=True, slots=True)
class Refusal:
    code: str
    sentence: str


def next_step(state: State, event: Event, side: Side) -> Step | Refusal:
    """The step, or why it does not exist: another state, or another side's to take."""
    found = TABLE.get((state, event))
    if found is None:
        return Refusal("state", f"Dat kan niet meer: deze overdracht staat op “{STATES_NL[state]}”. Open de pagina opnieuw.")
    to, sides = found
    if side not in sides:
        return Refusal("side", "Deze stap is aan het andere OCMW.")
    return Step(to)


def taken(state: State, event: Event, side: Side) -> State:
    """The next state. Raises ``RuleViolation`` with the sentence of the refusal."""
    answer = next_step(state, event, side)
    if isinstance(answer, Refusal):
        raise RuleViolation(answer.sentence, code=answer.code)
    return answer.to


class Reply(StrEnum):
    NONE = ""
    AGREE = "agree"
    ANNOTATE = "annotate"
    CORRECT = "correct"
    OBJECT = "object"


REPLIES_NL = {
    Reply.NONE: "geen antwoord", Reply.AGREE: "klopt", Reply.ANNOTATE: "ik zet er iets bij", Reply.CORRECT: "dit is fout",
    Reply.OBJECT: "niet delen",
}
CHANNELS_NL = {"phone": "telefoon", "desk": "aan het loket", "home": "thuis", "letter": "antwoordkaart", "screen": "eigen pagina"}


class Objected(StrEnum):
    """What became of an objection to one item."""

    NONE = ""
    OPEN = "open"
    UPHELD = "upheld"
    DISMISSED = "dismissed"


@dataclass(frozen=True, slots=True)
class Offered:
    """One item as the release rule sees it. ``leaves_on``: a dismissed objection may not leave before that day."""

    number: int
    reply: Reply
    statutory: bool
    objected: Objected = Objected.NONE
    leaves_on: date | None = None


def leaving(items: Iterable[Offered], *, window_over: bool, today: date) -> list[int]:
    """Numbers that may be released now. No answer after the window: only what the law asks, and it is marked so."""
    return [item.number for item in items if _leaves(item, window_over, today)]


def _leaves(item: Offered, window_over: bool, today: date) -> bool:
    if item.objected in (Objected.OPEN, Objected.UPHELD):
        return False
    if item.objected is Objected.DISMISSED:
        return item.leaves_on is not None and item.leaves_on <= today
    if item.reply is Reply.NONE:
        return window_over and item.statutory
    return item.reply is not Reply.OBJECT


def may_release(items: Iterable[Offered], *, last_day: date, today: date) -> bool:
    """The window ends early on a full answer by any channel; otherwise on its last day, the same for every channel."""
    return today > last_day or all(item.reply is not Reply.NONE for item in items)


class Verdict(StrEnum):
    NONE = ""
    ADOPT = "adopt"
    REFRESH = "refresh"
    DISPUTE = "dispute"
    DECLINE = "decline"


VERDICTS_NL = {
    Verdict.NONE: "nog te bekijken", Verdict.ADOPT: "overgenomen", Verdict.REFRESH: "vernieuwd", Verdict.DISPUTE: "betwist",
    Verdict.DECLINE: "niet overgenomen",
}
#: What a hand-over request must say before it may be signed: field → sentence when it is missing.
BASIS = {
    "competence": "Zeg waarom uw OCMW bevoegd is.",
    "legal_basis": "Noem de wettelijke grond.",
    "purpose": "Zeg waarvoor u de gegevens nodig hebt.",
    "informed": "Zeg hoe en wanneer u de persoon hebt ingelicht.",
}
SECRECY_CHECKS = {
    "bound": "Wie ze ontvangt, is door het beroepsgeheim gebonden.",
    "finality": "Het doel is hetzelfde.",
    "necessary": "Het is strikt nodig.",
    "informed": "De persoon is ingelicht.",
    "interest": "Het is in het belang van de persoon.",
}


def lacking(basis: dict[str, str], checks: Iterable[str], requirements: Iterable[str], asked_by_aid: Iterable[str]) -> dict[str, str]:
    """Field → sentence for what a request still needs. "Everything" cannot be asked: only what the aid asks for."""
    missing = {name: sentence for name, sentence in BASIS.items() if not basis.get(name, "").strip()}
    if set(SECRECY_CHECKS) - set(checks):
        missing["checks"] = "Kijk de vijf voorwaarden van het gedeeld beroepsgeheim na, en vink ze alle vijf aan."
    chosen, possible = set(requirements), set(asked_by_aid)
    if not chosen:
        missing["requirements"] = "Kies minstens één gegeven."
    elif chosen - possible:
        missing["requirements"] = "U kunt alleen vragen wat deze hulp nodig heeft. “Alles” bestaat niet."
    return missing


def drawing() -> str:
    """Mermaid text of the table; the README holds the same."""
    lines = ["stateDiagram-v2", "    [*] --> signal"]
    lines += [f"    {state} --> {to}: {event} ({', '.join(sorted(sides))})" for (state, event), (to, sides) in TABLE.items()]
    lines += [f"    {state} --> [*]" for state in State if state in ENDED]
    return "\n".join(lines)
