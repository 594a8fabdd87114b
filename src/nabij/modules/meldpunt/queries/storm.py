"""What storm mode knows: whether it runs, the counts that decide, the matters with their reports, the report of a storm."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, Q

from nabij.kernel.access.policy import may
from nabij.kernel.calendar import words
from nabij.kernel.modules.manifest import PublicBanner
from nabij.kernel.tenancy import queries as directory
from nabij.kernel.tenancy.scope import Actor

from ..models.alarm import Alert, Incident, Page, PageState, Purpose
from ..models.report import Redirect, Report
from ..models.storm import ReserveMember, StormAnswer, StormLog, StormRule, StormRun
from ..rules import codes
from ..rules import storm as rules
from ..rules.alarm import AlertState
from ..rules.danger import Urgency
from ..rules.report_states import WORKING
from ..rules.rota import BRUSSELS
from ..rules.storm import Counts, Storm, Thresholds


def running() -> StormRun | None:
    """The storm that is on now; read by everyone."""
    return StormRun.objects.filter(ended_at__isnull=True).order_by("-began_at").first()


def latest() -> StormRun | None:
    """The storm that is on, or else the last one."""
    return running() or StormRun.objects.order_by("-began_at").first()


def thresholds() -> Thresholds:
    """The region's own; the proposal of the rules until it loaded them."""
    row = StormRule.objects.order_by("id").first()
    return row.thresholds() if row else Thresholds()


def rule() -> StormRule | None:
    """The row behind the thresholds, with its source."""
    return StormRule.objects.order_by("id").first()


@dataclass(frozen=True)
class Pulse:
    """What one second of storm mode looks like to an engine; `anchor` is the open alarm that nobody took for longest."""

    run: UUID | None
    began: datetime | None
    announced: bool
    reserve_called: bool
    line_1722: bool
    digest_at: datetime | None
    unannounced_end: bool
    counts: dict[int, int] = field(default_factory=dict)
    last_acute: datetime | None = None
    anchor: tuple[int, UUID] | None = None
    joined: int = 0
    matters: int = 0
    untaken: int = 0

    @property
    def of_region(self) -> Counts:
        """For the rules."""
        return Counts(region=sum(self.counts.values()), municipality=max(self.counts.values(), default=0))


def pulse(at: datetime, window: timedelta) -> Pulse:
    """One question to the database; works outside a scope and tells counts and ids only."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nabij.storm_pulse(%s, make_interval(secs => %s))", [at, window.total_seconds()])
        (answer,) = cursor.fetchone()
    found: dict[str, Any] = json.loads(answer) if isinstance(answer, str) else answer
    anchor = found["anchor"]
    return Pulse(
        run=UUID(found["run"]) if found["run"] else None, began=_moment(found["began"]), announced=found["announced"],
        reserve_called=found["reserve"], line_1722=found["line_1722"], digest_at=_moment(found["digest_at"]),
        unannounced_end=found["unannounced_end"], counts={int(k): v for k, v in found["counts"].items()},
        last_acute=_moment(found["last_acute"]), anchor=(anchor["organisation"], UUID(anchor["alert"])) if anchor else None,
        joined=found["joined"], matters=found["matters"], untaken=found["untaken"],
    )  # fmt: skip


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def verdict(found: Pulse, limits: Thresholds) -> Storm:
    """On while a run is open; else what the counts say."""
    return Storm.ON if found.run else rules.storm(found.of_region, limits)


def coordinator_organisations(actor: Actor, at: datetime) -> tuple[list[int], str]:
    """For `staff_page(widen=…)`: the coordinator of the partnership reads and writes the municipalities while it storms and a week
    after, with the ground. A coordinator of one municipality stays inside it."""
    if not may(actor, "meldpunt.storm.lead") or actor.organisation_id != directory.partnership().id:
        return [], ""
    with connection.cursor() as cursor:
        cursor.execute("SELECT organisation_id, began_at FROM nabij.storm_ground(%s)", [at])
        rows = cursor.fetchall()
    if not rows:
        return [], ""
    return sorted(row[0] for row in rows), f"storm vanaf {words.moment_text(rows[0][1])}"


def taking_part(at: datetime) -> list[int]:
    """Municipalities of the reporting point on this day."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nabij.meldpunt_organisations((%s AT TIME ZONE 'Europe/Brussels')::date)", [at])
        taking = {row[0] for row in cursor.fetchall()}
    towns = directory.organisations(on=at.astimezone(BRUSSELS).date(), kind="municipality")
    return sorted(one.id for one in towns if one.id in taking)


