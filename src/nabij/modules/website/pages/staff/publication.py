"""``/website/publicatie``: what stands on disk, since when, what kept its old text."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from nabij.kernel.access import authorise
from nabij.kernel.access.routes import READS, staff_page

from ... import access
from ...actions.site import ask_publication
from ...queries import ledger as queries


@staff_page(access.READ, module="website")
def ledger(request: HttpRequest) -> HttpResponse:
    """GET: releases and pages. POST: publish everything anew."""
    own = request.scope.organisation_id  # type: ignore[attr-defined]
    if request.method not in READS:
        authorise(access.PUBLISH)
        ask_publication(organisation_id=own)
        return redirect("/website/publicatie?bewaard=1")
    context = {"releases": queries.releases(own), "pages": queries.pages(own), "saved": request.GET.get("bewaard", "")}
    return render(request, "website/staff/publication.html", context)
