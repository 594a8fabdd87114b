"""Pure: the state of a module on a date from recorded facts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Fact:
    module: str
    state: str
    effective: date
    recorded_at: datetime
    decision_ref: str = ""
    set_by: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """``state``: never, planned, on, off. ``fact`` decided it; ``next`` is the first fact after the date."""

    state: str
    fact: Fact | None = None
    next: Fact | None = None


def standing(facts: Iterable[Fact], module: str, on: date, known_at: datetime | None = None) -> Standing:
    """State of ``module`` on ``on``; ``known_at`` looks at what was recorded by then.

    A later recorded fact replaces an earlier one for the same day, and an ``off`` recorded later than a planned ``on`` with an
    earlier or equal day cancels nothing: order is by effective date first, then by recording.
    """
    known = [f for f in facts if f.module == module and (known_at is None or f.recorded_at <= known_at)]
    latest_per_day = {f.effective: f for f in sorted(known, key=lambda f: f.recorded_at)}
    days = sorted(latest_per_day)
    past = [latest_per_day[day] for day in days if day <= on]
    future = [latest_per_day[day] for day in days if day > on]
    following = future[0] if future else None
    if past:
        return Standing(past[-1].state, past[-1], following)
    planned = next((f for f in future if f.state == "on"), None)
    return Standing("planned" if planned else "never", None, planned)
