"""Taking in versions of shared concepts. A change reaches every municipality that offers the concept by one event."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from nabij.kernel.access import authorise
from nabij.kernel.audit import entries
from nabij.kernel.calendar import clock
from nabij.kernel.events import facade as events
from nabij.kernel.tenancy.rows import new_id

from .. import access
from ..events import CONCEPT_CHANGED
from ..models import Concept, ConceptSnapshot
from ..queries import catalogue
from ..rules import concepts as rules
from ..rules import jsonld


@dataclass
class Taken:
    """What an import did: versions kept, concepts whose text moved, and members that could not be read, each with why."""

    kept: int = 0
    changed: int = 0
    older: int = 0
    troubles: list[str] = field(default_factory=list)


def import_page(*, organisation_id: int, document: Any, contexts: Mapping[str, Any], lead: str = Concept.Lead.FLANDERS) -> Taken:
    """Take in one page of the stream. Known versions are skipped, so a second time changes nothing; pages may come in any order.

    Raises ``UnreadableLinkedData`` when the page itself cannot be read.
    """
    authorise(access.CONCEPT)
    taken = Taken()
    for found in rules.snapshots(jsonld.expanded(document, contexts)):
        if isinstance(found, rules.NoSnapshot):
            taken.troubles.append(found.sentence_nl)
        else:
            own = Concept.Lead.INSTANCE if found.instance else lead
            take_snapshot(organisation_id=organisation_id, snapshot=found, lead=own, taken=taken)
    return taken


@transaction.atomic
def take_snapshot(
    *, organisation_id: int, snapshot: rules.Snapshot, lead: str = Concept.Lead.FLANDERS, taken: Taken | None = None
) -> Concept:
    """Keep one version; apply it when it is the newest of its concept."""
    authorise(access.CONCEPT)
    taken = taken if taken is not None else Taken()
    known = ConceptSnapshot.objects.filter(organisation_id=organisation_id, iri=snapshot.iri).select_related("concept").first()
    if known is not None:
        return known.concept
    concept = catalogue.concept_by_iri(organisation_id, snapshot.version_of)
    newest = concept is None or snapshot.generated_at > concept.newest_at
    body = rules.with_keys(snapshot.body, concept.body if concept else None, lambda: new_id().hex[-12:])
    moved = concept is not None and newest and (concept.body != body or concept.archived != snapshot.archived)
    concept = _applied(organisation_id, concept, snapshot, body, lead) if newest else concept
    assert concept is not None
    kept = ConceptSnapshot.objects.create(
        organisation_id=organisation_id, audience="public", concept=concept, iri=snapshot.iri, generated_text=snapshot.generated_text,
        generated_at=snapshot.generated_at, archived=snapshot.archived, applied=newest, body=body, received_at=clock.now(),
    )
    taken.kept += 1
    taken.changed += moved
    taken.older += not newest
    entries.record("website.concept.received", kept, detail={"concept": concept.iri, "applied": newest})
    if moved:
        events.publish(CONCEPT_CHANGED, concept, data={"keys": [f"concept:{concept.id}"], "concept_id": str(concept.id)})
    return concept


def _applied(
    organisation_id: int, concept: Concept | None, snapshot: rules.Snapshot, body: dict[str, Any], lead: str
) -> Concept:
    if concept is None:
        return Concept.objects.create(
            organisation_id=organisation_id, audience="public", iri=snapshot.version_of, lead=lead, body=body,
            product_number=snapshot.product_number, newest_at=snapshot.generated_at, archived=snapshot.archived,
        )
    concept.body, concept.newest_at, concept.archived = body, snapshot.generated_at, snapshot.archived
    concept.product_number = snapshot.product_number or concept.product_number
    concept.save(update_fields=["body", "newest_at", "archived", "product_number"])
    return concept
