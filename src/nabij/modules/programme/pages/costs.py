"""``…/kosten``: a project's cost over one year, to the cent, with the days on which the payers changed."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from nabij.kernel.access.routes import staff_page
from nabij.kernel.calendar import clock

from .. import access
from ..queries import programme, years


@staff_page(access.READ, module="programme")
def costs(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    """One calendar year (``?jaar=``), this one by default; a year that cannot be read shows this one."""
    view, this_year = programme.project(project_id), clock.today().year
    asked = request.GET.get("jaar", "")
    year = int(asked) if asked.isdigit() and view.started_on.year <= int(asked) <= this_year + 1 else this_year
    every = range(view.started_on.year, this_year + 2)
    context = {"project": view, "year": year, "division": years.year_of(view, year, clock.now()), "years": every}
    return render(request, "programme/costs.html", context)
