"""``/openingsuren`` and ``/plaatsen/…``: the same days on the page and on the printed sheet."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from nabij.kernel.access.routes import public_page
from nabij.kernel.calendar import clock

from ... import access
from ...queries import places
from .showing import place_context


@public_page(access.PAGE, module="website")
def overview(request: HttpRequest) -> HttpResponse:
    """Every place with its week and the days that differ."""
    found = places.places(request.site_organisation.id, clock.today())  # type: ignore[attr-defined]
    return render(request, "website/hours.html", {"shown": [place_context(view) for view in found]})


@public_page(access.PAGE, module="website")
def place(request: HttpRequest, slug: str) -> HttpResponse:
    """One place: fourteen days, how to get in, who to ring."""
    return render(request, "website/place.html", _context(request, slug))


@public_page(access.PAGE, module="website")
def sheet(request: HttpRequest, slug: str) -> HttpResponse:
    """The same on one A4."""
    context = _context(request, slug) | {"printed_at": None, "page_url": request.build_absolute_uri(f"/plaatsen/{slug}")}
    return render(request, "website/place_sheet.html", context)


def _context(request: HttpRequest, slug: str) -> dict[str, object]:
    return place_context(places.place(request.site_organisation.id, slug, clock.today()))  # type: ignore[attr-defined]
