"""The night telephone: forwards, and when nobody answers opens an alarm of its own and guards the promise to ring back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from nabij.kernel import crypto, spoken
from nabij.kernel.access import authorise
from nabij.kernel.access.policy import require_own
from nabij.kernel.audit import entries as audit
from nabij.kernel.calendar import clock, words
from nabij.kernel.errors import HouseError, Invalid
from nabij.kernel.tenancy import queries as organisations
from nabij.kernel.tenancy.scope import Actor, scope

from ..models.alarm import Alert
from ..models.doors import PartnerUse
from ..models.night import CallState, NightCall, NightNumber, NightStep
from ..models.report import Report
from ..queries import night as queries
from ..queries import partners as partner_doors
from ..rules import codes
from ..rules import night_call as rules
from ..rules import partners as voice
from ..rules.alarm import AlertState
from ..rules.form import Contact, NewReport, Typed
from ..rules.night_call import HANG_UP, Target
from ..rules.partners import DoorState
from . import alarm, paging, partners
from .report import create_report

WRITE = "meldpunt.local.write"
PURPOSE = "night_call"
Instructions = list[dict[str, Any]]
OUTCOMES = {"busy": "is in gesprek", "no_answer": "neemt niet op", "failed": "is niet te bereiken"}


@dataclass(frozen=True)
class Event:
    """What the exchange tells."""

    kind: str
    call: str
    caller: str
    called: str
    outcome: str = ""
    digits: str = ""


def hear(*, provider: str, event: Event) -> Instructions:
    """Answer one event of an exchange. Runs outside any scope and opens that of the municipality whose number was rung."""
    owner = queries.municipality_of(event.called)
    if owner is None:
        return [rules.say("nl", "Dit nummer is geen nachtnummer. Is iemand in gevaar? Bel 112."), HANG_UP]
    with _night(owner, provider, for_partners=event.kind == "digits"):
        call = _call(owner, provider, event)
        if call.state in (CallState.FORWARDED, CallState.RETURNED, CallState.ENDED):
            return []
        return _ANSWERS.get(event.kind, _nothing)(call, event)


@contextmanager
def _night(owner: int, provider: str, *, for_partners: bool = False) -> Iterator[None]:
    """The municipality's scope; a key that may be a partner's voice code also writes to the log of the doors."""
    partnership = organisations.partnership().id
    owners = [owner, partnership] if for_partners else [owner]
    actor = Actor(kind="machine", label=f"nachtnummer via {provider}", organisation_id=owner)
    with scope(
        reading=owners, writing=owners, actor=actor, reason="nachtnummer", tags=[f"partnership:{partnership}"], organisation_id=owner
    ):
        yield


def _call(owner: int, provider: str, event: Event) -> NightCall:
    """The row of a call, made at its first event; an exchange that tells twice makes no second one."""
    rows = NightCall.objects.select_for_update().filter(organisation_id=owner, provider=provider, call_key=event.call)
    found = rows.first()
    if found is not None:
        return found
    caller = crypto.seal(owner, PURPOSE, event.caller) if event.caller else b""
    try:
        with transaction.atomic():
            made = NightCall.objects.create(organisation_id=owner, provider=provider, call_key=event.call, caller=caller, at=clock.now())
    except IntegrityError:
        return rows.get()
    _step(made, "in", "Oproep op het nachtnummer." + ("" if event.caller else " Het nummer is verborgen."))
    audit.record("meldpunt.night_call.received", made)
    return made


def _step(call: NightCall, kind: str, text: str) -> None:
    """A row of the call, and of its alarm once there is one."""
    at = clock.now()
    NightStep.objects.create(organisation_id=call.organisation_id, call=call, at=at, kind=kind, text=text[:300])
    alert = Alert.objects.filter(id=call.alert).first() if call.alert else None
    if alert is not None:
        paging.log(alert, at, f"night_{kind}"[:30], "nachtnummer", text)


def _nothing(call: NightCall, event: Event) -> Instructions:
    return []


def _begins(call: NightCall, event: Event) -> Instructions:
    return [*_greeting(call), *_ring(call)]


def _greeting(call: NightCall) -> Instructions:
    owner = organisations.by_id(call.organisation_id)
    name, regime = (owner.short_name, owner.language_regime) if owner else ("de gemeente", "nl")
    return rules.greeting(name, language=call.language, offers_french=regime != "nl")


def _digits(call: NightCall, event: Event) -> Instructions:
    """Key 2 where French is offered: the same once more in French. Eight figures are a partner's voice code. Anything else rings on."""
    if figures := voice.voice_figures(event.digits):
        return _by_code(call, figures)
    if event.digits == rules.NEW_KEY and call.partner is not None and call.alert is None:
        return _alarm_of_partner(call, partner_doors.door(call.partner))
    owner = organisations.by_id(call.organisation_id)
    if event.digits == rules.FRENCH_KEY and owner is not None and owner.language_regime != "nl":
        call.language = "fr"
        call.save(update_fields=["language"])
        _step(call, "language", "De beller kiest Frans.")
        return [*_greeting(call), *_ring(call)]
    return _ring(call)


