"""Reads of the nightly drill, for the coordinator. Per person it tells whether a telephone works, never how fast somebody is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from ..models.alarm import PageState
from ..models.duty import MethodKind, Role
from ..models.duty_call import DutyCall, Purpose
from ..rules import drills as rules
from ..rules.drills import WORDS_NL, Outcome

DAYS = 28
KINDS = {Outcome.CONFIRMED: "ok", Outcome.RUNNING: "info", Outcome.MISSED: "error", Outcome.NO_RECEIPT: "warn", Outcome.FAILED: "error"}


@dataclass(frozen=True)
class DrillLine:
    """One message of one evening."""

    id: UUID
    line: str
    at: datetime
    who: str
    role: str
    method: str
    delivered: bool
    minutes: int | None
    outcome: Outcome
    problem: str
    coordinator_told: bool
    handled_at: datetime | None
    handled_by: str
    handled_note: str

    @property
    def word(self) -> str:
        return WORDS_NL[self.outcome]

    @property
    def tag(self) -> str:
        return KINDS[self.outcome]

    @property
    def needs_handling(self) -> bool:
        return self.outcome not in (Outcome.CONFIRMED, Outcome.RUNNING) and self.handled_at is None


def drills(now: datetime) -> list[DrillLine]:
    """The evenings of the last four weeks, newest first."""
    rows = DutyCall.objects.filter(purpose=Purpose.DRILL, due_at__gt=now - timedelta(days=DAYS)).select_related("line")
    told = set(DutyCall.objects.filter(purpose=Purpose.MISSED).values_list("subject", flat=True))
    return [_line(row, now, str(row.id) in told) for row in rows.order_by("-due_at", "role", "recipient_name")]


def _line(row: DutyCall, now: datetime, told: bool) -> DrillLine:
    found = rules.outcome(
        sent_at=row.sent_at, delivered_at=row.delivered_at, confirmed_at=row.confirmed_at,
        failed=row.state in (PageState.FAILED, PageState.UNKNOWN), due_at=row.due_at, now=now,
    )  # fmt: skip
    minutes = None
    if row.confirmed_at is not None:
        minutes = max(round((row.confirmed_at - row.due_at).total_seconds() / 60), 0)
    return DrillLine(
        row.id, row.line.name if row.line else "", row.due_at, row.recipient_name, Role(row.role).label if row.role else "",
        MethodKind(row.kind).label, row.delivered_at is not None, minutes, found, row.problem, told, row.handled_at, row.handled_by,
        row.handled_note,
    )  # fmt: skip


def unhandled(now: datetime) -> list[DrillLine]:
    """Drills that were not confirmed and about which nobody did anything yet, oldest first."""
    return [line for line in reversed(drills(now)) if line.needs_handling]
