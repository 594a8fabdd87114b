"""Writing the pages of an alarm: entering steps and choosing who is rung, over what, with which words.

Nothing here calls a provider; `actions.sending` leases pages for the engine and keeps what the provider said.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from nabij.connect.sms import providers
from nabij.kernel.audit import entries as audit
from nabij.kernel.calendar import clock, words
from nabij.kernel.errors import NotFound
from nabij.kernel.events.facade import publish_all
from nabij.kernel.references import Reference
from nabij.kernel.tenancy import queries as organisations

from ..models.alarm import Alert, AlertLog, Page, PageState, Purpose
from ..models.chain import LastResortContact
from ..models.duty import MethodKind
from ..models.report import Report
from ..queries.chain import Chain, Person, running_chain
from ..rules import alarm as rules
from ..rules import codes, sms_words
from ..rules.alarm import Advance, AlertState, PersonalRule, Phase
from . import contacted, many_rows
from .many_rows import DueAlert, LineRow, LineShared, MovedTo, PageRow, PageShared, Told

BATCH = 500
TELLING = 90
ENGINE = "wachtdienst"
#: Pages beside the chain: an answer to the alarm does not withdraw them.
BESIDE = (Purpose.DIGEST, Purpose.TELL)
#: An alarm as a row, or as the engine takes it when it is due.
Ringing = Alert | DueAlert
LIVE = (PageState.PENDING, PageState.SENDING, PageState.SENT, PageState.DELIVERED)


def log(alert: Alert, at: datetime, kind: str, actor: str, text: str, public_text: str = "") -> None:
    """One line of the alarm's history, in the running transaction. While somebody has the alarm, any sign of life of a human
    starts the time anew after which it would go off again."""
    AlertLog.objects.create(
        organisation_id=alert.organisation_id, alert=alert, at=at, round=alert.round, kind=kind, actor=actor[:120],
        text=text[:400], public_text=public_text[:400],
    )  # fmt: skip
    if actor != ENGINE and kind != "acknowledged":
        # What was noted without network comes in later than it happened: whoever sends it is alive now.
        alive(alert, max(at, clock.now()))


def alive(alert: Alert, at: datetime) -> None:
    """A human gave a sign of life at ``at``: while somebody has the alarm, it goes off again that much later."""
    if alert.state == AlertState.ACKNOWLEDGED:
        alert.ack_expires_at = at + chain_of(alert, at).policy.ack_timeout
        alert.save(update_fields=["ack_expires_at"])


def locked(alert_id: uuid.UUID) -> Alert:
    """The alarm, held until the transaction ends. Raises `NotFound` outside the scope."""
    alert = Alert.objects.select_for_update(of=("self",)).filter(id=alert_id).first()
    if alert is None:
        raise NotFound()
    return alert


def chain_of(alert: Ringing, at: datetime, also: uuid.UUID | None = None) -> Chain:
    """The chain of a running alarm: its pinned policy, its turn, and `also` one more person of the line as a target."""
    return running_chain(alert.organisation_id, at, alert.policy_id, turn=alert.turn, also=also)


def view_of(alert: Ringing) -> rules.Alert:
    """The row as the rules see it."""
    return rules.Alert(
        state=AlertState(alert.state), phase=Phase(alert.phase), step=alert.step, loop=alert.loop, round=alert.round,
        next_at=alert.next_at, ack_expires_at=alert.ack_expires_at,
    )  # fmt: skip


def wake_engine() -> None:
    """Tell the engines that something is due; they hear it when this transaction commits."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify('nabij_duty', '')")


@dataclass(frozen=True)
class Move:
    """One alarm that enters steps now, with the chain and the report that give names and words."""

    alert: Ringing
    entries: list[Advance]
    chain: Chain
    report: Report | Told


def enter(alert: Alert, entries: Iterable[Advance], chain: Chain, report: Report) -> None:
    """Write each entered step with its pages; the alarm then waits where the last one says."""
    found = list(entries)
    if found:
        enter_all([Move(alert, found, chain, report)])


@dataclass
class _Entered:
    """What one entry means for every alarm that makes it: who is rung over what, and who would be next."""

    pages: list[PageShared]
    next_name: str
    desk: str


