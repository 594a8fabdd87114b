"""Reads of reports: one by code or id, the list, the timeline, what was reported nearby."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from nabij.kernel.errors import NotFound
from nabij.kernel.geo import queries as geo
from nabij.kernel.geo.rules import metres_between

from ..models import Alert, Attachment, Report, ReporterContact, StatusChange
from ..rules import codes, form
from ..rules.report_states import CLOSED, UNANSWERED, WORDS_NL, State, Who

PAGE_SIZE = 50
_CLOSED = [state.value for state in CLOSED]
_UNANSWERED = [state.value for state in UNANSWERED]


def owner_of(code: str) -> int | None:
    """The organisation that owns a public number; nothing else of the report. Works outside every scope."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nabij.report_owner(%s)", [code])
        return cursor.fetchone()[0]


def by_code(code: str) -> Report:
    """Raises ``NotFound`` outside the scope of its owner."""
    report = Report.objects.select_related("organisation", "lies_in", "came_through").filter(code=code).first()
    if report is None:
        raise NotFound()
    return report


def by_id(report_id: UUID) -> Report:
    """With its category and municipalities. Raises ``NotFound`` outside the scope."""
    found = Report.objects.select_related("organisation", "lies_in", "came_through", "category").filter(id=report_id)
    report = found.first()
    if report is None:
        raise NotFound()
    return report


def can_be_followed(report: Report, now: datetime, follow_days: int) -> bool:
    """A number opens its report until so many days after closing."""
    return report.closed_at is None or now - report.closed_at <= timedelta(days=follow_days)


def attachments(report: Report) -> list[Attachment]:
    return list(Attachment.objects.filter(report=report).order_by("added_at"))


