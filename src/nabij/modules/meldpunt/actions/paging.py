"""Writing the pages of an alarm: entering steps and choosing who is rung, over what, with which words.

Nothing here calls a provider; `actions.sending` leases pages for the engine and keeps what the provider said.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from django.db import connection

from nabij.connect.sms import providers
from nabij.kernel.audit import entries as audit
from nabij.kernel.calendar import words
from nabij.kernel.events.facade import publish
from nabij.kernel.tenancy import queries as organisations

from ..models.alarm import Alert, AlertLog, Page, PageState
from ..models.duty import MethodKind
from ..models.report import Report
from ..queries.chain import Chain, Person, chain_for
from ..rules import alarm as rules
from ..rules import codes, sms_words
from ..rules.alarm import Advance, AlertState, PersonalRule, Phase
from . import contacted

BATCH = 500
TELLING = 90
ENGINE = "wachtdienst"
LIVE = (PageState.PENDING, PageState.SENDING, PageState.SENT, PageState.DELIVERED)


def log(alert: Alert, at: datetime, kind: str, actor: str, text: str, public_text: str = "") -> None:
    """One line of the alarm's history, in the running transaction. While somebody has the alarm, any sign of life of a human
    starts the time anew after which it would go off again."""
    AlertLog.objects.create(
        organisation_id=alert.organisation_id, alert=alert, at=at, round=alert.round, kind=kind, actor=actor[:120],
        text=text[:400], public_text=public_text[:400],
    )  # fmt: skip
    if alert.state == AlertState.ACKNOWLEDGED and actor != ENGINE and kind != "acknowledged":
        alert.ack_expires_at = at + chain_of(alert, at).policy.ack_timeout
        alert.save(update_fields=["ack_expires_at"])


def chain_of(alert: Alert, at: datetime, also: uuid.UUID | None = None) -> Chain:
    """The chain of a running alarm: its pinned policy, its turn, and `also` one more person of the line as a target."""
    return chain_for(alert.organisation_id, at, alert.policy_id, turn=alert.turn, also=also)


def view_of(alert: Alert) -> rules.Alert:
    """The row as the rules see it."""
    return rules.Alert(
        state=AlertState(alert.state), phase=Phase(alert.phase), step=alert.step, loop=alert.loop, round=alert.round,
        next_at=alert.next_at, ack_expires_at=alert.ack_expires_at,
    )  # fmt: skip


def wake_engine() -> None:
    """Tell the engines that something is due; they hear it when this transaction commits."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify('nabij_duty', '')")


def enter(alert: Alert, entries: Iterable[Advance], chain: Chain, report: Report) -> None:
    """Write each entered step with its pages; the alarm then waits where the last one says."""
    for entry in entries:
        supersede(alert, not_yet_due_at=entry.at)
        alert.state, alert.phase = AlertState.TRIGGERED, entry.phase
        alert.step, alert.loop, alert.round = entry.step, entry.loop, entry.round
        alert.next_at, alert.exhausted = entry.next_at, alert.exhausted or entry.exhausted
        upcoming = rules.upcoming(view_of(alert), chain.policy, entry.at, chain.reachable)
        alert.next_name = chain.names(upcoming)[:120]
        _clear_taken(alert)
        alert.save()
        _announce(alert, entry, chain)
        Page.objects.bulk_create(_pages(alert, entry, chain, report), ignore_conflicts=True)
        if entry.empty:
            tell_coordinator(alert, entry.at, chain, report, _why_empty(entry, chain))
        contacted.by_the_line(alert, entry, chain)
    wake_engine()


def _clear_taken(alert: Alert) -> None:
    alert.taken_by = alert.taken_by_public = ""
    alert.taken_by_recipient = alert.taken_at = alert.ack_expires_at = None


