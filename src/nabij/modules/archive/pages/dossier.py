"""``/archief/dossiers/<id>`` and ``/archief/stukken/<id>``: what is kept, why this date, what holds it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from nabij.design.refusals import accepted
from nabij.kernel.access import may
from nabij.kernel.access.routes import READS, staff_page
from nabij.kernel.audit import entries

from .. import access
from ..actions import dossiers as actions
from ..actions import verdicts
from ..models import Sensitivity
from ..queries import dossiers, plan
from ..record_forms import CloseForm, DossierForm, FactForm, HoldForm
from .answering import posted


@staff_page(access.READ, module="archive")
def dossier(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Head, verdict line by line, records, holds."""
    row = dossiers.dossier(dossier_id)
    if row.series.sensitivity == Sensitivity.PERSONAL:
        entries.log_read("archive.dossier.read", row)
    return _page(request, row)


@staff_page(access.FILE, module="archive")
def new(request: HttpRequest) -> HttpResponse:
    """GET: four fields. POST: the dossier."""
    own = request.scope.organisation_id  # type: ignore[attr-defined]
    series = [view for view in plan.all_series(own) if view.row.sensitivity != Sensitivity.SOCIAL]
    form = DossierForm(None if request.method in READS else request.POST, series=series)
    made: list[Any] = []
    if form.is_bound and accepted(form, lambda: made.append(actions.file_dossier(organisation_id=own, **form.cleaned_data))):
        return redirect(f"/archief/dossiers/{made[0].id}?bewaard=dossier")
    return render(request, "archive/new_dossier.html", {"form": form}, status=422 if form.errors else 200)


@staff_page(access.HOLD, module="archive")
@posted
def holds(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """POST: nothing of this dossier goes until the hold is released."""
    own = request.scope.organisation_id  # type: ignore[attr-defined]
    return _posted(
        request, dossier_id, HoldForm(request.POST), "hold",
        lambda data: actions.place_hold(organisation_id=own, dossier_id=dossier_id, **data),
    )


@staff_page(access.HOLD, module="archive")
@posted
def hold_end(request: HttpRequest, dossier_id: UUID, hold_id: UUID) -> HttpResponse:
    """POST: release a hold."""
    with transaction.atomic():
        own = request.scope.organisation_id  # type: ignore[attr-defined]
        actions.release_hold(organisation_id=own, dossier_id=dossier_id, hold_id=hold_id)
    return redirect(f"/archief/dossiers/{dossier_id}?bewaard=opgeheven")


@staff_page(access.FACT, module="archive")
@posted
def facts(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """POST: a dated fact that starts a term."""
    return _posted(request, dossier_id, FactForm(request.POST), "fact", lambda data: actions.add_fact(dossier_id=dossier_id, **data))


@staff_page(access.FILE, module="archive")
@posted
def closing(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """POST: close the dossier; its terms start to run."""
    return _posted(request, dossier_id, CloseForm(request.POST), "close", lambda data: actions.close(dossier_id=dossier_id, **data))


@staff_page(access.READ, module="archive")
def record(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """One record: its text page by page, its files, how far its processing is."""
    row = dossiers.record(record_id)
    if row.dossier.series.sensitivity == Sensitivity.PERSONAL:
        entries.log_read("archive.record.read", row)
    pages = dossiers.pages(row)
    number = int(request.GET["bladzijde"]) if request.GET.get("bladzijde", "").isdigit() else 1
    shown = pages[min(max(number, 1), len(pages)) - 1] if pages else None
    context = {"record": row, "dossier": row.dossier, "page": shown, "pages": len(pages), "number": number}
    return render(request, "archive/record.html", context)


def _posted(request: HttpRequest, dossier_id: UUID, form: Any, name: str, act: Any) -> HttpResponse:
    row = dossiers.dossier(dossier_id)
    if accepted(form, lambda: act(form.cleaned_data)):
        return redirect(f"/archief/dossiers/{dossier_id}?bewaard={name}")
    return _page(request, row, **{name: form})


def _page(request: HttpRequest, row: Any, **bound: Any) -> HttpResponse:
    actor = request.scope.actor  # type: ignore[attr-defined]
    after = int(request.GET["na"]) if request.GET.get("na", "").isdigit() else 0
    open_, closed = row.state == "open", row.state == "closed"
    forms = {
        "hold": may(actor, access.HOLD) and (open_ or closed) and HoldForm(),
        "fact": may(actor, access.FACT) and (open_ or closed) and FactForm(),
        "close": may(actor, access.FILE) and open_ and CloseForm(),
    }
    verdict = verdicts.verdict_of(row) if row.state != "destroyed" else None
    context = {
        "dossier": row, "verdict": verdict, "page": dossiers.records(row, after=after),
        "holds": dossiers.holds(row), "may_hold": may(actor, access.HOLD), "saved": request.GET.get("bewaard", ""),
        "may_file": may(actor, access.FILE) and (open_ or closed), "form": next(iter(bound.values()), None), **(forms | bound),
    }
    return render(request, "archive/dossier.html", context, status=422 if bound else 200)
