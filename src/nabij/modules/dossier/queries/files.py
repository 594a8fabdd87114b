"""Opening a file: only with a grant that holds now, and only then its key. Unknown and forbidden are the same answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q

from nabij.kernel.calendar import clock
from nabij.kernel.crypto import blind_index
from nabij.kernel.errors import NotFound, Unavailable
from nabij.kernel.tenancy.scope import current

from ..models import DataKey, Dossier, Grant, HouseholdMembership, LookupToken, Person
from ..rules import households, names
from ..rules.households import Membership

MINE = 50


@dataclass(frozen=True, slots=True)
class PersonView:
    """What the head of a file shows. ``number`` is grouped for reading."""

    first_name: str
    last_name: str
    birth: date | None
    language: str
    phone: str
    address: str
    channel: str
    number: str
    number_kind: str

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}"

    def age(self, on: date) -> int | None:
        if self.birth is None:
            return None
        return on.year - self.birth.year - ((on.month, on.day) < (self.birth.month, self.birth.day))


@dataclass(frozen=True, slots=True)
class OpenFile:
    """A file whose content may be read now: the row, its wrapped key, on what basis."""

    dossier: Dossier
    key: bytes
    basis: str

    @property
    def ref(self) -> str:
        return self.dossier.ref


def by_ref(ref: str) -> Dossier:
    """A file of the own OCMW, process data only. Raises ``NotFound``."""
    found = Dossier.objects.filter(ref=ref.upper()).select_related("organisation", "worker").first()
    if found is None:
        raise NotFound()
    return found


def open_file(ref: str) -> OpenFile:
    return opened(by_ref(ref))


def opened(dossier: Dossier) -> OpenFile:
    """Raises ``NotFound`` without a grant that holds now, ``Unavailable`` when the key was destroyed."""
    grant = active_grant(dossier.id, current().actor.account_id, clock.now())
    if grant is None:
        raise NotFound()
    return OpenFile(dossier, key_of(dossier), grant.get_basis_display())


def opened_by_id(dossier_id: UUID) -> OpenFile:
    found = Dossier.objects.filter(id=dossier_id).select_related("organisation", "worker").first()
    if found is None:
        raise NotFound()
    return opened(found)


def active_grant(dossier_id: UUID, account_id: UUID | None, now: datetime) -> Grant | None:
    if account_id is None:
        return None
    holds = Q(until__isnull=True) | Q(until__gt=now)
    return Grant.objects.filter(holds, dossier_id=dossier_id, account_id=account_id, since__lte=now).order_by("since").first()


def is_self(dossier_id: UUID, account_id: UUID) -> bool:
    """Whether this account is the person of the file."""
    return Grant.objects.filter(dossier_id=dossier_id, account_id=account_id, basis=Grant.Basis.SELF).exists()


def own_files(account_id: UUID) -> list[tuple[int, UUID]]:
    """(OCMW, file) of which an account is the person itself, over all OCMWs."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM nabij.dossier_own_files(%s)", [account_id])
        return [(row[0], row[1]) for row in cursor.fetchall()]


def key_of(dossier: Dossier) -> bytes:
    """The wrapped key; the database itself hides it from who has no grant."""
    row = DataKey.objects.filter(dossier_id=dossier.id).first()
    if row is None:
        raise NotFound()
    if row.shredded_at:
        raise Unavailable("Dit dossier is vernietigd. Niemand kan het nog openen.")
    return bytes(row.wrapped)


def person(file: OpenFile) -> PersonView:
    row = Person.objects.filter(dossier_id=file.dossier.id).first()
    if row is None:
        raise NotFound()
    data = row.get(file.key)
    digits = data.get("number", "")
    grouped = f"{digits[:2]}.{digits[2:4]}.{digits[4:6]}-{digits[6:9]}.{digits[9:]}" if digits else ""
    return PersonView(
        data["first_name"], data["last_name"], date.fromisoformat(data["birth"]) if data.get("birth") else None,
        data.get("language", "nl"), data.get("phone", ""), data.get("address", ""), data.get("channel", ""), grouped,
        data.get("number_kind", ""),
    )


def raw_person(file: OpenFile) -> dict[str, Any]:
    """The sealed content of the person as it stands: for what is sent to another OCMW."""
    row = Person.objects.get(dossier_id=file.dossier.id)
    return row.get(file.key)


@dataclass(frozen=True, slots=True)
class MyFile:
    """One of my files with its key, as a list shows it."""

    file: OpenFile
    name: str
    age: int | None

    @property
    def ref(self) -> str:
        return self.file.ref

    @property
    def basis(self) -> str:
        return self.file.basis


