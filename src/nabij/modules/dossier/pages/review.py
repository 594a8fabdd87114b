"""Received beside own: four buttons per item. A button for all of them does not exist."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from nabij.design.refusals import outcome
from nabij.kernel.calendar import clock
from nabij.kernel.errors import NotFound

from ..actions.review import judge
from ..models import ReceivedItem
from ..queries import casework, files, handovers, journal
from ..rules.handovers import Verdict
from .acting import posted, status_of, worker_page


@worker_page
def of_handover(request: HttpRequest, handover_id: UUID) -> HttpResponse:
    """The items of one hand-over."""
    handover = handovers.by_id(handover_id)
    if handover.side != "requester" or handover.application_id is None:
        raise NotFound()
    return _page(request, handover.application_id, handover_id=handover_id)


@worker_page
def of_application(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """Everything that came in for one application: by hand-over or by meeneemmap."""
    return _page(request, application_id)


@worker_page
def verdict(request: HttpRequest, received_id: UUID) -> HttpResponse:
    """POST: one judgement about one item."""
    item = ReceivedItem.objects.filter(id=received_id).first()
    if item is None:
        raise NotFound()
    files.opened_by_id(item.dossier_id)
    form = forms.Form(posted(request))
    given, text = request.POST.get("oordeel", ""), request.POST.get("tekst", "")
    known = form.is_bound and given in {v.value for v in Verdict if v is not Verdict.NONE}
    if known and outcome(form, lambda: judge(received_id=received_id, verdict=Verdict(given), text=text)):
        return redirect(f"{_address(item)}#onderdeel-{item.id}")
    return _page(request, item.application_id, handover_id=item.handover_id, form=form, wrong=received_id)


def _address(item: ReceivedItem) -> str:
    """The page on which this item stands."""
    if item.handover_id:
        return f"/dossier/overdrachten/{item.handover_id}/beoordeling"
    return f"/dossier/aanvragen/{item.application_id}/ontvangen"


def _page(
    request: HttpRequest, application_id: UUID, *, handover_id: UUID | None = None, form: forms.Form | None = None,
    wrong: UUID | None = None
) -> HttpResponse:
    file, seen = casework.application(application_id, clock.today())
    journal.log_read(file.dossier, "review", why=f"de aanvraag van {seen.received_on:%d/%m/%Y}")
    own = casework.finding_views(file, clock.today())
    ours = [view for view in own if not view.known.superseded and not view.derived_from]
    items = handovers.received(file, application_id, ours, handover_id)
    context: dict[str, Any] = {
        "file": file, "person": files.person(file), "seen": seen, "items": items, "delta": casework.delta(file, seen, clock.today()),
        "form": form, "wrong": wrong, "typed": request.POST.get("tekst", ""), "waiting": sum(not item.judged for item in items),
    }
    return render(request, "dossier/review.html", context, status=status_of(form))