def enter_all(moves: list[Move]) -> None:
    """The same for many alarms of one municipality: a fixed number of statements, however many move."""
    told: list[tuple[str, Any, dict[str, Any]]] = []
    lines: list[LineRow] = []
    pages: list[PageRow] = []
    beside: list[Page] = []
    called: list[LastResortContact] = []
    entered: dict[tuple[int, int, int], _Entered] = {}
    _supersede_all([move.alert for move in moves], max(move.entries[0].at for move in moves))
    for move in moves:
        for entry in move.entries:
            plan = _planned(move, entry, entered)
            _take_place(move, entry, plan)
            lines += _lines(move.alert, entry, move.chain)
            told += _told(move.alert, entry)
            pages += _pages(move, plan)
            called += contacted.by_the_line(move.alert, entry, move.chain)
            if entry.empty:
                told_page, told_line = _telling(move, entry.at, _why_empty(entry, move.chain))
                beside, lines = beside + told_page, lines + told_line
    many_rows.keep_moved([(move.alert.id, _where(move.alert)) for move in moves])
    many_rows.add_lines(lines)
    many_rows.add_pages(pages)
    if beside:
        Page.objects.bulk_create(beside, ignore_conflicts=True)
    contacted.keep(called)
    publish_all(told)
    empty = [(target, {"round": data["round"]}) for type, target, data in told if type == "alert.step_empty"]
    audit.record_all("meldpunt.alert.step_empty", empty)
    wake_engine()


def _planned(move: Move, entry: Advance, known: dict[tuple[int, int, int], _Entered]) -> _Entered:
    """Decided for the first alarm of an entry; the others of the same chain make the same one."""
    key = (id(move.chain), id(entry), move.alert.organisation_id)
    if key not in known:
        last_resort = entry.phase is Phase.LAST_RESORT
        owner = move.report.organisation_id
        known[key] = _Entered(
            _shared_pages(move.alert.organisation_id, entry, move.chain), _next_name(move, entry), _desk_of(owner) if last_resort else ""
        )
    return known[key]


def _next_name(move: Move, entry: Advance) -> str:
    """Who would be rung after this entry; nobody is named by an entry that is left at once."""
    if entry is not move.entries[-1]:
        return ""
    place = rules.Alert(AlertState.TRIGGERED, entry.phase, entry.step, entry.loop, entry.round, entry.next_at)
    return move.chain.names(rules.upcoming(place, move.chain.policy, entry.at, move.chain.reachable))[:120]


def _take_place(move: Move, entry: Advance, plan: _Entered) -> None:
    alert = move.alert
    alert.state, alert.phase = AlertState.TRIGGERED, entry.phase
    alert.step, alert.loop, alert.round = entry.step, entry.loop, entry.round
    alert.next_at, alert.exhausted = entry.next_at, alert.exhausted or entry.exhausted
    if entry is move.entries[-1]:
        alert.next_name = plan.next_name
    alert.taken_by = alert.taken_by_public = ""
    alert.taken_by_recipient = alert.taken_at = alert.ack_expires_at = None


def _where(alert: Ringing) -> MovedTo:
    assert alert.next_at is not None, "a triggered alarm always waits for something"
    return MovedTo(str(alert.phase), alert.step, alert.loop, alert.round, alert.next_at, alert.exhausted, alert.next_name)


def line(alert: Ringing, at: datetime, kind: str, text: str, public_text: str = "") -> LineRow:
    """A line of the engine's, not written yet."""
    return LineRow(alert.id, LineShared(alert.organisation_id, at, alert.round, kind, ENGINE, text[:400], public_text))


