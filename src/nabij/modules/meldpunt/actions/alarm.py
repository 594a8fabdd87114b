"""What people do with an alarm: it opens with an acute report, someone takes it, refuses it, ends it.

Every act is a write by POST, by a person who was paged for this alarm or who holds `meldpunt.duty.act`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from nabij.kernel.access import authorise
from nabij.kernel.audit import entries as audit
from nabij.kernel.calendar import clock, words
from nabij.kernel.errors import Invalid, NotFound, Refused, RuleViolation
from nabij.kernel.events.facade import publish
from nabij.kernel.tenancy.scope import Actor, current

from ..models.alarm import Alert, AlertLog, Incident, Page
from ..models.duty import DutyPerson
from ..models.report import Report
from ..queries.chain import Chain, chain_for
from ..rules import alarm as rules
from ..rules.alarm import AlertEvent, AlertState
from ..rules.coverage import FIRST_LINE
from ..rules.form import Contact
from . import paging, protocol
from .contacts import opened_contact
from .paging import log


@dataclass(frozen=True)
class Responder:
    """Who answers. `recipient` is the paged person or line of last resort, None for a holder of the permission."""

    name: str
    public_name: str
    recipient: UUID | None
    via: str = "wachtpagina"


def open_alarm(*, report: Report) -> Alert:
    """Open the alarm of an acute report and write its first pages, in the transaction of the report itself.

    The same report never has two open alarms: a second call gives the first one back.
    """
    at, key = clock.now(), f"report:{report.id}"
    running = Alert.objects.filter(organisation_id=report.organisation_id, dedup_key=key).first()
    if running is not None:
        return running
    incident = Incident.objects.create(organisation_id=report.organisation_id, report=report, opened_at=at)
    chain = chain_for(report.organisation_id, at, kind_of(report))
    alert = Alert.objects.create(
        organisation_id=report.organisation_id, incident=incident, line_id=chain.line_id, policy_id=chain.policy_id,
        line_organisation_id=chain.line_organisation_id, dedup_key=key, opened_at=at, next_at=at, turn=chain.turn,
    )  # fmt: skip
    through = f"melding via {report.get_channel_display()}" + (f", opgenomen door {report.entered_by}" if report.entered_by else "")
    log(alert, at, "opened", paging.ENGINE, f"Alarm geopend: {through}.", "De wachtdienst is verwittigd." if chain.line_id else "")
    _say_who_answers(alert, chain, at)
    publish("incident.opened", incident, data={"report": str(report.id)})
    publish("alert.triggered", alert, data={"report": str(report.id)})
    audit.record("meldpunt.alert.opened", alert, detail={"report": report.code, "kind": kind_of(report), "line": str(chain.line_id or "")})
    paging.enter(alert, rules.first(chain.policy, at, chain.reachable), chain, report)
    protocol.open_run(alert=alert, report=report)
    return alert


def kind_of(report: Report) -> str:
    """The kind of duty that answers: that of the report's category; without one the first line."""
    return (report.category.duty_kind if report.category else "") or FIRST_LINE


def _say_who_answers(alert: Alert, chain: Chain, at: datetime) -> None:
    """Where no line answers, staff and reporter read what the municipality decided instead."""
    number = chain.answers.number if chain.answers else ""
    if chain.line_id is None and number:
        public = f"Voor zo'n melding antwoordt uw gemeente zelf, op {number}. Is er gevaar? Bel 112."
        log(alert, at, "own_number", paging.ENGINE, f"De gemeente besliste dat voor deze wachtsoort {number} antwoordt.", public)
    elif chain.line_id is None:
        log(alert, at, "no_line", paging.ENGINE, "Voor deze gemeente en wachtsoort antwoordt geen wachtlijn.")


