"""``/diensten/``: from A to Z, one service as look.md orders it, its sheet and its data."""

from __future__ import annotations

import json
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from nabij.kernel.access.routes import public_page
from nabij.kernel.overlay.difference import words

from ... import access
from ...queries import catalogue
from ...queries.catalogue import ServiceView
from ...rules.texts import folded

CONTEXT = {
    "dct": "http://purl.org/dc/terms/", "cpsv": "http://purl.org/vocab/cpsv#", "cv": "http://data.europa.eu/m8g/",
    "schema": "http://schema.org/", "dcat": "http://www.w3.org/ns/dcat#",
}  # fmt: skip


@public_page(access.PAGE, module="website")
def listing(request: HttpRequest) -> HttpResponse:
    """Everything that can be asked here, by letter."""
    views = catalogue.services(request.site_organisation.id, published=True)  # type: ignore[attr-defined]
    by_letter = sorted(views, key=lambda view: folded(view.title))
    letters = [(letter, list(found)) for letter, found in groupby(by_letter, key=lambda view: folded(view.title)[:1].upper())]
    return render(request, "website/services.html", {"letters": letters, "count": len(views)})


@public_page(access.PAGE, module="website")
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """What it is, who can, what it costs, what to bring, how, how long, whom to ask, whose words."""
    return render(request, "website/service.html", service_context(_of(request, slug)))


@public_page(access.PAGE, module="website")
def sheet(request: HttpRequest, slug: str) -> HttpResponse:
    """The same on one A4, with the number to ring."""
    view = _of(request, slug)
    context = service_context(view) | {
        "page_url": request.build_absolute_uri(f"/diensten/{slug}"), "teams": [view.team] if view.team else [],
    }
    return render(request, "website/service_sheet.html", context)


@public_page(access.PAGE, module="website")
def data(request: HttpRequest, slug: str) -> HttpResponse:
    """The service for machines (CPSV-AP terms), with the origin of each text."""
    view = _of(request, slug)
    told = _linked(view, request.build_absolute_uri(f"/diensten/{slug}"), request.site_organisation)  # type: ignore[attr-defined]
    return HttpResponse(json.dumps(told, ensure_ascii=False, indent=1), content_type="application/ld+json")


def _of(request: HttpRequest, slug: str) -> ServiceView:
    return catalogue.by_slug(request.site_organisation.id, slug)  # type: ignore[attr-defined,no-any-return]


def service_context(view: ServiceView) -> dict[str, Any]:
    """A service in the order in which a reader asks."""
    items = view.text.items
    return {
        "service": view, "text": view.text, "requirements": items.get("requirement", ()), "costs": items.get("cost", ()),
        "evidence": items.get("evidence", ()), "steps": items.get("procedure", ()), "advantages": items.get("advantage", ()),
        "legal": items.get("legal", ()), "links": items.get("website", ()), "origins": sorted(view.text.origins()),
    }


def _linked(view: ServiceView, address: str, organisation: Any) -> dict[str, Any]:
    field = {name: laid for name, laid in view.text.fields.items() if laid.value}
    return {
        "@context": CONTEXT, "@id": address, "@type": "cpsv:PublicService",
        "dct:title": {"@value": view.title, "@language": "nl"},
        "dct:description": [{"@value": _plain(laid.value), "@language": "nl"} for name, laid in field.items() if name != "title"],
        "dcat:keyword": list(view.keywords),
        "cv:hasCompetentAuthority": {
            "@type": "cv:PublicOrganisation", "dct:title": organisation.name_nl, "dct:identifier": organisation.kbo,
        },
        "cv:hasCost": [
            {"@type": "cv:Cost", "dct:description": _plain(item.description.value)} for item in view.text.items.get("cost", ())
        ],
        "cv:hasChannel": [{"@type": "cv:Channel", "dct:type": way.kind.value, "dct:description": way.words} for way in view.ways],
        "cv:hasContactPoint": {"@type": "cv:ContactPoint", "schema:telephone": view.team.phone if view.team else organisation.phone},
        "schema:origin": {name: laid.origin.value for name, laid in field.items()},
    }


def _plain(html: str) -> str:
    return " ".join(words(html))
