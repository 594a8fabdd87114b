"""The directory page of an organisation on a date. Directory rows: everyone may read them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Q
from django.db.models.functions import JSONObject

from nabij.kernel.errors import NotFound
from nabij.kernel.tenancy import queries as directory
from nabij.kernel.tenancy.models import Alias, Organisation, OrganisationKind, Relation

#: What a relation is called from the other side.
REVERSED = {"ocmw_of": "heeft als OCMW", "member_of": "heeft als lid", "works_for": "laat werken", "hosts": "heeft als gastheer"}
_CONTACT = {"phone": F("contact__phone"), "service": F("contact__service_name"), "invented": F("contact__invented")}
_ALIASES = ArraySubquery(
    Alias.objects.filter(organisation_id=OuterRef("pk")).order_by("alias")
    .values(name=JSONObject(alias="alias", kind="kind", source="source"))
)
_FACTS = (("nis", "NIS-code"), ("kbo", "Ondernemingsnummer"), ("ovo", "OVO-code"))


@dataclass(frozen=True, slots=True)
class Tie:
    """One relation, written from the organisation of the page."""

    label: str
    others: list[Organisation]


@dataclass(frozen=True, slots=True)
class Portrait:
    organisation: Organisation
    numbers: list[tuple[str, str]]
    aliases: list[dict[str, str]]
    ties: list[Tie]
    territory: list[Organisation]
    bodies: list[directory.BodyOnDate]


def portrait(slug: str, on: date) -> Portrait:
    """Everything the directory knows of one organisation on a date, with ``phone``, ``service`` and ``invented`` of its
    contact on the organisation. Raises ``NotFound``."""
    row = Organisation.objects.filter(slug=slug).annotate(**_CONTACT, names=_ALIASES).first()
    if row is None:
        raise NotFound()
    numbers = [(label, getattr(row, name)) for name, label in _FACTS if getattr(row, name)]
    kinds = dict(Alias.Kind.choices)
    aliases = [{**name, "kind": kinds.get(name["kind"], name["kind"])} for name in row.names]
    return Portrait(row, numbers, aliases, _ties(row.id, on), directory.territory(row.id, on), directory.bodies(row.id, on))


def _ties(organisation_id: int, on: date) -> list[Tie]:
    labels = dict(Relation.Kind.choices)
    either = Q(organisation_id=organisation_id) | Q(target_id=organisation_id)
    rows = Relation.objects.filter(either, period__contains=on).select_related("organisation", "target").order_by("kind")
    found: dict[str, list[Organisation]] = {}
    for row in rows:
        own = row.organisation_id == organisation_id
        found.setdefault(labels[row.kind] if own else REVERSED[row.kind], []).append(row.target if own else row.organisation)
    return [Tie(label, sorted(others, key=str)) for label, others in found.items()]


def by_kind(on: date) -> list[tuple[str, list[Organisation]]]:
    """Organisations that exist on a date, grouped by kind, in the order of the kinds."""
    rows = directory.organisations(on=on)
    return [
        (str(label), found) for kind, label in OrganisationKind.choices
        if (found := sorted((row for row in rows if row.kind == kind), key=str))
    ]


@dataclass(frozen=True, slots=True)
class OrganisationHit:
    """``note`` says under which other name it was found, or that the spelling was helped."""

    organisation: Organisation
    kind: str
    note: str


def found(words: str, own_id: int | None = None) -> list[OrganisationHit]:
    """Organisations by name or alias, the own one first."""
    hits = sorted(directory.search(words), key=lambda hit: hit.organisation.id != own_id)
    return [OrganisationHit(hit.organisation, hit.organisation.get_kind_display(), _note(hit)) for hit in hits]


def _note(hit: directory.Hit) -> str:
    if hit.approximate:
        return f"Bedoelde u {hit.matched}?"
    return f"Gevonden onder de naam {hit.matched}." if hit.matched != hit.organisation.name_nl else ""
