"""What the screens read of an alarm: the line of time, who acts, what is happening now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.db import connection

from nabij.kernel.calendar import clock, words
from nabij.kernel.tenancy.scope import Actor

from ..models.alarm import Alert, AlertLog, Page, PageState, Purpose
from ..models.duty import Heartbeat
from ..models.storm import IncidentReport
from ..rules import codes
from ..rules.alarm import AlertState, Phase

ON_ITS_WAY = (PageState.SENT, PageState.DELIVERED)


@dataclass(frozen=True)
class TimelineEntry:
    """One line of an alarm's history, in the shape of the report's own timeline."""

    at: datetime
    event: str
    who: str = ""
    text: str = ""
    internal: bool = False


def _log_of(report: Any) -> list[AlertLog]:
    found = AlertLog.objects.filter(alert__incident__report_id=report.id, organisation_id=report.organisation_id)
    return list(found.order_by("id"))


def _alert_of(report: Any) -> Alert | None:
    """The latest alarm of a report: its own, or the one of the large matter that it joined."""
    own = Alert.objects.filter(organisation_id=report.organisation_id)
    found = own.filter(incident__report_id=report.id).order_by("-id").first()
    return found or own.filter(incident__joined__report_id=report.id).order_by("-id").first()


def timeline_for(report: Any) -> list[TimelineEntry]:
    """Everything that happened to the alarms of a report, for staff, oldest first."""
    return [TimelineEntry(entry.at, entry.text, entry.actor, internal=True) for entry in _log_of(report)]


def public_lines(report: Any) -> list[TimelineEntry]:
    """What the resident may read of it: no names in full, no telephones, oldest first."""
    return [TimelineEntry(entry.at, entry.public_text) for entry in _log_of(report) if entry.public_text]


@dataclass(frozen=True)
class WhoActs:
    """`state` is none, waiting, taken, unanswered or closed; both sentences may be read by the resident (T3)."""

    state: str
    sentence: str
    sentence_fr: str = ""

    def __str__(self) -> str:
        return self.sentence

    def __bool__(self) -> bool:
        return bool(self.sentence)


def who_acts(report: Any) -> WhoActs:
    """Who is busy with a report, in one honest sentence."""
    alert = _alert_of(report)
    if alert is None:
        return WhoActs("none", "")
    if alert.state == AlertState.CLOSED:
        return WhoActs("closed", "De wachtdienst is klaar ter plaatse.", "Le service de garde a terminé sur place.")
    if alert.state == AlertState.ACKNOWLEDGED and alert.taken_at:
        since = words.time_text(alert.taken_at)
        french = f"Le service de garde s'en occupe depuis {words.time_text(alert.taken_at, 'fr')}."
        return WhoActs("taken", f"{alert.taken_by_public} van de wachtdienst is er sinds {since} mee bezig.", french)
    if alert.exhausted:
        return WhoActs(
            "unanswered", "Niemand van de wachtdienst antwoordde al. We blijven bellen. Is er gevaar? Bel nu 112.", _NOBODY_FR
        )
    if alert.phase == Phase.LAST_RESORT and alert.line_id is None:
        honest = f"{own_number(alert)} We bellen nu wie uw gemeente daarvoor aanwees. Is er gevaar? Bel nu 112."
        return WhoActs("unanswered", honest.strip())
    if alert.phase == Phase.LAST_RESORT:
        return WhoActs(
            "unanswered", "Niemand van de wachtdienst antwoordde. We bellen nu het bestuur van de gemeente. Is er gevaar? Bel nu 112.",
            _NOBODY_FR,
        )
    french = "Le service de garde est averti. Vous voyez ici qui suit votre signalement."
    return WhoActs("waiting", "De wachtdienst is verwittigd. U ziet hier wie uw melding opvolgt.", french)


_NOBODY_FR = "Personne du service de garde n'a encore répondu. Nous continuons d'appeler. Il y a du danger ? Appelez tout de suite le 112."


def own_number(alert: Alert) -> str:
    """The number that the municipality decided for what this alarm is about, in a sentence; empty where a line answers."""
    if alert.line_id is not None:
        return ""
    found = AlertLog.objects.filter(alert=alert, kind="own_number").values_list("public_text", flat=True).first() or ""
    return found.partition(" Is er gevaar?")[0]


def live_status(report: Any) -> list[str]:
    """For the operator with a caller on the line: who was reached when, and who comes next. Newest last."""
    alert = _alert_of(report)
    if alert is None:
        return []
    pages = Page.objects.filter(alert=alert).exclude(state=PageState.SUPERSEDED).order_by("due_at", "rule_no")
    lines = [line for line in (_page_line(page) for page in pages) if line]
    return [*lines, *_state_lines(alert)]


def _page_line(page: Page) -> str:
    word = "sms" if page.kind == "sms" else "oproep"
    again = " (herhaling)" if page.repeat else ""
    name = page.recipient_name[:1].upper() + page.recipient_name[1:]
    if page.purpose == Purpose.TELL:
        word = "bericht dat een stap niet werkte"
    if page.state in ON_ITS_WAY and page.sent_at:
        arrived = f", kwam aan om {words.time_text(page.delivered_at)}" if page.delivered_at else ""
        return f"{name}: {word} vertrok om {words.time_text(page.sent_at)}{again}{arrived}"
    if page.state in (PageState.FAILED, PageState.UNKNOWN) and page.sent_at:
        return f"{name}: {word} vertrok om {words.time_text(page.sent_at)}{again}, maar: {page.problem}"
    if page.state in (PageState.FAILED, PageState.UNKNOWN):
        return f"{name}: {word} mislukte{again}: {page.problem}"
    if page.state == PageState.SENDING or page.due_at <= clock.now():
        return f"{name}: {word} vertrekt nu{again}"
    return f"{name}: {word} om {words.time_text(page.due_at)} als er geen antwoord is"


def _state_lines(alert: Alert) -> list[str]:
    if alert.state == AlertState.ACKNOWLEDGED and alert.taken_at:
        return [f"{alert.taken_by} neemt het sinds {words.time_text(alert.taken_at)}"]
    if alert.state == AlertState.CLOSED:
        return [f"Alarm gesloten: {alert.result}"]
    if alert.phase == Phase.LAST_RESORT:
        return [_honest(alert)]
    if alert.next_name and alert.next_at:
        return [f"Geen antwoord om {words.time_text(alert.next_at)}: we bellen {alert.next_name}"]
    return []


def _honest(alert: Alert) -> str:
    """What the desk says to a caller when nobody of the line answered: the truth, and what to do."""
    call = f"Daarna bellen we {alert.next_name}, om {words.time_text(alert.next_at)}." if alert.next_name and alert.next_at else ""
    again = f"We bellen opnieuw om {words.time_text(alert.next_at)}." if alert.next_at and not call else ""
    first = own_number(alert) or "Hier antwoordt geen wachtlijn." if alert.line_id is None else "Niemand van de wachtdienst antwoordde."
    return (
        f"{first} Zeg dit aan de melder. Is er gevaar? Laat de melder 112 bellen. "
        + (again if alert.exhausted else call or again)
    ).strip()


@dataclass(frozen=True)
class AlarmCard:
    """One open alarm on the duty page."""

    id: UUID
    organisation_id: int
    municipality: str
    code: str
    code_shown: str
    text: str
    place: str
    route_url: str
    state: str
    opened_at: datetime
    taken_by: str
    taken_at: datetime | None
    ack_expires_at: datetime | None
    next_at: datetime | None
    next_name: str
    exhausted: bool
    last_resort: bool
    result: str
    report_id: UUID
    status: list[str]
    joined: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        """Nobody took it yet."""
        return self.state == AlertState.TRIGGERED

    @property
    def is_taken(self) -> bool:
        """Somebody is on it."""
        return self.state == AlertState.ACKNOWLEDGED


def _card(alert: Alert) -> AlarmCard:
    report = alert.incident.report
    return AlarmCard(
        id=alert.id, organisation_id=alert.organisation_id, municipality=str(alert.organisation), code=report.code,
        code_shown=codes.grouped(report.code), text=report.text, place=report.place_text or _point(report),
        route_url=_route(report, str(alert.organisation)), state=alert.state, opened_at=alert.opened_at, taken_by=alert.taken_by,
        taken_at=alert.taken_at, ack_expires_at=alert.ack_expires_at, next_at=alert.next_at, next_name=alert.next_name,
        exhausted=alert.exhausted, last_resort=alert.phase == Phase.LAST_RESORT, result=alert.result, report_id=report.id,
        status=live_status(report), joined=_joined(alert) if alert.incident.mass else (),
    )  # fmt: skip


def _joined(alert: Alert) -> tuple[str, ...]:
    """Reports that came to the same large matter, newest first: number, place and time."""
    rows = IncidentReport.objects.filter(incident_id=alert.incident_id).select_related("report").order_by("-joined_at")
    return tuple(
        f"{codes.grouped(row.report.code)}, {words.time_text(row.joined_at)}: {row.report.text[:80]}, "
        f"{row.report.place_text or _point(row.report)}"
        for row in rows[:50]
    )


def _point(report: Any) -> str:
    return f"{report.latitude}, {report.longitude}" if report.latitude is not None else "plaats onbekend"


def _route(report: Any, municipality: str) -> str:
    """A geo: address opens the telephone's own map; the page itself asks nothing from a third party."""
    if report.latitude is not None:
        return f"geo:{report.latitude},{report.longitude}"
    return f"geo:0,0?q={quote(f'{report.place_text}, {municipality}')}" if report.place_text else ""