#: 112 and 1722 in the languages in which emergency texts stand everywhere (meldpunt 5), short: the whole is Dutch.
ABROAD = (
    ("fr", "Danger\u00a0? Appelez le 112. Tempête, sans danger\u00a0? {phone}."),
    ("en", "Danger? Call 112. Storm damage, nobody in danger? {phone}."),
    ("de", "Gefahr? Rufen Sie 112 an. Sturmschaden, niemand in Gefahr? {phone}."),
)


def banners(organisation_id: int, at: datetime) -> list[PublicBanner]:
    """112 and 1722 on every page of every site while it storms."""
    run = running()
    if run is None:
        return []
    number = Redirect.objects.filter(trigger="storm").order_by("phone").first()
    phone = number.phone if number else "1722"
    if run.line_1722_since:
        rest_nl = f"Niemand in gevaar, maar hebt u de brandweer nodig? Het nummer {phone} is open."
        rest_fr = f"Personne en danger mais besoin des pompiers ? Le numéro {phone} est ouvert."
    else:
        rest_nl = number.text_nl if number else f"Niemand in gevaar? Bel {phone}."
        rest_fr = number.text_fr if number else ""
    return [PublicBanner(
        text_nl=f"Het stormt in onze regio. Is iemand in gevaar? Bel 112. {rest_nl}",
        text_fr=f"Tempête dans notre région. Quelqu'un est en danger ? Appelez le 112. {rest_fr}", phones=("112", phone),
        others=tuple((tag, text.format(phone=phone)) for tag, text in ABROAD),
    )]  # fmt: skip


@dataclass(frozen=True)
class Matter:
    """One open matter of the storm on the triage board."""

    incident_id: UUID
    alert_id: UUID
    municipality: str
    code: str
    text: str
    place: str
    danger: str
    rank: int
    reports: int
    opened_at: datetime
    state: str
    taken_by: str
    joined_codes: tuple[str, ...] = ()


DANGER_NL = {
    "life": "levensgevaar", "person_in_need": "persoon in nood", "violence": "geweld", "fire": "brand", "gas": "gas",
    "electricity": "elektriciteit", "water": "water", "road": "weg",
}  # fmt: skip


def danger_rank(classes: list[str]) -> tuple[int, str]:
    """The worst class of a report: its place in the order and its word."""
    found = rules.worst(classes)
    return (rules.WORST_FIRST.index(found), DANGER_NL[found]) if found else (len(rules.WORST_FIRST), "acuut")


def board(since: datetime) -> list[Matter]:
    """Open alarms since a moment, worst danger first, then most reports, then oldest."""
    alerts = (
        Alert.objects.exclude(state=AlertState.CLOSED).filter(opened_at__gte=since)
        .select_related("incident__report", "organisation").annotate(joined=Count("incident__joined"))
    )  # fmt: skip
    found = [_matter(alert) for alert in alerts.order_by("opened_at")[:300]]
    return sorted(found, key=lambda one: (one.rank, -one.reports, one.opened_at))


def _matter(alert: Any) -> Matter:
    report = alert.incident.report
    rank, danger = danger_rank(report.danger_classes)
    return Matter(
        incident_id=alert.incident_id, alert_id=alert.id, municipality=str(alert.organisation), code=codes.grouped(report.code),
        text=report.text, place=report.place_text, danger=danger, rank=rank, reports=1 + alert.joined, opened_at=alert.opened_at,
        state=alert.state, taken_by=alert.taken_by,
    )  # fmt: skip


