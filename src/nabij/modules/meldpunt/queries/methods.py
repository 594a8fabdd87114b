"""Reads of a person's own telephones, and whether people can be planned."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from nabij.connect.voice import spoken_number
from nabij.kernel import crypto
from nabij.kernel.tenancy.scope import Actor

from ..models.duty import ContactMethod, DutyPerson, MethodKind
from ..models.duty_call import MethodDelay, MethodProof
from ..rules import methods as rules
from ..rules.methods import Reach
from .chain import PURPOSE
from .handover import line_owners


@dataclass(frozen=True)
class MethodView:
    """One method as its owner sees it."""

    id: UUID
    kind: str
    kind_nl: str
    value: str
    delay: int
    delay_high: int
    verified_at: datetime | None
    code_waits: bool


@dataclass(frozen=True)
class Mine:
    """A person of a line with the own methods."""

    person: DutyPerson
    methods: list[MethodView]

    @property
    def plannable(self) -> bool:
        return rules.plannable(Reach(one.verified_at is not None, one.delay) for one in self.methods)


def person_of(actor: Actor) -> DutyPerson | None:
    """The row of this account on the list of a line."""
    if actor.account_id is None:
        return None
    return DutyPerson.objects.filter(account_id=actor.account_id, organisation_id__in=line_owners(actor)).order_by("id").first()


def _opened(row: ContactMethod) -> str:
    """A number in the groups in which people say it; an address as it is."""
    return spoken_number(crypto.unseal(row.organisation_id, PURPOSE, row.number))


def mine(actor: Actor, at: datetime) -> Mine | None:
    """None for who stands on no list."""
    person = person_of(actor)
    if person is None:
        return None
    rows = list(ContactMethod.objects.filter(person=person).order_by("rule_no"))
    delays = dict(MethodDelay.objects.filter(method__in=rows).values_list("method_id", "minutes"))
    waiting = set(MethodProof.objects.filter(method__in=rows, expires_at__gt=at, wrong__lt=rules.TRIES).values_list("method_id", flat=True))
    views = [
        MethodView(
            row.id, row.kind, MethodKind(row.kind).label, _opened(row), row.delay_minutes,
            delays.get(row.id, row.delay_minutes), row.verified_at, row.id in waiting,
        )
        for row in rows
    ]  # fmt: skip
    return Mine(person, views)


@dataclass(frozen=True)
class Way:
    """One telephone without its number: its kind, and whether it was proven."""

    kind: str
    proven: bool


def ways(person: DutyPerson) -> list[Way]:
    """How an alarm reaches somebody, without opening a number."""
    rows = ContactMethod.objects.filter(person=person).order_by("rule_no")
    return [Way(MethodKind(kind).label, verified is not None) for kind, verified in rows.values_list("kind", "verified_at")]


def unplannable(people: Iterable[DutyPerson]) -> list[DutyPerson]:
    """Those whom no alarm would reach at once."""
    wanted = list(people)
    reach: dict[UUID, list[Reach]] = {person.id: [] for person in wanted}
    rows = ContactMethod.objects.filter(person__in=wanted)
    for person_id, delay, verified in rows.values_list("person_id", "delay_minutes", "verified_at"):
        reach[person_id].append(Reach(verified is not None, delay))
    return [person for person in wanted if not rules.plannable(reach[person.id])]
