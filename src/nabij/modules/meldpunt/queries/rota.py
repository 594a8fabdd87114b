"""Reading the rota: the schedule of a role, the weeks ahead with their gaps, who is on duty now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from ..models.duty import DutyLine, DutyPerson, Role, RotaOverride, Rotation, Shift
from ..models.rota import ScheduleRule, TemporarySchedule
from ..rules import rota as rules
from ..rules.quality import whose_turn


def roles_of(line: DutyLine) -> list[str]:
    """Roles with a turn or a rule of the week, first line before backup."""
    known = {*Rotation.objects.filter(line=line).values_list("role", flat=True)}
    known |= {*ScheduleRule.objects.filter(line=line).values_list("role", flat=True)}
    return sorted(known, key=lambda role: (role != Role.FIRST, role))


def schedule_of(line: DutyLine, role: str) -> rules.Schedule:
    """Everything from which the shifts of one role follow, persons as text ids."""
    turns = {row.id: row for row in Rotation.objects.filter(line=line, role=role).prefetch_related("members").order_by("name")}
    ordinary = next((row for row in turns.values() if not row.name), None)
    overrides = RotaOverride.objects.filter(line=line, role=role).order_by("id")
    week = ScheduleRule.objects.filter(line=line, role=role).order_by("id")
    temporary = TemporarySchedule.objects.filter(line=line, role=role).prefetch_related("shifts")
    return rules.Schedule(
        _rotation(ordinary) if ordinary else None,
        tuple(_override(o) for o in overrides),
        tuple(_rule(row, turns) for row in week),
        tuple(_temporary(row) for row in temporary),
    )


def _rotation(row: Rotation) -> rules.Rotation:
    members = sorted(row.members.all(), key=lambda member: member.position)
    stints = tuple((m.stint.lower, m.stint.upper) if m.stint else (None, None) for m in members)
    return rules.Rotation(
        start_local=datetime.fromisoformat(row.start_local), members=tuple(str(m.person_id) for m in members),
        unit=rules.Unit(row.unit), length=row.length, zone=ZoneInfo(row.zone),
        stints=stints if any(m.stint for m in members) else (),
    )  # fmt: skip


def _rule(row: ScheduleRule, turns: dict[UUID, Rotation]) -> rules.ScheduleRule:
    target = _rotation(turns[row.rotation_id]) if row.rotation_id else str(row.person_id)
    return rules.ScheduleRule(
        frozenset(row.weekdays), row.start, row.end, target, first=row.period.lower, until=row.period.upper
    )


def _temporary(row: TemporarySchedule) -> rules.TemporarySchedule:
    shifts = sorted(row.shifts.all(), key=lambda shift: (shift.period.lower, shift.id))
    there = tuple(rules.TemporaryShift(str(s.person_id), s.period.lower, s.period.upper) for s in shifts)
    return rules.TemporarySchedule(row.period.lower, row.period.upper, there, row.reason)


def _override(row: RotaOverride) -> rules.Override:
    return rules.Override(
        kind=rules.OverrideKind(row.kind), person=str(row.person_id), start=row.period.lower, end=row.period.upper,
        reason=row.reason, replaces=str(row.replaces_id) if row.replaces_id else None,
    )  # fmt: skip


@dataclass(frozen=True)
class Turn:
    """One stretch of one role: who, or nobody. `due_from` is the employer whose turn a gap was."""

    role: str
    start: datetime
    end: datetime
    names: str
    employers: str
    because: str
    due_from: str = ""
    due_person: str = ""

    @property
    def is_gap(self) -> bool:
        """Nobody stands in this stretch."""
        return not self.names

    @property
    def role_label(self) -> str:
        """The role on screen."""
        return Role(self.role).label


def turns(line: DutyLine, start: datetime, weeks: int = 8) -> list[Turn]:
    """All stretches of the line in the coming weeks, gaps included, in order of time."""
    people = {str(p.id): p for p in DutyPerson.objects.filter(organisation=line.organisation_id).select_related("employer")}
    found = [
        turn
        for role in roles_of(line)
        for turn in _turns_of(schedule_of(line, role), role, start, start + timedelta(weeks=weeks), people)
    ]
    return sorted(found, key=lambda turn: (turn.start, turn.role != Role.FIRST))


def _turns_of(
    schedule: rules.Schedule, role: str, start: datetime, end: datetime, people: dict[str, DutyPerson]
) -> list[Turn]:
    found = []
    for span in rules.spans(schedule, start, end):
        on = [people[p.person] for p in span.people]
        missing = None if on else people.get(whose_turn(schedule, span.start))
        found.append(
            Turn(
                role, span.start, span.end, ", ".join(str(p) for p in on), ", ".join(str(p.employer) for p in on),
                ", ".join(p.because for p in span.people), str(missing.employer) if missing else "",
                str(missing) if missing else "",
            )
        )
    return found


def gaps(line: DutyLine, start: datetime, weeks: int = 8) -> list[Turn]:
    """Stretches without anybody, soonest first."""
    return [turn for turn in turns(line, start, weeks) if turn.is_gap]


@dataclass(frozen=True)
class OnNow:
    """One person on duty now."""

    person_id: UUID
    account_id: UUID | None
    role: str
    name: str
    employer: str
    until: datetime
    because: str

    @property
    def role_label(self) -> str:
        """The role on screen."""
        return Role(self.role).label


def on_now(line: DutyLine, at: datetime) -> list[OnNow]:
    """Who is on duty now, in the order in which the steps ring them: first line, backup, second line."""
    shifts = Shift.objects.filter(line=line, period__contains=at).select_related("person", "employer")
    found = [
        OnNow(s.person_id, s.person.account_id, s.role, str(s.person), str(s.employer), s.period.upper, s.because)
        for s in shifts
    ]
    return sorted(found, key=lambda on: (Role.values.index(on.role), on.name))


@dataclass(frozen=True)
class Deviation:
    """One deviation or temporary schedule that is not over, in words."""

    id: UUID
    role_label: str
    start: datetime
    end: datetime
    what: str
    reason: str


def deviations(line: DutyLine, at: datetime) -> list[Deviation]:
    """What deviates from turn and rules now or later, soonest first."""
    rows = RotaOverride.objects.filter(line=line, period__endswith__gt=at).select_related("person", "replaces")
    temporary = TemporarySchedule.objects.filter(line=line, period__endswith__gt=at)
    found = [Deviation(o.id, Role(o.role).label, o.period.lower, o.period.upper, _what(o), o.reason) for o in rows]
    found += [Deviation(t.id, Role(t.role).label, t.period.lower, t.period.upper, "tijdelijk rooster", t.reason) for t in temporary]
    return sorted(found, key=lambda one: (one.start, one.id))


def _what(row: RotaOverride) -> str:
    if row.kind == rules.OverrideKind.REPLACE:
        return f"{row.person} in plaats van {row.replaces}"
    return f"{row.person} erbij" if row.kind == rules.OverrideKind.ADD else f"zonder {row.person}"


def lines() -> list[DutyLine]:
    """The lines that this scope may see."""
    return list(DutyLine.objects.order_by("name"))
