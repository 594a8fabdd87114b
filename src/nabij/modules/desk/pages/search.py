"""``/werk/zoeken``: one box over everything. By POST, so that what is typed never stands in an address or a log."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from nabij.kernel.access.routes import staff_page

from .. import access
from ..queries import asked, directory
from .work import doors

SHORTEST = 2


@staff_page(access.SEARCH, module="desk")
def search(request: HttpRequest) -> HttpResponse:
    """Groups per finder, own organisation first. GET shows the empty box."""
    words = " ".join(request.POST.get("q", "").split())[:120]
    running, enabled = request.scope, request.enabled  # type: ignore[attr-defined]
    context = {"query": words, "doors": doors(running.actor, enabled), "shortest": SHORTEST}
    if len(words) >= SHORTEST:
        groups, silent = asked.finds(running.actor, enabled, words)
        organisations = directory.found(words, running.organisation_id)
        count = len(organisations) + sum(len(group.found) for group in groups)
        context |= {"groups": groups, "organisations": organisations, "silent": silent, "count": count, "asked": True}
    return render(request, "desk/search.html", context)
