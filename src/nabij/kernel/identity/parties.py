"""People as one organisation knows them: taken in, found again by equality, opened only for who works there."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Count

from .. import crypto
from ..audit import entries
from ..calendar import clock
from ..errors import NotFound
from .models import Party, PartyToken
from .rules import name_parts, phone_digits

PURPOSE = "party"
FOUND = 12


@dataclass(frozen=True, slots=True)
class Person:
    """What an organisation knows of a person; every part but the name may be empty."""

    name: str
    phone: str = ""
    email: str = ""
    address: str = ""
    none_digital: bool = False
    id: UUID | None = None
    account_id: UUID | None = None
    known_since: datetime | None = field(default=None, compare=False)
    address_hidden: bool = False

    @property
    def shown_address(self) -> str:
        """What the desk may see: a hidden address is not there."""
        return "" if self.address_hidden else self.address


def know(*, organisation_id: int, person: Person) -> Party:
    """The row of this person here: the one with the same name and the same telephone or address, brought up to date, or a new one.

    Never merges two rows: that needs a second person."""
    row = _same(organisation_id, person) or Party(organisation_id=organisation_id, known_since=clock.now())
    is_new = row._state.adding
    row.sealed = crypto.seal(organisation_id, PURPOSE, json.dumps(_content(person, row)))
    row.none_digital = person.none_digital
    row.save()
    _index(row, person)
    if is_new:
        entries.record("kernel.person.known", row)
    return row


def _same(organisation_id: int, person: Person) -> Party | None:
    if person.id:
        # Another name typed over the first is another person: their row is found or made, never written over this one.
        row = Party.objects.filter(organisation_id=organisation_id, id=person.id).first()
        if row is not None and name_parts(opened(row).name) == name_parts(person.name):
            return row
    for row in _with_all(organisation_id, name_parts(person.name)):
        known = opened(row)
        same_phone = phone_digits(person.phone) and phone_digits(person.phone) == phone_digits(known.phone)
        same_address = person.address.strip() and name_parts(person.address) == name_parts(known.address)
        if name_parts(known.name) == name_parts(person.name) and (same_phone or same_address):
            return row
    return None


def _content(person: Person, row: Party) -> dict[str, str]:
    """What is new replaces; what was not asked this time stays."""
    fresh = {name: value for name, value in asdict(person).items() if name in ("name", "phone", "email", "address")}
    before = {} if row._state.adding else json.loads(crypto.unseal(row.organisation_id, PURPOSE, row.sealed))
    return before | {name: value for name, value in fresh.items() if value or name not in before}


def _index(row: Party, person: Person) -> None:
    words = [*name_parts(person.name), *filter(None, [phone_digits(person.phone)])]
    for token in {_token(row.organisation_id, word) for word in words}:
        PartyToken.objects.get_or_create(organisation_id=row.organisation_id, party=row, token=token)


def _token(organisation_id: int, word: str) -> str:
    return crypto.blind_index(organisation_id, PURPOSE, word)


def opened(row: Party) -> Person:
    """The person behind a row; the caller puts the look on record."""
    known = json.loads(crypto.unseal(row.organisation_id, PURPOSE, row.sealed))
    return Person(
        **known, none_digital=row.none_digital, id=row.id, account_id=row.account_id, known_since=row.known_since,
        address_hidden=row.address_hidden,
    )


def by_id(organisation_id: int, party_id: UUID) -> Person:
    """Raises ``NotFound``."""
    row = Party.objects.filter(organisation_id=organisation_id, id=party_id).first()
    if row is None:
        raise NotFound()
    return opened(row)


def found(organisation_id: int, words: str) -> list[Person]:
    """People whose name holds every typed word, or whose number is the one typed. Whole words only."""
    digits = phone_digits(words)
    rows = _with_all(organisation_id, [digits] if digits else name_parts(words))
    return [opened(row) for row in rows]


def _with_all(organisation_id: int, parts: Iterable[str]) -> list[Party]:
    tokens = {_token(organisation_id, part) for part in parts}
    if not tokens:
        return []
    held = PartyToken.objects.filter(organisation_id=organisation_id, token__in=tokens).values("party")
    ids = held.annotate(number=Count("id")).filter(number=len(tokens)).values_list("party", flat=True)
    return list(Party.objects.filter(organisation_id=organisation_id, id__in=list(ids)).order_by("known_since")[:FOUND])


def of_account(account_id: UUID) -> list[Party]:
    """Rows of a signed-in person, at every organisation that tied the account to its own row (class SELF)."""
    return list(Party.objects.filter(account_id=account_id).order_by("organisation_id"))
