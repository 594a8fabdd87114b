"""``/archief/bewaring`` and ``/archief/vernietiging/<id>``: what is due, and destruction by different people."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from nabij.design.refusals import accepted
from nabij.kernel.access import may
from nabij.kernel.access.routes import staff_page
from nabij.kernel.calendar import clock
from nabij.kernel.errors import NotFound, RuleViolation, Stale

from .. import access
from ..actions import disposal as actions
from ..queries import disposal as queries
from ..record_forms import ApproveForm, ListForm
from ..rules.disposal import CHANGEABLE, ListState
from .answering import posted


@staff_page(access.RETENTION, module="archive")
def retention(request: HttpRequest) -> HttpResponse:
    """What is overdue, what may go, what lacks a fact; lists that run."""
    return _retention(request)


@staff_page(access.LIST_MAKE, module="archive")
@posted
def lists(request: HttpRequest) -> HttpResponse:
    """POST: propose the chosen dossiers."""
    own, form, made = request.scope.organisation_id, ListForm(request.POST), []  # type: ignore[attr-defined]
    chosen = [UUID(text) for text in request.POST.getlist("dossiers") if _is_uuid(text)]
    if accepted(form, lambda: made.append(
        actions.make_list(organisation_id=own, name=form.cleaned_data["name"], dossier_ids=chosen)
    )):
        return redirect(f"/archief/vernietiging/{made[0].id}?bewaard=gemaakt")
    return _retention(request, form)


def _is_uuid(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False


def _retention(request: HttpRequest, form: ListForm | None = None) -> HttpResponse:
    running = request.scope  # type: ignore[attr-defined]
    own = running.organisation_id
    makes = may(running.actor, access.LIST_MAKE)
    context = {
        "due": queries.due(own, clock.today()), "lists": queries.lists(own), "policy": queries.policy(own),
        "form": form or (ListForm() if makes else None), "makes": makes,
    }
    return render(request, "archive/retention.html", context, status=422 if form is not None else 200)


@staff_page(access.LIST_READ, module="archive")
def disposal_list(request: HttpRequest, list_id: UUID) -> HttpResponse:
    """Who said what about exactly this set; its dossiers; the one next act."""
    return _page(request, list_id)


@staff_page(access.LIST_REVIEW, module="archive")
@posted
def approvals(request: HttpRequest, list_id: UUID) -> HttpResponse:
    """POST: agree, after typing the name; or ask for changes."""
    form = ApproveForm(request.POST)

    def act() -> None:
        if "terug" in request.POST:
            actions.ask_changes(list_id=list_id, comment=form.cleaned_data["comment"])
            return
        actions.require_version(queries.list_row(list_id), request.POST.get("digest", ""))
        actions.approve(list_id=list_id, **form.cleaned_data)

    try:
        if accepted(form, act):
            return redirect(f"/archief/vernietiging/{list_id}?bewaard={'terug' if 'terug' in request.POST else 'akkoord'}")
    except Stale as changed:
        form.add_error(None, changed.sentence_nl)
    return _page(request, list_id, form)


@staff_page(access.LIST_MAKE, module="archive")
@posted
def omissions(request: HttpRequest, list_id: UUID, item_id: UUID) -> HttpResponse:
    """POST: leave one dossier out, with the reason."""
    return _stepped(request, list_id, lambda: actions.exclude(list_id=list_id, item_id=item_id, reason=request.POST.get("reason", "")))


@staff_page(access.LIST_MAKE, module="archive")
@posted
def list_step(request: HttpRequest, list_id: UUID, noun: str) -> HttpResponse:
    """POST to uitvoering or intrekking."""
    if noun not in ("uitvoering", "intrekking"):
        raise NotFound()
    if noun == "uitvoering":
        return _stepped(request, list_id, lambda: actions.execute(list_id=list_id))
    return _stepped(request, list_id, lambda: actions.withdraw(list_id=list_id, reason=request.POST.get("reason", "")))


def _stepped(request: HttpRequest, list_id: UUID, act: Any) -> HttpResponse:
    try:
        with transaction.atomic():
            act()
    except RuleViolation as problem:
        return _page(request, list_id, problem=problem.sentence_nl)
    return redirect(f"/archief/vernietiging/{list_id}?bewaard=stap")


@staff_page(access.LIST_READ, module="archive")
def certificate(request: HttpRequest, list_id: UUID) -> HttpResponse:
    """The certificate as a file that anyone can keep: its content and the digest over it."""
    view = queries.list_view(list_id)
    if view.certificate is None:
        raise NotFound("Van deze lijst is er nog geen verklaring.")
    row = view.certificate
    body = json.dumps({"number": row.number, "sha256": row.sha256, "content": row.content}, ensure_ascii=False, indent=1)
    return HttpResponse(
        body, content_type="application/json", headers={"Content-Disposition": f'attachment; filename="{row.number}.json"'}
    )


def _page(request: HttpRequest, list_id: UUID, form: ApproveForm | None = None, problem: str = "") -> HttpResponse:
    actor, view = request.scope.actor, queries.list_view(list_id)  # type: ignore[attr-defined]
    state, own = ListState(view.row.state), view.row.made_by_id == actor.account_id
    reviews = state is ListState.IN_REVIEW and may(actor, access.LIST_REVIEW) and not own
    makes = may(actor, access.LIST_MAKE)
    waited = view.row.wait_until is not None and clock.today() >= view.row.wait_until
    context = {
        "view": view, "row": view.row, "saved": request.GET.get("bewaard", ""), "problem": problem, "own": own,
        "form": form or (ApproveForm() if reviews else None), "reviews": reviews,
        "changes": makes and state in CHANGEABLE, "ready": makes and state is ListState.WAITING and waited,
        "waits": state is ListState.WAITING, "in_review": state is ListState.IN_REVIEW,
        "last_day": view.row.wait_until,
    }
    failed = problem or (form is not None and form.errors)
    return render(request, "archive/disposal.html", context, status=422 if failed else 200)
