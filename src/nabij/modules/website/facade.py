"""What the rest of the platform may ask of the website."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.core.cache import cache

from nabij.kernel.access import may
from nabij.kernel.calendar import words
from nabij.kernel.calendar.rules import BRUSSELS
from nabij.kernel.modules.manifest import Task

from . import access
from .queries import month, places
from .rules import hours

__all__ = ["forget_hours", "hours_line", "tasks"]
KEPT_S = 10


def tasks(actor: Any, at: datetime) -> list[Task]:
    """What the website asks of an editor this month."""
    if not may(actor, access.SERVICE) or actor.organisation_id is None:
        return []
    return month.tasks(actor.organisation_id, at.astimezone(BRUSSELS).date())


def hours_line(organisation_id: int, day: date) -> str:
    """"dinsdag 30 maart: open van 9.00 tot 12.00 uur" of the town hall; empty without one. Kept for some seconds."""
    return cache.get_or_set(f"website-hours:{organisation_id}:{day}", lambda: _hours_line(organisation_id, day), KEPT_S) or ""


def forget_hours(organisation_id: int, day: date) -> None:
    """Before pages are published: they must show what is true now."""
    cache.delete(f"website-hours:{organisation_id}:{day}")


def _hours_line(organisation_id: int, day: date) -> str:
    hall = places.town_hall(organisation_id)
    if hall is None:
        return ""
    found = places.day_of(hall, day)
    text = hours.intervals_text(found.intervals)
    said = f"open {text}" if found.intervals else text
    return f"{words.date_text(day, year=False)}: {said}" + (f" ({found.reason_nl})" if found.special else "")
