"""States of a report: one enum, one table, one pure decision. The drawing in the README and the trigger in the
database are made from this same table, so the three cannot tell different stories."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from nabij.kernel.errors import RuleViolation


class State(StrEnum):
    QUARANTINED = "quarantined"
    RECEIVED = "received"
    ACCEPTED = "accepted"
    IN_PROGRESS = "in_progress"
    PLANNED = "planned"
    WAITING_REPORTER = "waiting_reporter"
    AT_THIRD_PARTY = "at_third_party"
    REOPENED = "reopened"
    RESOLVED = "resolved"
    NOT_RESOLVED = "not_resolved"
    REFERRED = "referred"
    DUPLICATE = "duplicate"
    CANCELLED = "cancelled"
    REOPEN_REQUESTED = "reopen_requested"


class Who(StrEnum):
    """In which part someone acts on a report."""

    SYSTEM = "system"
    MODERATOR = "moderator"
    HANDLER = "handler"
    DUTY = "duty_officer"
    CONTRACTOR = "contractor"
    ROUTER = "router"
    REPORTER = "reporter"
    SUBSCRIBER = "subscriber"


WORDS_NL = {
    State.QUARANTINED: "in nazicht",
    State.RECEIVED: "gemeld",
    State.ACCEPTED: "aanvaard",
    State.IN_PROGRESS: "in uitvoering",
    State.PLANNED: "ingepland",
    State.WAITING_REPORTER: "vraag aan melder",
    State.AT_THIRD_PARTY: "bij een andere dienst",
    State.REOPENED: "heropend",
    State.RESOLVED: "opgelost",
    State.NOT_RESOLVED: "niet opgelost",
    State.REFERRED: "doorverwezen",
    State.DUPLICATE: "dubbel",
    State.CANCELLED: "ingetrokken",
    State.REOPEN_REQUESTED: "heropening gevraagd",
}

START = (State.RECEIVED, State.QUARANTINED)
CLOSED = (State.RESOLVED, State.NOT_RESOLVED, State.REFERRED, State.DUPLICATE, State.CANCELLED)
WORKING = (
    State.RECEIVED,
    State.ACCEPTED,
    State.IN_PROGRESS,
    State.PLANNED,
    State.WAITING_REPORTER,
    State.AT_THIRD_PARTY,
    State.REOPENED,
)
#: States in which the promised answer is still owed to the reporter.
UNANSWERED = (State.QUARANTINED, State.RECEIVED, State.REOPENED, State.REOPEN_REQUESTED)
#: Closed states that a reporter may question; a withdrawn report is not among them.
ANSWERED = (State.RESOLVED, State.NOT_RESOLVED, State.REFERRED, State.DUPLICATE)

#: What each state needs before it can be entered: field of the form → the sentence when it is missing.
NEEDS: dict[State, dict[str, str]] = {
    State.PLANNED: {"planned_on": "Vul in op welke dag het werk gepland is."},
    State.WAITING_REPORTER: {"public_text": "Schrijf de vraag op die u aan de melder stelt."},
    State.AT_THIRD_PARTY: {"party": "Vul in welke dienst of firma nu aan zet is."},
    State.RESOLVED: {"public_text": "Schrijf in één zin wat er gedaan is. De melder leest die zin."},
    State.NOT_RESOLVED: {
        "reason": "Kies waarom dit niet wordt opgelost.",
        "public_text": "Schrijf in één zin waarom. De melder leest die zin.",
    },
    State.REFERRED: {"party": "Vul in naar wie u doorverwijst."},
    State.DUPLICATE: {"kept": "Vul het nummer in van de melding die blijft."},
    State.CANCELLED: {"reason": "Kies waarom de melding vervalt."},
}
_REFUSAL = {"reason": "Schrijf waarom u niet heropent. De vrager leest die reden."}


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the table: from one state to another, by whom."""

    origin: State
    to: State
    who: frozenset[Who]


def _steps(origins: Iterable[State], targets: Iterable[State], *who: Who) -> list[Step]:
    targets = tuple(targets)
    return [Step(origin, to, frozenset(who)) for origin in origins for to in targets if origin is not to]


