"""The person's answers, by any channel and with the same window, and the decision about an objection by somebody else."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from nabij.kernel.access import authorise
from nabij.kernel.calendar import clock
from nabij.kernel.calendar.queries import calendar_for, term_rule
from nabij.kernel.calendar.rules import term_end
from nabij.kernel.errors import Invalid, NotFound, RuleViolation

from .. import access
from ..models import Answer, Handover, HandoverItem, ObjectionDecision
from ..queries import files
from ..queries import handovers as queries
from ..queries.files import OpenFile
from ..rules.handovers import CHANNELS_NL, Event, Objected, Reply
from . import exchange
from .files import worker

WAIT = "handover-dismissed"
SECOND = "Wie de gegevens koos, beslist niet over het bezwaar. Vraag het aan een collega."
TOO_LATE = "De gegevens zijn al vrijgegeven. Bel het andere OCMW, en herroep wat niet had mogen vertrekken."


@dataclass(frozen=True, slots=True)
class Given:
    """The reply to one item; ``text`` is what the person adds, corrects or objects."""

    number: int
    reply: Reply
    text: str = ""


def record_answers(*, handover_id: UUID, answers: list[Given], channel: str) -> Handover:
    """Key in what the person said, per item. Raises ``Invalid`` for a correction without the right text."""
    _, account, _ = worker()
    if channel not in CHANNELS_NL:
        raise Invalid({"channel": "Kies hoe de persoon antwoordde."})
    return _recorded(handover_id, answers, channel, account)


def answer_self(*, handover_id: UUID, answers: list[Given]) -> Handover:
    """The person answers on the own page, inside the OCMW that holds the file: the same window and the same rules as on paper.

    Raises ``NotFound`` for who is not the person of that file."""
    actor = authorise(access.OWN_ANSWER)
    handover = queries.locked(handover_id)
    if actor.account_id is None or handover.dossier_id is None or not files.is_self(handover.dossier_id, actor.account_id):
        raise NotFound()
    return _recorded(handover_id, answers, "screen", actor.account_id)


def _recorded(handover_id: UUID, answers: list[Given], channel: str, account: UUID) -> Handover:
    handover = queries.locked(handover_id)
    file = _own_file(handover)
    if handover.state not in ("preview", "objection"):
        raise RuleViolation(TOO_LATE if handover.released_by_id else "De brief is nog niet klaar.")
    items = {row.number: row for row in HandoverItem.objects.filter(handover_id=handover_id)}
    _complete(answers, items)
    for given in answers:
        _answer(file, items[given.number], given, channel, account)
    if any(given.reply is Reply.OBJECT for given in answers):
        exchange.move(handover, Event.OBJECT)
    exchange.record(handover, "dossier.handover.answered", channel=channel, answers=len(answers))
    return handover


def _own_file(handover: Handover) -> OpenFile:
    if handover.dossier_id is None or handover.side != "holder":
        raise NotFound()
    return files.opened_by_id(handover.dossier_id)


def _complete(answers: list[Given], items: dict[int, HandoverItem]) -> None:
    problems = {}
    for given in answers:
        if given.number not in items:
            problems["answers"] = "Dit nummer staat niet in de brief."
        elif given.reply in (Reply.CORRECT, Reply.ANNOTATE) and not given.text.strip():
            problems[f"text_{given.number}"] = "Schrijf op wat de persoon zei."
        elif items[given.number].objected in (Objected.UPHELD, Objected.DISMISSED):
            problems[f"reply_{given.number}"] = "Over dit bezwaar is al beslist."
    if not answers:
        problems["answers"] = "Noteer minstens één antwoord."
    if problems:
        raise Invalid(problems)


def _answer(file: OpenFile, item: HandoverItem, given: Given, channel: str, account: UUID) -> None:
    now = clock.now()
    Answer(
        organisation_id=item.organisation_id, dossier=file.dossier, item=item, reply=given.reply.value, channel=channel, by_id=account,
        at=now,
    ).put(file.key, {"text": given.text.strip()}).save(force_insert=True)
    item.reply, item.channel = given.reply.value, channel
    item.objected = Objected.OPEN.value if given.reply is Reply.OBJECT else ""
    item.put(file.key, item.get(file.key) | {"person_says": given.text.strip()})
    item.save()


def decide_objection(*, handover_id: UUID, number: int, upheld: bool, reason: str) -> ObjectionDecision:
    """Uphold or dismiss, with reasons. Dismissed, the item waits five working days after the letter, and may then leave."""
    authorise(access.DECIDE)
    _, account, _ = worker()
    if not reason.strip():
        raise Invalid({"reason": "Leg uit waarom. De persoon krijgt deze tekst."})
    handover = queries.locked(handover_id)
    file = _own_file(handover)
    item = HandoverItem.objects.filter(handover_id=handover_id, number=number).first()
    if item is None or item.objected != Objected.OPEN:
        raise NotFound()
    if handover.selected_by_id is None or handover.selected_by_id == account:
        raise RuleViolation(SECOND)
    row = _decided(file, handover.selected_by_id, item, upheld, reason, account)
    left = HandoverItem.objects.filter(handover_id=handover_id, objected=Objected.OPEN).exists()
    if not left and handover.state == "objection":
        exchange.move(handover, Event.DECIDE)
    exchange.record(handover, "dossier.handover.objection_decided")
    return row


def _decided(file: OpenFile, selected_by: UUID, item: HandoverItem, upheld: bool, reason: str, account: UUID) -> ObjectionDecision:
    outcome = Objected.UPHELD if upheld else Objected.DISMISSED
    row = ObjectionDecision(
        organisation_id=item.organisation_id, dossier=file.dossier, item=item, outcome=outcome.value, selected_by_id=selected_by,
        decided_by_id=account, at=clock.now(),
    ).put(file.key, {"reason": reason.strip()})
    row.save(force_insert=True)
    item.objected = outcome.value
    if not upheld:
        item.leaves_on = term_end(term_rule(WAIT, clock.today()), clock.today(), [], calendar_for(item.organisation_id)).last_day
    item.save()
    return row
