"""Reads of the hand-over, and the scope in which people of a line write to each other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection

from nabij.kernel.tenancy.scope import Actor

from ..models.duty import DutyLine, Role
from ..models.handover import Handover, StandingNote
from ..rules.handover import AHEAD
from . import duty

ORDER = tuple(Role.values)


def line_scope(actor: Actor, at: datetime) -> tuple[list[int], str]:
    """For ``staff_page(widen=…)``: the municipalities of the shift, and the owner of the line on whose list this person stands."""
    ids, reason = duty.duty_organisations(actor, at)
    owners = line_owners(actor)
    return sorted({*ids, *owners}), ", ".join(filter(None, [reason, "persoon van de wachtlijn" if owners else ""]))[:200]


def line_owners(actor: Actor) -> list[int]:
    """Owners of the lines on whose list this account stands."""
    if actor.account_id is None:
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT nabij.duty_line_owners(%s)", [actor.account_id])
        return [row[0] for row in cursor.fetchall()]


@dataclass(frozen=True)
class HandoverView:
    """One change of a role of the line, as this reader sees it."""

    id: UUID
    line: str
    role: str
    starts_at: datetime
    outgoing: str
    incoming: str
    text: str
    written_at: datetime | None
    open_codes: list[str]
    read_at: datetime | None
    paged_at: datetime | None
    stays_until: datetime | None
    may_write: bool
    may_read: bool

    @property
    def is_unread(self) -> bool:
        return self.read_at is None


def handovers(actor: Actor, at: datetime, past: int = 18) -> list[HandoverView]:
    """The coming change and the last ones, newest first."""
    rows = Handover.objects.filter(starts_at__lte=at + AHEAD).select_related("line", "outgoing", "incoming", "longer")
    newest = sorted(rows.order_by("-starts_at")[:past], key=lambda row: (-row.starts_at.timestamp(), ORDER.index(row.role)))
    return [_view(row, actor, at) for row in newest]


def _view(row: Handover, actor: Actor, at: datetime) -> HandoverView:
    mine = actor.account_id
    outgoing = row.outgoing.account_id if row.outgoing else None
    stays = row.longer.period.upper if row.longer and row.read_at is None and row.longer.period.upper > at else None
    return HandoverView(
        row.id, row.line.name, row.get_role_display(), row.starts_at,
        str(row.outgoing or ""), str(row.incoming), row.text, row.written_at, list(row.open_codes),
        row.read_at, row.paged_at, stays,
        may_write=row.read_at is None and mine is not None and outgoing == mine and at < row.starts_at + timedelta(days=1),
        may_read=row.read_at is None and mine is not None and row.incoming.account_id == mine,
    )  # fmt: skip


def notes() -> list[StandingNote]:
    """Notes that still stand, oldest first, over the lines of this scope."""
    return list(StandingNote.objects.filter(ended_at=None).select_related("line").order_by("since"))


def writable_lines(actor: Actor) -> list[DutyLine]:
    """Lines on whose list this person stands."""
    return list(DutyLine.objects.filter(organisation_id__in=line_owners(actor)).order_by("name"))
