"""The rest of the story of Els, one step at a time: whatever a visitor already did, the next step follows from where it stands.

Each step is taken by the person whose work it is, through the same action as the screens.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from nabij.kernel.errors import RuleViolation
from nabij.kernel.tenancy import queries as directory
from nabij.kernel.tenancy.scope import Scope

from .actions.answers import Given, decide_objection, record_answers
from .actions.release import collect, release
from .actions.review import judge
from .demo import acting
from .models import Handover, HandoverItem, ReceivedItem
from .queries import files, handovers
from .rules.handovers import STATES_NL, Objected, Reply, State, Verdict

HOLDER, REQUESTER = "ocmw-kortrijk", "ocmw-wervik"
#: Requirement → what Els says about it on the telephone; she agrees with the rest.
SAYS = {"rent": (Reply.CORRECT, "De huur is € 640."), "debts": (Reply.OBJECT, "Die rekening is betaald.")}
#: Requirement → what Marieke finds; she takes over the rest.
FINDS = {
    "rent": (Verdict.REFRESH, "Huur van € 640 per maand, nieuw contract gezien"),
    "health_insurance": (Verdict.DISPUTE, "Het attest van het ziekenfonds zegt iets anders"),
}


def step(story: Any) -> str:
    """Take the next step; returns it in a sentence, or "" when the hand-over is closed at both. Raises ``RuleViolation``."""
    with acting(story, "wim", HOLDER):
        here = Handover.objects.filter(side="holder").order_by("asked_on", "id").first()
        if here is None:
            raise RuleViolation("In dit voorbeeld loopt geen overdracht meer.")
        state, exchange = State(here.state), here.exchange
        open_, unanswered = (
            HandoverItem.objects.filter(handover_id=here.id, **{name: value}).exists()
            for name, value in (("objected", Objected.OPEN.value), ("reply", Reply.NONE.value))
        )
    if state is State.CLOSED:
        return ""
    taken = _next(state, open_=open_, unanswered=unanswered)
    return taken(story, exchange)


def _next(state: State, *, open_: bool, unanswered: bool) -> Callable[[Any, Any], str]:
    if state in (State.PREVIEW, State.OBJECTION):
        return _els_rings if unanswered else _greet_decides if open_ else _greet_releases
    found = {State.RELEASED: _marieke_collects, State.COLLECTED: _marieke_judges, State.REVIEW: _marieke_judges}.get(state)
    if found is None:
        raise RuleViolation(f"De overdracht van Els staat op “{STATES_NL[state]}”. Begin opnieuw om het verhaal verder te zien.")
    return found


def _side(running: Scope, exchange: UUID) -> Handover:
    return handovers.own_side(running.organisation_id or 0, exchange)


def _els_rings(story: Any, exchange: Any) -> str:
    with acting(story, "wim", HOLDER) as running:
        row = _side(running, exchange)
        file = files.opened_by_id(row.dossier_id)  # type: ignore[arg-type]
        given, seen = [], set()
        for item in handovers.items(file, row):
            code = item.data["requirement"]
            reply, text = SAYS.get(code, (Reply.AGREE, "")) if code not in seen else (Reply.AGREE, "")
            seen.add(code)
            if not item.row.reply:
                given.append(Given(item.number, reply, text))
        record_answers(handover_id=row.id, answers=given, channel="phone")
    agreed = sum(one.reply is Reply.AGREE for one in given)
    return f"Els belt met de brief in de hand. Wim noteert {len(given)} antwoorden: {agreed} keer akkoord, de huur verbeterd, één bezwaar."


def _greet_decides(story: Any, exchange: Any) -> str:
    with acting(story, "lannoo", HOLDER) as running:
        row = _side(running, exchange)
        numbers = list(HandoverItem.objects.filter(handover_id=row.id, objected=Objected.OPEN.value).values_list("number", flat=True))
        for number in numbers:
            decide_objection(handover_id=row.id, number=number, upheld=True, reason="De rekening is betaald. Ze is niet meer nodig.")
    return "Greet, die de gegevens niet koos, aanvaardt het bezwaar en legt uit waarom."


def _greet_releases(story: Any, exchange: Any) -> str:
    with acting(story, "lannoo", HOLDER) as running:
        row = release(handover_id=_side(running, exchange).id)
        left = HandoverItem.objects.filter(handover_id=row.id, left_at__isnull=False).count()
    return f"Greet geeft {left} gegevens vrij. Wat Els tegenhield, blijft in Kortrijk."


def _marieke_collects(story: Any, exchange: Any) -> str:
    with acting(story, "marieke", REQUESTER) as running:
        row = collect(handover_id=_side(running, exchange).id)
        came = ReceivedItem.objects.filter(handover_id=row.id).count()
    return f"Marieke haalt {came} gegevens op. Kortrijk krijgt meteen een getekend ontvangstbewijs."


def _marieke_judges(story: Any, exchange: Any) -> str:
    counts = dict.fromkeys((Verdict.ADOPT, Verdict.REFRESH, Verdict.DISPUTE), 0)
    with acting(story, "marieke", REQUESTER) as running:
        row = _side(running, exchange)
        file = files.opened_by_id(row.dossier_id)  # type: ignore[arg-type]
        left = dict(FINDS)
        for item in ReceivedItem.objects.filter(handover_id=row.id, verdict="").order_by("number"):
            verdict, text = left.pop(item.get(file.key)["requirement"], (Verdict.ADOPT, ""))
            judge(received_id=item.id, verdict=verdict, text=text)
            counts[verdict] += 1
    taken, renewed, disputed = counts.values()
    return f"Marieke bekijkt elk gegeven apart: {taken} overgenomen, {renewed} vernieuwd, {disputed} betwist."


def ends(story: Any) -> list[str]:
    """How it stands at both, with the receipt that both keep: one line per OCMW."""
    found = []
    for username, slug, side, direction in (("wim", HOLDER, "holder", "in"), ("marieke", REQUESTER, "requester", "out")):
        with acting(story, username, slug) as running:
            row = Handover.objects.filter(side=side).order_by("asked_on", "id").first()
            assert row is not None, "both keep a row of every exchange"
            receipts = handovers.message(row.organisation_id, row.exchange, "receipt", direction)
            seal = f"ontvangstbewijs voor {receipts[-1]['body']['items']} gegevens" if receipts else "geen ontvangstbewijs"
            found.append(f"{directory.name_of(running.organisation_id or 0)}: {STATES_NL[State(row.state)]}, {seal}")
    return found