def _lines(alert: Ringing, entry: Advance, chain: Chain) -> list[LineRow]:
    """The log lines of one entry."""
    found = []
    if entry.phase is Phase.LAST_RESORT and entry.step == 0:
        found.append(_last_resort_begins(alert, entry.at, chain))
    if entry.empty:
        text = f"Deze stap is leeg: {_why_empty(entry, chain)}. We gaan meteen verder."
        if entry.exhausted:
            text = "Niemand is bereikbaar. We proberen het opnieuw zolang dit alarm open staat."
        found.append(line(alert, entry.at, "step_empty", text))
    else:
        found.append(line(alert, entry.at, "step_entered", f"Oproep aan {chain.names(entry)}."))
    if entry.exhausted:
        honest = "Niemand van de wachtdienst antwoordde al. We blijven bellen. Is er gevaar? Bel 112."
        found.append(line(alert, entry.at, "exhausted", "De hele lijst is gebeld. Niemand antwoordde.", honest))
    return found


def _last_resort_begins(alert: Ringing, at: datetime, chain: Chain) -> LineRow:
    """Why the list of last resort is rung: nobody of the line answered, or no line answers here."""
    if chain.line_id is None:
        honest = "We bellen nu wie uw gemeente daarvoor aanwees. Is er gevaar? Bel 112."
        return line(alert, at, "unanswered", "Hier antwoordt geen wachtlijn. Nu het laatste vangnet.", honest)
    honest = "Niemand van de wachtdienst antwoordde. We bellen nu het bestuur van de gemeente. Is er gevaar? Bel 112."
    return line(alert, at, "unanswered", "Niemand van de wachtlijn antwoordde. Nu het laatste vangnet.", honest)


def _told(alert: Ringing, entry: Advance) -> list[tuple[str, Any, dict[str, Any]]]:
    """The events of one entry, for whoever must know: planner, desk, watchdog."""
    where = {"round": entry.round, "step": entry.step}
    target = Reference("meldpunt", "alert", str(alert.id), f"Alert object ({alert.id})", alert.organisation_id)
    found: list[tuple[str, Any, dict[str, Any]]] = [("alert.step_empty", target, where)] if entry.empty else []
    if entry.exhausted:
        return [*found, ("alert.exhausted", target, {"round": entry.round})]
    return [*found, ("alert.escalated", target, where)] if entry.round else found


def _why_empty(entry: Advance, chain: Chain) -> str:
    """Why a step pages nobody: its hours, nobody on duty, or nobody with a telephone that was checked."""
    if entry.closed:
        return "buiten de uren van deze stap"
    steps = chain.policy.steps if entry.phase is Phase.CHAIN else chain.policy.last_resort
    there = [person.name for step in steps[entry.step : entry.step + 1] for person in chain.people.get(step.target, ())]
    return f"{' en '.join(there)} heeft geen nagekeken telefoonnummer" if there else "niemand is van wacht"


def tell_coordinator(alert: Alert, at: datetime, why: str) -> None:
    """A message beside the chain: somebody must know that a step was worth nothing. It keeps no step waiting."""
    pages, lines = _telling(Move(alert, [], chain_of(alert, at), alert.incident.report), at, why)
    Page.objects.bulk_create(pages, ignore_conflicts=True)
    many_rows.add_lines(lines)
    wake_engine()


def _telling(move: Move, at: datetime, why: str) -> tuple[list[Page], list[LineRow]]:
    """The message and its line. In the last resort nothing is told apart: the coordinator is being called already."""
    alert, coordinator = move.alert, move.chain.coordinator
    if coordinator is None or alert.phase == Phase.LAST_RESORT or alert.exhausted:
        return [], []
    step = f"stap {alert.step + 1}"
    page = Page(
        organisation_id=alert.organisation_id, alert_id=alert.id, purpose=Purpose.TELL, round=alert.round, recipient=coordinator.id,
        recipient_name=coordinator.name, method=uuid.UUID(coordinator.rules[0].method), kind=MethodKind.SMS, rule_no=TELLING,
        due_at=at, provider=provider_name(MethodKind.SMS, 0),
        text=sms_words.told_sms(code=codes.grouped(move.report.code), step=step, why=why),
    )  # fmt: skip
    return [page], [line(alert, at, "coordinator_told", f"{coordinator.name} krijgt bericht: {step} werkte niet ({why}).")]


def _shared_pages(organisation_id: int, entry: Advance, chain: Chain) -> list[PageShared]:
    """Everybody whom an entry rings, over every way in turn."""
    return [
        PageShared(
            organisation_id, entry.round, person.id, person.name, rule.method, kind := _kind(person, rule), rule.number, due,
            provider_name(kind, 0),
        )
        for target in entry.targets
        for person in chain.people[target]
        for rule, due in rules.personal_cycle(list(person.rules), entry.at)
    ]  # fmt: skip


