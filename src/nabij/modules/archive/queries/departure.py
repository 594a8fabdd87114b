"""Reads for a package that leaves: every dossier of one organisation, whoever its readers are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Sum

from ..models import Component, Dossier, Record
from ..rules.packages import Line
from . import adoption, strategy


@dataclass(frozen=True, slots=True)
class Estimate:
    dossiers: int
    records: int
    files: int
    octets: int


def estimate(organisation_id: int) -> Estimate:
    """How much a package will hold."""
    found = Component.objects.filter(organisation_id=organisation_id)
    return Estimate(
        Dossier.objects.filter(organisation_id=organisation_id).count(), Record.objects.filter(organisation_id=organisation_id).count(),
        found.count(), found.aggregate(octets=Sum("blob__size"))["octets"] or 0,
    )


def dossiers(organisation_id: int) -> Iterator[Dossier]:
    """All of them by number, also those that were destroyed: number, series and dates stay as proof."""
    rows = Dossier.objects.filter(organisation_id=organisation_id).order_by("number")
    return rows.select_related("series__node", "audience", "verdict").prefetch_related("facts", "holds").iterator(chunk_size=200)


def files(of: Dossier) -> Iterator[tuple[Record, Component]]:
    """Each byte stream of a dossier, in order."""
    for record in of.records.prefetch_related("components__blob"):
        for component in record.components.all():
            yield record, component


def as_data(row: Dossier) -> dict[str, Any]:
    """Everything that we know of a dossier, for people and programs. A sealed day of birth stays sealed: it is named, not told."""
    verdict = getattr(row, "verdict", None)
    return {
        "number": row.number, "title": row.title,
        "series": {"code": row.series.code, "title": row.series.title, "node": row.series.node.code},
        "opened_on": row.opened_on, "closed_on": row.closed_on, "state": row.state, "responsible": row.responsible,
        "readers": row.audience.name, "place": row.place, "place_text": row.place_text, "source_path": row.source_path,
        "facts": [{"kind": f.kind, "on": f.on or "verzegeld", "source": f.source} for f in row.facts.all()],
        "holds": [
            {"reason": h.reason, "reference": h.reference, "placed_on": h.placed_on, "released_on": h.released_on} for h in row.holds.all()
        ],
        "retention": {
            "earliest": verdict.earliest, "latest": verdict.latest, "outcome": verdict.outcome, "reasons": verdict.reasons,
            "computed_on": verdict.computed_on,
        } if verdict else None,
        "records": [
            {"sequence": r.sequence, "title": r.title, "date": r.record_date, "kind": r.kind, "received_at": r.received_at,
             "source_path": r.source_path} for r in row.records.all()
        ],
    }  # fmt: skip


def line_of(dossier: Dossier, record: Record | None = None, component: Component | None = None, path: str = "", problem: str = "") -> Line:
    """One line of the table of contents."""
    head = (
        dossier.number, dossier.title, dossier.series.code, str(dossier.opened_on), str(dossier.closed_on or ""), dossier.state,
    )  # fmt: skip
    if record is None or component is None:
        return Line(*head)
    return Line(
        *head, str(record.sequence), record.title, str(record.record_date or ""), path, component.original_name, str(component.blob.size),
        component.blob.sha256, problem,
    )


def strategy_of(organisation_id: int) -> dict[str, Any]:
    """What the organisation took over, with its own deviations."""
    own, published = adoption.standing(organisation_id), strategy.published()
    if own is None or own.row is None:
        return {"state": "no_answer"}
    version = own.row.version if own.adopted else published
    lines = adoption.agreements(version, own.row) if version else []
    return {
        "state": own.state.value, "version": own.row.version.number, "body": own.row.body, "decided_on": own.row.decided_on,
        "reference": own.row.reference,
        "agreements": [
            {"document_kind": view.row.document_kind, **{one.name: one.local or one.regional for one in view.fields}} for view in lines
        ],
        "deviations": [{"code": d.code, "field": d.field, "value": d.value, "motivation": d.motivation} for d in own.deviations],
    }
