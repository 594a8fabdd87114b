"""Who may be on duty on a line, for who plans it. Numbers only on the page of one person, and that look is on record."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from nabij.connect.voice import spoken_number
from nabij.kernel import crypto

from ..models.duty import ContactMethod, DutyLine, DutyPerson, MethodKind, Role, RotationMember
from ..models.rota import ScheduleRule
from ..rules import methods as rules
from ..rules.methods import Reach
from .chain import PURPOSE
from .methods import Way


@dataclass(frozen=True)
class NumberedWay(Way):
    """One way to reach somebody; ``value`` only where it was asked for and written down."""

    value: str = ""


@dataclass(frozen=True)
class PersonRow:
    """One person of the list; `stands_in` are roles of this line in which the person takes turns now."""

    id: UUID
    name: str
    employer: str
    roles: tuple[str, ...]
    role_codes: tuple[str, ...]
    stands_in: tuple[str, ...]
    ways: tuple[NumberedWay, ...]
    plannable: bool
    has_account: bool
    until: date | None

    def has_ended(self, on: date) -> bool:
        return self.until is not None and self.until <= on


def people(line: DutyLine) -> list[PersonRow]:
    """Everyone on the list of the line's owner, by name; without numbers."""
    rows = DutyPerson.objects.filter(organisation_id=line.organisation_id).select_related("employer")
    return _rows(line, list(rows.order_by("given_name", "family_name")), opened=False)


def person(line: DutyLine, person_id: UUID) -> PersonRow | None:
    """One person with the numbers opened: the caller puts that on record first."""
    rows = DutyPerson.objects.filter(organisation_id=line.organisation_id, id=person_id).select_related("employer")
    return next(iter(_rows(line, list(rows), opened=True)), None)


def _rows(line: DutyLine, found: list[DutyPerson], *, opened: bool) -> list[PersonRow]:
    methods: dict[UUID, list[ContactMethod]] = defaultdict(list)
    for method in ContactMethod.objects.filter(person__in=found).order_by("rule_no"):
        methods[method.person_id].append(method)
    turns: dict[UUID, set[str]] = defaultdict(set)
    members = RotationMember.objects.filter(rotation__line=line, person__in=found, stint__endswith__isnull=True)
    for person_id, role in members.values_list("person_id", "rotation__role"):
        turns[person_id].add(role)
    weekly = ScheduleRule.objects.filter(line=line, person__in=found, period__endswith__isnull=True)
    for person_id, role in weekly.values_list("person_id", "role"):
        turns[person_id].add(role)
    return [_row(one, methods[one.id], turns[one.id], opened) for one in found]


def _row(one: DutyPerson, methods: list[ContactMethod], turns: set[str], opened: bool) -> PersonRow:
    ways = tuple(NumberedWay(MethodKind(m.kind).label, m.verified_at is not None, _value(m) if opened else "") for m in methods)
    plannable = rules.plannable(Reach(m.verified_at is not None, m.delay_minutes) for m in methods)
    codes = tuple(one.roles) or tuple(Role.values)
    return PersonRow(
        one.id, str(one), str(one.employer), tuple(Role(code).label for code in codes), codes,
        tuple(Role(code).label for code in Role.values if code in turns), ways, plannable, one.account_id is not None, one.until,
    )  # fmt: skip


def _value(method: ContactMethod) -> str:
    return spoken_number(crypto.unseal(method.organisation_id, PURPOSE, method.number))
