"""Handing an alarm on: to a chosen colleague, to the next step, to a staffed desk outside."""

from __future__ import annotations

from uuid import UUID

from nabij.kernel.calendar import clock, words
from nabij.kernel.errors import Invalid, RuleViolation

from ..models.alarm import Alert
from ..rules import alarm as rules
from ..rules.alarm import AlertEvent, Phase
from . import alarm, paging
from .alarm import Responder
from .paging import log


def hand_on(*, alert_id: UUID, person_id: UUID, responder: Responder | None = None) -> Alert:
    """Give a taken alarm to one chosen person of the line: only that person is rung; without answer the chain goes on.

    Raises `Invalid` when that person has no telephone that was checked, or is not of this line.
    """
    alert = paging.locked(alert_id)
    who, at = responder or alarm.responder_of(alert), clock.now()
    alarm.allow(alert, AlertEvent.HAND_ON, who, at)
    chain = paging.chain_of(alert, at, also=person_id)
    target = str(person_id)
    if not chain.people.get(target):
        raise Invalid({"person": "Kies een collega van deze wachtlijn."})
    chosen = chain.people[target][0]
    if not chain.reachable(target):
        raise Invalid({"person": f"{chosen.name} heeft geen nagekeken telefoonnummer. Kies iemand anders."})
    if person_id == who.recipient:
        raise Invalid({"person": "U hebt dit alarm al. Kies een collega."})
    log(alert, at, "handed_on", who.name, f"{who.name} geeft het alarm door aan {chosen.name}.")
    alarm.noted(alert, "handed_on", who)
    paging.supersede(alert)
    entries = rules.hand_on(paging.view_of(alert), chain.policy, at, target)
    paging.enter(alert, entries, chain, alert.incident.report)
    return alert


def escalate(*, alert_id: UUID, responder: Responder | None = None) -> Alert:
    """Ring the next step now. Who was rung before stays rung."""
    alert = paging.locked(alert_id)
    who, at = responder or alarm.responder_of(alert), clock.now()
    alarm.allow(alert, AlertEvent.ESCALATE, who, at)
    chain = paging.chain_of(alert, at)
    entries = rules.escalate(paging.view_of(alert), chain.policy, at, chain.reachable)
    if not entries:
        raise RuleViolation("Iedereen van de lijst wordt al gebeld. Er is geen volgende stap.")
    log(alert, at, "escalated_by_hand", who.name, f"{who.name} vraagt de volgende stap ({who.via}).")
    alarm.noted(alert, "escalated_by_hand", who)
    paging.enter(alert, entries, chain, alert.incident.report)
    return alert


def hand_over(*, alert_id: UUID, taker: str, responder: Responder | None = None) -> Alert:
    """The staffed desk at the end of the list took it, said by voice: the alarm ends there, with the name of who took it.

    Only for a list that ends with such a desk, once the alarm is in the last resort. Raises `Invalid` without a name.
    """
    alert = paging.locked(alert_id)
    who, at, name = responder or alarm.responder_of(alert), clock.now(), " ".join(taker.split())[:80]
    alarm.allow(alert, AlertEvent.CLOSE, who, at)
    desk = paging.chain_of(alert, at).desk
    if not desk or alert.phase != Phase.LAST_RESORT:
        raise RuleViolation("Dit alarm eindigt niet bij een post buiten de gemeente. Neem het zelf of geef het door aan een collega.")
    if not name:
        raise Invalid({"taker": f"Schrijf wie van {desk} het overnam. Vraag de naam aan de telefoon."})
    alarm.end(alert, at, f"Overgedragen aan {desk}: {name} nam het om {words.time_text(at)} over.")
    public = f"{desk[:1].upper()}{desk[1:]} volgt dit nu op."
    log(alert, at, "handed_over", who.name, f"{who.name} draagt mondeling over: {name} van {desk} neemt het.", public)
    alarm.noted(alert, "handed_over", who)
    return alert