def acknowledge(*, alert_id: UUID, responder: Responder | None = None) -> Alert:
    """Take the alarm. A second person is refused with who took it and when, unless the step lets more people take it; the same
    person again changes nothing."""
    alert = paging.locked(alert_id)
    who = responder or responder_of(alert)
    at = clock.now()
    if alert.state == AlertState.ACKNOWLEDGED and alert.taken_by == who.name:
        return alert
    policy = paging.chain_of(alert, at).policy
    step = rules.step_of(paging.view_of(alert), policy)
    several = step is not None and step.multi_ack
    if several and alert.state == AlertState.ACKNOWLEDGED:
        return _join(alert, who, at)
    allow(alert, AlertEvent.ACKNOWLEDGE, who, at)
    minutes = policy.ack_timeout
    alert.state, alert.next_at, alert.next_name = AlertState.ACKNOWLEDGED, None, ""
    alert.taken_by, alert.taken_by_public, alert.taken_by_recipient = who.name, who.public_name, who.recipient
    alert.taken_at, alert.ack_expires_at = at, at + minutes
    alert.save()
    paging.supersede(alert, only=who.recipient if several else None)
    public = f"{who.public_name} van de wachtdienst is er sinds {words.time_text(at)} mee bezig."
    log(alert, at, "acknowledged", who.name, f"{who.name} neemt het ({who.via}).", public)
    noted(alert, "acknowledged", who)
    _accept(alert.incident.report, public)
    return alert


def _join(alert: Alert, who: Responder, at: datetime) -> Alert:
    """One more person takes it in a step where that is allowed; who did not answer stays paged."""
    allow(alert, AlertEvent.JOIN, who, at)
    if AlertLog.objects.filter(alert=alert, round=alert.round, kind="joined", actor=who.name[:120]).exists():
        return alert
    paging.supersede(alert, only=who.recipient)
    log(alert, at, "joined", who.name, f"{who.name} neemt het mee ({who.via}).")
    noted(alert, "joined", who)
    return alert


def decline(*, alert_id: UUID, responder: Responder | None = None) -> Alert:
    """ "Ik kan niet": the next step starts at once. Who took the alarm may also give it back this way."""
    alert = paging.locked(alert_id)
    who = responder or responder_of(alert)
    at = clock.now()
    if alert.state == AlertState.ACKNOWLEDGED and alert.taken_by != who.name:
        raise _refusal(alert, who, at, _taken_sentence(alert))
    allow(alert, AlertEvent.DECLINE, who, at)
    log(alert, at, "declined", who.name, f"{who.name} kan niet ({who.via}).")
    noted(alert, "declined", who)
    paging.supersede(alert)
    chain = paging.chain_of(alert, at)
    entries = rules.skip(paging.view_of(alert), chain.policy, at, chain.reachable)
    if not entries and alert.state == AlertState.ACKNOWLEDGED:
        entries = rules.again(_expired(alert, at), chain.policy, at, chain.reachable)
    paging.enter(alert, entries, chain, alert.incident.report)
    return alert


def _expired(alert: Alert, at: datetime) -> rules.Alert:
    """Given back after the whole list was rung: there is no next step, so everyone is rung again."""
    alert.ack_expires_at = at
    return paging.view_of(alert)


def call_reporter(*, alert_id: UUID, responder: Responder | None = None) -> Contact:
    """Open the reporter's telephone number for this alarm. The look and the call are both on record.

    Taking part in the alarm is the ground, so no separate permission on contact data is asked.
    """
    alert = paging.locked(alert_id)
    who = responder or responder_of(alert)
    contact = opened_contact(alert.incident.report)
    audit.record("meldpunt.contact.revealed", alert.incident.report, detail={"ground": "alarm"})
    word = "belt de melder" if contact.phone else "wilde de melder bellen; er is geen nummer"
    log(alert, clock.now(), "reporter_called", who.name, f"{who.name} {word}.")
    noted(alert, "reporter_called", who)
    return contact


def extend(*, alert_id: UUID, responder: Responder | None = None) -> Alert:
    """ "Nog bezig": the time after which the alarm would go off again starts anew."""
    alert = paging.locked(alert_id)
    who = responder or responder_of(alert)
    at = clock.now()
    allow(alert, AlertEvent.EXTEND, who, at)
    log(alert, at, "extended", who.name, f"{who.name} is nog bezig.")
    noted(alert, "extended", who)
    return alert