@dataclass(frozen=True)
class Counter:
    """One municipality during the storm."""

    municipality: str
    reports: int
    acute: int
    open: int


def counters(since: datetime, until: datetime) -> list[Counter]:
    """Reports of this scope since the storm began, per municipality."""
    rows = (
        Report.objects.filter(reported_at__gte=since, reported_at__lte=until).values("organisation__short_name")
        .annotate(
            all=Count("id"), acute=Count("id", filter=Q(urgency=Urgency.ACUTE.value)),
            open=Count("id", filter=Q(state__in=[s.value for s in WORKING])),
        )
    )  # fmt: skip
    return sorted(
        (Counter(row["organisation__short_name"], row["all"], row["acute"], row["open"]) for row in rows),
        key=lambda one: (-one.acute, -one.reports, one.municipality),
    )


@dataclass(frozen=True)
class Reserve:
    """Somebody of the reserve pool and what became of the call."""

    name: str
    employer: str
    line: str
    called: str


def reserve(since: datetime | None) -> list[Reserve]:
    """The pool, by line and name, with when each was called in this storm."""
    members = ReserveMember.objects.select_related("person__employer", "line").order_by("line__name", "person__family_name")
    calls: dict[Any, Page] = {}
    if since is not None:
        for page in Page.objects.filter(purpose=Purpose.RESERVE, due_at__gte=since).order_by("due_at"):
            calls[page.recipient] = page
    return [Reserve(str(m.person), str(m.person.employer), str(m.line), _called(calls.get(m.person_id))) for m in members]


def _called(page: Page | None) -> str:
    if page is None:
        return "nog niet opgeroepen"
    moment = words.time_text(page.sent_at or page.due_at)
    if page.state == PageState.DELIVERED:
        return f"opgeroepen om {moment}, kwam aan"
    return f"oproep van {moment}: {page.get_state_display()}"


@dataclass(frozen=True)
class Story:
    """The report of one storm: what its log and its rows say."""

    run: StormRun
    lines: list[StormLog]
    counters: list[Counter]
    answers: list[StormAnswer]
    matters: int
    joined: int
    own_alarms: int
    first_page_s: list[float]

    @property
    def slowest_s(self) -> float | None:
        """The longest wait between an alarm and its first call that left, in seconds."""
        return max(self.first_page_s, default=None)

    @property
    def middle_s(self) -> float | None:
        """The middle one."""
        ordered = sorted(self.first_page_s)
        return ordered[len(ordered) // 2] if ordered else None


def story(run_id: UUID, at: datetime) -> Story | None:
    """Everything of one storm in the running scope; None when this scope does not know it."""
    run = StormRun.objects.filter(id=run_id).first()
    if run is None:
        return None
    until = run.ended_at or at
    incidents = Incident.objects.filter(opened_at__gte=run.began_at, opened_at__lte=until)
    totals = incidents.aggregate(
        large=Count("id", filter=Q(mass=True), distinct=True), own=Count("id", filter=Q(mass=False), distinct=True),
        reports=Count("joined"),
    )  # fmt: skip
    return Story(
        run=run, lines=list(StormLog.objects.filter(run_id=run_id).order_by("id")), counters=counters(run.began_at, until),
        answers=list(StormAnswer.objects.filter(run_id=run_id).order_by("at")), matters=totals["large"], joined=totals["reports"],
        own_alarms=totals["own"], first_page_s=_first_pages(run.began_at, until),
    )  # fmt: skip


def _first_pages(since: datetime, until: datetime) -> list[float]:
    from django.db.models import Min

    rows = (
        Alert.objects.filter(opened_at__gte=since, opened_at__lte=until)
        .annotate(first=Min("pages__sent_at", filter=Q(pages__purpose=Purpose.CALL))).exclude(first=None)
        .values_list("opened_at", "first")
    )  # fmt: skip
    return [(first - opened).total_seconds() for opened, first in rows]
