"""Who can be rung at a moment: for a telephone exchange, for the API, and for the copies that stand when the database does not.

The people are those of the shifts, the same rows from which an alarm takes its people.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import phonenumbers
from django.db.models import Max, Min

from nabij.kernel import crypto
from nabij.kernel.calendar import words
from nabij.kernel.errors import Invalid, NotFound
from nabij.kernel.tenancy import queries as organisations

from ..models.duty import ContactMethod, DutyLine, DutyParticipation, LastResort, Shift
from ..rules.coverage import FIRST_LINE
from ..rules.rota import BRUSSELS
from . import rota
from .chain import PURPOSE, named
from .coverage import answering
from .duty import pulse

__all__ = ["BRUSSELS", "OnCall", "answer", "answers_ahead", "as_data", "last_resort", "people_at", "pulse_age"]


@dataclass(frozen=True, slots=True)
class Method:
    """``kind`` sms or voice; ``value`` in E.164."""

    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class Reachable:
    """Someone to ring, with the reason why it is this person."""

    name: str
    role: str
    methods: tuple[Method, ...]
    because: str


@dataclass(frozen=True, slots=True)
class OnCall:
    """The whole answer. ``until`` and ``next_from`` are None when no later change is known."""

    line: str
    at: datetime
    until: datetime | None
    people: tuple[Reachable, ...]
    fallback: tuple[Reachable, ...]
    public_number: str
    next_people: tuple[Reachable, ...]

    @property
    def numbers(self) -> list[str]:
        """What an exchange dials, in this order, each once: people on duty, the last resort, else the public number."""
        found = [method.value for person in (*self.people, *self.fallback) for method in person.methods]
        return list(dict.fromkeys(found)) or ([self.public_number] if self.public_number else [])


def answer(*, municipality_id: int, line_slug: str, at: datetime) -> OnCall:
    """Raises ``NotFound`` for a line that does not answer here, ``Invalid`` for a moment for which no shifts were made."""
    line = _line(municipality_id, line_slug, at)
    number = _public_number(municipality_id, line, at)
    last = last_resort(municipality_id, at)
    if line is None:
        return OnCall("", at, None, (), last, number, ())
    _known(line, at)
    people = rota.on_now(line, at)
    until = _change(line, people, at)
    return OnCall(line.slug, at, until, _reachable(people), last, number, people_at(line, until) if until else ())


def people_at(line: DutyLine, at: datetime) -> tuple[Reachable, ...]:
    """Who is on duty at a moment, with their proven numbers."""
    return _reachable(rota.on_now(line, at))


def answers_ahead(*, municipality_id: int, line_slug: str, at: datetime, ahead: timedelta, limit: int = 40) -> list[OnCall]:
    """The answer now and after each change in the time ahead: what a copy needs to be right tomorrow as well."""
    found = [answer(municipality_id=municipality_id, line_slug=line_slug, at=at)]
    while (until := found[-1].until) is not None and until < at + ahead and len(found) < limit:
        try:
            found.append(answer(municipality_id=municipality_id, line_slug=line_slug, at=until))
        except Invalid:
            break
    return found


def as_data(found: OnCall, pulse_age_s: int | None) -> dict[str, Any]:
    """The answer on the wire (specification 6.3)."""
    return {
        "line": found.line or None, "at": found.at.isoformat(), "until": found.until.isoformat() if found.until else None,
        "people": _people_data(found.people), "fallback": _people_data(found.fallback), "public_number": found.public_number or None,
        "next": {"from": found.until.isoformat(), "people": _people_data(found.next_people)} if found.until else None,
        "engine": {"pulse_age_s": pulse_age_s}, "numbers": found.numbers,
    }


def pulse_age(at: datetime) -> int | None:
    """Seconds since an engine last ran."""
    return pulse(at).seconds


def _people_data(people: Sequence[Reachable]) -> list[dict[str, Any]]:
    return [
        {"name": p.name, "role": p.role, "methods": [{"kind": m.kind, "value": m.value} for m in p.methods], "because": p.because}
        for p in people
    ]


def _line(municipality_id: int, slug: str, at: datetime) -> DutyLine | None:
    """The line named, or the one that answers first for a municipality; for the partnership itself one of its own lines."""
    taking = _taking_part(municipality_id, at).values("line_id")
    lines = DutyLine.objects.filter(id__in=taking) | DutyLine.objects.filter(organisation_id=municipality_id)
    if slug:
        lines = lines.filter(slug=slug)
    elif lines.filter(id__in=taking).exists():
        first = answering(municipality_id, FIRST_LINE, at).line
        lines = lines.filter(id=first) if first else lines.none()
    found = lines.order_by("name", "id").first()
    if found is None and slug:
        raise NotFound("Deze wachtlijn antwoordt hier niet.")
    return found


def _taking_part(municipality_id: int, at: datetime) -> Any:
    return DutyParticipation.objects.filter(organisation_id=municipality_id, period__contains=at.astimezone(BRUSSELS).date())


def _known(line: DutyLine, at: datetime) -> None:
    bounds = Shift.objects.filter(line=line).aggregate(first=Min("period__startswith"), last=Max("period__endswith"))
    if bounds["first"] is None or not bounds["first"] <= at < bounds["last"]:
        known = f"van {words.moment_text(bounds['first'])} tot {words.moment_text(bounds['last'])}" if bounds["first"] else "nog niet"
        raise Invalid({"at": f"De wachtbeurten staan {known}. Kies een moment daarbinnen."})


def _change(line: DutyLine, people: Sequence[rota.OnNow], at: datetime) -> datetime | None:
    """The first moment after ``at`` at which somebody begins or ends."""
    begins = Shift.objects.filter(line=line, period__startswith__gt=at).aggregate(first=Min("period__startswith"))["first"]
    return min([moment for moment in (begins, *(person.until for person in people)) if moment is not None], default=None)


def _reachable(people: Sequence[rota.OnNow]) -> tuple[Reachable, ...]:
    methods = _methods([person.person_id for person in people])
    return tuple(Reachable(p.name, p.role, methods.get(p.person_id, ()), p.because) for p in people)


def _methods(person_ids: Sequence[UUID]) -> dict[UUID, tuple[Method, ...]]:
    found: dict[UUID, tuple[Method, ...]] = {}
    rows = ContactMethod.objects.filter(person_id__in=person_ids, verified_at__isnull=False).order_by("rule_no")
    for row in rows:
        method = Method(row.kind, crypto.unseal(row.organisation_id, PURPOSE, row.number))
        found[row.person_id] = (*found.get(row.person_id, ()), method)
    return found


def last_resort(municipality_id: int, at: datetime) -> tuple[Reachable, ...]:
    """Whom a municipality wants called when nobody of the line answers, in its order."""
    rows = LastResort.objects.filter(organisation_id=municipality_id, period__contains=at.astimezone(BRUSSELS).date()).order_by("position")
    return tuple(
        Reachable(
            named(row.name, row.function), row.function,
            (Method("voice", crypto.unseal(row.organisation_id, PURPOSE, row.number)),), "laatste vangnet",
        )
        for row in rows
    )


def _public_number(municipality_id: int, line: DutyLine | None, at: datetime) -> str:
    """The number that residents know, in E.164: the one decided for the line, else that of the organisation."""
    decided = _taking_part(municipality_id, at).exclude(public_number="")
    own = "" if line else answering(municipality_id, FIRST_LINE, at).number
    found = own or (decided.filter(line=line) if line else decided).values_list("public_number", flat=True).first()
    organisation = organisations.by_id(municipality_id)
    text = found or (organisation.phone if organisation else "")
    try:
        return phonenumbers.format_number(phonenumbers.parse(text, "BE"), phonenumbers.PhoneNumberFormat.E164)
    except phonenumbers.NumberParseException:
        return ""