def granted() -> dict[UUID, Grant]:
    """File → the oldest grant by which the actor may open it now; at most fifty. Nothing is opened."""
    now, account = clock.now(), current().actor.account_id
    if account is None:
        return {}
    holds = Q(until__isnull=True) | Q(until__gt=now)
    rows = Grant.objects.filter(holds, account_id=account, since__lte=now).select_related("dossier__worker").order_by("since")[:500]
    first: dict[UUID, Grant] = {}
    for grant in rows:
        first.setdefault(grant.dossier_id, grant)
    return dict(list(first.items())[:MINE])


def mine(today: date) -> list[MyFile]:
    """Files that the actor may open now, by name. Raises ``VaultClosed`` when the key of the OCMW is not there."""
    first = granted()
    keys = {row.dossier_id: bytes(row.wrapped) for row in DataKey.objects.filter(dossier_id__in=first, shredded_at__isnull=True)}
    people = {row.dossier_id: row for row in Person.objects.filter(dossier_id__in=keys)}
    found = [_my_file(OpenFile(first[id].dossier, keys[id], first[id].get_basis_display()), people[id], today) for id in people]
    return sorted(found, key=lambda one: one.name.casefold())


def _my_file(file: OpenFile, row: Person, today: date) -> MyFile:
    data = row.get(file.key)
    birth = date.fromisoformat(data["birth"]) if data.get("birth") else None
    age = today.year - birth.year - ((today.month, today.day) < (birth.month, birth.day)) if birth else None
    return MyFile(file, f"{data['first_name']} {data['last_name']}", age)


@dataclass(frozen=True, slots=True)
class Exists:
    """What a search tells: that a file exists in the own OCMW, and who is responsible. No content."""

    ref: str
    worker: str
    may_open: bool


def found_by(organisation_id: int, *, number: str = "", name: str = "", year: int | None = None) -> list[Exists]:
    """Files of this OCMW by number, or by all parts of a name. Equality of keyed hashes only."""
    now, account = clock.now(), current().actor.account_id
    found = [d for d in _matching(organisation_id, number, name, year) if d.kind == Dossier.Kind.CLIENT]
    return [Exists(d.ref, str(d.worker), active_grant(d.id, account, now) is not None) for d in found[:20]]


def found_by_ref(organisation_id: int, ref: str) -> list[Exists]:
    """The file of this OCMW with this number, at most one; its content stays closed."""
    rows = Dossier.objects.filter(organisation_id=organisation_id, ref=ref.strip().upper(), kind=Dossier.Kind.CLIENT)
    return [Exists(row.ref, str(row.worker), False) for row in rows.select_related("worker")]


def _matching(organisation_id: int, number: str, name: str, year: int | None) -> list[Dossier]:
    texts = [f"number:{number}"] if number else names.query_texts(name, year)
    if not texts:
        return []
    rows = Dossier.objects.filter(organisation_id=organisation_id).select_related("worker").order_by("ref")
    for text in texts:
        rows = rows.filter(tokens__token=token(organisation_id, text))
    return list(rows.distinct())


def token(organisation_id: int, text: str) -> str:
    return blind_index(organisation_id, "dossier-person", text)


def by_number(organisation_id: int, number: str) -> Dossier | None:
    """The file behind a number: for matching an exchange, never shown to who asks."""
    row = LookupToken.objects.filter(organisation_id=organisation_id, kind="number", token=token(organisation_id, f"number:{number}"))
    found = row.select_related("dossier").first()
    return found.dossier if found else None


@dataclass(frozen=True, slots=True)
class Member:
    """One person of the household on a day."""

    subject: UUID
    name: str
    birth: date | None
    role: str
    presence: str
    since: date


def memberships(file: OpenFile) -> list[Membership]:
    """Every row ever known, for the rules."""
    return [_membership(row) for row in HouseholdMembership.objects.filter(dossier_id=file.dossier.id)]


def _membership(row: HouseholdMembership) -> Membership:
    return Membership(
        row.id, row.subject, row.basis, row.presence, row.valid.lower, row.valid.upper, row.recorded.lower, row.recorded.upper
    )


def household(file: OpenFile, day: date, known_at: datetime, basis: str = "factual") -> list[Member]:
    """Who lived here on ``day``, as known at ``known_at``; oldest first."""
    rows = {row.id: row for row in HouseholdMembership.objects.filter(dossier_id=file.dossier.id, basis=basis)}
    held = households.household_on([_membership(row) for row in rows.values()], day, known_at, basis)
    found = []
    for one in held:
        data = rows[one.key].get(file.key) if one.key else {}
        birth = date.fromisoformat(data["birth"]) if data.get("birth") else None
        found.append(Member(one.subject, data["name"], birth, data["role"], households.PRESENCES_NL[one.presence], one.first))
    return sorted(found, key=lambda member: member.birth or date.max)
