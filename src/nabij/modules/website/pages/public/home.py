"""The front door of a municipality, its contact page and the page for an emergency."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from nabij.kernel.access.routes import public_page
from nabij.kernel.calendar import clock
from nabij.kernel.modules import registry

from ... import access
from ...queries import catalogue, news, places
from .showing import places_of_today

TASKS = 8
NEWS = 3


@public_page(access.PAGE, module="website")
def home(request: HttpRequest) -> HttpResponse:
    """Search first, then what is asked most, who is open, and the news."""
    own = request.site_organisation  # type: ignore[attr-defined]
    views = catalogue.services(own.id, published=True)
    featured = sorted((view for view in views if view.featured), key=lambda view: view.featured or 0)
    cards = [card for module in registry.installed() if module.name in request.enabled for card in module.public_cards]  # type: ignore[attr-defined]
    context = {
        "cards": [card for card in cards if card.url not in ("/diensten/", "/openingsuren")], "featured": featured[:TASKS],
        "count": len(views), "places": places_of_today(own.id), "news": news.published(own.id, most=NEWS),
    }
    return render(request, "website/home.html", context)


@public_page(access.PAGE, module="website")
def contact(request: HttpRequest) -> HttpResponse:
    """Every way to reach a person: the town hall, the teams, the places."""
    own = request.site_organisation  # type: ignore[attr-defined]
    context = {"teams": places.teams(own.id), "places": places.places(own.id, clock.today())}
    return render(request, "website/contact.html", context)


@public_page(access.PAGE, module="website")
def emergency(request: HttpRequest) -> HttpResponse:
    """Numbers for when something is wrong; a light page that is always a file."""
    return render(request, "website/emergency.html", {})
