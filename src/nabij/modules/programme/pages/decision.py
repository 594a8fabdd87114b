"""``…/besluit``: complete an answer with the reference of its decision."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from nabij.kernel.access.routes import READS, staff_page

from .. import access, actions
from ..forms import DecisionForm
from ..queries import programme


@staff_page(access.DECIDE, module="programme")
def decision(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    """GET: three fields. POST: keep the reference; the answer itself does not change."""
    project = programme.project(project_id)
    form = DecisionForm(None if request.method in READS else request.POST)
    if form.is_bound and form.is_valid():
        with transaction.atomic():
            actions.add_decision(
                organisation_id=request.scope.organisation_id, project_id=project.id,  # type: ignore[attr-defined]
                decision=form.decision(project.name),
            )
        return redirect(f"/programma/projecten/{project.id}?bewaard=besluit#geschiedenis")
    return render(request, "programme/decision.html", {"project": project, "form": form}, status=422 if form.errors else 200)
