"""Writing the rota: lines, people, deviations, and the shifts that follow from them.

After every change the shifts follow (`actions.shifts`). A shift that began is frozen: who was on duty yesterday never
changes because of an edit today.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import zip_longest
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from nabij.kernel.access import authorise
from nabij.kernel.audit import entries as audit
from nabij.kernel.calendar import clock
from nabij.kernel.errors import Invalid, Refused
from nabij.kernel.tenancy.scope import current

from ..models.duty import (
    ContactMethod,
    DutyLine,
    DutyPerson,
    Role,
    RotaOverride,
    Rotation,
    RotationMember,
)  # fmt: skip
from ..queries.chain import sealed
from ..queries.methods import unplannable
from ..rules import people as people_rules
from ..rules import rota as rules
from ..rules.methods import NOT_PLANNABLE
from ..rules.rota import BRUSSELS, OverrideKind, Unit
from ..rules.turns import LENGTHS
from . import shifts

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


@dataclass(frozen=True)
class Turn:
    """How a rotation turns: unit, 1 to 9,000 of them, in which zone; `stints` (from, until) per person when not always."""

    unit: Unit = Unit.WEEKLY
    length: int = 1
    zone: str = BRUSSELS.key
    stints: tuple[rules.Stint, ...] = ()


def set_rotation(
    *, line: DutyLine, role: str, start_local: str, people: Sequence[DutyPerson], turn: Turn = Turn(), name: str = ""
) -> Rotation:
    """Replace a turn of a role. `start_local` is wall-clock time, "2027-03-26T17:00"; `name` empty = the ordinary turn."""
    authorise(PLAN)
    own_line(line)
    if turn.length not in LENGTHS:
        raise Invalid({"length": "Kies een beurt van 1 tot 9.000 keer de eenheid."})
    if not people:
        raise Invalid({"people": "Kies minstens één persoon."})
    _plannable(people)
    may_stand(people, role, max(datetime.fromisoformat(start_local).date(), clock.today()), None)
    shifts.locked(line)
    owner = {"organisation_id": line.organisation_id, "audience": line.audience}
    said = {**owner, "start_local": start_local, "unit": turn.unit, "length": turn.length, "zone": turn.zone}
    rotation, _ = Rotation.objects.update_or_create(line=line, role=role, name=name, defaults=said)
    rotation.members.all().delete()
    for position, (person, stint) in enumerate(zip_longest(people, turn.stints[: len(people)])):
        period = DateTimeTZRange(*stint) if stint else None
        RotationMember.objects.create(**owner, rotation=rotation, position=position, person=person, stint=period)
    audit.record("meldpunt.rotation.set", rotation, detail={"role": role, "people": [str(p) for p in people]})
    rebuild_shifts(line=line)
    return rotation


def own_line(line: DutyLine) -> None:
    """A shared rota is changed by the partnership that runs it. Raises ``Refused``."""
    if line.organisation_id not in current().writing:
        raise Refused("Dit rooster is van het samenwerkingsverband. Vraag het aan de planner van de wachtlijn.")


def add_override(
    *, line: DutyLine, role: str, kind: OverrideKind, person: DutyPerson, start: datetime, end: datetime, reason: str,
    replaces: DutyPerson | None = None,
) -> RotaOverride:
    """Deviate from the rotation over [start, end). Raises `Invalid` when that person already has a deviation then."""
    authorise(PLAN)
    own_line(line)
    if end <= start:
        raise Invalid({"end": "Kies een einde dat na het begin ligt."})
    if (kind == OverrideKind.REPLACE) != (replaces is not None) or replaces == person:
        raise Invalid({"replaces": "Kies wie vervangen wordt, door iemand anders."})
    if kind is not OverrideKind.REMOVE:
        _plannable([person])
        may_stand([person], role, start.astimezone(BRUSSELS).date(), end.astimezone(BRUSSELS).date())
    try:
        with transaction.atomic():
            override = RotaOverride.objects.create(
                organisation_id=line.organisation_id, audience=line.audience, line=line, role=role, kind=kind,
                person=person, replaces=replaces, period=DateTimeTZRange(start, end), reason=reason,
            )  # fmt: skip
    except IntegrityError as clash:
        who = replaces if "one_successor" in str(clash) else person
        raise Invalid({"person": f"{who} heeft in die tijd al een afwijking. Pas die eerst aan."}) from None
    audit.record("meldpunt.rota.override_added", override, detail={"kind": kind, "person": str(person), "reason": reason})
    rebuild_shifts(line=line)
    return override


def may_stand(people: Sequence[DutyPerson], role: str, first: date, last: date | None) -> None:
    """Nobody is planned in a role that is not on the list, or after the last day. Raises ``Invalid``."""
    for person in people:
        words_nl = Role(role).label
        problem = people_rules.may_stand(
            str(person), roles=person.roles, until=person.until, role=role, role_words=words_nl, first=first, last=last
        )
        if problem:
            raise Invalid({"person": problem})


def _plannable(people: Sequence[DutyPerson]) -> None:
    """Nobody is planned whom an alarm would not reach at once."""
    names = ", ".join(str(person) for person in unplannable(people))
    if names:
        raise Invalid({"person": f"{names} kan nog niet van wacht. {NOT_PLANNABLE}"})


def rebuild_shifts(*, line: DutyLine, weeks: int = shifts.WEEKS_AHEAD) -> int:
    """Make the coming shifts follow the rota; running twice changes nothing. Returns how many shifts are new."""
    authorise(PLAN)
    return shifts.remake(line, weeks)
