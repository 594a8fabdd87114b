"""The welcome page: one file, no sign-in, no query, so that it stands while the database is down."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from nabij.kernel.access.routes import open_page
from nabij.kernel.calendar import clock, words

from .. import cards
from ..seed import BEGINNING

DUTY = "joris"


@open_page("demo.welcome.read")
@require_safe
def welcome(request: HttpRequest) -> HttpResponse:
    """Three minutes, the cards, the thirteen sites, what if."""
    found, sites = cards.cards(), cards.sites(request.get_host())
    kortrijk = next(site for site in sites if site.slug == "kortrijk")
    moment = f"{words.date_text(clock.today())}, {words.time_text(clock.now())}"
    context = {
        "cards": cards.shown(request.get_host()),
        "sites": sites, "kortrijk": kortrijk, "moment": moment, "beginning": clock.today() == BEGINNING.date(),
        "report_opens": cards.opens("/melden", public=True), "follow_opens": cards.opens("/melding", public=True),
        "stall": cards.stall(), "duty": next((c for c in found if c.username == DUTY), None),
    }
    return render(request, "demo/welcome.html", context)
