"""The planner's other tools: rules of the week, temporary schedules, taking a deviation back, the list of who is told of a gap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange, DateTimeTZRange

from nabij.kernel.access import authorise
from nabij.kernel.audit import entries as audit
from nabij.kernel.errors import Invalid, NotFound

from ..models.duty import DutyLine, DutyPerson, RotaOverride, Rotation
from ..models.rota import RotaContact, ScheduleRule, TemporarySchedule, TemporaryShift
from ..queries.chain import sealed
from ..rules.rota import BRUSSELS
from . import shifts
from .rota import PLAN, may_stand, own_line


@dataclass(frozen=True)
class WeekRule:
    """One rule as typed: weekdays from 0 (Monday), local hours, a person or else the turn called `turn` (empty = the ordinary one)."""

    weekdays: tuple[int, ...]
    start: time
    end: time
    person: DutyPerson | None = None
    turn: str = ""


def set_week_rules(*, line: DutyLine, role: str, rules: Sequence[WeekRule], first: date, until: date | None = None) -> list[ScheduleRule]:
    """Replace the rules of a role from `first`; the rules that held before end there. None = the turn is on duty always again."""
    authorise(PLAN)
    own_line(line)
    _rules_hold(role, rules, first)
    shifts.locked(line)
    owner = {"organisation_id": line.organisation_id, "audience": line.audience}
    standing = ScheduleRule.objects.filter(line=line, role=role)
    standing.filter(period__startswith__gte=first).delete()
    for rule in standing.filter(period__contains=first):
        rule.period = DateRange(rule.period.lower, first)
        rule.save(update_fields=["period"])
    made = [
        ScheduleRule.objects.create(
            **owner, line=line, role=role, weekdays=sorted(set(rule.weekdays)), start=rule.start, end=rule.end, person=rule.person,
            rotation=None if rule.person else _turn(line, role, rule.turn), period=DateRange(first, until),
        )
        for rule in rules
    ]  # fmt: skip
    audit.record("meldpunt.week_rules.set", line, detail={"role": role, "rules": len(made), "first": first.isoformat()})
    shifts.remake(line)
    return made


def _rules_hold(role: str, rules: Sequence[WeekRule], first: date) -> None:
    for rule in rules:
        if not rule.weekdays:
            raise Invalid({"weekdays": "Kies minstens één dag van de week."})
        if rule.person is not None:
            may_stand([rule.person], role, first, None)


def _turn(line: DutyLine, role: str, name: str) -> Rotation:
    found = Rotation.objects.filter(line=line, role=role, name=name).first()
    if found is None:
        raise Invalid({"turn": "Deze beurtrol bestaat niet. Maak eerst de beurtrol."})
    return found


def add_temporary(
    *,
    line: DutyLine,
    role: str,
    start: datetime,
    end: datetime,
    reason: str,
    people: Sequence[tuple[DutyPerson, datetime, datetime]],
) -> TemporarySchedule:
    """Replace everything of a role over [start, end) by these shifts. One at a time; shifts lie inside it."""
    authorise(PLAN)
    own_line(line)
    if end <= start:
        raise Invalid({"end": "Kies een einde dat na het begin ligt."})
    if any(begin < start or until > end or until <= begin for _, begin, until in people):
        raise Invalid({"people": "Elke beurt ligt binnen het tijdelijke rooster."})
    for person, begin, until in people:
        may_stand([person], role, begin.astimezone(BRUSSELS).date(), until.astimezone(BRUSSELS).date())
    shifts.locked(line)
    owner = {"organisation_id": line.organisation_id, "audience": line.audience}
    try:
        with transaction.atomic():
            made = TemporarySchedule.objects.create(**owner, line=line, role=role, period=DateTimeTZRange(start, end), reason=reason[:200])
    except IntegrityError:
        raise Invalid({"start": "In die tijd geldt al een tijdelijk rooster. Trek dat eerst in."}) from None
    for person, begin, until in people:
        TemporaryShift.objects.create(**owner, temporary=made, person=person, period=DateTimeTZRange(begin, until))
    audit.record("meldpunt.temporary.added", made, detail={"role": role, "reason": reason, "shifts": len(people)})
    shifts.remake(line)
    return made


def withdraw(*, row_id: UUID) -> None:
    """Take back a deviation or a temporary schedule: turn and rules hold again from now on. Raises ``NotFound``."""
    authorise(PLAN)
    row = RotaOverride.objects.filter(id=row_id).first() or TemporarySchedule.objects.filter(id=row_id).first()
    if row is None:
        raise NotFound()
    own_line(row.line)
    shifts.locked(row.line)
    audit.record("meldpunt.deviation.withdrawn", row, detail={"role": row.role, "reason": row.reason})
    line = row.line
    row.delete()
    shifts.remake(line)


def set_contact(*, line: DutyLine, function: str, name: str, email: str, phone: str) -> RotaContact:
    """Who makes the rota (planner) or is rung when nobody stands in it (coordinator). `phone` in E.164; it is sealed."""
    authorise(PLAN)
    own_line(line)
    said = {"name": name, "email": email, **sealed(line.organisation_id, phone)}
    contact, _ = RotaContact.objects.update_or_create(organisation_id=line.organisation_id, line=line, function=function, defaults=said)
    audit.record("meldpunt.rota_contact.set", contact, detail={"function": function, "name": name})
    return contact
