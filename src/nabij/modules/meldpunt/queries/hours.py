"""Hours of a line per municipality: given, received, against the agreed share. Never per person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from nabij.kernel.calendar import queries as calendar
from nabij.kernel.calendar.rules import holidays_in
from nabij.kernel.tenancy.models import Organisation

from ..models.duty import DutyLine, DutyPerson, Shift
from ..models.rota import SchoolHoliday
from ..rules import hours as rules
from ..rules.duty_rules import RuleCode, midnight
from ..rules.rota import Rotation, Schedule, ScheduleRule, Span, spans
from ..rules.turns import BRUSSELS
from . import coverage, rota, rota_quality

WEIGHTS = (RuleCode.NIGHT, RuleCode.WEEKEND, RuleCode.HOLIDAY, RuleCode.SCHOOL)


@dataclass(frozen=True)
class HoursRow:
    """One municipality, in minutes. `share` is its part of the whole in percent, rounded; `heavy` weighs night, weekend and holidays."""

    name: str
    organisation_id: int
    share: int
    given: int
    received: int
    heavy: int
    intervened: int
    helped: int

    @property
    def balance(self) -> int:
        """Given minus received."""
        return self.given - self.received


@dataclass(frozen=True)
class HoursTable:
    """Rows by name, their sum, and what the clock did in the period."""

    rows: tuple[HoursRow, ...]
    total: HoursRow
    clock_changes: tuple[tuple[date, int], ...]


def table(line: DutyLine, first: date, last: date, role: str = "") -> HoursTable:
    """Both days included. Shifts that are still to come count as planned."""
    start, end = midnight(first), midnight(last + timedelta(days=1))
    worked = worked_of(line, start, end, role)
    agreed = coverage.shares(line)
    given, received = rules.given(worked, start, end), rules.received(worked, agreed, start, end)
    _, heavy = rules.fairness(worked, start, end, weights(line, first, last))
    intervened, helped = interventions(line, start, end)
    weight = rules.weights_at(agreed, max(first, min(last, max((s.first for s in agreed), default=first))))
    ids = {*given, *received, *intervened, *helped, *(s.organisation for s in agreed if s.first <= last and (s.until or last) >= first)}
    names = dict(Organisation.objects.filter(id__in=ids).values_list("id", "short_name"))
    whole = sum(weight.values()) or 1
    rows = [
        HoursRow(
            names.get(key, "niemand"), key, round(weight.get(key, 0) * 100 / whole), given.get(key, 0), received.get(key, 0),
            heavy.get(key, 0) // 100, intervened.get(key, 0), helped.get(key, 0),
        )
        for key in ids
    ]  # fmt: skip
    rows.sort(key=lambda row: row.name)
    sums = [sum(getattr(row, name) for row in rows) for name in ("given", "received", "heavy", "intervened", "helped")]
    return HoursTable(tuple(rows), HoursRow("Samen", 0, 100 if rows else 0, *sums), tuple(clock_changes(first, last)))


def worked_of(line: DutyLine, start: datetime, end: datetime, role: str = "") -> list[rules.Given]:
    """The shifts of a period in the shape of the rules."""
    found = Shift.objects.filter(line=line, period__overlap=DateTimeTZRange(start, end))
    found = found.filter(role=role) if role else found
    return [rules.Given(str(s.person_id), s.employer_id, s.period.lower, s.period.upper) for s in found]


def weights(line: DutyLine, first: date, last: date) -> rules.Weights:
    """Weights of hours as the partnership set them, with the holidays of the period."""
    percent = {r.code: r.value for r in rota_quality.rules_on(line.organisation_id, midnight(first)) if r.code in WEIGHTS}
    legal = calendar.legal_holidays()
    days = {holiday.day for year in range(first.year, last.year + 1) for holiday in holidays_in(year, legal)}
    school = SchoolHoliday.objects.filter(organisation_id=line.organisation_id).values_list("period", flat=True)
    off = {p.lower + timedelta(days=n) for p in school for n in range((p.upper - p.lower).days)}
    return rules.Weights(percent, frozenset(days), frozenset(off))


def interventions(line: DutyLine, start: datetime, end: datetime) -> tuple[dict[int, int], dict[int, int]]:
    """Minutes between taking and closing an alarm: by who gave them, and by who received them."""
    gave: dict[int, int] = defaultdict(int)
    got: dict[int, int] = defaultdict(int)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM nabij.duty_interventions(%s, %s, %s)", [line.organisation_id, start, end])
        for line_id, received_by, given_by, minutes in cursor.fetchall():
            if line_id == line.id:
                gave[given_by] += minutes
                got[received_by] += minutes
    return gave, got


def clock_changes(first: date, last: date) -> Iterable[tuple[date, int]]:
    """Days with 23 or 25 hours: the day, and how many minutes more or less."""
    day = first
    while day <= last:
        more = rules.length(midnight(day), midnight(day + timedelta(days=1))) - 24 * 60
        if more:
            yield day, more
        day += timedelta(days=1)


@dataclass(frozen=True)
class Preview:
    """What changes when a municipality leaves: share before and after, the turns that another takes, the gaps that remain."""

    shares: tuple[tuple[str, int, int], ...]
    moved: tuple[tuple[Span, str, str], ...]
    gaps: tuple[Span, ...]
    people: int


def leaving(line: DutyLine, organisation_id: int, on: date, weeks: int = 8) -> Preview:
    """Nothing is written. Before the day nothing changes; from then on its people have no turn and the hours are divided anew."""
    agreed = rules.weights_at(coverage.shares(line), on)
    after = {key: weight for key, weight in agreed.items() if key != organisation_id}
    names = dict(Organisation.objects.filter(id__in=agreed).values_list("id", "short_name"))
    changed = sorted((names[key], _percent(agreed, key), _percent(after, key)) for key in agreed)
    rows = DutyPerson.objects.filter(organisation_id=line.organisation_id)
    people = {str(row.id): str(row) for row in rows}
    gone = frozenset(str(row.id) for row in rows if row.employer_id == organisation_id)
    moved, gaps = [], []
    for role in rota.roles_of(line):
        schedule = rota.schedule_of(line, role)
        start = midnight(on)
        old, new = (spans(s, start, start + timedelta(weeks=weeks)) for s in (schedule, without(schedule, gone, on)))
        moved += [(span, _names(_at(old, span.start), people), _names(span, people)) for span in new if span not in old]
        gaps += [span for span in new if span.is_gap and span not in old]
    return Preview(tuple(changed), tuple(moved), tuple(gaps), len(gone))


def _percent(weights_: dict[int, int], key: int) -> int:
    whole = sum(weights_.values())
    return round(weights_.get(key, 0) * 1000 / whole) if whole else 0


def _at(found: list[Span], at: datetime) -> Span:
    return next(span for span in found if span.start <= at < span.end)


def _names(span: Span, people: dict[str, str]) -> str:
    return ", ".join(people[on.person] for on in span.people) or "niemand"


def without(schedule: Schedule, gone: frozenset[str], on: date) -> Schedule:
    """The schedule in which these people begin no turn, rule or deviation from a day on; a turn that began before it is finished."""
    at = midnight(on)

    def turn(rotation: Rotation) -> Rotation:
        stints = rotation.stints or ((None, None),) * len(rotation.members)
        kept = tuple((s[0], at) if m in gone else s for m, s in zip(rotation.members, stints, strict=True))
        return Rotation(rotation.start_local, rotation.members, rotation.unit, rotation.length, rotation.zone, kept)

    def rule(one: ScheduleRule) -> ScheduleRule:
        target = one.target if isinstance(one.target, str) else turn(one.target)
        return ScheduleRule(one.weekdays, one.start, one.end, target, one.zone, one.first, on if target in gone else one.until)

    deviations = tuple(o for o in schedule.overrides if o.person not in gone or o.start < at or o.kind == "remove")
    rotation = turn(schedule.rotation) if schedule.rotation else None
    return Schedule(rotation, deviations, tuple(rule(one) for one in schedule.rules), schedule.temporaries)


def month_of(day: date) -> tuple[date, date]:
    """The calendar month that holds a day."""
    first = day.replace(day=1)
    return first, (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def local_day(at: datetime) -> date:
    """The day on the local clock."""
    return at.astimezone(BRUSSELS).date()


def line_of(line_id: UUID | None = None) -> DutyLine | None:
    """One line that this scope sees, or the first."""
    found = DutyLine.objects.order_by("name")
    return found.filter(id=line_id).first() if line_id else found.first()
