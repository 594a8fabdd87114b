"""Making the shifts that follow from a rota. Who asked for it was checked by the caller.

Shifts are made weeks ahead and compared with what stands: a shift that did not change keeps its row (and so its place in everybody's
calendar). What began is frozen: it only ends when the rota says so.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from nabij.kernel.calendar import clock
from nabij.kernel.events.facade import publish

from ..models.duty import DutyLine, DutyPerson, Shift
from ..queries.rota import roles_of, schedule_of
from ..rules import rota as rules

WEEKS_AHEAD = 26


def locked(line: DutyLine) -> DutyLine:
    """One change of a line's rota at a time: whoever comes second sees what the first one did."""
    return DutyLine.objects.select_for_update(no_key=True).get(organisation_id=line.organisation_id, id=line.id)


def remake(line: DutyLine, weeks: int = WEEKS_AHEAD) -> int:
    """Make the coming shifts follow the rota; running twice changes nothing. Returns how many shifts are new."""
    locked(line)
    now = clock.now()
    people = {str(person.id): person for person in DutyPerson.objects.filter(organisation_id=line.organisation_id)}
    made = sum(_remake(line, role, now, timedelta(weeks=weeks), people) for role in roles_of(line))
    publish("shift.changed", line, data={"made": made})
    return made


@dataclass(frozen=True)
class _Wanted:
    person: UUID
    start: datetime
    end: datetime
    because: str


def _remake(line: DutyLine, role: str, now: datetime, ahead: timedelta, people: dict[str, DutyPerson]) -> int:
    mine = Shift.objects.filter(line=line, role=role)
    first_time = not mine.exists()
    schedule = schedule_of(line, role)
    wanted = _wanted(schedule, now, ahead)
    future = {(w.person, w.start, w.end): w for w in wanted if w.start > now}
    for shift in mine.filter(period__startswith__gt=now):
        same = future.pop((shift.person_id, shift.period.lower, shift.period.upper), None)
        if same is None:
            shift.delete()
        elif shift.because != same.because:
            shift.because = same.because
            shift.save(update_fields=["because"])
    starting = _follow_running(mine.filter(period__contains=now), [w for w in wanted if w.start <= now], now)
    fresh = [_Wanted(w.person, w.start if first_time else now, w.end, w.because) for w in starting]
    new = [_row(line, role, people[str(w.person)], w) for w in (*fresh, *future.values())]
    return len(Shift.objects.bulk_create(new))


def _wanted(schedule: rules.Schedule, now: datetime, ahead: timedelta) -> list[_Wanted]:
    begin = rules.rotation_slot(schedule.rotation, now).start if schedule.rotation and not schedule.rules else now
    # Whole days, so that making the shifts twice on one day gives the same rows.
    horizon = now.replace(hour=0, minute=0, second=0, microsecond=0) + ahead
    return [
        _Wanted(UUID(on.person), span.start, span.end, on.because[:200])
        for span in rules.spans(schedule, begin, horizon)
        if span.end > now
        for on in span.people
    ]


def _follow_running(running: Iterable[Shift], wanted: list[_Wanted], now: datetime) -> list[_Wanted]:
    """A running shift keeps its beginning and ends as the rota says now. Returns whose shift must still begin."""
    due = {w.person: w for w in wanted}
    for shift in running:
        same = due.pop(shift.person_id, None)
        end = same.end if same else now
        if shift.period.upper != end:
            shift.period = DateTimeTZRange(shift.period.lower, end)
            shift.save(update_fields=["period"])
    return list(due.values())


def _row(line: DutyLine, role: str, person: DutyPerson, wanted: _Wanted) -> Shift:
    return Shift(
        organisation_id=line.organisation_id, audience=line.audience, line=line, role=role, person=person,
        employer_id=person.employer_id, period=DateTimeTZRange(wanted.start, wanted.end), because=wanted.because,
    )  # fmt: skip
