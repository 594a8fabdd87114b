"""``/beheer/controlelog``: who did or saw what. Reading it is itself an entry."""

from __future__ import annotations

import json

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render

from nabij.kernel.access.policy import may
from nabij.kernel.access.routes import open_page, staff_page
from nabij.kernel.audit import entries, proofs
from nabij.kernel.calendar import clock
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
    page = logbook.page(organisation_id, filters, request.GET.get("voor", ""), _hidden(request))
    detail = {"who": filters.who, "what": filters.what, "shown": len(page.lines), "ids": [line.id for line in page.lines]}
    entries.log_read("desk.log.read", organisation_id=organisation_id, detail=detail)
    context = {
        "form": form, "page": page, "older": _older(request, page.older_than), "asked": request.GET.items(),
        "fingerprint": proofs.fingerprint(organisation_id),
    }
    return render(request, "desk/audit.html", context)


@staff_page(access.AUDIT, module="desk")
def proof(request: HttpRequest) -> HttpResponse:
    """POST: the lines of one page as a file that anybody checks with ``nakijken.py``."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    organisation_id, form = request.scope.organisation_id, LogForm(request.POST)  # type: ignore[attr-defined]
    page = logbook.page(organisation_id, _filters(form), request.POST.get("voor", ""), _hidden(request))
    ids = [line.id for line in page.lines]
    made = proofs.proof(organisation_id=organisation_id, entry_ids=ids, about="regels van de controlelog")
    entries.log_read("desk.log.proved", organisation_id=organisation_id, detail={"ids": ids})
    return HttpResponse(
        json.dumps(made, ensure_ascii=False, indent=1), content_type="application/json",
        headers={"Content-Disposition": f'attachment; filename="bewijs-{clock.today().isoformat()}.json"'},
    )


@open_page("kernel.proof.check")
def verifier(request: HttpRequest) -> HttpResponse:
    """The one file that checks a proof, for anybody: it reads nothing of ours."""
    headers = {"Content-Disposition": 'attachment; filename="nakijken.py"'}
    return HttpResponse(proofs.VERIFIER.read_bytes(), content_type="text/x-python; charset=utf-8", headers=headers)


def _hidden(request: HttpRequest) -> tuple[str, ...]:
    """Modules whose lines this reader does not see."""
    actor = request.scope.actor  # type: ignore[attr-defined]
    return tuple(m.name for m in registry.installed() if m.log_verb and not may(actor, m.log_verb))


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
