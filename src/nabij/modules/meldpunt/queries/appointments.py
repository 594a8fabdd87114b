"""Reading calendars: whose an address is, and which appointments stand in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import Q

from ..models.calendar import CalendarEntry, CalendarFeed
from ..models.duty import DutyLine, DutyParticipation, Role
from ..rules.rota import BRUSSELS

#: Calendars keep what passed for a while; a withdrawn shift stays long enough for every program to hear of it.
PAST = timedelta(days=60)


@dataclass(frozen=True)
class Opened:
    """Whose address it is."""

    organisation_id: int
    kind: str
    account_id: UUID
    created_at: datetime


def opened(token_hash: str) -> Opened | None:
    """None for an unknown or withdrawn address. Needs no scope."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT organisation_id, kind, account_id, created_at FROM nabij.duty_calendar(%s)", [token_hash])
        row = cursor.fetchone()
    return Opened(*row) if row else None


def feeds_of(account_id: UUID) -> list[CalendarFeed]:
    """Addresses of a person in this organisation that still work, oldest first."""
    return list(CalendarFeed.objects.filter(account_id=account_id, revoked_at=None).order_by("created_at"))


@dataclass(frozen=True)
class ShownEntry:
    """An appointment with its words."""

    entry: CalendarEntry
    summary: str
    description: str


def entries(feed: Opened, at: datetime) -> list[ShownEntry]:
    """Appointments of a feed, from two months ago on. Names only: no telephone, no note."""
    rows = CalendarEntry.objects.select_related("line", "person", "person__employer").filter(period__endswith__gt=at - PAST)
    if feed.kind == CalendarFeed.Kind.PERSON:
        rows = rows.filter(person__account_id=feed.account_id)
    else:
        rows = rows.filter(line__in=_lines(feed.organisation_id))
    found = [row for row in rows.order_by("period", "id") if feed.kind != CalendarFeed.Kind.MUNICIPALITY or _answers(feed, row)]
    return [_shown(row, feed.kind) for row in found]


def _lines(organisation_id: int) -> list[UUID]:
    answering = DutyParticipation.objects.filter(organisation_id=organisation_id).values("line_id")
    return list(DutyLine.objects.filter(Q(id__in=answering) | Q(organisation_id=organisation_id)).values_list("id", flat=True))


def _answers(feed: Opened, row: CalendarEntry) -> bool:
    """The line answers for the municipality on the day on which the shift begins."""
    day = row.period.lower.astimezone(BRUSSELS).date()
    return DutyParticipation.objects.filter(organisation_id=feed.organisation_id, line_id=row.line_id, period__contains=day).exists()


def _shown(row: CalendarEntry, kind: str) -> ShownEntry:
    role = dict(Role.choices).get(row.role, row.role)
    if kind == CalendarFeed.Kind.PERSON:
        return ShownEntry(row, f"Wacht: {role}", f"{row.line.name}. Wie u opvolgt en de nummers staan op de wachtpagina.")
    return ShownEntry(row, f"Wacht {role}: {row.person}", f"{row.line.name}. Werkgever: {row.person.employer}.")


def has_shifts(account_id: UUID) -> bool:
    """This person stands on a rota."""
    return CalendarEntry.objects.filter(person__account_id=account_id).exists()
