"""Gatherings that were held, and telling people that a project stands still (N3, N17)."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from nabij.kernel.access import authorise, require_own
from nabij.kernel.audit import entries
from nabij.kernel.calendar import clock
from nabij.kernel.errors import Invalid
from nabij.kernel.events import facade as events
from nabij.kernel.notices.actions import notify
from nabij.kernel.tenancy import queries as directory

from .. import access
from ..events import GATHERING_HELD, SIGNAL_RAISED
from ..models import Gathering, GatheringOutput, QuietPeriod, SignalStep, StallSignal
from ..queries import movement, programme
from ..queries.movement import Silence
from ..rules.stalling import DEFAULT_DAYS, MAILED, Due, Step


@dataclass(frozen=True, slots=True)
class Output:
    """One outcome of a gathering; ``kind`` is one of ``GatheringOutput.Kind``."""

    kind: str
    text: str
    quote: str = ""


def hold_gathering(
    *, partnership_id: int, slug: str, title: str, first_day: date, last_day: date, outputs: Sequence[Output],
    project_id: uuid.UUID | None = None, present: str = "", quote: str = "", origin: str = "",
) -> Gathering:
    """Write down that people met and what came of it. ``last_day`` is included.

    A gathering with a decision makes its project move (N17). Raises Invalid for a wrong day or a gathering without title.
    """
    authorise(access.STEER)
    require_own(partnership_id)
    _possible(title, first_day, last_day)
    shared = {"organisation_id": partnership_id, "audience": f"partnership:{partnership_id}"}
    try:
        with transaction.atomic():
            row = Gathering.objects.create(
                **shared, slug=slug, title=title.strip(), held=DateRange(first_day, last_day, "[]"), present=present,
                project_id=project_id, quote=quote, origin=origin,
            )
    except IntegrityError as error:
        raise Invalid({"title": "Deze bijeenkomst staat er al."}) from error
    count: dict[str, int] = {}
    for one in outputs:
        count[one.kind] = count.get(one.kind, 0) + 1
        GatheringOutput.objects.create(
            **shared, gathering=row, kind=one.kind, number=count[one.kind], text=one.text, quote=one.quote
        )
    entries.record("programme.gathering.held", row, detail={"title": title, "outcomes": count})
    events.publish(GATHERING_HELD, row, data={"project_id": str(project_id or ""), "decisions": count.get("decision", 0)})
    return row


def _possible(title: str, first_day: date, last_day: date) -> None:
    lacking = {}
    if not title.strip():
        lacking["title"] = "Geef de bijeenkomst een naam."
    if last_day < first_day:
        lacking["last_day"] = "De laatste dag moet na de eerste liggen."
    if first_day > clock.today():
        lacking["first_day"] = "Deze dag moet nog komen. Leg een bijeenkomst pas vast als ze er was."
    if lacking:
        raise Invalid(lacking)


def set_signal_step(
    *, partnership_id: int, step: Step, told_id: int, label: str, project_id: uuid.UUID | None = None,
    after_days: int | None = None,
) -> SignalStep:
    """Say who hears of silence at a step; without project it holds for every project that has no row of its own."""
    authorise(access.STEER)
    require_own(partnership_id)
    days = DEFAULT_DAYS[step] if after_days is None else after_days
    row, _ = SignalStep.objects.update_or_create(  # type: ignore[misc]
        organisation_id=partnership_id, project_id=project_id, step=step,
        defaults={"audience": f"partnership:{partnership_id}", "told_id": told_id, "label": label, "after_days": days},
    )
    entries.record("programme.signal_step.set", row, detail={"step": step.value, "after_days": days})
    return row


def set_quiet_period(*, partnership_id: int, first_day: date, last_day: date, reason: str) -> QuietPeriod:
    """Days that do not count as silence; ``last_day`` is included."""
    authorise(access.STEER)
    require_own(partnership_id)
    row = QuietPeriod.objects.create(
        organisation_id=partnership_id, audience=f"partnership:{partnership_id}", days=DateRange(first_day, last_day, "[]"),
        reason=reason,
    )
    entries.record("programme.quiet_period.set", row, detail={"reason": reason})
    return row


def raise_signals(*, today: date, send: bool = True) -> list[StallSignal]:
    """Tell each step that is due, once. Repeating it on the same day tells nobody again.

    For the nightly job (system actor); ``send=False`` is for importers: the signal is kept, no message leaves.
    """
    authorise(access.WATCH)
    raised = []
    for silence in movement.silences(programme.projects(), today):
        raised += [_raise(silence, one, today, send) for one in silence.due]
    return raised


def _raise(silence: Silence, one: Due, today: date, send: bool) -> StallSignal:
    project, step = silence.project, one.rung.step
    told = silence.told[step]
    row = StallSignal.objects.create(
        organisation_id=project.organisation_id, audience=f"partnership:{project.organisation_id}", project_id=project.id,
        quiet_since=silence.since, step=step, days=silence.days, told_id=told, label=one.rung.told, raised_on=today,
    )
    if send and step in MAILED:
        _mail(silence, row)
    detail = {"project": project.slug, "step": step.value, "days": silence.days}
    entries.record("programme.stall_signal.raised", row, detail=detail)
    events.publish(SIGNAL_RAISED, row, data={"project_id": str(project.id), "step": step.value, "days": silence.days})
    return row


def _mail(silence: Silence, row: StallSignal) -> None:
    """To the function's own organisation, at the address of the directory; an informal one is reached through the secretariat."""
    contact = directory.by_id(row.told_id)
    if contact is None or not (contact.email or contact.phone):
        contact = directory.by_id(row.organisation_id)
    points = {"email": contact.email, "call": contact.phone} if contact else {}
    notify(
        kind="programme.stall", organisation_id=row.organisation_id, recipient=row.label,
        contact_points={way: value for way, value in points.items() if value}, subject=row,
        context={"silence": silence, "signal": row},
    )
