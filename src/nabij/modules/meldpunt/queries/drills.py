"""Reads of the nightly drill and of the tests of providers (decision 0035).

Per person it tells whether a telephone works, to the coordinator and to that person; to others only a sum per role. Never a time of a
person: not how fast somebody is, nor at which minute a telephone was answered.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import connection

from nabij.kernel.tenancy import queries as directory

from ..models.alarm import PageState
from ..models.duty import DutyPerson, MethodKind, Role
from ..models.duty_call import DutyCall, Purpose
from ..rules import drills as rules
from ..rules import gateways as gateway_rules
from ..rules.drills import WORDS_NL, Outcome
from ..rules.gateways import State, Test
from ..rules.rota import BRUSSELS

DAYS = 28
KINDS = {Outcome.CONFIRMED: "ok", Outcome.RUNNING: "info", Outcome.MISSED: "error", Outcome.NO_RECEIPT: "warn", Outcome.FAILED: "error"}


@dataclass(frozen=True)
class DrillLine:
    """One message of one evening."""

    id: UUID
    line: str
    evening: date
    who: str
    role: str
    method: str
    delivered: bool
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


def drills(now: datetime, account_id: UUID | None = None) -> list[DrillLine]:
    """The evenings of the last four weeks, newest first; with an account only that person's own."""
    rows = DutyCall.objects.filter(purpose=Purpose.DRILL, due_at__gt=now - timedelta(days=DAYS)).select_related("line")
    if account_id is not None:
        rows = rows.filter(recipient__in=DutyPerson.objects.filter(account_id=account_id).values("id"))
    told = set(DutyCall.objects.filter(purpose=Purpose.MISSED).values_list("subject", flat=True))
    return [_line(row, now, str(row.id) in told) for row in rows.order_by("-due_at", "role", "recipient_name")]


def _line(row: DutyCall, now: datetime, told: bool) -> DrillLine:
    found = rules.outcome(
        sent_at=row.sent_at, delivered_at=row.delivered_at, confirmed_at=row.confirmed_at,
        failed=row.state in (PageState.FAILED, PageState.UNKNOWN), due_at=row.due_at, now=now,
    )  # fmt: skip
    return DrillLine(
        row.id, row.line.name if row.line else "", row.due_at.astimezone(BRUSSELS).date(),
        row.recipient_name, Role(row.role).label if row.role else "",
        MethodKind(row.kind).label, row.delivered_at is not None, found, row.problem, told, row.handled_at, row.handled_by,
        row.handled_note,
    )  # fmt: skip


@dataclass(frozen=True)
class RoleCount:
    """How many drills of a role were held and confirmed in these weeks. Summed, so that one evening points at nobody."""

    role: str
    held: int
    confirmed: int


def counts(now: datetime) -> list[RoleCount]:
    """Per role, first line before backup; for every member of the partnership."""
    with connection.cursor() as cursor:
        since = now - timedelta(days=DAYS)
        asked = "SELECT * FROM nabij.drill_counts(%s, %s, make_interval(secs => %s))"
        cursor.execute(asked, [directory.partnership().id, since, rules.WITHIN.total_seconds()])
        found = {role: (held, confirmed) for role, held, confirmed in cursor.fetchall()}
    return [RoleCount(Role(role).label, *found[role]) for role in Role.values if role in found]


@dataclass(frozen=True)
class Gateway:
    """What the last test of one provider said."""

    name: str
    kind: str
    at: datetime
    state: State
    problem: str

    @property
    def word(self) -> str:
        return gateway_rules.WORDS_NL[self.state]

    @property
    def tag(self) -> str:
        return {State.PROVEN: "ok", State.RUNNING: "info", State.NO_RECEIPT: "error"}[self.state]


def gateways(now: datetime) -> list[Gateway]:
    """The last test of each provider, by name. Needs no scope: it tells of providers only."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT provider, kind, at, delivered_at, problem FROM nabij.duty_gateways()")
        rows = cursor.fetchall()
    return [
        Gateway(name, MethodKind(kind).label, at, gateway_rules.state(Test(at, delivered), now), problem)
        for name, kind, at, delivered, problem in sorted(rows)
    ]


def unhandled(now: datetime) -> list[DrillLine]:
    """Drills that were not confirmed and about which nobody did anything yet, oldest first."""
    return [line for line in reversed(drills(now)) if line.needs_handling]
