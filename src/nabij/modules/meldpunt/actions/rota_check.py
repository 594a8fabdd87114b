"""The daily look at the coming eight weeks: who is told of a gap, and when the coordinator is paged.

Something that is wrong is told once, to the planner and to the municipality whose turn it was; a stretch without anybody that comes
nearer than 48 hours pages the coordinator, once. What is solved and comes back is told again.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from uuid import UUID

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from nabij.kernel import crypto
from nabij.kernel.access import authorise
from nabij.kernel.audit import entries as audit
from nabij.kernel.calendar import clock
from nabij.kernel.errors import Invalid
from nabij.kernel.events.facade import publish
from nabij.kernel.notices.actions import notify
from nabij.kernel.tenancy import queries as directory

from ..models.duty import DutyLine, DutyPerson
from ..models.rota import RotaCheck, RotaContact, RotaFinding, SwapRequest
from ..queries import rota_quality
from ..queries.chain import PURPOSE
from ..rules import quality
from ..rules.quality import Finding, FindingKind
from ..rules.swaps import RUNNING, SwapEvent, after
from ..rules.swaps import SwapState as State
from ..rules.turns import BRUSSELS
from . import shifts
from .rota import PLAN, own_line

FROM_HOUR = 6


def daily(line: DutyLine) -> int | None:
    """Look once a day, from 6 o'clock; None when it is too early or was done. Requests whose shift began end every time."""
    now = clock.now()
    expire(line, now)
    local = now.astimezone(BRUSSELS)
    if local.hour < FROM_HOUR:
        return None
    _, first = RotaCheck.objects.get_or_create(
        organisation_id=line.organisation_id, line=line, day=local.date(), defaults={"at": now, "audience": line.audience}
    )
    return check(line=line) if first else None


def check(*, line: DutyLine) -> int:
    """Look now: keep the list of findings, tell what was not told, page what is near. Returns how many findings stand."""
    authorise(PLAN)
    own_line(line)
    shifts.locked(line)
    now = clock.now()
    found = {one.fingerprint: one for one in rota_quality.findings(line, now) if one.kind is not FindingKind.IMBALANCE}
    rows = {row.fingerprint: row for row in RotaFinding.objects.filter(line=line)}
    for row in rows.values():
        if row.fingerprint not in found and row.solved_at is None:
            row.solved_at = now
            row.save(update_fields=["solved_at"])
    standing = [_kept(line, one, rows.get(one.fingerprint), now) for one in found.values()]
    people = rota_quality.people_of(line)
    tell(line, [row for row in standing if row.kind in quality.TOLD and row.told_at is None], found, people, now)
    near = [row for row in standing if row.kind in quality.PAGED and row.paged_at is None]
    page(line, [row for row in near if row.period.lower < now + quality.PAGED_WITHIN], found, people, now)
    audit.record("meldpunt.rota.checked", line, detail={"findings": len(standing)})
    return len(standing)


def _kept(line: DutyLine, one: Finding, row: RotaFinding | None, now: datetime) -> RotaFinding:
    if row is None:
        return RotaFinding.objects.create(
            organisation_id=line.organisation_id, audience=line.audience, line=line, fingerprint=one.fingerprint, kind=one.kind,
            role=one.role, person_id=UUID(one.person) if one.person else None, period=DateTimeTZRange(one.start, one.end),
            amount=one.amount, limit=one.limit, found_at=now,
        )  # fmt: skip
    if row.solved_at is not None:
        row.solved_at = row.told_at = row.paged_at = None
        row.found_at = now
    row.period, row.amount = DateTimeTZRange(one.start, one.end), one.amount
    row.save()
    return row


def tell(line: DutyLine, rows: list[RotaFinding], found: dict[str, Finding], people: dict[str, DutyPerson], now: datetime) -> None:
    """One message to the planner with everything, and one to each municipality with its own."""
    if not rows:
        return
    planner = contact(line, "planner")
    if planner is None:
        raise Invalid({"contact": "Deze wachtlijn heeft nog geen planner die gaten te horen krijgt. Vul die eerst in."})
    _message(line, planner.name, _points(planner), rows, found, people, now)
    for employer_id, own in _per_employer(rows, people).items():
        municipality = directory.by_id(employer_id)
        points = {"email": municipality.email, "call": municipality.phone} if municipality else {}
        given = {name: value for name, value in points.items() if value}
        if municipality and given:
            _message(line, municipality.contact_name, given, own, found, people, now)
    for row in rows:
        row.told_at = now
        row.save(update_fields=["told_at"])
        if row.kind == FindingKind.GAP:
            publish("coverage.gap", line, data={"finding": str(row.id), "from": row.period.lower.isoformat(), "role": row.role})


def _per_employer(rows: list[RotaFinding], people: dict[str, DutyPerson]) -> dict[int, list[RotaFinding]]:
    found: dict[int, list[RotaFinding]] = defaultdict(list)
    for row in rows:
        if row.person_id is not None:
            found[people[str(row.person_id)].employer_id].append(row)
    return found


def _message(
    line: DutyLine,
    recipient: str,
    points: dict[str, str],
    rows: list[RotaFinding],
    found: dict[str, Finding],
    people: dict[str, DutyPerson],
    now: datetime,
) -> None:
    told = rota_quality.in_words([found[row.fingerprint] for row in rows], people, now)
    notify(
        kind="meldpunt.rota_findings", organisation_id=line.organisation_id, recipient=recipient, contact_points=points, subject=line,
        context={"line": line, "told": told, "soonest": min(told, key=lambda one: one.start)},
    )  # fmt: skip


def page(line: DutyLine, rows: list[RotaFinding], found: dict[str, Finding], people: dict[str, DutyPerson], now: datetime) -> None:
    """Nobody will answer within 48 hours: the coordinator's telephone, one message for all of them."""
    coordinator = contact(line, "coordinator")
    if not rows or coordinator is None:
        return
    told = rota_quality.in_words([found[row.fingerprint] for row in rows], people, now)
    notify(
        kind="meldpunt.rota_gap_soon", organisation_id=line.organisation_id, recipient=coordinator.name,
        contact_points=_points(coordinator), subject=line, context={"line": line, "told": told, "soonest": told[0]},
    )  # fmt: skip
    for row in rows:
        row.paged_at = now
        row.save(update_fields=["paged_at"])
    audit.record("meldpunt.rota.coordinator_paged", line, detail={"findings": len(rows)})


def contact(line: DutyLine, function: str) -> RotaContact | None:
    """Planner or coordinator of a line; each stands in for the other when one is missing."""
    rows = {row.function: row for row in RotaContact.objects.filter(line=line)}
    return rows.get(function) or next(iter(rows.values()), None)


def _points(row: RotaContact) -> dict[str, str]:
    number = crypto.unseal(row.organisation_id, PURPOSE, row.number)
    points = {"email": row.email, "sms": number, "call": number}
    return {name: value for name, value in points.items() if value}


def expire(line: DutyLine, now: datetime) -> None:
    """A request whose shift began can no longer be answered."""
    late = SwapRequest.objects.filter(line=line, state__in=RUNNING, period__startswith__lte=now)
    for request in late.select_for_update():
        request.state, request.decided_at, request.decided_by = after(State(request.state), SwapEvent.EXPIRE), now, "systeem"
        request.save(update_fields=["state", "decided_at", "decided_by"])
