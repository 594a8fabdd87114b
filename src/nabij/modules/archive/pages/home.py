"""``/archief``: a search box, what asks for a person, the ways in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from nabij.kernel.access import may
from nabij.kernel.access.routes import staff_page
from nabij.kernel.calendar import clock

from .. import access
from ..facade import tasks
from ..queries import dossiers, intake
from ..record_forms import SearchForm


@staff_page(access.SEARCH, module="archive")
def home(request: HttpRequest) -> HttpResponse:
    """Search first; then at most five tasks; then open dossiers."""
    running = request.scope  # type: ignore[attr-defined]
    own, actor = running.organisation_id, running.actor
    count, records = dossiers.counts(own)
    context = {
        "form": SearchForm(), "tasks": tasks(actor, clock.now())[:5], "open": dossiers.open_dossiers(own), "dossiers": count,
        "records": records, "may_retain": may(actor, access.RETENTION), "may_take": may(actor, access.FILE),
        "batches": intake.batches(own, 3) if may(actor, access.INTAKE) else [],
    }
    return render(request, "archive/home.html", context)
