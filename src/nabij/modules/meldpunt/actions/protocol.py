"""What people do with a protocol: it opens with the alarm, steps are ticked, the coordinator publishes a next version."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.db import connection

from nabij.kernel.access import authorise
from nabij.kernel.audit import entries as audit
from nabij.kernel.calendar import clock, words
from nabij.kernel.errors import Invalid, NotFound, Refused
from nabij.kernel.events.facade import publish
from nabij.kernel.tenancy import queries as organisations
from nabij.kernel.tenancy.scope import current

from ..models.alarm import Alert
from ..models.protocol import Protocol, ProtocolRun, ProtocolStep, ProtocolStepLog
from ..models.report import Report
from ..queries import protocol as queries
from ..rules import protocol as rules
from ..rules.alarm import AlertState
from ..rules.protocol import StepKind
from . import paging

PUBLISH = "meldpunt.protocol.publish"


def open_run(*, alert: Alert, report: Report) -> ProtocolRun | None:
    """Choose the protocol of a new alarm, in the transaction of the report. None when no line answers or nothing fits."""
    owner = alert.line_organisation_id
    if owner is None:
        return None
    found = {row["code"]: row for row in _in_force(alert.organisation_id, owner)}
    candidates = [rules.Candidate(r["code"], r["name"], tuple(r["categories"]), tuple(r["words"])) for r in found.values()]
    category = report.category.service_code if report.category else ""
    chosen = rules.choose(candidates, category, report.text)
    if chosen is None:
        return None
    row = found[chosen.candidate.code]
    run = ProtocolRun.objects.create(
        organisation_id=alert.organisation_id, alert=alert, protocol_organisation_id=row["organisation"], protocol_id=UUID(row["id"]),
        started_at=alert.opened_at, because=chosen.because[:200],
    )
    paging.log(alert, alert.opened_at, "protocol", paging.ENGINE, f"Protocol: {chosen.candidate.name} ({chosen.because}).")
    return run


def _in_force(organisation_id: int, owner: int) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nabij.duty_protocols(%s, %s)", [organisation_id, owner])
        (answer,) = cursor.fetchone()
    return json.loads(answer) if isinstance(answer, str) else answer  # type: ignore[no-any-return]


@dataclass(frozen=True)
class Act:
    """An act from the spot. ``key`` names it, ``said_at`` is the time on the telephone (None: now)."""

    key: UUID
    said_at: datetime | None = None


def tick(
    *, alert_id: UUID, step_id: UUID, act: Act, done: bool = True, value: str = "", responder: Any = None
) -> ProtocolStepLog:
    """Tick a step, or undo that. The same key twice is one tick. Raises ``Refused`` after the alarm was closed, ``NotFound``."""
    from .alarm import responder_of

    alert = paging.locked(alert_id)
    run = ProtocolRun.objects.filter(alert=alert).first()
    step = ProtocolStep.objects.filter(id=step_id, protocol_id=run.protocol_id).first() if run else None
    if run is None or step is None:
        raise NotFound()
    who = responder or responder_of(alert)
    key = uuid5(act.key, f"{step.id} {done}")
    before = ProtocolStepLog.objects.filter(organisation_id=alert.organisation_id, key=key).first()
    if before is not None:
        return before
    now = clock.now()
    at = time_of(alert, act, now)
    row = ProtocolStepLog.objects.create(
        organisation_id=alert.organisation_id, run=run, step=step.id, done=done, at=at, received_at=now, by=who.name,
        value=" ".join(value.split())[:400], key=key,
    )
    said = f": {row.value}" if row.value else ""
    text = f"{who.name}: {step.text}{said}" if done else f"{who.name} zet terug open: {step.text}"
    paging.log(alert, at, "step" if done else "step_undone", who.name, text + sent_later(at, now))
    audit.record("meldpunt.protocol.step_ticked", alert, detail={"step": step.position, "done": done, "by": who.name})
    publish("protocol.step_ticked", alert, data={"step": step.position, "done": done})
    return row


def time_of(alert: Alert, act: Act, now: datetime) -> datetime:
    """When the act was done. Raises ``Refused`` for what was done after the alarm was closed."""
    at = rules.own_time(act.said_at, alert.opened_at, now)
    if alert.state == AlertState.CLOSED and alert.closed_at and at > alert.closed_at:
        raise Refused("Dit alarm is al gesloten. Voor nieuwe feiten is er een nieuwe melding nodig.")
    return at


def sent_later(at: datetime, now: datetime) -> str:
    """The words behind a line that came in later than it happened."""
    return f" (doorgestuurd om {words.time_text(now)})" if (now - at).total_seconds() > 60 else ""


def require_finished(alert: Alert, at: datetime, unfinished: str) -> None:
    """Before an alarm closes: every required step is done, or a person says why not. Raises ``Invalid``."""
    run = ProtocolRun.objects.filter(alert=alert).first()
    left = queries.open_required(run, at) if run else []
    reason = " ".join(unfinished.split())[:400]
    if run is None or not left:
        return
    if not reason:
        steps = " ".join(f"“{step.text}”" for step in left)
        many = "deze verplichte stap staat" if len(left) == 1 else "deze verplichte stappen staan"
        raise Invalid({"unfinished": f"In het protocol: {many} nog open: {steps}. Schrijf waarom u toch afsluit."})
    run.unfinished_because = reason
    run.save(update_fields=["unfinished_because"])
    paging.log(alert, at, "unfinished", current().actor.label, f"Niet gedaan: {', '.join(step.text for step in left)}. Reden: {reason}")


@dataclass(frozen=True)
class NewStep:
    """A step as it was written down."""

    kind: StepKind
    text: str
    target_minutes: int | None
    required: bool


@dataclass(frozen=True)
class NewProtocol:
    """A version as it was written down. Without categories and words it is for any alarm."""

    code: str
    name: str
    categories: tuple[str, ...]
    words: tuple[str, ...]
    steps: Sequence[NewStep]
    in_use: bool = True


def publish_protocol(*, given: NewProtocol) -> Protocol:
    """A next version. Running alarms keep theirs. Raises ``Refused`` outside the partnership, ``Invalid`` without steps."""
    actor = authorise(PUBLISH)
    owner = organisations.partnership().id
    if owner not in current().writing:
        raise Refused("Protocollen zijn van het samenwerkingsverband. De coördinator past ze aan.")
    if given.in_use and not given.steps:
        raise Invalid({"steps": "Schrijf minstens één stap."})
    row = {"organisation_id": owner, "audience": f"partnership:{owner}"}
    latest = Protocol.objects.filter(organisation_id=owner, code=given.code).order_by("-version").first()
    made = Protocol.objects.create(
        **row, code=given.code, version=latest.version + 1 if latest else 1, name=given.name, categories=list(given.categories),
        words=list(given.words), in_use=given.in_use, published_at=clock.now(), published_by=actor.label,
    )
    for position, step in enumerate(given.steps, start=1):
        ProtocolStep.objects.create(
            **row, protocol=made, position=position, kind=step.kind.value, text=step.text, target_minutes=step.target_minutes,
            required=step.required,
        )
    audit.record("meldpunt.protocol.published", made, detail={"code": made.code, "version": made.version, "steps": len(given.steps)})
    publish("protocol.published", made, data={"code": made.code, "version": made.version})
    return made
