"""``/beheer/controlelog``: who did or saw what. Reading it is itself an entry."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from nabij.kernel.access.policy import may
from nabij.kernel.access.routes import staff_page
from nabij.kernel.audit import entries
from nabij.kernel.modules import registry

from .. import access
from ..forms import LogForm
from ..queries import logbook


@staff_page(access.AUDIT, module="desk")
def log(request: HttpRequest) -> HttpResponse:
    """Filters by person, object and period; each line a sentence; 50 to a page."""
    organisation_id = request.scope.organisation_id  # type: ignore[attr-defined]
    form = LogForm(request.GET)
    filters = _filters(form)
    actor = request.scope.actor  # type: ignore[attr-defined]
    hidden = tuple(m.name for m in registry.installed() if m.log_verb and not may(actor, m.log_verb))
    page = logbook.page(organisation_id, filters, request.GET.get("voor", ""), hidden)
    detail = {"who": filters.who, "what": filters.what, "shown": len(page.lines), "ids": [line.id for line in page.lines]}
    entries.log_read("desk.log.read", organisation_id=organisation_id, detail=detail)
    context = {"form": form, "page": page, "older": _older(request, page.older_than)}
    return render(request, "desk/audit.html", context)


def _filters(form: LogForm) -> logbook.Filters:
    if not form.is_valid():
        return logbook.Filters()
    data = form.cleaned_data
    return logbook.Filters(data["wie"].strip(), data["wat"].strip(), data["van"], data["tot"])


def _older(request: HttpRequest, before: str) -> str:
    if not before:
        return ""
    query = request.GET.copy()
    query["voor"] = before
    return f"/beheer/controlelog?{query.urlencode()}"
