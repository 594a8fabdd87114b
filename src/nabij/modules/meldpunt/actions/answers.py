"""An answer that comes back over SMS or a key on the telephone: from whom, about what, and then the same acts.

A sender that was not paged for an open alarm is refused and logged; nobody takes an alarm from another's telephone.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from nabij.kernel import crypto
from nabij.kernel.audit import entries as audit
from nabij.kernel.calendar import clock, words
from nabij.kernel.errors import HouseError
from nabij.kernel.tenancy import queries as organisations
from nabij.kernel.tenancy.scope import Actor, scope

from ..models.alarm import Alert
from ..models.duty_call import Purpose
from ..queries.chain import PURPOSE
from ..rules import codes, sms_words
from ..rules.sms_words import Answer
from . import alarm, call_back, duty_calls, handover
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
    at: datetime


def hear(*, provider: str, sender: str, text: str) -> Heard:
    """Act on an answer. `sender` in E.164. Runs outside any scope and opens that of the alarm's municipality."""
    indexes, reply = _indexes(sender), sms_words.parse(text)
    found = _open_alarms(indexes)
    if not found and (answered := _no_alarm(sender, text)) is not None:
        return answered
    closed = [] if found and not reply.code else _lately_closed(indexes, reply.code)
    if not found and not closed:
        _note_stranger(provider, sender)
        return Heard(False, "Dit nummer werd niet opgeroepen voor een open alarm. Bel de wachtdienst.")
    if closed and not [one for one in found if one.code == reply.code]:
        return _too_late(closed[0], reply.answer, provider)
    if reply.answer is Answer.UNCLEAR:
        return Heard(False, "We begrijpen uw antwoord niet. Antwoord 1 = ik neem het, 2 = ik kan niet, 3 = bel mij.")
    fitting = [one for one in found if not reply.code or one.code == reply.code]
    if not fitting:
        _note_stranger(provider, sender, reply.code)
    if len(fitting) != 1:
        return Heard(False, _which(fitting or found))
    return _act(fitting[0], reply.answer, provider, sender)


def _no_alarm(sender: str, text: str) -> Heard | None:
    """ "1" on a drill or on another question of the line itself; None when this number was asked nothing."""
    if sms_words.parse(text).answer is not Answer.TAKE:
        return None
    owner = organisations.partnership().id
    actor = Actor(kind="machine", label="antwoord op de wachtdienst", organisation_id=owner)
    with scope(reading=[owner], writing=[owner], actor=actor, organisation_id=owner):
        call = duty_calls.confirm(owner=owner, sender=sender)
        if call is not None and call.purpose == Purpose.HANDOVER:
            handover.answered(call=call)
    return Heard(True, f"Bedankt, {call.recipient_name.partition(' ')[0]}. Uw antwoord is genoteerd.") if call else None


def _which(found: list[_Candidate]) -> str:
    listed = ", ".join(codes.grouped(one.code) for one in found[:4])
    return f"Over welk alarm gaat het? Antwoord met het nummer erbij, bijvoorbeeld 1 {codes.grouped(found[0].code)}. Open: {listed}."


def _indexes(sender: str) -> list[str]:
    """The sender as every owner of telephones would have kept it. An OCMW owns none, and its key is not here to ask for."""
    owners = [found.id for found in organisations.organisations(on=clock.today()) if found.kind != "ocmw"]
    return [crypto.blind_index(owner, PURPOSE, sender) for owner in owners]


def _open_alarms(indexes: list[str]) -> list[_Candidate]:
    """Open alarms that were paged at this number, newest first."""
    return _asked("SELECT * FROM nabij.duty_answerable(%s)", [indexes])


def _lately_closed(indexes: list[str], code: str) -> list[_Candidate]:
    """Alarms of the past day that were paged at this number and ended; with a code only that one."""
    since = clock.now() - timedelta(hours=24)
    found = _asked("SELECT * FROM nabij.duty_lately_closed(%s, %s)", [indexes, since])
    return [one for one in found if not code or one.code == code]


def _asked(question: str, values: list[Any]) -> list[_Candidate]:
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        found = [_Candidate(*row) for row in cursor.fetchall()]
    return sorted(found, key=lambda one: one.at, reverse=True)


@contextmanager
def _scope_of(one: _Candidate) -> Iterator[None]:
    """The municipality of the alarm, in the name of who answers."""
    actor = Actor(kind="person", label=one.name, organisation_id=one.organisation_id, function="duty_officer")
    with scope(
        reading=[one.organisation_id], writing=[one.organisation_id], actor=actor, reason="antwoord op een wachtoproep",
        tags=[f"partnership:{organisations.partnership().id}"], organisation_id=one.organisation_id,
    ):  # fmt: skip
        yield


def _too_late(one: _Candidate, answer: Answer, provider: str) -> Heard:
    """An answer after the end: who sends it hears so, the alarm stays as it was, and the try is on record."""
    sentence = f"Alarm {codes.grouped(one.code)} is om {words.time_text(one.at)} gesloten. U hoeft niets meer te doen."
    with _scope_of(one):
        alarm.note_refusal(alert_id=one.alert_id, by=f"{one.name} via {provider}", what=answer, sentence=sentence)
    return Heard(False, sentence)


def _act(one: _Candidate, answer: Answer, provider: str, sender: str) -> Heard:
    with _scope_of(one):
        given, _, family = one.name.partition(" ")
        who = Responder(one.name, f"{given} {family[:1]}." if family else given, one.recipient, f"antwoord via {provider}")
        try:
            return _do(one, answer, who, sender)
        except HouseError as error:
            alarm.note_refusal(alert_id=one.alert_id, by=one.name, what=answer, sentence=error.sentence_nl)
            return Heard(False, error.sentence_nl)


def _do(one: _Candidate, answer: Answer, who: Responder, sender: str) -> Heard:
    code = codes.grouped(one.code)
    if answer is Answer.TAKE:
        alarm.acknowledge(alert_id=one.alert_id, responder=who)
        return Heard(True, f"U hebt {code}. Bedankt.")
    if answer is Answer.CANNOT:
        alarm.decline(alert_id=one.alert_id, responder=who)
        return Heard(True, f"Goed. We bellen nu de volgende voor {code}.")
    alert = Alert.objects.select_for_update(of=("self",)).get(id=one.alert_id)
    return Heard(True, call_back.ask(alert=alert, who=who, phone=sender))


def _note_stranger(provider: str, sender: str, code: str = "") -> None:
    """The attempt is on record at the partnership, with the last two digits only. `code`: an alarm that was not paged there."""
    owner = organisations.partnership().id
    actor = Actor(kind="machine", label=f"antwoord via {provider}", organisation_id=owner)
    with scope(reading=[owner], writing=[owner], actor=actor, organisation_id=owner):
        detail = {"provider": provider, "sender_ends": sender[-2:], "code": code}
        audit.record("meldpunt.answer.refused", organisation_id=owner, detail=detail, result="refused")
