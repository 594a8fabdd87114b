"""``/programma/noden`` and ``…/noden``: what projects need on six layers, with the gaps; and adding to it."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from nabij.design.refusals import accepted
from nabij.kernel.access import may
from nabij.kernel.access.routes import READS, staff_page

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
    """The six layers of one project, with the way to add for who steers the programme."""
    project = programme.project(project_id)
    running = request.scope  # type: ignore[attr-defined]
    steers = may(running.actor, access.STEER) and running.organisation_id == project.organisation_id
    context = {"project": project, "layers": needs.layers(project.id), "steers": steers, "saved": request.GET.get("bewaard")}
    return render(request, "programme/needs.html", context)


@staff_page(access.STEER, module="programme")
def new_need(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    """GET: one need on one layer. POST: keep it; the same words again change its status."""
    project = programme.project(project_id)
    form = NeedForm(None if request.method in READS else request.POST)

    def act() -> None:
        given = form.cleaned_data
        actions.state_need(project_id=project.id, layer=Layer(given["layer"]), text=given["text"], status=Status(given["status"]))

    if form.is_bound and accepted(form, act):
        return redirect(f"/programma/projecten/{project.id}/noden?bewaard=1")
    back = f"/programma/projecten/{project.id}/noden"
    context = {"project": project, "form": form, "title": f"Wat heeft {project.name} nodig?", "button": "Bewaar de nood",
               "lead": "Eén nood op één laag. Een laag die niemand bekeek, staat als gat in het overzicht.", "action_url": request.path,
               "back_url": back, "back": "de noden"}
    return render(request, "programme/round_form.html", context, status=422 if form.errors else 200)
