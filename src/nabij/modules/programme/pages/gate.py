"""``…/start``: the own go-live gate of one project."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from nabij.kernel.access.routes import READS, staff_page
from nabij.kernel.errors import Invalid

from .. import access, actions
from ..forms import GoLiveForm
from ..queries import programme


@staff_page(access.GO_LIVE, module="programme")
def go_live(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    """GET: the form. POST: pass the gate; the module starts by itself on the right day."""
    project = programme.project(project_id)
    form = GoLiveForm(None if request.method in READS else request.POST)
    if form.is_bound and form.is_valid():
        try:
            with transaction.atomic():
                actions.pass_go_live(
                    organisation_id=request.scope.organisation_id, project_id=project.id, **form.cleaned_data  # type: ignore[attr-defined]
                )
            return redirect(f"/programma/projecten/{project.id}?bewaard=start#uw-antwoord")
        except Invalid as error:
            for name, sentence in error.fields.items():
                form.add_error(name if name in form.fields else None, sentence)
    return render(request, "programme/go_live.html", {"project": project, "form": form}, status=422 if form.errors else 200)
