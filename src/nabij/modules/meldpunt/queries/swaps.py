"""What someone on duty sees of the own shifts, of colleagues' shifts and of the requests between them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from ..models.duty import DutyLine, DutyPerson, Role, Shift
from ..models.rota import Absence, SwapRequest
from ..rules.swaps import RUNNING, SwapState

WEEKS = 8


@dataclass(frozen=True)
class ShiftCard:
    """One shift to come. `key` names it in a form; its row may be made anew, its time and person not."""

    line: DutyLine
    role: str
    person_id: UUID
    person: str
    employer: str
    start: datetime
    end: datetime
    because: str
    running: bool

    @property
    def key(self) -> str:
        """Line, role, person, beginning and end: a shift that became shorter is another one; nobody takes what was not on the page."""
        return f"{self.line.slug}-{self.role}-{self.person_id}-{self.start:%Y%m%dT%H%M%SZ}-{self.end:%Y%m%dT%H%M%SZ}"

    @property
    def role_label(self) -> str:
        """The role on screen."""
        return Role(self.role).label


def person_of(account_id: UUID | None) -> DutyPerson | None:
    """The person of a duty line with this account, or None."""
    return DutyPerson.objects.filter(account_id=account_id).order_by("id").first() if account_id else None


def upcoming(at: datetime, weeks: int = WEEKS) -> list[ShiftCard]:
    """Running and coming shifts of every line that this scope sees, in order of time."""
    coming = DateTimeTZRange(at, at + timedelta(weeks=weeks))
    rows = Shift.objects.filter(period__overlap=coming).select_related("line", "person", "employer").order_by("period", "role")
    return [_card(row, at) for row in rows]


def past(person: DutyPerson, at: datetime, weeks: int = WEEKS) -> list[ShiftCard]:
    """Own shifts of the weeks that are over, newest first."""
    gone = DateTimeTZRange(at - timedelta(weeks=weeks), at)
    rows = Shift.objects.filter(person=person, period__overlap=gone, period__endswith__lte=at).select_related("line", "person", "employer")
    return [_card(row, at) for row in rows.order_by("-period")]


def _card(s: Shift, at: datetime) -> ShiftCard:
    return ShiftCard(
        s.line, s.role, s.person_id, str(s.person), str(s.employer), s.period.lower, s.period.upper, s.because, s.period.lower <= at
    )


def requests(at: datetime) -> list[SwapRequest]:
    """Requests that are still running and can be answered, soonest first."""
    rows = SwapRequest.objects.filter(state__in=RUNNING, period__startswith__gt=at)
    return list(rows.select_related("line", "asker", "taker").order_by("period"))


def settled(line: DutyLine, limit: int = 10) -> list[SwapRequest]:
    """The last ones that ended, newest first: the planner's memory."""
    rows = SwapRequest.objects.filter(line=line).exclude(state__in=RUNNING)
    return list(rows.select_related("asker", "taker").order_by("-decided_at")[:limit])


def waiting_for_planner(found: Iterable[SwapRequest]) -> list[SwapRequest]:
    """Accepted by both, but a rule of work is not kept."""
    return [request for request in found if request.state == SwapState.ACCEPTED]


def absences(person: DutyPerson, at: datetime) -> list[Absence]:
    """Own absences that are not over."""
    return list(Absence.objects.filter(person=person, period__endswith__gt=at).order_by("period"))
