"""``/api/v1/website/``: services of one's own municipality, with the origin of each field; publishing by the same action as the screens."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router

from nabij.kernel.access.api import answer, operation
from nabij.kernel.errors import Invalid
from nabij.kernel.overlay.fields import Laid

from . import access
from .actions import services
from .queries import catalogue
from .queries.catalogue import ServiceView

router = Router(tags=["website"])


@router.get("/services", summary="Diensten van de eigen gemeente")
@operation(access.READ, module="website")
def listing(request: HttpRequest, published: bool = False) -> HttpResponse:
    """Every service by title; with ``published`` only those on the site."""
    found = catalogue.services(request.scope.organisation_id, published=published)  # type: ignore[attr-defined]
    return answer([as_data(view) for view in found])


@router.get("/services/{service_id}", summary="Eén dienst")
@operation(access.READ, module="website")
def one(request: HttpRequest, service_id: UUID) -> HttpResponse:
    """One service, published or not."""
    return answer(as_data(catalogue.service(service_id)))


@router.post("/services/{service_id}/publications", summary="Zet een dienst op de site")
@operation(access.SERVICE, module="website", creates=True)
def publish(request: HttpRequest, service_id: UUID) -> HttpResponse:
    """422 names everything that stands in the way, each with its fix; the pointer is the part of the service that lacks it."""
    try:
        services.publish_service(service_id=service_id)
    except services.NotPublishable as error:
        raise Invalid({obstacle.where: obstacle.sentence for obstacle in error.obstacles}) from error
    return answer(as_data(catalogue.service(service_id)), status=201)


def as_data(view: ServiceView) -> dict[str, Any]:
    """A service on the wire."""
    return {
        "id": str(view.id), "url": view.url, "state": view.state.value, "title": view.title,
        "fields": {name: _field(laid) for name, laid in view.text.fields.items() if laid.value},
        "items": [
            {"key": item.key, "relation": name, "title": _field(item.title), "description": _field(item.description), "url": item.url}
            for name, items in view.text.items.items() for item in items
        ],
        "channels": [{"kind": way.kind.value, "words": way.words, "url": way.url} for way in view.ways],
        "phone": view.team.phone if view.team else "", "days_to_answer": view.days_to_answer,
    }


def _field(laid: Laid) -> dict[str, str]:
    return {"value": laid.value, "origin": laid.origin.value}
