"""``/programma/visie``: every version, and which municipality ratified it when."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from nabij.design.refusals import outcome
from nabij.kernel.access import may
from nabij.kernel.access.routes import READS, staff_page
from nabij.kernel.calendar import clock
from nabij.kernel.errors import NotFound

from .. import access, actions
from ..forms import DecisionForm
from ..queries import vision as queries


@staff_page(access.READ, module="programme")
def vision(request: HttpRequest) -> HttpResponse:
    """Versions with their sentences and the decision of each municipality; the own one may be added."""
    running = request.scope  # type: ignore[attr-defined]
    versions = queries.versions(clock.today())
    own = versions[0].own(running.organisation_id) if versions else None
    context = {
        "versions": versions, "saved": "bewaard" in request.GET,
        "may_ratify": own is not None and own.row is None and may(running.actor, access.RATIFY),
        "newest": versions[0] if versions else None,
    }  # fmt: skip
    return render(request, "programme/vision.html", context)


@staff_page(access.RATIFY, module="programme")
def ratification(request: HttpRequest, vision_id: uuid.UUID) -> HttpResponse:
    """GET: three fields. POST: keep the own decision about this version."""
    found = next((one for one in queries.versions(clock.today()) if one.row.id == vision_id), None)
    if found is None:
        raise NotFound()
    form = DecisionForm(None if request.method in READS else request.POST)
    if form.is_bound and form.is_valid():
        given = form.decision("de visie")
        row = outcome(form, lambda: actions.ratify(
            organisation_id=request.scope.organisation_id, vision_id=vision_id, ratified_on=given.decided_on, decision=given,  # type: ignore[attr-defined]
        ))  # fmt: skip
        if row:
            return redirect("/programma/visie?bewaard=1")
    return render(request, "programme/ratification.html", {"version": found, "form": form}, status=422 if form.errors else 200)
