"""What stands on the printed sheet: names and numbers that work without the system."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import phonenumbers

from nabij.kernel import crypto
from nabij.kernel.tenancy import queries as organisations

from ..models.duty import ContactMethod, DutyLine, LastResort
from . import rota
from .chain import PURPOSE, named


@dataclass(frozen=True)
class SheetLine:
    """One person to ring, with the number in Belgian groups."""

    role: str
    name: str
    organisation: str
    number: str
    until: datetime | None = None


@dataclass(frozen=True)
class Sheet:
    """Who to ring now, who comes after the next change, and whom then."""

    line: str
    now: list[SheetLine]
    later: list[SheetLine]
    later_from: datetime | None
    last_resort: list[SheetLine]


def shown(number: str) -> str:
    """ "0470 00 00 42": national form, as one dials it."""
    parsed = phonenumbers.parse(number, "BE")
    text = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.NATIONAL)
    digits = "".join(c for c in text if c.isdigit())
    return f"{digits[:4]} {digits[4:6]} {digits[6:8]} {digits[8:]}" if len(digits) == 10 else text


def sheets(organisation_id: int, at: datetime) -> list[Sheet]:
    """One sheet per line that this scope sees; the last resort is that of the given municipality."""
    last = _last_resort(organisation_id, at)
    return [_sheet(line, at, last) for line in rota.lines()]


def _sheet(line: DutyLine, at: datetime, last: list[SheetLine]) -> Sheet:
    current = rota.on_now(line, at)
    change = min((person.until for person in current), default=None)
    later = rota.on_now(line, change + timedelta(seconds=1)) if change else []
    return Sheet(line.name, [_line(p) for p in current], [_line(p) for p in later], change, last)


def _line(person: rota.OnNow) -> SheetLine:
    telephones = ContactMethod.objects.filter(person_id=person.person_id, verified_at__isnull=False).exclude(kind="email")
    method = telephones.order_by("rule_no").first()
    number = shown(crypto.unseal(method.organisation_id, PURPOSE, method.number)) if method else "geen nummer"
    return SheetLine(person.role_label, person.name, person.employer, number, person.until)


def _last_resort(organisation_id: int, at: datetime) -> list[SheetLine]:
    name = organisations.name_of(organisation_id)
    rows = LastResort.objects.filter(organisation_id=organisation_id, period__contains=at.date()).order_by("position")
    return [
        SheetLine(r.function, named(r.name, r.function), name, shown(crypto.unseal(r.organisation_id, PURPOSE, r.number)))
        for r in rows
    ]
