"""A concept of the catalogue: from predicates to a body with languages and ordered items; old and new items paired. Pure.

Source of the predicates: contexts of the IPDC/LPDC exchange. Items come without an identity of their own (blank nodes), so their
keys are ours and survive from version to version through ``with_keys``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from typing import Any

from nabij.kernel.errors import RuleViolation
from nabij.kernel.overlay.difference import words

from .jsonld import Node
from .texts import clean

LPDC = "https://productencatalogus.data.vlaanderen.be/ns/ipdc-lpdc#"
TITLE, DESCRIPTION = "http://purl.org/dc/terms/title", "http://purl.org/dc/terms/description"
ORDER, URL = "http://www.w3.org/ns/shacl#order", "http://schema.org/url"
MEMBER = "https://w3id.org/tree#member"
GENERATED = "http://www.w3.org/ns/prov#generatedAtTime"
VERSION_OF = "http://purl.org/dc/terms/isVersionOf"
ARCHIVED = f"{LPDC}isArchived"
#: What another municipality offers; kept as a source, never proposed as a concept.
INSTANCE = f"{LPDC}InstancePublicServiceSnapshot"
KEYWORD = "http://www.w3.org/ns/dcat#keyword"
#: Texts of a service, in the order in which a reader needs them.
TEXTS = {
    "title": TITLE, "description": DESCRIPTION, "additional": f"{LPDC}additionalDescription",
    "exception": f"{LPDC}exception", "regulation": f"{LPDC}regulation",
}
RELATIONS = {
    "requirement": ("http://vocab.belgif.be/ns/publicservice#hasRequirement",),
    "procedure": ("http://purl.org/vocab/cpsv#follows",),
    "cost": ("http://data.europa.eu/m8g/hasCost",),
    "advantage": ("http://purl.org/vocab/cpsv#produces",),
    "legal": ("http://data.europa.eu/m8g/hasLegalResource",),
    "website": (f"{LPDC}hasWebsite", "http://www.w3.org/2000/01/rdf-schema#seeAlso"),
    "contact": ("http://data.europa.eu/m8g/hasContactPoint",),
}
EVIDENCE = "http://data.europa.eu/m8g/hasSupportingEvidence"
CODES = {
    "type": "http://purl.org/dc/terms/type", "audiences": f"{LPDC}targetAudience", "themes": "http://data.europa.eu/m8g/thematicArea",
    "competent_levels": f"{LPDC}competentAuthorityLevel", "executing_levels": f"{LPDC}executingAuthorityLevel",
    "media": f"{LPDC}publicationMedium", "your_europe": f"{LPDC}yourEuropeCategory",
    "languages": "http://purl.org/dc/terms/language", "source": "http://purl.org/dc/terms/source",
}
SIMILAR = 0.6


class NoSnapshot(RuleViolation):
    """A member that says not of what it is a version, or when."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One version of a concept, or of an ``instance``; ``generated_text`` is the time exactly as it came (nanoseconds too)."""

    iri: str
    version_of: str
    generated_text: str
    generated_at: datetime
    archived: bool
    product_number: str
    body: dict[str, Any]
    instance: bool = False


def snapshots(page: Node) -> Iterator[Snapshot | NoSnapshot]:
    """Members of one page of the stream; what cannot be read is given back as its error, the others go on."""
    for number, member in enumerate(page.get(MEMBER, []), 1):
        try:
            yield normalise_snapshot(member)
        except (NoSnapshot, ValueError, TypeError, KeyError) as wrong:
            yield NoSnapshot(f"Lid {number} kunnen we niet lezen: {wrong}")


def normalise_snapshot(node: Node) -> Snapshot:
    """Raises ``NoSnapshot``."""
    version_of, generated = _first_id(node, VERSION_OF), str(_first(node, GENERATED) or "")
    if not version_of or not generated:
        raise NoSnapshot("er staat niet van wat het een versie is, of van wanneer")
    return Snapshot(
        iri=_identity(node), version_of=version_of, generated_text=generated, generated_at=_moment(generated),
        archived=str(_first(node, ARCHIVED) or "").lower() == "true",
        product_number=str(_first(node, "http://schema.org/productID") or ""), body=_body(node),
        instance=INSTANCE in node.get("@type", []),
    )


def _moment(text: str) -> datetime:
    """A moment of the stream; digits below the microsecond are beyond what a clock here can hold."""
    head, dot, tail = text.replace("Z", "+00:00").partition(".")
    if dot:
        digits = tail[: len(tail) - len(tail.lstrip("0123456789"))]
        return datetime.fromisoformat(f"{head}.{digits[:6].ljust(6, '0')}{tail[len(digits):]}")
    return datetime.fromisoformat(head)