def _by_code(call: NightCall, figures: str) -> Instructions:
    """A partner is recognised: the alarm leaves at once, or first who took the last one. A wrong code rings as for anybody."""
    in_call, on_number = queries.wrong_codes(call, clock.now() - voice.QUARTER)
    if voice.voice_rests(in_call=in_call, on_number=on_number):
        _step(call, "code_rests", "Er kwamen te veel foute stemcodes: deze is niet nagekeken.")
        return [rules.UNKNOWN_CODE, *_ring(call)]
    door = partner_doors.door_of_voice(figures)
    if door is None or door.state(clock.today()) is not DoorState.OPEN:
        _step(call, "code_wrong", "Een stemcode die van niemand is.")
        audit.record("meldpunt.partner.voice_refused", call, result="refused")
        return [rules.UNKNOWN_CODE, *_ring(call)]
    if call.partner is not None:
        return _ring(call)
    call.partner, call.partner_name = door.id, door.name
    call.save(update_fields=["partner", "partner_name"])
    _step(call, "partner", f"Herkend aan de stemcode: {door.name}.")
    detail = {"door": door.name, "call": str(call.id)}
    audit.record("meldpunt.partner.voice_recognised", organisation_id=door.organisation_id, detail=detail)
    last = partner_doors.last_use(door.id, clock.now() - voice.RECEIPT)
    return [_receipt(call, last)] if last is not None and call.alert is None else _alarm_of_partner(call, door)


def _receipt(call: NightCall, use: PartnerUse) -> dict[str, Any]:
    with partners.at_municipality(use):
        made = Report.objects.filter(code=use.code).first()
        sentence = partner_doors.taken(made).sentence if made else "Deze melding is afgesloten."
    _step(call, "receipt", f"Gehoord over {codes.grouped(use.code)}: {sentence}")
    return rules.partner_receipt(call.partner_name, words.time_text(use.at), sentence)


def _alarm_of_partner(call: NightCall, door: partner_doors.Door) -> Instructions:
    """An alarm of its own, counted with the door; above what a door may send in a quarter only the telephones ring."""
    if call.alert is None and not partners.is_busy(door):
        text = f"Oproep van {door.name} op het nachtnummer, herkend aan de stemcode. Neem op of bel terug."
        caller = crypto.unseal(call.organisation_id, PURPOSE, call.caller) if call.caller else ""
        made = _open(call, text, Contact(name=door.name, phone=caller or door.callback), Report.Channel.PARTNER)
        partners.note_use(door=door, made=made)
    return [rules.known_partner(door.name), *_ring(call)]


def _ring(call: NightCall) -> Instructions:
    """Ring whoever is next; after the last one the promise."""
    found = queries.targets(call.organisation_id, call.at)
    if call.tried < len(found):
        _step(call, "ring", f"{found[call.tried].name} wordt gebeld, {rules.RING_S} seconden.")
        return [rules.dial(found[call.tried])]
    _missed(call)
    return [_promise(call), HANG_UP]


def _result(call: NightCall, event: Event) -> Instructions:
    found = queries.targets(call.organisation_id, call.at)
    target = found[call.tried] if call.tried < len(found) else None
    if target is None:
        return [HANG_UP]
    if event.outcome == "answered":
        return _answered(call, target)
    outcome = event.outcome if event.outcome in OUTCOMES else "failed"
    _step(call, outcome, f"{target.name} {OUTCOMES[outcome]}.")
    call.tried += 1
    call.save(update_fields=["tried"])
    _missed(call)  # at the same time as the next telephone rings
    return _ring(call)


def _answered(call: NightCall, target: Target) -> Instructions:
    """They speak: whoever answered has the alarm too, when one was opened meanwhile."""
    call.state, call.answered_by, call.settled_at = CallState.FORWARDED, target.name, clock.now()
    call.save(update_fields=["state", "answered_by", "settled_at"])
    _step(call, "answered", f"{target.name} nam op.")
    audit.record("meldpunt.night_call.forwarded", call)
    if call.alert is not None:
        given, _, family = target.name.partition(" ")
        who = alarm.Responder(target.name, f"{given} {family[:1]}.", UUID(target.person), "nachtnummer")
        try:
            alarm.acknowledge(alert_id=call.alert, responder=who)
        except HouseError as error:  # somebody else took it already: the call still counts
            alarm.note_refusal(alert_id=call.alert, by=target.name, what="opname", sentence=error.sentence_nl)
    return []


def _hung_up(call: NightCall, event: Event) -> Instructions:
    """A caller who gives up is rung back as well: the number is there. A partner who only asked who took it has heard that."""
    _step(call, "hangup", "De beller legde neer.")
    if call.partner is not None and call.alert is None:
        call.state, call.settled_at = CallState.ENDED, clock.now()
        call.save(update_fields=["state", "settled_at"])
        return []
    _missed(call)
    return []