class TimelineLine(Protocol):
    """What report and alarm each tell of themselves, in one shape."""

    @property
    def at(self) -> datetime: ...

    @property
    def event(self) -> str: ...

    @property
    def internal(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a timeline. ``internal`` lines never leave staff."""

    at: datetime
    event: str
    who: str = ""
    text: str = ""
    internal: bool = False


_BY = {Who.REPORTER: "de melder", Who.SUBSCRIBER: "iemand die dit ook ziet", Who.SYSTEM: ""}


def _by(change: StatusChange) -> str:
    part = _BY.get(Who(change.who))
    return part if part is not None else change.actor_label


def changes(report: Report) -> list[StatusChange]:
    return list(StatusChange.objects.filter(report=report).order_by("id"))


def staff_lines(report: Report, steps: Iterable[StatusChange]) -> list[Line]:
    """Every step with who, why and the internal note."""
    lines = []
    for change in steps:
        event = "Gemeld" if not change.from_state else WORDS_NL[State(change.to_state)].capitalize()
        text = "\n".join(part for part in (change.public_text, change.reason) if part)
        who = f"via {report.get_channel_display()}" if not change.from_state else _by(change)
        lines.append(Line(change.at, event, who, text))
        if change.internal_note:
            lines.append(Line(change.at, "Nota", change.actor_label, change.internal_note, internal=True))
    return lines


_PUBLIC_EVENT = {
    State.QUARANTINED: "We kregen uw melding",
    State.RECEIVED: "We kregen uw melding",
    State.ACCEPTED: "We nemen uw melding op",
    State.IN_PROGRESS: "We zijn ermee bezig",
    State.PLANNED: "Het werk is ingepland",
    State.WAITING_REPORTER: "We hebben een vraag voor u",
    State.AT_THIRD_PARTY: "Een andere dienst is nu aan zet",
    State.REOPENED: "We kijken opnieuw",
    State.RESOLVED: "Opgelost",
    State.NOT_RESOLVED: "We lossen dit niet op",
    State.REFERRED: "Doorgegeven",
    State.DUPLICATE: "Iemand meldde dit al",
    State.CANCELLED: "Ingetrokken",
    State.REOPEN_REQUESTED: "U vroeg om opnieuw te kijken",
}


def public_lines(steps: Iterable[StatusChange]) -> list[Line]:
    """What a reporter reads: no names of staff, no internal notes, oldest first; a release from review is not told twice."""
    lines = []
    for change in steps:
        if change.from_state == State.QUARANTINED and change.to_state == State.RECEIVED:
            continue
        own = Who(change.who) in (Who.REPORTER, Who.SUBSCRIBER)
        lines.append(Line(change.at, _PUBLIC_EVENT[State(change.to_state)], "u" if own else "", change.public_text))
    return lines


@dataclass(frozen=True)
class Filters:
    """``state``: "" open ones, "alles" all, "over_tijd" past the promised day, or one state."""

    state: str = ""
    urgency: str = ""
    words: str = ""
    page: int = 1


@dataclass(frozen=True)
class ReportPage:
    rows: list[Report]
    total: int
    page: int
    open_total: int
    last_closed: Report | None

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE_SIZE))


def _chosen(filters: Filters, today: date) -> QuerySet[Report]:
    found = Report.objects.all()
    if filters.state == "":
        found = found.exclude(state__in=_CLOSED)
    elif filters.state == "over_tijd":
        found = found.filter(state__in=_UNANSWERED, answer_by__lt=today)
    elif filters.state != "alles":
        found = found.filter(state=filters.state)
    if filters.urgency:
        found = found.filter(urgency=filters.urgency)
    return _with_words(found, filters.words)


def _with_words(found: QuerySet[Report], words: str) -> QuerySet[Report]:
    words = words.strip()
    if not words:
        return found
    code = codes.parse(words)
    if code:
        return found.filter(code=code)
    return found.filter(Q(text__icontains=words) | Q(place_text__icontains=words) | Q(code__icontains=words))


def report_page(organisation_id: int, filters: Filters, today: date) -> ReportPage:
    """One page of the list, newest first. Three queries, four when nothing is found."""
    own = Q(organisation_id=organisation_id)
    found = _chosen(filters, today).filter(own)
    total = found.count()
    page = min(max(filters.page, 1), max(1, -(-total // PAGE_SIZE)))
    start = (page - 1) * PAGE_SIZE
    rows = list(found.select_related("category").order_by("-reported_at", "-id")[start : start + PAGE_SIZE])
    still_open = Report.objects.filter(own).exclude(state__in=_CLOSED).count()
    last = None if rows else Report.objects.filter(own, closed_at__isnull=False).order_by("-closed_at").first()
    return ReportPage(rows, total, page, still_open, last)


@dataclass(frozen=True, slots=True)
class Nearby:
    """An earlier report close by. ``metres`` is None when only the name of the place is the same."""

    id: UUID
    code: str
    text: str
    place_text: str
    state: str
    reported_at: datetime
    metres: int | None


def nearby(
    organisation_id: int, *, latitude: float | None, longitude: float | None, locality: str, now: datetime,
    limit: int = 10,
) -> list[Nearby]:
    """Earlier reports of 60 days close to a point, or in the locality that the words name; nearest first."""
    since = now - timedelta(days=form.NEARBY_DAYS)
    point, reach = _around(latitude, longitude, locality)
    if point is None and not locality:
        return []
    recent = Report.objects.filter(organisation_id=organisation_id, reported_at__gte=since)
    rows = recent.filter(_close(point, reach, locality)).order_by("-reported_at")[:200]
    found = [_as_nearby(row, point) for row in rows]
    close = [n for n in found if n.metres is None or n.metres <= reach]
    return sorted(close, key=lambda n: (n.metres is None, n.metres or 0))[:limit]


def _around(
    latitude: float | None, longitude: float | None, locality: str
) -> tuple[tuple[float, float] | None, int]:
    """The point to measure from and how far to look; the middle of a village when only its name is known."""
    if latitude is not None and longitude is not None:
        return (latitude, longitude), form.NEARBY_METRES
    place = next((p for p in geo.localities() if locality and p.name == locality), None)
    return ((place.lat, place.lon), max(place.accuracy_m, form.NEARBY_METRES)) if place else (None, 0)


def _close(point: tuple[float, float] | None, reach: int, locality: str) -> Q:
    named = Q(place_text__icontains=locality) if locality else Q(pk__in=[])
    if point is None:
        return named
    # 0.00001 degree of latitude is 1.1 m, of longitude 0.7 m at this height: the box is a little too wide, never too narrow.
    up, side = reach * 0.000010, reach * 0.000015
    box = Q(latitude__range=(point[0] - up, point[0] + up), longitude__range=(point[1] - side, point[1] + side))
    return box | (named & Q(latitude__isnull=True))


def _as_nearby(row: Report, point: tuple[float, float] | None) -> Nearby:
    metres = None
    if point is not None and row.latitude is not None and row.longitude is not None:
        metres = round(metres_between(*point, float(row.latitude), float(row.longitude)))
    return Nearby(row.id, row.code, row.text, row.place_text, WORDS_NL[State(row.state)], row.reported_at, metres)


def has_contact(report: Report) -> bool:
    """Whether the reporter can be reached; says nothing of how."""
    return ReporterContact.objects.filter(report=report).exists()


def alarm_url(report: Report) -> str:
    """Address of the newest alarm of a report; empty when it never had one."""
    found = Alert.objects.filter(organisation_id=report.organisation_id, incident__report_id=report.id)
    alert_id = found.order_by("-id").values_list("id", flat=True).first()
    return f"/wacht/alarmen/{alert_id}" if alert_id else ""


def following(organisation_id: int, *, after: UUID | None, limit: int, state: str = "") -> list[Report]:
    """Reports newest first, the page after a given one: stable while new ones come in."""
    found = Report.objects.filter(organisation_id=organisation_id)
    if state:
        found = found.filter(state=state)
    if after:
        last = by_id(after)
        found = found.filter(
            Q(reported_at__lt=last.reported_at) | Q(reported_at=last.reported_at, id__lt=last.id)
        )
    return list(found.order_by("-reported_at", "-id")[:limit])
