"""Rules of work for who is on duty: rest, weekly maximum, no duty in leave. Pure; the numbers are data with their source."""

import itertools
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from .turns import BRUSSELS, instant


class RuleCode(StrEnum):
    """What a rule speaks of; weights count an hour heavier (in percent), the rest limits."""

    REST = "rest_hours"
    WEEK = "week_hours"
    LEAVE = "no_duty_in_leave"
    IMBALANCE = "imbalance_percent"
    NIGHT = "weight_night"
    WEEKEND = "weight_weekend"
    HOLIDAY = "weight_holiday"
    SCHOOL = "weight_school_holiday"


#: What a value may be, and what it counts.
RANGES = {
    RuleCode.REST: (0, 48, "uur"), RuleCode.WEEK: (1, 168, "uur"), RuleCode.LEAVE: (0, 1, ""), RuleCode.IMBALANCE: (0, 500, "procent"),
    RuleCode.NIGHT: (100, 500, "procent"), RuleCode.WEEKEND: (100, 500, "procent"), RuleCode.HOLIDAY: (100, 500, "procent"),
    RuleCode.SCHOOL: (100, 500, "procent"),
}  # fmt: skip


def value_problem(code: RuleCode, value: int) -> str:
    """Why a value cannot be one of this rule, in a sentence; empty when it can."""
    low, high, unit = RANGES[code]
    if low <= value <= high:
        return ""
    if code is RuleCode.LEAVE:
        return "Vul 1 in voor ja, of 0 voor nee."
    why = " Minder dan 100 procent maakt een zwaar uur lichter." if low == 100 and value < low else ""
    return f"Kies een getal van {low} tot {high} {unit}.{why}"


@dataclass(frozen=True)
class DutyRule:
    """`value` in hours or percent. `role` empty = all roles of a person together."""

    code: RuleCode
    value: int
    role: str = ""


@dataclass(frozen=True)
class Duty:
    """One person on duty in one role over [start, end)."""

    person: str
    role: str
    start: datetime
    end: datetime


@dataclass(frozen=True)
class Leave:
    """One person away over [start, end)."""

    person: str
    start: datetime
    end: datetime


@dataclass(frozen=True)
class Breach:
    """A rule that a rota does not keep; `start` and `end` say where, `hours` how much there is (of `limit`)."""

    code: RuleCode
    person: str
    start: datetime
    end: datetime
    hours: int = 0
    limit: int = 0


def breaches(duties: Iterable[Duty], rules: Sequence[DutyRule], leaves: Sequence[Leave]) -> list[Breach]:
    """Everything that these duties do not keep, in order of time."""
    per_person: dict[str, list[Duty]] = defaultdict(list)
    for duty in duties:
        per_person[duty.person].append(duty)
    found = [
        breach
        for person, own in per_person.items()
        for rule in rules
        for breach in _of_rule(person, [d for d in own if rule.role in ("", d.role)], rule, leaves)
    ]
    return sorted(found, key=lambda b: (b.start, b.person, b.code))


def _of_rule(person: str, duties: list[Duty], rule: DutyRule, leaves: Sequence[Leave]) -> list[Breach]:
    stretches = joined([(d.start, d.end) for d in duties])
    if rule.code is RuleCode.REST:
        return _rest(person, stretches, rule)
    if rule.code is RuleCode.WEEK:
        return _week(person, stretches, rule)
    if rule.code is RuleCode.LEAVE and rule.value:
        own = [leave for leave in leaves if leave.person == person]
        return [
            Breach(rule.code, person, max(start, leave.start), min(end, leave.end))
            for start, end in stretches for leave in own if leave.start < end and start < leave.end
        ]  # fmt: skip
    return []


def joined(periods: Iterable[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    """Periods that touch or overlap become one; in UTC, so that a difference is time that passed."""
    found: list[tuple[datetime, datetime]] = []
    for start, end in sorted((start.astimezone(UTC), end.astimezone(UTC)) for start, end in periods):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def _rest(person: str, stretches: list[tuple[datetime, datetime]], rule: DutyRule) -> list[Breach]:
    pairs = itertools.pairwise(stretches)
    return [
        Breach(rule.code, person, before, start, hours=int((start - before).total_seconds()) // 3600, limit=rule.value)
        for (_, before), (start, _) in pairs
        if start - before < timedelta(hours=rule.value)
    ]


def _week(person: str, stretches: list[tuple[datetime, datetime]], rule: DutyRule) -> list[Breach]:
    """A week runs from Monday to Monday on the local clock."""
    found = []
    for monday in sorted({day for start, end in stretches for day in _mondays(start, end)}):
        begin, end = midnight(monday), midnight(monday + timedelta(days=7))
        spent = sum((max(min(e, end) - max(s, begin), timedelta(0)) for s, e in stretches), timedelta(0))
        if spent > timedelta(hours=rule.value):
            found.append(Breach(rule.code, person, begin, end, hours=int(spent.total_seconds()) // 3600, limit=rule.value))
    return found


def _mondays(start: datetime, end: datetime) -> list[date]:
    day = start.astimezone(BRUSSELS).date()
    monday, last, found = day - timedelta(days=day.weekday()), end.astimezone(BRUSSELS).date(), []
    while monday <= last:
        found.append(monday)
        monday += timedelta(days=7)
    return found


def midnight(day: date) -> datetime:
    """The first moment of a local day."""
    return instant(datetime.combine(day, time()), BRUSSELS)
