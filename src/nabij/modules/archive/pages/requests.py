"""``/archief/aanvragen``: who asked for documents, how many days are left, what is given and why not."""

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
from nabij.kernel.documents.pdf import pdf
from nabij.kernel.errors import Invalid, NotFound, RuleViolation

from .. import access
from ..actions import requests as actions
from ..queries import finding
from ..queries import requests as queries
from ..queries.requests import RequestView
from ..request_forms import DecideForm, ExtendForm, RegisterForm
from ..request_letter import letter
from ..rules.words import parse_query
from .answering import posted

URL = "/archief/aanvragen"


@staff_page(access.REQUEST_READ, module="archive")
def requests(request: HttpRequest) -> HttpResponse:
    """GET: what waits, first due first. POST: note a request that came by phone, letter, mail or at the counter."""
    running = request.scope  # type: ignore[attr-defined]
    own, registers = running.organisation_id, may(running.actor, access.REQUEST_REGISTER)
    form = RegisterForm(None if request.method in READS else request.POST)
    made: list[Any] = []
    if form.is_bound and accepted(form, lambda: made.append(actions.register(organisation_id=own, **form.given()))):
        return redirect(f"{URL}/{made[0].id}?bewaard=genoteerd")
    context = {"requests": queries.requests(own), "form": form if registers else None, "saved": request.GET.get("bewaard", "")}
    return render(request, "archive/requests.html", context, status=422 if form.errors else 200)


@staff_page(access.REQUEST_READ, module="archive")
def one(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """The clock with its reason, the requester (the look is noted), the records, what to do next."""
    return _page(request, queries.request_of(request_id))


@staff_page(access.REQUEST_HANDLE, module="archive")
@posted
def records(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """POST: pick a record, change its ground, or take it off."""
    view = queries.request_of(request_id)
    try:
        record_id = _uuid(request.POST.get("record", ""))
        with transaction.atomic():
            if "weg" in request.POST:
                actions.drop(request_id=request_id, record_id=record_id)
            else:
                actions.pick(request_id=request_id, record_id=record_id, ground=request.POST.get("grond", ""))
    except RuleViolation as refused:
        return _page(request, view, problem=refused.sentence_nl)
    return redirect(f"{URL}/{request_id}#stukken")


@staff_page(access.REQUEST_HANDLE, module="archive")
@posted
def extensions(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """POST: more days, with a reason."""
    form = ExtendForm(request.POST)
    if accepted(form, lambda: actions.extend(request_id=request_id, **form.cleaned_data)):
        return redirect(f"{URL}/{request_id}?bewaard=verlengd")
    return _page(request, queries.request_of(request_id), extend=form)


@staff_page(access.REQUEST_HANDLE, module="archive")
@posted
def decisions(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """POST: what the requester gets, and why not the rest."""
    form = DecideForm(request.POST)
    if accepted(form, lambda: actions.decide(request_id=request_id, **form.cleaned_data)):
        return redirect(f"{URL}/{request_id}?bewaard=beslist")
    return _page(request, queries.request_of(request_id), decide=form)


@staff_page(access.REQUEST_HANDLE, module="archive")
@posted
def handings(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """POST: the letter left."""
    with transaction.atomic():
        actions.hand_over(request_id=request_id)
    return redirect(f"{URL}/{request_id}?bewaard=bezorgd")


@staff_page(access.REQUEST_HANDLE, module="archive")
def letter_file(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """The letter as PDF, once there is a decision."""
    view = queries.request_of(request_id)
    if view.open:
        raise NotFound("Er is nog niet beslist. Daarna staat de brief hier.")
    entries.log_read("archive.request.read", view.row)
    made = pdf(letter(view, queries.requester_of(view.row)))
    return HttpResponse(
        made, content_type="application/pdf", headers={"Content-Disposition": f'attachment; filename="{view.row.number}.pdf"'}
    )


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as wrong:
        raise Invalid({"record": "Kies een stuk."}) from wrong


def _page(request: HttpRequest, view: RequestView, *, problem: str = "", **bound: Any) -> HttpResponse:
    actor = request.scope.actor  # type: ignore[attr-defined]
    handles = may(actor, access.REQUEST_HANDLE)
    entries.log_read("archive.request.read", view.row)
    words = request.GET.get("q", "").strip()
    hits, problem = _hits(words, problem) if handles and view.open and words else ([], problem)
    chosen = {one.record_id for one in view.picked}
    context = {
        "view": view, "row": view.row, "requester": queries.requester_of(view.row), "handles": handles, "word": words, "problem": problem,
        "hits": [hit for hit in hits if hit.record.id not in chosen], "grounds": queries.grounds(), "saved": request.GET.get("bewaard", ""),
        "form": next(iter(bound.values()), None),
        "extend": bound.get("extend") or (ExtendForm() if handles and view.clock.may_extend else None),
        "decide": bound.get("decide") or (DecideForm() if handles and view.open else None),
    }
    return render(request, "archive/request.html", context, status=422 if bound or (problem and request.method == "POST") else 200)


def _hits(words: str, problem: str) -> tuple[list[Any], str]:
    """Records that the asker may read."""
    try:
        return list(finding.find(parse_query(words), facets=False).hits)[:20], problem
    except RuleViolation as unread:
        return [], unread.sentence_nl
