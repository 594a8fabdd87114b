"""How long people waited, over all modules that say so. Needs a scope that reads the organisation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from nabij.kernel.calendar import clock
from nabij.kernel.calendar.queries import calendar_for
from nabij.kernel.calendar.rules import Calendar, working_time_between
from nabij.kernel.modules import registry
from nabij.kernel.notices import calls
from nabij.kernel.notices.waiting import with_hours

from ..rules.figures import SMALLEST_GROUP, Figures, Wait, figures

PERIOD = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Calls:
    """Promises to ring: how many were kept in time. ``share`` is None for a group that is too small."""

    number: int
    in_time: int | None


def of(organisation_id: int, enabled: Iterable[str]) -> Figures:
    """Working time to the first answer of everything asked in the last ninety days."""
    calendar, since = with_hours(calendar_for(organisation_id)), clock.now() - PERIOD
    waits = [
        Wait(one.service_nl, one.channel, _worked(one.asked_at, one.first_answer_at, calendar))
        for module in registry.installed() if module.waits and module.name in enabled
        for one in registry.call(module.waits, organisation_id, since)
    ]
    return figures(waits)


def _worked(asked: datetime, answered: datetime | None, calendar: Calendar) -> timedelta | None:
    return None if answered is None else working_time_between(asked, answered, calendar)


def call_promises(organisation_id: int) -> Calls:
    """Of the calls that were closed in the last ninety days: how many before the promised moment."""
    done = calls.done_since(organisation_id, clock.now() - PERIOD)
    kept = sum(task.closed_at is not None and task.closed_at <= task.due for task in done)
    return Calls(len(done), kept if len(done) >= SMALLEST_GROUP else None)