def close_alert(*, alert_id: UUID, result: str, unfinished: str = "", responder: Responder | None = None) -> Alert:
    """End the alarm with a result in a sentence. Terminal: new facts are a new report.

    `unfinished` says why required steps of the protocol stay open; without it an open one refuses the close (`Invalid`).
    """
    alert = paging.locked(alert_id)
    who = responder or responder_of(alert)
    at, text = clock.now(), " ".join(result.split())
    if not text:
        raise Invalid({"result": "Schrijf in één zin wat er gedaan is. Zo weet de collega van morgen het ook."})
    allow(alert, AlertEvent.CLOSE, who, at)
    protocol.require_finished(alert, at, unfinished)
    end(alert, at, text)
    log(alert, at, "closed", who.name, f"{who.name} sluit het alarm: {text}", "De wachtdienst is klaar ter plaatse.")
    noted(alert, "closed", who)
    return alert


def end(alert: Alert, at: datetime, result: str) -> None:
    """Write the end of an alarm and its incident. Nothing of it is paged any more."""
    paging.supersede(alert)
    alert.state, alert.dedup_key, alert.next_at, alert.next_name = AlertState.CLOSED, None, None, ""
    alert.ack_expires_at, alert.closed_at, alert.result = None, at, result
    alert.save()
    Incident.objects.filter(id=alert.incident_id).update(closed_at=at, result=result)
    publish("incident.closed", alert.incident, data={"alert": str(alert.id)})


def alert_of(report: Report) -> Alert:
    """The latest alarm of a report. Raises `NotFound`."""
    found = Alert.objects.filter(incident__report_id=report.id).order_by("-id").first()
    if found is None:
        raise NotFound("Bij deze melding hoort geen alarm.")
    return found


def note_refusal(*, alert_id: UUID, by: str, what: str, sentence: str) -> None:
    """Put a refused act on record; the alarm itself did not change."""
    alert = Alert.objects.filter(id=alert_id).first()
    if alert is not None:
        detail = {"by": by, "what": what, "sentence": sentence}
        audit.record("meldpunt.alert.act_refused", alert, detail=detail, result="refused")


def responder_of(alert: Alert) -> Responder:
    """The running actor, when it was paged for this alarm or holds `meldpunt.duty.act`. Raises `Refused`."""
    actor = current().actor
    person = _paged_person(alert, actor)
    if person is not None:
        return Responder(str(person), person.public_name, person.id)
    authorise("meldpunt.duty.act")
    given, _, family = actor.label.partition(" ")
    return Responder(actor.label, f"{given} {family[:1]}." if family else given, None)


def _paged_person(alert: Alert, actor: Actor) -> DutyPerson | None:
    if actor.account_id is None:
        return None
    mine = {person.id: person for person in DutyPerson.objects.filter(account_id=actor.account_id)}
    paged = Page.objects.filter(alert=alert, recipient__in=mine).values_list("recipient", flat=True).first()
    return mine[paged] if paged else None


def allow(alert: Alert, event: AlertEvent, who: Responder, at: datetime) -> None:
    """Raise `Refused` with a sentence when the state of the alarm forbids the event."""
    try:
        rules.after(AlertState(alert.state), event)
    except RuleViolation as error:
        taken = alert.state == AlertState.ACKNOWLEDGED and event is AlertEvent.ACKNOWLEDGE
        raise _refusal(alert, who, at, _taken_sentence(alert) if taken else error.sentence_nl) from None


def _refusal(alert: Alert, who: Responder, at: datetime, sentence: str) -> Refused:
    return Refused(sentence, alert=str(alert.id), by=who.name, at=at.isoformat())


def _taken_sentence(alert: Alert) -> str:
    moment = words.time_text(alert.taken_at) if alert.taken_at else ""
    return f"{alert.taken_by.partition(' ')[0]} nam dit om {moment}."


def noted(alert: Alert, what: str, who: Responder) -> None:
    """The audit entry and the event of what somebody did."""
    audit.record(f"meldpunt.alert.{what}", alert, detail={"by": who.name, "via": who.via, "round": alert.round})
    publish(f"alert.{what}", alert, data={"round": alert.round})


def _accept(report: Report, public_text: str) -> None:
    from .steps import accept_by_duty

    accept_by_duty(report=report, actor=current().actor, public_text=public_text)