def _announce(alert: Alert, entry: Advance, chain: Chain) -> None:
    """The log line of one entry, and the event for whoever must know: planner, desk, watchdog."""
    names = chain.names(entry)
    if entry.phase is Phase.LAST_RESORT and entry.step == 0:
        honest = "Niemand van de wachtdienst antwoordde. We bellen nu het bestuur van de gemeente. Is er gevaar? Bel 112."
        log(alert, entry.at, "unanswered", ENGINE, "Niemand van de wachtlijn antwoordde. Nu het laatste vangnet.", honest)
    if entry.empty:
        text = f"Deze stap is leeg: {_why_empty(entry, chain)}. We gaan meteen verder."
        if entry.exhausted:
            text = "Niemand is bereikbaar. We proberen het opnieuw zolang dit alarm open staat."
        log(alert, entry.at, "step_empty", ENGINE, text)
        publish("alert.step_empty", alert, data={"round": entry.round, "step": entry.step})
        audit.record("meldpunt.alert.step_empty", alert, detail={"round": entry.round})
    else:
        log(alert, entry.at, "step_entered", ENGINE, f"Oproep aan {names}.")
    if entry.exhausted:
        honest = "Niemand van de wachtdienst antwoordde al. We blijven bellen. Is er gevaar? Bel 112."
        log(alert, entry.at, "exhausted", ENGINE, "De hele lijst is gebeld. Niemand antwoordde.", honest)
        publish("alert.exhausted", alert, data={"round": entry.round})
    elif entry.round:
        publish("alert.escalated", alert, data={"round": entry.round, "step": entry.step})


def _why_empty(entry: Advance, chain: Chain) -> str:
    """Why a step pages nobody: its hours, nobody on duty, or nobody with a telephone that was checked."""
    if entry.closed:
        return "buiten de uren van deze stap"
    steps = chain.policy.steps if entry.phase is Phase.CHAIN else chain.policy.last_resort
    there = [person.name for step in steps[entry.step : entry.step + 1] for person in chain.people.get(step.target, ())]
    return f"{' en '.join(there)} heeft geen nagekeken telefoonnummer" if there else "niemand is van wacht"


def tell_coordinator(alert: Alert, at: datetime, chain: Chain, report: Report, why: str) -> None:
    """A message beside the chain: somebody must know that a step was worth nothing. It keeps no step waiting.

    In the last resort nothing is told apart: the coordinator is being called already.
    """
    coordinator = chain.coordinator
    if coordinator is None or alert.phase == Phase.LAST_RESORT or alert.exhausted:
        return
    step = f"stap {alert.step + 1}"
    text = sms_words.told_sms(code=codes.grouped(report.code), step=step, why=why)
    Page.objects.bulk_create([
        Page(
            organisation_id=alert.organisation_id, alert=alert, round=alert.round, recipient=coordinator.id,
            recipient_name=coordinator.name, method=uuid.UUID(coordinator.rules[0].method), kind=MethodKind.SMS, rule_no=TELLING,
            due_at=at, provider=provider_name(MethodKind.SMS, 0), text=text, telling=True,
        )
    ], ignore_conflicts=True)  # fmt: skip
    log(alert, at, "coordinator_told", ENGINE, f"{coordinator.name} krijgt bericht: {step} werkte niet ({why}).")
    wake_engine()


def _pages(alert: Alert, entry: Advance, chain: Chain, report: Report) -> list[Page]:
    people = [(target, person) for target in entry.targets for person in chain.people[target]]
    return [
        _page(alert, entry, person, rule, due, report)
        for _target, person in people
        for rule, due in rules.personal_cycle(list(person.rules), entry.at)
    ]


def _page(alert: Alert, entry: Advance, person: Person, rule: PersonalRule, due: datetime, report: Report) -> Page:
    kind = person.kinds.get(rule.method) or (MethodKind.SMS if rule.number == 1 else MethodKind.VOICE)
    return Page(
        organisation_id=alert.organisation_id, alert=alert, round=entry.round, recipient=person.id,
        recipient_name=person.name, method=uuid.UUID(rule.method), kind=kind, rule_no=rule.number, due_at=due,
        provider=provider_name(kind, 0), text=text_for(alert, kind, report),
    )  # fmt: skip


def provider_name(kind: str, attempt: int) -> str:
    """Name of the provider for the n-th try (0, 1, …) over this kind of channel; empty when there is none."""
    available = providers(kind)
    return available[attempt % len(available)].name if available else ""


