"""At the holder: the smallest set, with a reason for each deviation, and the letter that shows it exactly as it would leave."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from nabij.kernel.calendar import clock
from nabij.kernel.calendar.queries import calendar_for, term_rule
from nabij.kernel.calendar.rules import term_end
from nabij.kernel.errors import Invalid, RuleViolation
from nabij.kernel.identity.models import Function

from ..models import Grant, Handover, HandoverItem, Preview
from ..queries import casework, files
from ..queries import handovers as queries
from ..queries.files import OpenFile
from ..rules import evidence
from ..rules.evidence import Choice, Proposal
from ..rules.handovers import Event, Side
from . import exchange
from .files import give, worker

WINDOW = "handover-preview"
EVERYTHING = "“Alles” bestaat niet. Kies alleen wat deze aanvraag nodig heeft."
NEVER = "Dit kan niet mee: {}"
WHY = "Zeg waarom u afwijkt van het voorstel."


@dataclass(frozen=True, slots=True)
class Choosable:
    """The proposal for one hand-over: choices, and how many findings the file holds."""

    handover: Handover
    file: OpenFile
    choices: list[Choice]
    of_count: int


def proposal(handover_id: UUID) -> Choosable:
    """What the request asks, against what the file holds."""
    handover = queries.by_id(handover_id)
    if handover.dossier_id is None:
        raise RuleViolation("Bij deze vraag hoort hier geen dossier.")
    file = files.opened_by_id(handover.dossier_id)
    asked = asked_requirements(handover)
    needs = [need for need in casework.needs() if need.code in asked]
    known = casework.findings(file)
    return Choosable(handover, file, evidence.minimal(needs, known, casework.sources(), clock.today()), len(known))


def asked_requirements(handover: Handover) -> set[str]:
    request = queries.message(handover.organisation_id, handover.exchange, "request")
    return set(request[-1]["body"]["requirements"]) if request else set()


def show(*, handover_id: UUID, chosen: list[UUID], reasons: dict[UUID, str], channel: str = "letter") -> Handover:
    """End the selection: items, letter, window. Raises ``Invalid`` per finding that deviates without reason or can never travel."""
    own, account, _ = worker()
    offer = proposal(handover_id)
    handover = queries.locked(handover_id)
    picked = _picked(offer, set(chosen), reasons)
    exchange.move(handover, Event.SHOW)
    _items(offer, handover, picked, reasons)
    last = term_end(term_rule(WINDOW, clock.today()), clock.today(), [], calendar_for(own)).last_day
    handover.selected_by_id, handover.last_day = account, last
    handover.items_count, handover.of_count = len(picked), offer.of_count
    handover.save()
    _render(offer.file, handover, channel)
    _call_second_person(offer.file, handover, account)
    content = {"items": len(picked), "of": offer.of_count, "last_day": last.isoformat() if last else ""}
    there, key = handover.other_id, handover.exchange
    fields = {"items_count": len(picked), "of_count": offer.of_count, "last_day": last}
    exchange.send(
        handover, "shown", content,
        lambda: _shown_there(there, key, fields),
    )
    exchange.record(handover, "dossier.handover.shown", items=len(picked))
    return handover


def _shown_there(there: int, key: UUID, fields: dict[str, Any]) -> None:
    exchange.follow(there, key, Event.SHOW, Side.HOLDER, "dossier.handover.told", **fields)


def _picked(offer: Choosable, chosen: set[UUID], reasons: dict[UUID, str]) -> list[Choice]:
    problems = {
        str(c.finding.key): sentence for c in offer.choices
        if (sentence := _wrong(c, c.finding.key in chosen, reasons.get(c.finding.key, "")))
    }
    picked = [choice for choice in offer.choices if choice.finding.key in chosen]
    if chosen - {choice.finding.key for choice in offer.choices}:
        problems["chosen"] = "U kunt alleen kiezen uit wat gevraagd werd."
    if not picked:
        problems["chosen"] = "Kies minstens één gegeven, of weiger de vraag."
    if len(picked) > 1 and len(picked) == offer.of_count:
        problems["chosen"] = EVERYTHING
    if problems:
        raise Invalid(problems)
    order = [need.code for need in casework.needs()]
    return sorted(picked, key=lambda c: (order.index(c.finding.requirement), c.finding.subject != "self", c.finding.subject_name))


def _wrong(choice: Choice, wanted: bool, reason: str) -> str:
    """What is wrong with choosing, or not choosing, this one; empty when nothing is."""
    if choice.proposal is Proposal.NEVER:
        return NEVER.format(choice.why) if wanted else ""
    return WHY if wanted != (choice.proposal is Proposal.PROPOSED) and not reason.strip() else ""


def _items(offer: Choosable, handover: Handover, picked: list[Choice], reasons: dict[UUID, str]) -> None:
    views = {view.known.key: view for view in casework.finding_views(offer.file, clock.today(), replaced=True)}
    for number, choice in enumerate(picked, 1):
        view = views[choice.finding.key]
        data = travelling(view) | {
            "number": number, "why": choice.why, "reason": reasons.get(choice.finding.key, "").strip(), "statutory": choice.statutory,
        }
        HandoverItem(
            organisation_id=handover.organisation_id, dossier=offer.file.dossier, handover=handover, finding_id=choice.finding.key,
            number=number, statutory=choice.statutory,
        ).put(offer.file.key, data).save()


def travelling(view: casework.FindingView) -> dict[str, Any]:
    """A finding as it travels: the fact with its source, day and validity; never its author."""
    data = view.data
    return {
        "requirement": data["requirement"], "label": view.label, "kind": data["kind"], "kind_nl": view.kind_nl,
        "subject": data["subject"], "subject_name": data["subject_name"], "value": data["value"], "source": data["source"],
        "source_nl": view.source_nl, "observed_on": data["observed_on"], "valid_until": data["valid_until"], "evidence": data["evidence"],
    }


def _render(file: OpenFile, handover: Handover, channel: str) -> Preview:
    """The exact lines that the person sees, kept byte for byte with their hash."""
    lines = [_line(item) for item in queries.items(file, handover)]
    text = "\n".join(lines)
    row = Preview(
        organisation_id=handover.organisation_id, dossier=file.dossier, handover=handover, channel=channel, made_at=clock.now(),
        rendition_sha256=hashlib.sha256(text.encode()).hexdigest(),
    ).put(file.key, {"text": text})
    row.save(force_insert=True)
    return row


def _line(item: queries.ItemView) -> str:
    data = item.data
    about = f" ({data['subject_name']})" if data["subject_name"] else ""
    return f"{item.number}. {data['label']}{about}: {data['value']} [bron: {data['source_nl']}, vastgesteld op {data['observed_on']}]"


def _call_second_person(file: OpenFile, handover: Handover, selected_by: UUID) -> None:
    """Who may release or decide an objection gets a task on this file: the chiefs, never the person who selected."""
    chiefs = Function.objects.filter(
        organisation_id=handover.organisation_id, kind="chief_social_worker", period__contains=clock.today()
    ).values_list("account_id", flat=True)
    for account in set(chiefs) - {selected_by}:
        if files.active_grant(file.dossier.id, account, clock.now()) is None:
            give(file.dossier, account, Grant.Basis.TASK, "tweede persoon bij een overdracht")
