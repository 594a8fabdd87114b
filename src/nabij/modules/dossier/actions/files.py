"""Opening a file, who may look into it, who lives with whom, and destroying its key."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.postgres.fields import DateTimeRangeField
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange, DateTimeTZRange
from django.db.models import DateTimeField, F, Func, Value

from nabij.kernel.access import authorise
from nabij.kernel.audit import entries
from nabij.kernel.calendar import clock, words
from nabij.kernel.crypto import seal, unseal
from nabij.kernel.envelope import new_key
from nabij.kernel.errors import Invalid, NotFound, Refused
from nabij.kernel.tenancy.rows import new_id
from nabij.kernel.tenancy.scope import Actor, current

from .. import access
from ..models import DataKey, Dossier, Grant, HouseholdEvent, HouseholdMembership, LookupToken, Person, SearchEntry
from ..queries import files, journal
from ..queries.files import OpenFile
from ..rules import households, names
from ..rules.insz import Insz, Problem, check_insz
from .keys import require_own_key

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
TWICE = "Dit nummer staat al bij een ander dossier. Zoek dat dossier op, of kijk het nummer na."
SEARCH_KEPT = timedelta(minutes=15)
CHIEF_LOOKS = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class NewPerson:
    """What is known when a file opens. A person without any number, phone or address is ordinary."""

    first_name: str
    last_name: str
    birth: date | None = None
    number: str = ""
    language: str = "nl"
    phone: str = ""
    address: str = ""
    channel: str = "letter"


def worker() -> tuple[int, UUID, Actor]:
    """(own OCMW, account, actor) of who works in files now. Raises ``Refused``; a program has no account and opens nothing."""
    actor = authorise(access.WORK)
    own = current().organisation_id
    if actor.account_id is None or own is None:
        raise Refused("Alleen een medewerker die zelf is aangemeld, werkt in een dossier.")
    return own, actor.account_id, actor


def open_dossier(*, person: NewPerson) -> Dossier:
    """A new file with a key of its own, assigned to who opens it. Raises ``Invalid`` when name or number cannot be."""
    own, account, _ = worker()
    require_own_key(own)
    checked = _checked(person)
    dossier = Dossier.objects.create(organisation_id=own, ref=_ref(), worker_id=account, opened_at=clock.now())
    Grant.objects.create(
        organisation_id=own, dossier=dossier, account_id=account, basis=Grant.Basis.ASSIGNMENT, since=clock.now(),
        reason="opende dit dossier",
    )
    wrapped = new_key(own, str(dossier.id))
    DataKey.objects.create(organisation_id=own, dossier=dossier, wrapped=wrapped, made_at=clock.now())
    Person(organisation_id=own, dossier=dossier).put(wrapped, _payload(person, checked)).save()
    _index(own, dossier, person, checked)
    entries.record("dossier.file.opened", journal.reference(dossier))
    return dossier


def _checked(person: NewPerson) -> Insz | None:
    problems = {}
    if not names.parts(person.first_name):
        problems["first_name"] = "Vul de voornaam in."
    if not names.parts(person.last_name):
        problems["last_name"] = "Vul de familienaam in."
    found = number_of(person.number) if person.number.strip() else None
    if isinstance(found, Problem):
        problems["number"] = found.sentence
    if problems:
        raise Invalid(problems)
    return found if isinstance(found, Insz) else None


def number_of(typed: str) -> Insz | Problem:
    """A number as this installation takes it: in a demo and before the go only test numbers, else only real ones."""
    return check_insz(typed, today=clock.today(), allow_test=settings.NABIJ_TEST_NUMBERS)


def _ref() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(10))


def _payload(person: NewPerson, number: Insz | None) -> dict[str, Any]:
    return {
        "first_name": person.first_name.strip(), "last_name": person.last_name.strip(), "language": person.language,
        "birth": person.birth.isoformat() if person.birth else "", "phone": person.phone, "address": person.address,
        "channel": person.channel, "number": number.digits if number else "", "number_kind": number.kind if number else "",
    }


def _index(own: int, dossier: Dossier, person: NewPerson, number: Insz | None) -> None:
    texts = names.index_texts(f"{person.first_name} {person.last_name}", person.birth)
    rows = [_token(own, dossier, "name", text) for text in texts]
    LookupToken.objects.bulk_create(rows)
    if number is None:
        return
    try:
        with transaction.atomic():
            _token(own, dossier, "number", f"number:{number.digits}").save()
    except IntegrityError as error:
        raise Invalid({"number": TWICE}) from error


def _token(own: int, dossier: Dossier, kind: str, text: str) -> LookupToken:
    return LookupToken(organisation_id=own, dossier=dossier, kind=kind, token=files.token(own, text))


def remember_search(*, number: str, name: str, year: int | None) -> SearchEntry:
    """Keep a question sealed for fifteen minutes, so that no number and no name ever stands in an address."""
    own, account, _ = worker()
    SearchEntry.objects.filter(organisation_id=own, at__lt=clock.now() - SEARCH_KEPT).delete()
    text = "\x1f".join((number, name, str(year or "")))
    sealed = seal(own, "dossier-search", text)
    return SearchEntry.objects.create(organisation_id=own, account_id=account, sealed=sealed, at=clock.now())


def remembered_search(search_id: UUID) -> tuple[str, str, int | None]:
    """(number, name, year) of an own search of the last fifteen minutes. Raises ``NotFound``."""
    own, account, _ = worker()
    row = SearchEntry.objects.filter(id=search_id, account_id=account, at__gte=clock.now() - SEARCH_KEPT).first()
    if row is None:
        raise NotFound()
    number, name, year = unseal(own, "dossier-search", row.sealed).split("\x1f")
    return number, name, int(year) if year else None


def look_with_reason(*, ref: str, reason: str) -> Grant:
    """A chief opens a file for a week, with a reason that the person reads in the log."""
    authorise(access.DECIDE)
    _, account, _ = worker()
    if not reason.strip():
        raise Invalid({"reason": "Zeg waarom u dit dossier opent. De persoon kan dat lezen."})
    dossier = files.by_ref(ref)
    until = clock.now() + CHIEF_LOOKS
    return give(dossier, account, Grant.Basis.TASK, reason.strip()[:200], until)


def give(dossier: Dossier, account: UUID, basis: str, reason: str, until: datetime | None = None) -> Grant:
    """A grant row and its line in the log. For use by other actions of this module."""
    now = clock.now()
    row = Grant.objects.create(
        organisation_id=dossier.organisation_id, dossier=dossier, account_id=account, basis=basis, reason=reason, since=now, until=until
    )
    entries.record("dossier.file.granted", journal.reference(dossier), detail={"basis": str(basis), "why": reason})
    return row


@dataclass(frozen=True, slots=True)
class HouseholdChange:
    """``subject`` None = somebody new in this household; then ``name`` is needed."""

    kind: str
    on: date
    basis: str = "factual"
    subject: UUID | None = None
    name: str = ""
    birth: date | None = None
    role: str = ""


def change_household(*, ref: str, change: HouseholdChange) -> HouseholdEvent:
    """Apply one event. Raises ``Invalid`` for a birth in the future or an event before birth, ``RuleViolation`` when it cannot be."""
    own, _, _ = worker()
    file, now = files.open_file(ref), clock.now()
    who = _who(file, change)
    _possible(change, who)
    subject = change.subject or new_id()
    outcome = households.apply_event(change.kind, subject, change.basis, change.on, now, files.memberships(file))
    HouseholdMembership.objects.filter(id__in=outcome.close).update(recorded=_closing(now))
    for one in outcome.open:
        HouseholdMembership(
            organisation_id=own, dossier=file.dossier, subject=one.subject, basis=one.basis, presence=one.presence,
            valid=DateRange(one.first, one.until), recorded=DateTimeTZRange(now, None),
        ).put(file.key, who).save()
    event = HouseholdEvent.objects.create(
        organisation_id=own, dossier=file.dossier, subject=subject, kind=change.kind, on=change.on, at=now
    )
    entries.record("dossier.household.changed", journal.reference(file.dossier), detail={"kind": change.kind})
    return event


def _closing(now: datetime) -> Any:
    """``recorded`` with its end at ``now``: the one change that the database allows."""
    begin = Func(F("recorded"), function="lower", output_field=DateTimeField())
    return Func(begin, Value(now), function="tstzrange", output_field=DateTimeRangeField())


def _who(file: OpenFile, change: HouseholdChange) -> dict[str, Any]:
    if change.subject is None:
        if not change.name.strip():
            raise Invalid({"name": "Vul de naam in van wie erbij komt."})
        return {"name": change.name.strip(), "birth": change.birth.isoformat() if change.birth else "", "role": change.role.strip()}
    row = HouseholdMembership.objects.filter(dossier_id=file.dossier.id, subject=change.subject).order_by("-recorded").first()
    if row is None:
        raise NotFound()
    return row.get(file.key)


def _possible(change: HouseholdChange, who: dict[str, Any]) -> None:
    if who["birth"] and change.on < date.fromisoformat(who["birth"]):
        born = words.date_text(date.fromisoformat(who["birth"]))
        raise Invalid({"on": f"Dat is voor de geboorte op {born}. Kijk de datum na."})


def shred(*, ref: str, reason: str) -> None:
    """Destroy the key of a file: nothing in it opens any more, for anyone, also not from a copy of the rows."""
    authorise(access.DECIDE)
    worker()
    if not reason.strip():
        raise Invalid({"reason": "Zeg waarom dit dossier vernietigd wordt."})
    file = files.open_file(ref)
    DataKey.objects.filter(dossier_id=file.dossier.id).update(wrapped=b"", shredded_at=clock.now())
    LookupToken.objects.filter(dossier_id=file.dossier.id).delete()
    entries.record("dossier.file.shredded", journal.reference(file.dossier), detail={"why": reason})