def _body(node: Node) -> dict[str, Any]:
    texts = {name: _languages(node, predicate, marks=name != "title") for name, predicate in TEXTS.items()}
    items = [item for relation, predicates in RELATIONS.items() for item in _items(node, relation, predicates)]
    codes = {name: _codes(node, predicate) for name, predicate in CODES.items()}
    return {**texts, "items": items, "keywords": _keywords(node), **codes}


def _items(node: Node, relation: str, predicates: tuple[str, ...]) -> list[dict[str, Any]]:
    values = (value for predicate in predicates for value in node.get(predicate, []))
    found = [value for value in values if isinstance(value, dict) and "@value" not in value]
    items: list[dict[str, Any]] = []
    for position, value in enumerate(sorted(found, key=_order)):
        item = _item(value, relation, position)
        items.append(item)
        if relation == "requirement":
            nested = (part for part in value.get(EVIDENCE, []) if isinstance(part, dict))
            items += [_item(part, "evidence", position) for part in nested]
        if relation == "procedure":
            items += _items(value, "website", RELATIONS["website"])
    return items


def _item(value: Node, relation: str, position: int) -> dict[str, Any]:
    item = {
        "relation": relation, "order": position, "title": _languages(value, TITLE, marks=False),
        "description": _languages(value, DESCRIPTION, marks=True), "url": str(_first(value, URL) or ""),
    }
    if relation == "contact":
        names = {"phone": "telephone", "email": "email", "hours": "openingHours"}
        item |= {name: str(_first(value, f"http://schema.org/{term}") or "") for name, term in names.items()}
    return item


def _order(value: Node) -> float:
    """The published order; it may be 2.0, a text, or absent, and come out of sequence."""
    try:
        return float(_first(value, ORDER) or 0)
    except (TypeError, ValueError):
        return 0.0


def _languages(node: Node, predicate: str, *, marks: bool) -> dict[str, str]:
    found: dict[str, str] = {}
    for value in node.get(predicate, []):
        if isinstance(value, dict) and "@value" in value:
            text = str(value["@value"])
            found.setdefault(str(value.get("@language", "nl")).lower(), clean(text) if marks else " ".join(words(text)))
    return dict(sorted(found.items()))


def _keywords(node: Node) -> list[str]:
    return sorted({str(v["@value"]) for v in node.get(KEYWORD, []) if isinstance(v, dict) and "@value" in v})


def _codes(node: Node, predicate: str) -> list[str]:
    """Addresses of codes, also those that no list knows."""
    return [_identity(value) or str(value.get("@value", "")) for value in node.get(predicate, []) if isinstance(value, dict)]


def _first(node: Node, predicate: str) -> Any:
    value = next(iter(node.get(predicate, [])), None)
    return value.get("@value") if isinstance(value, dict) else value


def _identity(node: Node) -> str:
    return str(next(iter(node.get("@id", [])), ""))


def _first_id(node: Node, predicate: str) -> str:
    value = next(iter(node.get(predicate, [])), None)
    return _identity(value) if isinstance(value, dict) else ""


def with_keys(body: dict[str, Any], before: dict[str, Any] | None, mint: Any) -> dict[str, Any]:
    """``body`` whose items carry keys: those of the items they continue, else a fresh one from ``mint()``."""
    old = list((before or {}).get("items", []))
    pairs = match_items(old, body["items"])
    return {**body, "items": [item | {"key": old[pairs[n]]["key"] if n in pairs else mint()} for n, item in enumerate(body["items"])]}


def match_items(old: list[dict[str, Any]], new: list[dict[str, Any]]) -> dict[int, int]:
    """Index of a new item → index of the old one that it continues.

    First equal Dutch text in the same relation, then the same place with a likeness of at least 0.6, else it is new.
    """
    pairs: dict[int, int] = {}
    for wanted in (_equal, _alike):
        for n, item in enumerate(new):
            if n in pairs:
                continue
            free = (o for o, was in enumerate(old) if o not in pairs.values() and was["relation"] == item["relation"])
            found = next((o for o in free if wanted(old[o], item)), None)
            if found is not None:
                pairs[n] = found
    return pairs


def _text(item: dict[str, Any]) -> str:
    def dutch(texts: dict[str, str]) -> str:
        return texts.get("nl") or next(iter(texts.values()), "")

    return " ".join([*words(dutch(item["title"])), *words(dutch(item["description"])), item["url"]]).lower()


def _equal(old: dict[str, Any], new: dict[str, Any]) -> bool:
    return _text(old) == _text(new)


def _alike(old: dict[str, Any], new: dict[str, Any]) -> bool:
    if old["order"] != new["order"]:
        return False
    return SequenceMatcher(None, _text(old), _text(new), autojunk=False).ratio() >= SIMILAR
