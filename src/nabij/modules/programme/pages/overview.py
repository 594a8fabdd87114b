"""``/programma``: the vision, the working groups, their projects, and where the own organisation stands."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from nabij.kernel.access.routes import staff_page
from nabij.kernel.calendar import clock

from .. import access
from ..queries import membership, programme


@staff_page(access.READ, module="programme")
def overview(request: HttpRequest) -> HttpResponse:
    """Vision first, then groups and projects with the own answer in words."""
    organisation_id = request.scope.organisation_id  # type: ignore[attr-defined]
    projects = programme.projects()
    own = membership.own_cells(projects, organisation_id, clock.today(), clock.now())
    context = {
        "sentences": programme.sentences(), "groups": programme.groups(projects), "own": own,
        "takes_part": any(own.values()),
    }
    return render(request, "programme/overview.html", context)
