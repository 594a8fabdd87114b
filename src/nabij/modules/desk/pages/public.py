"""The front door of a municipality: what can be asked here, and who helps. Only doors that open."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from nabij.kernel.access.routes import public_page
from nabij.kernel.calendar import clock

from .. import access
from ..queries import doors


@public_page(access.PAGE, module="desk")
def home(request: HttpRequest) -> HttpResponse:
    """Search, the tasks that enabled modules offer, who is open now, and the way without a screen."""
    return render(request, "desk/home.html", {"cards": doors.cards(request.enabled)})  # type: ignore[attr-defined]


@public_page(access.PAGE, module="desk")
def contact(request: HttpRequest) -> HttpResponse:
    """Name of the service, phone, address, hours, and the OCMW of the same municipality."""
    organisation = request.site_organisation  # type: ignore[attr-defined]
    return render(request, "desk/contact.html", {"ocmw": doors.ocmw_of(organisation.id, clock.today())})


@public_page(access.PAGE, module="desk")
def statement(request: HttpRequest) -> HttpResponse:
    """The accessibility statement: what a machine checked, what no person checked yet."""
    return render(request, "desk/statement.html", {})


@public_page(access.PAGE, module="desk")
def search(request: HttpRequest) -> HttpResponse:
    """Doors of this site, organisations and contact, by the words of a resident."""
    words = " ".join(request.GET.get("q", "").split())[:80]
    found = doors.search(words, request.enabled, clock.today()) if words else None  # type: ignore[attr-defined]
    return render(request, "desk/find.html", {"query": words, "found": found})


@public_page(access.PAGE, module="desk")
def openness(request: HttpRequest) -> HttpResponse:
    """How to ask for a document where the archive, with its form, is not in use: by telephone, letter or at the counter."""
    return render(request, "desk/openness.html", {})