def _kind(person: Person, rule: PersonalRule) -> str:
    return str(person.kinds.get(rule.method) or (MethodKind.SMS if rule.number == 1 else MethodKind.VOICE))


def _pages(move: Move, plan: _Entered) -> list[PageRow]:
    texts: dict[str, str] = {}
    for shared in plan.pages:
        if shared.kind not in texts:
            texts[shared.kind] = text_for(move.alert, shared.kind, move.report, desk=plan.desk)
    return [PageRow(move.alert.id, texts[shared.kind], shared) for shared in plan.pages]


def provider_name(kind: str, attempt: int) -> str:
    """Name of the provider for the n-th try (0, 1, …) over this kind of channel; empty when there is none."""
    available = providers(kind)
    return available[attempt % len(available)].name if available else ""


def text_for(alert: Ringing, kind: str, report: Report | Told, *, repeat: bool = False, desk: str = "") -> str:
    """T14 or T15 as SMS, or the words of a call. ``desk`` when the caller knows it already."""
    what = " ".join(report.text.split())
    if kind == MethodKind.VOICE:
        spoken, place = " ".join(report.code), report.place_text[:100]
        return sms_words.page_voice(spoken_code=spoken, what=what[:200].rstrip("."), place=place, repeat=repeat)[:600]
    code = codes.grouped(report.code)
    if alert.phase == Phase.LAST_RESORT:
        since = words.time_text(alert.opened_at)
        return sms_words.last_resort_sms(code=code, since=since, call=desk or _desk_of(report.organisation_id), repeat=repeat)
    until = words.time_text(alert.next_at).removesuffix(" uur") if alert.next_at else ""
    return sms_words.page_sms(
        code=code, what=what, place=report.place_text, until=until, next_name=alert.next_name, repeat=repeat
    )


def _desk_of(organisation_id: int) -> str:
    contact = organisations.by_id(organisation_id)
    return f"{contact.contact_name}, {contact.phone}" if contact and contact.phone else "de wachtdienst"


def supersede(alert: Alert, *, only: uuid.UUID | None = None) -> int:
    """Withdraw pages that did not leave yet; what is being sent goes on. `only`: what waits for one person. Returns how many."""
    waiting = Page.objects.filter(alert=alert, state=PageState.PENDING).exclude(purpose__in=BESIDE)
    if only is not None:
        waiting = waiting.filter(recipient=only)
    return waiting.update(state=PageState.SUPERSEDED)


def _supersede_all(alerts: list[Ringing], not_yet_due_at: datetime) -> None:
    """A step that follows only withdraws what was not due yet: after a stand-still of the engine everybody whose turn
    came is rung, instead of only the last one."""
    waiting = Page.objects.filter(
        alert_id__in=[alert.id for alert in alerts], purpose=Purpose.CALL, state=PageState.PENDING, due_at__gt=not_yet_due_at
    )
    waiting.update(state=PageState.SUPERSEDED)


def leave_step_without_telephone(alert_id: uuid.UUID, at: datetime) -> None:
    """When every page of the running round failed, its step is left at once: waiting would be silence."""
    alert = Alert.objects.select_for_update().get(id=alert_id)
    alive = Page.objects.filter(alert=alert, purpose=Purpose.CALL, round=alert.round, state__in=LIVE).exists()
    if alert.state != AlertState.TRIGGERED or alive:
        return
    alert.next_at = min(alert.next_at or at, at + _breath(alert))
    alert.save(update_fields=["next_at"])
    log(alert, at, "step_failed", ENGINE, "Geen enkel bericht van deze stap vertrok. We gaan meteen verder.")
    tell_coordinator(alert, at, "geen enkel bericht vertrok")


def _breath(alert: Alert) -> timedelta:
    """Once the whole list was rung and no provider works, ring on every 30 seconds instead of every tick."""
    return timedelta(seconds=30) if alert.exhausted else timedelta(0)