def _promise(call: NightCall) -> dict[str, Any]:
    assert call.promised_by is not None, "a missed call is promised"
    until = queries.until_words(call.promised_by, call.language)
    _step(call, "promise", f"De beller hoorde: we bellen terug ten laatste om {words.time_text(call.promised_by)}.")
    if call.partner is not None:
        return rules.partner_promise(until, ", ".join(word for _, word in spoken.spelled(call.code)))
    return rules.promise(until, language=call.language, has_number=bool(call.caller))


def _missed(call: NightCall) -> None:
    """An alarm of its own through the same engine, once per call; the number is sealed with the report."""
    if call.promised_by is not None:
        return
    if call.alert is None:
        _open_for_caller(call)
    call.state, call.promised_by = CallState.MISSED, clock.now() + rules.CALL_BACK
    call.save(update_fields=["state", "promised_by"])
    audit.record("meldpunt.night_call.missed", call, detail={"report": call.code})


def _open_for_caller(call: NightCall) -> None:
    caller = crypto.unseal(call.organisation_id, PURPOSE, call.caller) if call.caller else ""
    hidden = "" if caller else " Het nummer is verborgen."
    text = f"Gemiste oproep van een beller op het nachtnummer. Bel terug en vraag wat er is.{hidden}"
    _open(call, text, Contact(phone=caller), Report.Channel.NIGHT)


def _open(call: NightCall, text: str, contact: Contact, channel: str) -> Report:
    """Report and alarm of this call; the steps so far become lines of the alarm."""
    owner = organisations.by_id(call.organisation_id)
    name = owner.short_name if owner else "de gemeente"
    typed = Typed(
        text, f"{name}, plaats nog te vragen", danger_answer="yes", chosen=call.organisation_id, keep_outside=True,
    )  # fmt: skip
    report = create_report(
        organisation_id=call.organisation_id,
        report=NewReport(
            typed, channel=channel, contact=contact, form_key=f"nacht-{call.id}", entered_by=call.partner_name or "nachtnummer"
        ),
    )
    opened = alarm.alert_of(report)
    call.alert, call.code = opened.id, report.code
    call.save(update_fields=["alert", "code"])
    for step in NightStep.objects.filter(call=call).order_by("id"):
        paging.log(opened, step.at, f"night_{step.kind}"[:30], "nachtnummer", step.text)
    return report


_ANSWERS = {"call": _begins, "digits": _digits, "result": _result, "hangup": _hung_up}


def keep_promises(at: datetime) -> int:
    """Every call-back that is due: kept, or the alarm goes off again and a new time is set. Returns how many were looked at."""
    looked = 0
    for owner in queries.promised(at):
        with _night(owner, "wachtklok"):
            due = NightCall.objects.select_for_update(skip_locked=True).filter(organisation_id=owner, settled_at=None, promised_by__lte=at)
            for call in due:
                _settle(call, at)
                looked += 1
    return looked


def _settle(call: NightCall, at: datetime) -> None:
    back = queries.returned_at(call)
    assert call.alert is not None, "only a missed call is promised, and it has its alarm"
    alert = Alert.objects.select_for_update(of=("self",)).get(id=call.alert)
    if back is not None:
        call.state, call.settled_at = CallState.RETURNED, at
        _step(call, "returned", f"De beller is teruggebeld om {words.time_text(back)}.")
    elif alert.state == AlertState.CLOSED:
        call.state, call.settled_at = CallState.ENDED, at
        _step(call, "ended", "Het alarm is gesloten zonder dat iemand terugbelde.")
    else:
        _broken(call, alert, at)
    call.save(update_fields=["state", "settled_at", "promised_by", "broken"])
    audit.record("meldpunt.night_call.settled", call, detail={"state": call.state, "broken": call.broken})


def _broken(call: NightCall, alert: Alert, at: datetime) -> None:
    """Nobody rang back in time. Who took it is asked again together with the others, now."""
    call.broken, call.promised_by = call.broken + 1, at + rules.CALL_BACK
    _step(call, "broken", "Niemand belde terug op tijd. Het alarm gaat opnieuw af.")
    if alert.state == AlertState.ACKNOWLEDGED:
        alert.ack_expires_at = at
        alert.save(update_fields=["ack_expires_at"])
    elif alert.next_at is not None and alert.next_at > at:
        alert.next_at = at
        alert.save(update_fields=["next_at"])
    paging.wake_engine()


def set_number(*, organisation_id: int, number: str, instruction: str) -> NightNumber:
    """The municipality's own night number (E.164) and what its exchange does without a voice provider."""
    actor = authorise(WRITE)
    require_own(organisation_id)
    words_ = " ".join(instruction.split())
    if not words_:
        raise Invalid({"instruction": "Schrijf hoe de telefooncentrale doorschakelt. Zo werkt het nummer ook zonder spraakdienst."})
    columns = {"number": number, "instruction": words_[:300], "set_by": actor.label, "set_at": clock.now()}
    try:
        with transaction.atomic():
            row, _ = NightNumber.objects.update_or_create(organisation_id=organisation_id, defaults=columns)
    except IntegrityError:
        raise Invalid({"number": "Dit nummer is al het nachtnummer van een andere gemeente."}) from None
    audit.record("meldpunt.night_number.set", row, detail={"number": number})
    return row
