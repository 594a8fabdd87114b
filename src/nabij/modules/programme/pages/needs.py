"""``/programma/noden`` and ``…/noden``: what projects need on six layers, with the gaps; and adding to it."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from nabij.design.refusals import accepted
from nabij.kernel.access import may, require_own
from nabij.kernel.access.routes import READS, staff_page
from nabij.kernel.errors import Refused

from .. import access, actions
from ..forms_rhythm import NeedForm
from ..queries import needs, programme
from ..rules.needs import LAYER_WORDS, Layer, Status


@staff_page(access.READ, module="programme")
def matrix(request: HttpRequest) -> HttpResponse:
    """Projects × six layers; a layer that nobody looked at says so."""
    context = {"rows": needs.matrix(programme.projects()), "layers": list(LAYER_WORDS.values())}
    return render(request, "programme/needs_matrix.html", context)


@staff_page(access.READ, module="programme")
def project_needs(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    """GET: the six layers of one project. POST: state a need, for who steers the programme."""
    project = programme.project(project_id)
    running = request.scope  # type: ignore[attr-defined]
    steers = may(running.actor, access.STEER) and running.organisation_id == project.organisation_id
    form = NeedForm(None if request.method in READS else request.POST)
    if form.is_bound and not steers:
        require_own(project.organisation_id)
        raise Refused("Alleen wie het programma coördineert, legt noden vast.")

    def act() -> None:
        given = form.cleaned_data
        actions.state_need(project_id=project.id, layer=Layer(given["layer"]), text=given["text"], status=Status(given["status"]))

    if form.is_bound and accepted(form, act):
        return redirect(f"/programma/projecten/{project.id}/noden?bewaard=1")
    context = {
        "project": project, "layers": needs.layers(project.id), "form": form if steers else None,
        "saved": request.GET.get("bewaard"),
    }
    return render(request, "programme/needs.html", context, status=422 if form.errors else 200)