def _table() -> dict[tuple[State, State], frozenset[Who]]:
    first_and_again = {(State.RECEIVED, State.REOPENED), (State.REOPENED, State.RECEIVED)}
    moves = [s for s in _steps(WORKING, WORKING, Who.HANDLER, Who.DUTY) if (s.origin, s.to) not in first_and_again]
    moves += _steps(WORKING, (State.IN_PROGRESS, State.PLANNED), Who.CONTRACTOR)
    moves += _steps(WORKING, (State.RESOLVED, State.NOT_RESOLVED, State.DUPLICATE), Who.HANDLER)
    moves += _steps(WORKING, (State.REFERRED,), Who.HANDLER, Who.ROUTER)
    moves += _steps(WORKING, (State.CANCELLED,), Who.REPORTER, Who.MODERATOR)
    moves += _steps((State.QUARANTINED,), (State.RECEIVED,), Who.MODERATOR, Who.SYSTEM)
    moves += _steps((State.QUARANTINED,), (State.CANCELLED,), Who.MODERATOR)
    moves += _steps(ANSWERED, (State.REOPEN_REQUESTED,), Who.REPORTER, Who.SUBSCRIBER)
    moves += _steps((State.REOPEN_REQUESTED,), (State.REOPENED,), Who.HANDLER, Who.SYSTEM)
    moves += _steps((State.REOPEN_REQUESTED,), ANSWERED, Who.HANDLER)
    moves += _steps(CLOSED, (State.REOPENED,), Who.HANDLER)
    table: dict[tuple[State, State], frozenset[Who]] = {}
    for step in moves:
        table[step.origin, step.to] = table.get((step.origin, step.to), frozenset()) | step.who
    return table


TABLE = _table()


@dataclass(frozen=True, slots=True)
class Transition:
    """A decided step; ``closes`` and ``opens`` tell whether the report leaves or enters the set of open ones."""

    origin: State
    to: State
    who: Who
    closes: bool
    opens: bool


def targets(origin: State, who: Iterable[Who]) -> list[State]:
    """The states that someone in any of these parts may choose next, in the order of the enum."""
    parts = frozenset(who)
    return [to for to in State if parts & TABLE.get((origin, to), frozenset())]


def missing(origin: State, to: State, given: Mapping[str, object]) -> dict[str, str]:
    """What still has to be filled in for this step: field → sentence."""
    needs = _REFUSAL if origin is State.REOPEN_REQUESTED and to in ANSWERED else NEEDS.get(to, {})
    return {name: sentence for name, sentence in needs.items() if not str(given.get(name) or "").strip()}


def transition(
    origin: State, to: State, who: Who, *, earlier: State | None = None, reopen_until_passed: bool = False
) -> Transition:
    """Decide one step. ``earlier`` is the closed state before a question to reopen; ``reopen_until_passed`` says that
    the days in which a reporter may ask are over. Raises RuleViolation with the sentence for the person."""
    if who not in TABLE.get((origin, to), frozenset()):
        raise RuleViolation(f'Van "{WORDS_NL[origin]}" kan deze melding niet naar "{WORDS_NL[to]}".')
    if to is State.REOPEN_REQUESTED and reopen_until_passed:
        raise RuleViolation("Heropenen kan niet meer: de termijn is voorbij. Maak een nieuwe melding of bel ons.")
    if origin is State.REOPEN_REQUESTED and to in CLOSED and to is not earlier:
        raise RuleViolation("Wie niet heropent, laat de melding zoals ze afgesloten was.")
    return Transition(origin, to, who, closes=to in CLOSED, opens=origin in CLOSED and to not in CLOSED)


def allowed_pairs() -> list[tuple[str, str]]:
    """All legal pairs as text, sorted: the source of the database trigger."""
    return sorted((origin.value, to.value) for origin, to in TABLE)


def mermaid() -> str:
    """The drawing for the README."""
    lines = ["stateDiagram-v2", *(f"    [*] --> {state}" for state in START)]
    lines += [f"    {origin} --> {to}" for origin, to in allowed_pairs()]
    return "\n".join(lines)
