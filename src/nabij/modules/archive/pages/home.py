"""``/archief``: the strategy first, then what asks for a person, then the search box and the ways in."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from nabij.kernel.access import may
from nabij.kernel.access.routes import staff_page
from nabij.kernel.calendar import clock

from .. import access
from ..facade import tasks
from ..queries import adoption, dossiers, intake, strategy
from ..record_forms import SearchForm


@staff_page(access.SEARCH, module="archive")
def home(request: HttpRequest) -> HttpResponse:
    """What the region decided and what is different here; at most five tasks; search; open dossiers."""
    running = request.scope  # type: ignore[attr-defined]
    own, actor = running.organisation_id, running.actor
    count, records = dossiers.counts(own)
    context = {
        **_strategy(own), "form": SearchForm(), "tasks": tasks(actor, clock.now())[:5], "open": dossiers.open_dossiers(own),
        "dossiers": count, "records": records, "may_retain": may(actor, access.RETENTION), "may_take": may(actor, access.FILE),
        "may_answer": may(actor, access.REQUEST_READ), "may_inventory": may(actor, access.INVENTORY),
        "may_leave": may(actor, access.EXPORT),
        "batches": intake.batches(own, 3) if may(actor, access.INTAKE) else [],
    }
    return render(request, "archive/home.html", context)


def _strategy(own: int) -> dict[str, Any]:
    """The four questions with their decision, how many took the strategy over, and the own deviations word by word."""
    standings, published = adoption.standings(), strategy.published()
    here = next((one for one in standings if one.organisation.id == own), None)
    fields = [
        (view.row.document_kind, field)
        for view in (adoption.agreements(published, here.row) if published and here and here.adopted else [])
        for field in view.fields if field.deviation
    ]
    return {
        "questions": strategy.questions(), "adopted": sum(one.adopted for one in standings), "of": len(standings), "here": here,
        "published": published, "deviations": fields,
    }
