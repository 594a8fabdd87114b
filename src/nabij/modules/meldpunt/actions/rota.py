"""Writing the rota: lines, people, deviations, and the shifts that follow from them.

Shifts are made from the rota weeks ahead and made anew after every change. A shift that began is frozen: who was on
duty yesterday never changes because of an edit today.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from nabij.kernel.access import authorise
from nabij.kernel.audit import entries as audit
from nabij.kernel.calendar import clock
from nabij.kernel.errors import Invalid
from nabij.kernel.events.facade import publish

from ..models.duty import (
    ContactMethod,
    DutyLine,
    DutyPerson,
    EscalationPolicy,
    EscalationStep,
    RotaOverride,
    Rotation,
    RotationMember,
    Shift,
)  # fmt: skip
from ..queries.chain import sealed
from ..queries.methods import unplannable
from ..queries.rota import schedule_of
from ..rules import rota as rules
from ..rules.methods import NOT_PLANNABLE
from ..rules.rota import OverrideKind

WEEKS_AHEAD = 26
PLAN = "meldpunt.duty.plan"


def add_person(
    *, line: DutyLine, given_name: str, family_name: str, employer_id: int, account_id: UUID | None,
    methods: Sequence[tuple[str, str, int]],
) -> DutyPerson:
    """Put someone on the list of a line. `methods` are (kind, number in E.164, delay in minutes), all proven."""
    authorise(PLAN)
    owner = {"organisation_id": line.organisation_id, "audience": line.audience}
    person = DutyPerson.objects.create(
        **owner, given_name=given_name, family_name=family_name, employer_id=employer_id, account_id=account_id
    )
    for number, (kind, phone, delay) in enumerate(methods, start=1):
        ContactMethod.objects.create(
            **owner, person=person, kind=kind, rule_no=number, delay_minutes=delay, verified_at=clock.now(),
            **sealed(line.organisation_id, phone),
        )  # fmt: skip
    audit.record("meldpunt.duty_person.added", person)
    return person


def set_rotation(*, line: DutyLine, role: str, start_local: str, people: Sequence[DutyPerson]) -> Rotation:
    """Replace the weekly turn of a role. `start_local` is wall-clock time, "2027-03-26T17:00"."""
    authorise(PLAN)
    _plannable(people)
    owner = {"organisation_id": line.organisation_id, "audience": line.audience}
    rotation, _ = Rotation.objects.update_or_create(
        line=line, role=role, defaults={**owner, "start_local": start_local}, create_defaults={**owner, "start_local": start_local}
    )
    rotation.members.all().delete()
    for position, person in enumerate(people):
        RotationMember.objects.create(**owner, rotation=rotation, position=position, person=person)
    audit.record("meldpunt.rotation.set", rotation, detail={"role": role, "people": [str(p) for p in people]})
    rebuild_shifts(line=line)
    return rotation


def publish_policy(*, line: DutyLine, steps: Sequence[tuple[str, int]], repeat: int = 0) -> EscalationPolicy:
    """A new version of the escalation: (role, minutes) per step. Running alarms keep the version they started with."""
    authorise(PLAN)
    if not steps:
        raise Invalid({"steps": "Zet minstens één stap in de opschaling."})
    owner = {"organisation_id": line.organisation_id, "audience": line.audience}
    latest = EscalationPolicy.objects.filter(line=line).order_by("-version").first()
    policy = EscalationPolicy.objects.create(
        **owner, line=line, version=latest.version + 1 if latest else 1, repeat=repeat
    )
    for position, (role, minutes) in enumerate(steps):
        EscalationStep.objects.create(**owner, policy=policy, position=position, role=role, delay_minutes=minutes)
    audit.record("meldpunt.policy.published", policy, detail={"steps": [list(step) for step in steps]})
    return policy


def add_override(
    *, line: DutyLine, role: str, kind: OverrideKind, person: DutyPerson, start: datetime, end: datetime, reason: str,
    replaces: DutyPerson | None = None,
) -> RotaOverride:
    """Deviate from the rotation over [start, end). Raises `Invalid` when that person already has a deviation then."""
    authorise(PLAN)
    if end <= start:
        raise Invalid({"end": "Kies een einde dat na het begin ligt."})
    if kind is not OverrideKind.REMOVE:
        _plannable([person])
    try:
        with transaction.atomic():
            override = RotaOverride.objects.create(
                organisation_id=line.organisation_id, audience=line.audience, line=line, role=role, kind=kind,
                person=person, replaces=replaces, period=DateTimeTZRange(start, end), reason=reason,
            )  # fmt: skip
    except IntegrityError:
        raise Invalid({"person": f"{person} heeft in die tijd al een afwijking. Pas die eerst aan."}) from None
    audit.record("meldpunt.rota.override_added", override, detail={"kind": kind, "person": str(person), "reason": reason})
    rebuild_shifts(line=line)
    return override


def _plannable(people: Sequence[DutyPerson]) -> None:
    """Nobody is planned whom an alarm would not reach at once."""
    names = ", ".join(str(person) for person in unplannable(people))
    if names:
        raise Invalid({"person": f"{names} kan nog niet van wacht. {NOT_PLANNABLE}"})


def rebuild_shifts(*, line: DutyLine, weeks: int = WEEKS_AHEAD) -> int:
    """Make the coming shifts anew from the rota; running twice changes nothing. Returns how many shifts were made."""
    authorise(PLAN)
    now = clock.now()
    roles = Rotation.objects.filter(line=line).values_list("role", flat=True)
    made = sum(_rebuild(line, role, now, timedelta(weeks=weeks)) for role in roles)
    publish("shift.changed", line, data={"made": made})
    return made


def _rebuild(line: DutyLine, role: str, now: datetime, ahead: timedelta) -> int:
    """What began keeps its beginning and ends as the rota says now; what did not begin is made anew."""
    mine = Shift.objects.filter(line=line, role=role)
    first_time = not mine.exists()
    mine.filter(period__startswith__gt=now).delete()
    schedule = schedule_of(line, role)
    on_now = [UUID(person.person) for person in rules.on_call(schedule, now)]
    for stopped in mine.filter(period__contains=now).exclude(person_id__in=on_now):
        _end(stopped, now)
    begin = rules.rotation_slot(schedule.rotation, now).start if schedule.rotation else now
    # Whole days, so that making the shifts twice on one day gives the same rows.
    horizon = now.replace(hour=0, minute=0, second=0, microsecond=0) + ahead
    people = {str(person.id): person for person in DutyPerson.objects.filter(organisation_id=line.organisation_id)}
    made = 0
    for span in (s for s in rules.spans(schedule, begin, horizon) if s.end > now):
        for on in span.people:
            running = mine.filter(person_id=UUID(on.person), period__contains=now).first() if span.start <= now else None
            if running is not None:
                _end(running, span.end)
                continue
            start = span.start if first_time else max(span.start, now)
            _shift(line, role, people[on.person], start, span.end, on.because)
            made += 1
    return made


def _end(shift: Shift, end: datetime) -> None:
    shift.period = DateTimeTZRange(shift.period.lower, end)
    shift.save(update_fields=["period"])


def _shift(line: DutyLine, role: str, person: DutyPerson, start: datetime, end: datetime, because: str) -> Shift:
    return Shift.objects.create(
        organisation_id=line.organisation_id, audience=line.audience, line=line, role=role, person=person,
        employer_id=person.employer_id, period=DateTimeTZRange(start, end), because=because[:200],
    )  # fmt: skip
