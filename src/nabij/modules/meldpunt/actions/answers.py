"""An answer that comes back over SMS or a key on the telephone: from whom, about what, and then the same acts.

A sender that was not paged for an open alarm is refused and logged; nobody takes an alarm from another's telephone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from nabij.kernel import crypto
from nabij.kernel.audit import entries as audit
from nabij.kernel.calendar import clock
from nabij.kernel.errors import HouseError
from nabij.kernel.tenancy import queries as organisations
from nabij.kernel.tenancy.scope import Actor, scope

from ..models.alarm import Alert
from ..queries.chain import PURPOSE
from ..rules import codes, sms_words
from ..rules.sms_words import Answer
from . import alarm, duty_calls, paging
from .alarm import Responder


@dataclass(frozen=True)
class Heard:
    """What became of an answer: `done` is whether something changed, `sentence` goes back to the telephone."""

    done: bool
    sentence: str


@dataclass(frozen=True)
class _Candidate:
    organisation_id: int
    alert_id: UUID
    code: str
    recipient: UUID
    name: str
    opened_at: datetime


def hear(*, provider: str, sender: str, text: str) -> Heard:
    """Act on an answer. `sender` in E.164. Runs outside any scope and opens that of the alarm's municipality."""
    found = _open_alarms(sender)
    if not found:
        if (answered := _no_alarm(sender, text)) is not None:
            return answered
        _note_stranger(provider, sender)
        return Heard(False, "Dit nummer werd niet opgeroepen voor een open alarm. Bel de wachtdienst.")
    reply = sms_words.parse(text)
    if reply.answer is Answer.UNCLEAR:
        return Heard(False, "We begrijpen uw antwoord niet. Antwoord 1 = ik neem het, 2 = ik kan niet, 3 = bel mij.")
    fitting = [one for one in found if not reply.code or one.code == reply.code]
    if len(fitting) != 1:
        return Heard(False, _which(fitting or found))
    return _act(fitting[0], reply.answer, provider)


def _no_alarm(sender: str, text: str) -> Heard | None:
    """ "1" on a drill or on another question of the line itself; None when this number was asked nothing."""
    if sms_words.parse(text).answer is not Answer.TAKE:
        return None
    owner = organisations.partnership().id
    actor = Actor(kind="machine", label="antwoord op de wachtdienst", organisation_id=owner)
    with scope(reading=[owner], writing=[owner], actor=actor, organisation_id=owner):
        call = duty_calls.confirm(owner=owner, sender=sender)
    return Heard(True, f"Bedankt, {call.recipient_name.partition(' ')[0]}. Uw antwoord is genoteerd.") if call else None


def _which(found: list[_Candidate]) -> str:
    listed = ", ".join(codes.grouped(one.code) for one in found[:4])
    return f"Over welk alarm gaat het? Antwoord met het nummer erbij, bijvoorbeeld 1 {codes.grouped(found[0].code)}. Open: {listed}."


def _open_alarms(sender: str) -> list[_Candidate]:
    """Open alarms that were paged at this number, newest first."""
    owners = [organisation.id for organisation in organisations.organisations(on=clock.today())]
    indexes = [crypto.blind_index(owner, PURPOSE, sender) for owner in owners]
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM nabij.duty_answerable(%s)", [indexes])
        found = [_Candidate(*row) for row in cursor.fetchall()]
    return sorted(found, key=lambda one: one.opened_at, reverse=True)


def _act(one: _Candidate, answer: Answer, provider: str) -> Heard:
    actor = Actor(kind="person", label=one.name, organisation_id=one.organisation_id, function="duty_officer")
    with scope(
        reading=[one.organisation_id], writing=[one.organisation_id], actor=actor, reason="antwoord op een wachtoproep",
        tags=[f"partnership:{organisations.partnership().id}"], organisation_id=one.organisation_id,
    ):  # fmt: skip
        given, _, family = one.name.partition(" ")
        who = Responder(one.name, f"{given} {family[:1]}." if family else given, one.recipient, f"antwoord via {provider}")
        try:
            return _do(one, answer, who)
        except HouseError as error:
            alarm.note_refusal(alert_id=one.alert_id, by=one.name, what=answer, sentence=error.sentence_nl)
            return Heard(False, error.sentence_nl)


def _do(one: _Candidate, answer: Answer, who: Responder) -> Heard:
    code = codes.grouped(one.code)
    if answer is Answer.TAKE:
        alarm.acknowledge(alert_id=one.alert_id, responder=who)
        return Heard(True, f"U hebt {code}. Bedankt.")
    if answer is Answer.CANNOT:
        alarm.decline(alert_id=one.alert_id, responder=who)
        return Heard(True, f"Goed. We bellen nu de volgende voor {code}.")
    alert = Alert.objects.select_for_update(of=("self",)).get(id=one.alert_id)
    paging.log(alert, clock.now(), "call_me", who.name, f"{who.name} vraagt om teruggebeld te worden ({who.via}).")
    return Heard(True, f"Goed. We noteren dat u teruggebeld wilt worden over {code}. Het alarm loopt door tot iemand het neemt.")


def _note_stranger(provider: str, sender: str) -> None:
    """The attempt is on record at the partnership, with the last two digits only."""
    owner = organisations.partnership().id
    actor = Actor(kind="machine", label=f"antwoord via {provider}", organisation_id=owner)
    with scope(reading=[owner], writing=[owner], actor=actor, organisation_id=owner):
        detail = {"provider": provider, "sender_ends": sender[-2:]}
        audit.record("meldpunt.answer.refused", organisation_id=owner, detail=detail, result="refused")
