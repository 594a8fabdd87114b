"""Reads of the directory. Everyone may read it; lists, never lazy querysets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import F, Func, Value
from django.db.models.functions import Lower

from .models import Alias, Body, Organisation, Relation, Seat, SiteHost, Territory


class Unaccent(Func):
    function = "unaccent"


@dataclass(frozen=True, slots=True)
class SiteOrganisation:
    """What every public page says of its organisation (founding note N14)."""

    id: int
    slug: str
    kind: str
    name_nl: str
    short_name: str
    kbo: str
    nis: str
    language_regime: str
    contact_name: str
    phone: str
    email: str
    address: str
    hours_today: str
    invented: bool


def site_organisation(host: str) -> SiteOrganisation | None:
    """The organisation whose public pages answer on ``host``; with port first, then without."""
    names = [host, host.partition(":")[0]]
    row = (
        SiteHost.objects.filter(host__in=names).order_by(Func(F("host"), function="length").desc())
        .values_list("organisation_id", flat=True).first()
    )
    return by_id(row) if row else None


_FIELDS = (
    "id", "slug", "kind", "name_nl", "short_name", "kbo", "nis", "language_regime", "contact__service_name",
    "contact__phone", "contact__email", "contact__address", "contact__hours_text", "contact__invented",
)


def by_id(organisation_id: int) -> SiteOrganisation | None:
    row = Organisation.objects.filter(id=organisation_id).values_list(*_FIELDS).first()
    return _site(row)


def _site(row: tuple[Any, ...] | None) -> SiteOrganisation | None:
    """A row of ``_FIELDS``; what an organisation without contact does not have is empty text."""
    values: list[Any] = ["" if value is None else value for value in row or ()]
    return SiteOrganisation(*values) if values else None


def by_slug(slug: str) -> SiteOrganisation | None:
    row = Organisation.objects.filter(slug=slug).values_list(*_FIELDS).first()
    return _site(row)


def municipality_by_nis(nis: str) -> SiteOrganisation | None:
    row = Organisation.objects.filter(nis=nis, kind="municipality").values_list(*_FIELDS).first()
    return _site(row)


def is_municipality(organisation_id: int) -> bool:
    return Organisation.objects.filter(id=organisation_id, kind="municipality").exists()


def name_of(organisation_id: int) -> str:
    return str(Organisation.objects.get(id=organisation_id))


def organisations(*, on: date, kind: str = "") -> list[Organisation]:
    """Organisations that exist on a date, by name."""
    found = Organisation.objects.filter(valid__contains=on)
    return list(found.filter(kind=kind) if kind else found)


def partnership() -> Organisation:
    """The cooperation that owns the shared rows of this installation."""
    return Organisation.objects.filter(kind="partnership").order_by("id")[:1].get()


def members(partnership_id: int, on: date) -> list[Organisation]:
    ids = Relation.objects.filter(target_id=partnership_id, kind="member_of", period__contains=on).values("organisation_id")
    return list(Organisation.objects.filter(id__in=ids))


def tags_of(organisation_id: int, on: date) -> list[str]:
    """The audiences that an organisation reads as a member: of its partnerships, or of itself when it is one."""
    member_of = Relation.objects.filter(organisation_id=organisation_id, kind="member_of", period__contains=on)
    ids = set(member_of.values_list("target_id", flat=True))
    ids |= set(Organisation.objects.filter(id=organisation_id, kind="partnership").values_list("id", flat=True))
    return [f"partnership:{id}" for id in sorted(ids)]


def territory(organisation_id: int, on: date) -> list[Organisation]:
    ids = Territory.objects.filter(organisation_id=organisation_id, period__contains=on).values("municipality_id")
    return list(Organisation.objects.filter(id__in=ids))


@dataclass(frozen=True, slots=True)
class Hit:
    organisation: Organisation
    matched: str
    approximate: bool


def search(words: str, limit: int = 20) -> list[Hit]:
    """Organisations by name or alias, accents and case aside; help with spelling only when nothing fits exactly."""
    text = words.replace("\x00", "").strip()  # a text with NUL is no text to PostgreSQL
    if not text:
        return []
    return (_named(text, approximate=False) or _named(text, approximate=True))[:limit]


def _named(text: str, *, approximate: bool) -> list[Hit]:
    """Aliases first, so that a group found under another name says under which."""
    found: dict[int, Hit] = {}
    for alias in _folded(Alias.objects.select_related("organisation"), "alias", text, approximate):
        found.setdefault(alias.organisation_id, Hit(alias.organisation, alias.alias, approximate))
    for organisation in _folded(Organisation.objects.all(), "name_nl", text, approximate):
        found.setdefault(organisation.id, Hit(organisation, organisation.name_nl, approximate))
    return list(found.values())


def _folded(rows: Any, column: str, text: str, approximate: bool) -> Any:
    """Rows whose ``column`` holds ``text``, accents and case aside; or is spelled nearly so (trigrams)."""
    rows = rows.annotate(folded=Unaccent(Lower(F(column))), wanted=Unaccent(Lower(Value(text))))
    if not approximate:
        return rows.filter(folded__contains=F("wanted"))
    near: Any = F("wanted")
    return rows.annotate(near=TrigramSimilarity("folded", near)).filter(near__gt=0.35).order_by("-near")


@dataclass(frozen=True, slots=True)
class BodyOnDate:
    body: Body
    seats: list[Seat]
    vacant: int


def bodies(organisation_id: int, on: date) -> list[BodyOnDate]:
    """Bodies with their seats on a date; a vacant seat is in the list, in words."""
    found = list(Body.objects.filter(organisation_id=organisation_id, period__contains=on).order_by("name"))
    seats = Seat.objects.filter(body__in=found, period__contains=on).select_related("held_by").order_by("number")
    by_body: dict[int, list[Seat]] = {body.id: [] for body in found}
    for seat in seats:
        by_body[seat.body_id].append(seat)
    return [BodyOnDate(b, by_body[b.id], sum(s.vacant for s in by_body[b.id])) for b in found]


def aliases(organisation_id: int) -> list[Alias]:
    return list(Alias.objects.filter(organisation_id=organisation_id).order_by("alias"))
