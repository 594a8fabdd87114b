"""The kernel's API: who am I, organisations, modules on a date, place to municipality."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from ..access.api import answer, operation
from ..calendar import clock
from ..errors import Invalid
from ..geo import queries as geo
from ..tenancy import queries as directory
from . import queries, registry

router = Router(tags=["platform"])


@router.get("/me", operation_id="me")
@operation("kernel.me.read")
def me(request: HttpRequest) -> HttpResponse:
    """The caller: kind, name, organisation, verbs."""
    actor = request.scope.actor  # type: ignore[attr-defined]
    return answer({"kind": actor.kind, "name": actor.label, "organisation": actor.organisation_id, "verbs": sorted(actor.permissions)})


@router.get("/organisations", operation_id="organisations")
@operation("kernel.organisation.read")
def organisations(request: HttpRequest, on: date | None = None, q: str = "") -> HttpResponse:
    """Organisations on a date, or those whose name or alias holds ``q``."""
    found = [hit.organisation for hit in directory.search(q)] if q else directory.organisations(on=on or clock.today())
    return answer({"items": [_organisation(o) for o in found]})


def _organisation(row: Any) -> dict[str, Any]:
    return {"id": row.id, "slug": row.slug, "kind": row.kind, "name": row.name_nl, "nis": row.nis, "kbo": row.kbo, "ovo": row.ovo}


@router.get("/modules", operation_id="modules")
@operation("kernel.module.read")
def modules(request: HttpRequest, on: date | None = None) -> HttpResponse:
    """State of each module for the caller's organisation on a date."""
    organisation_id = request.scope.organisation_id  # type: ignore[attr-defined]
    day = on or clock.today()
    rows = []
    for manifest in registry.installed():
        standing = queries.standing(organisation_id, manifest.name, day)
        since = standing.fact.effective.isoformat() if standing.fact else None
        planned = standing.next.effective.isoformat() if standing.next else None
        rows.append({"module": manifest.name, "state": standing.state, "since": since, "next": planned})
    return answer({"on": day.isoformat(), "items": rows})


@router.get("/geo/municipality", operation_id="municipality")
@operation("kernel.geo.read")
def municipality(request: HttpRequest, lat: float | None = None, lon: float | None = None, postcode: str = "") -> HttpResponse:
    """Municipality of a point (WGS 84 degrees) or postcode, with how we know it."""
    if lat is None and not postcode:
        raise Invalid({"lat": "Geef een punt (lat en lon) of een postcode."})
    match = geo.locate(lat=lat, lon=lon) if lat is not None else geo.locate(postcode=postcode)
    return answer({
        "candidates": [getattr(c, "nis", c) for c in match.candidates], "basis": str(match.basis), "accuracy_m": match.accuracy_m,
        "ask": match.ask,
    })
