"""What an organisation has coming: meetings that return, days of calls, last days of rounds, its own answers that begin to hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import connection

from nabij.kernel.calendar.ical import Appointment

from ..models import AgendaFeed, Membership
from ..rules import meetings
from ..rules.meetings import BRUSSELS, Rhythm
from ..rules.states import WORDS, Presented
from . import consultations, funding, month, programme

#: Meetings that passed stay this long; so many of each series ahead.
PAST, MEETINGS = timedelta(days=60), 24
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Opened:
    """Whose address it is."""

    organisation_id: int
    created_at: datetime


def opened(token_hash: str) -> Opened | None:
    """None for an unknown or withdrawn address. Needs no scope."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT organisation_id, created_at FROM nabij.programme_agenda(%s)", [token_hash])
        row = cursor.fetchone()
    return Opened(*row) if row else None


def feeds_of(account_id: UUID) -> list[AgendaFeed]:
    """Addresses of a person in this organisation that still work, oldest first."""
    return list(AgendaFeed.objects.filter(account_id=account_id, revoked_at=None).order_by("created_at"))


def entries(organisation_id: int, at: datetime) -> list[Appointment]:
    """Everything of one organisation, without a name of a person. UIDs stay the same when a day moves."""
    today = at.astimezone(BRUSSELS).date()
    return [*_meetings(at), *_calls(organisation_id, today), *_rounds(), *_answers(organisation_id, today)]


def _meetings(at: datetime) -> Iterator[Appointment]:
    for row in month.series():
        rule = meetings.rule_of(Rhythm(row.rhythm), row.first_day)
        for start in meetings.next_dates(rule, row.first_day, row.at, at - PAST, MEETINGS):
            yield Appointment(
                f"{row.id}-{start:%Y%m%d}", start, meetings.ends(start, row.minutes), row.title, _points(row.regular), row.sequence,
                row.changed_at or _midnight(row.first_day), place=row.place,
            )


def _points(regular: list[str]) -> str:
    return "Vaste punten: " + "; ".join(regular) + "." if regular else ""


def _calls(organisation_id: int, today: date) -> Iterator[Appointment]:
    """The days that a funder stated; a later statement is the same appointment, moved. An extension is its organisation's alone."""
    for view in funding.calls(today):
        for one in view.dates:
            own = next((row for row in one.extensions if row.for_organisation_id == organisation_id), None)
            row = own or one.row
            if view.row.closed or row is None or row.days is None:
                continue
            last = row.days.upper - DAY
            hard = "Een harde datum: de subsidiegever aanvaardt niets later." if row.hard else ""
            yield Appointment(
                f"{view.row.id}-{one.kind}", last, last + DAY, f"{view.row.name}: {one.word}", hard, len(one.earlier) + bool(own),
                row.stated_at,
            )


def _rounds() -> Iterator[Appointment]:
    for row in consultations.open_rounds():
        last = row.asked.upper - DAY
        yield Appointment(
            f"{row.id}-laatste-dag", last, last + DAY, f"Laatste dag van de bevraging “{row.title}”", "Bestuur en diensten antwoorden.",
            row.row_version - 1, _midnight(row.asked.lower),
        )


def _answers(organisation_id: int, today: date) -> Iterator[Appointment]:
    names = {view.id: view.name for view in programme.projects()}
    rows = Membership.objects.filter(
        organisation_id=organisation_id, recorded__upper_inf=True, effective__startswith__gt=today - PAST, project_id__in=list(names)
    )
    for row in rows.order_by("effective"):
        on, word = row.effective.lower, WORDS[Presented(row.state)]
        yield Appointment(str(row.id), on, on + DAY, f"{names[row.project_id]}: {word}", "Uw eigen antwoord begint.", 0, row.recorded.lower)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(0), BRUSSELS)