def text_for(alert: Alert, kind: str, report: Report, *, repeat: bool = False) -> str:
    """T14 or T15 as SMS, or the words of a call."""
    what = " ".join(report.text.split())
    if kind == MethodKind.VOICE:
        spoken, place = " ".join(report.code), report.place_text[:100]
        return sms_words.page_voice(spoken_code=spoken, what=what[:200].rstrip("."), place=place, repeat=repeat)[:600]
    code = codes.grouped(report.code)
    if alert.phase == Phase.LAST_RESORT:
        since = words.time_text(alert.opened_at)
        return sms_words.last_resort_sms(code=code, since=since, call=_desk_of(report), repeat=repeat)
    until = words.time_text(alert.next_at).removesuffix(" uur") if alert.next_at else ""
    return sms_words.page_sms(
        code=code, what=what, place=report.place_text, until=until, next_name=alert.next_name, repeat=repeat
    )


def _desk_of(report: Report) -> str:
    contact = organisations.by_id(report.organisation_id)
    return f"{contact.contact_name}, {contact.phone}" if contact and contact.phone else "de wachtdienst"


def supersede(alert: Alert, *, not_yet_due_at: datetime | None = None, only: uuid.UUID | None = None) -> int:
    """Withdraw pages that did not leave yet; what is being sent goes on. Returns how many.

    A step that follows only withdraws what was not due yet: after a stand-still of the engine everybody whose turn
    came is rung, instead of only the last one. `only`: what waits for one person.
    """
    waiting = Page.objects.filter(alert=alert, state=PageState.PENDING, telling=False)
    if only is not None:
        waiting = waiting.filter(recipient=only)
    if not_yet_due_at is not None:
        waiting = waiting.filter(due_at__gt=not_yet_due_at)
    return waiting.update(state=PageState.SUPERSEDED)


def escalate_due(organisation_id: int, at: datetime) -> int:
    """Move every alarm of this municipality whose waiting time is over. Returns how many moved.

    Rows are locked with SKIP LOCKED: what another engine is moving now is not moved twice.
    """
    due = Alert.objects.select_for_update(skip_locked=True, of=("self",)).filter(organisation_id=organisation_id)
    moved = 0
    for alert in due.filter(state=AlertState.TRIGGERED, next_at__lte=at).order_by("next_at")[:BATCH]:
        moved += _move(alert, at, rules.advance)
    for alert in due.filter(state=AlertState.ACKNOWLEDGED, ack_expires_at__lte=at).order_by("ack_expires_at")[:BATCH]:
        log(alert, at, "ack_expired", ENGINE, f"{alert.taken_by} liet niets meer horen. Het alarm gaat opnieuw af.")
        moved += go_off_again(alert, at)
    return moved


def go_off_again(alert: Alert, at: datetime) -> int:
    """The same step again, with whoever took it and fell silent, on duty or not."""
    taker = alert.taken_by_recipient
    chain = chain_of(alert, at, also=taker)
    entries = rules.again(view_of(alert), chain.policy, at, chain.reachable)
    if entries and taker and not chain.holds(taker, entries[-1].targets):
        entries = rules.again(view_of(alert), chain.policy, at, chain.reachable, also=str(taker))
    if entries:
        enter(alert, entries, chain, alert.incident.report)
    return min(len(entries), 1)


def _move(alert: Alert, at: datetime, how: Callable[..., list[Advance]]) -> int:
    chain = chain_of(alert, at)
    entries = how(view_of(alert), chain.policy, at, chain.reachable)
    if entries:
        enter(alert, entries, chain, alert.incident.report)
    return min(len(entries), 1)


def leave_step_without_telephone(alert_id: uuid.UUID, at: datetime) -> None:
    """When every page of the running round failed, its step is left at once: waiting would be silence."""
    alert = Alert.objects.select_for_update().get(id=alert_id)
    alive = Page.objects.filter(alert=alert, round=alert.round, state__in=LIVE, telling=False).exists()
    if alert.state != AlertState.TRIGGERED or alive:
        return
    alert.next_at = min(alert.next_at or at, at + _breath(alert))
    alert.save(update_fields=["next_at"])
    log(alert, at, "step_failed", ENGINE, "Geen enkel bericht van deze stap vertrok. We gaan meteen verder.")
    tell_coordinator(alert, at, chain_of(alert, at), alert.incident.report, "geen enkel bericht vertrok")
    wake_engine()


def _breath(alert: Alert) -> timedelta:
    """Once the whole list was rung and no provider works, ring on every 30 seconds instead of every tick."""
    return timedelta(seconds=30) if alert.exhausted else timedelta(0)
