"""``/zoeken``: services, contacts, places and news by a resident's own words; 112 first when the words are acute."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from nabij.kernel.access.routes import public_page
from nabij.kernel.calendar import clock

from ... import access
from ...queries import finding
from ...rules import search as rules


@public_page(access.PAGE, module="website")
def search(request: HttpRequest) -> HttpResponse:
    """GET with ``q``; without it the empty box and everything from A to Z."""
    own, today = request.site_organisation, clock.today()  # type: ignore[attr-defined]
    words = " ".join(request.GET.get("q", "").replace("\0", "").split())[: rules.MOST_CHARACTERS]
    entries = finding.entries(own.id, request.enabled, today)  # type: ignore[attr-defined]
    found = rules.find(words, entries, finding.synonyms()) if words else []
    exact = [hit for hit in found if not hit.approximate]
    context = {
        "query": words, "hits": exact, "near": [hit for hit in found if hit.approximate],
        "acute": rules.is_acute(words, finding.acute_words()), "all": entries if not words else [],
        "organisations": finding.organisations(words) if words else [],
    }
    return render(request, "website/search.html", context)


@public_page(access.PAGE, module="website")
def everything(request: HttpRequest) -> HttpResponse:
    """What stands in place of a search while words cannot be looked up."""
    own = request.site_organisation  # type: ignore[attr-defined]
    return render(request, "website/search_list.html", {"all": finding.entries(own.id, request.enabled, clock.today())})  # type: ignore[attr-defined]