def _alerts() -> Any:
    return Alert.objects.select_related("incident__report", "organisation")


def open_alarms() -> list[AlarmCard]:
    """Open alarms of this scope: not yet taken first, oldest first."""
    found = _alerts().exclude(state=AlertState.CLOSED).order_by("-state", "opened_at")
    return [_card(alert) for alert in found]


def recently_closed(at: datetime, limit: int = 10) -> list[AlarmCard]:
    """Alarms that ended in the last seven days, newest first: the colleague of tomorrow reads them."""
    found = _alerts().filter(state=AlertState.CLOSED, closed_at__gte=at - timedelta(days=7)).order_by("-closed_at")[:limit]
    return [_card(alert) for alert in found]


def alarm(alert_id: UUID) -> AlarmCard | None:
    """One alarm of this scope, open or closed."""
    found = _alerts().filter(id=alert_id).first()
    return _card(found) if found else None


def alarm_log(alert_id: UUID) -> Sequence[AlertLog]:
    """Everything that happened to one alarm, oldest first."""
    return list(AlertLog.objects.filter(alert_id=alert_id).order_by("at", "id"))


def duty_organisations(actor: Actor, at: datetime) -> tuple[list[int], str]:
    """For `staff_page(widen=…)`: municipalities that a person on duty may read and write now, with the ground."""
    if actor.account_id is None:
        return [], ""
    with connection.cursor() as cursor:
        cursor.execute("SELECT organisation_id, reason FROM nabij.duty_organisations(%s, %s)", [actor.account_id, at])
        rows = cursor.fetchall()
    reasons = sorted({reason for _, reason in rows}, reverse=True)
    return sorted({organisation_id for organisation_id, _ in rows}), ", ".join(reasons)[:200]


@dataclass(frozen=True)
class Pulse:
    """How long ago an engine last ran. `alive` is false after 60 seconds, or when none ever ran."""

    seconds: int | None

    @property
    def alive(self) -> bool:
        """Somebody guards the alarms."""
        return self.seconds is not None and self.seconds <= 60

    @property
    def sentence(self) -> str:
        """For the duty page."""
        if self.seconds is None:
            return "De alarmering draait niet. Gebruik het wachtblad en bel zelf."
        if not self.alive:
            return f"De alarmering staat stil sinds {self.seconds} seconden. Gebruik het wachtblad en bel zelf."
        return f"Alarmering werkt ({self.seconds} s geleden)"


def pulse(at: datetime) -> Pulse:
    """The freshest heartbeat of all engines."""
    last = Heartbeat.objects.order_by("-at").values_list("at", flat=True).first()
    return Pulse(None if last is None else max(int((at - last).total_seconds()), 0))
