"""``/archief/strategie/overname``: the own answer, the difference with the region, the own deviations."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from nabij.design.refusals import accepted
from nabij.kernel.access import may, require_own
from nabij.kernel.access.routes import READS, staff_page
from nabij.kernel.errors import NotFound
from nabij.kernel.overlay.dated import LineKind
from nabij.kernel.tenancy import queries as directory

from .. import access
from ..actions import adoption as actions
from ..forms import AdoptionForm, AnswerForm, DeviationForm
from ..queries import adoption as queries
from ..queries import strategy
from ..rules.strategy import AdoptionState
from .answering import posted

URL = "/archief/strategie/overname"


@staff_page(access.STRATEGY_READ)
def adoption(request: HttpRequest) -> HttpResponse:
    """GET: where the own municipality stands. POST: take over the published version."""
    _only_own(request)
    if request.method in READS:
        return _page(request)
    form = _adoption_form(request, request.POST)
    own = _own(request)
    if accepted(form, lambda: actions.adopt(organisation_id=own, choices=form.choices(), **_given(form))):
        return redirect(f"{URL}?bewaard=overname")
    return _page(request, adopt=form)


@staff_page(access.ADOPT)
@posted
def answers(request: HttpRequest) -> HttpResponse:
    """POST: considering, not now, or stop."""
    form = AnswerForm(request.POST)
    if accepted(form, lambda: actions.answer(
        organisation_id=_own(request), state=AdoptionState(form.cleaned_data["state"]), note=form.cleaned_data["note"]
    )):
        return redirect(f"{URL}?bewaard=antwoord")
    return _page(request, answer=form)


@staff_page(access.DEVIATE)
@posted
def deviations(request: HttpRequest) -> HttpResponse:
    """POST: write an own deviation."""
    form = DeviationForm(request.POST, agreements=_agreements(request))

    def act() -> None:
        code, field = form.key
        data = {name: form.cleaned_data[name] for name in ("value", "motivation", "review_on")}
        actions.deviate(organisation_id=_own(request), code=code, field=field, **data)

    if accepted(form, act):
        return redirect(f"{URL}?bewaard=afwijking")
    return _page(request, deviate=form)


@staff_page(access.DEVIATE)
@posted
def deviation_end(request: HttpRequest, deviation_id: UUID) -> HttpResponse:
    """POST: follow the region again on one field."""
    with transaction.atomic():
        actions.end_deviation(organisation_id=_own(request), deviation_id=deviation_id)
    return redirect(f"{URL}?bewaard=regionaal")


def _only_own(request: HttpRequest) -> None:
    """Whoever asks it for another municipality is told who decides there."""
    asked = request.POST.get("voor") or request.GET.get("voor")
    if asked:
        other = directory.by_slug(asked)
        if other is None:
            raise NotFound()
        require_own(other.id)


def _own(request: HttpRequest) -> int:
    return request.scope.organisation_id  # type: ignore[attr-defined,no-any-return]


def _given(form: AdoptionForm) -> dict[str, Any]:
    data = form.cleaned_data
    copied = int(data["copy_from"]) if data.get("copy_from") else None
    return {name: data[name] for name in ("body", "decided_on", "reference", "note")} | {"copy_from": copied}


def _changes(request: HttpRequest) -> list[Any]:
    row, published = queries.open_row(_own(request)), strategy.published()
    if row is None or published is None or row.state != AdoptionState.ADOPTED or row.version_id == published.id:
        return []
    return queries.changes(row, published)


def _adoption_form(request: HttpRequest, data: Any = None) -> AdoptionForm:
    others = [s for s in queries.standings() if s.adopted and s.organisation.id != _own(request)]
    neighbours = [
        (str(s.organisation.id), f"{s.organisation.short_name}: {len(s.deviations)} afwijking{'en' if len(s.deviations) != 1 else ''}")
        for s in others if s.deviations
    ]
    conflicts = [line for line in _changes(request) if line.kind is LineKind.CONFLICT]
    return AdoptionForm(data, neighbours=neighbours, conflicts=conflicts)


def _agreements(request: HttpRequest) -> list[Any]:
    row = queries.open_row(_own(request))
    version = row.version if row and row.state == AdoptionState.ADOPTED else strategy.published()
    return queries.agreements(version, row) if version else []


def _page(request: HttpRequest, **bound: Any) -> HttpResponse:
    own, actor = queries.standing(_own(request)), request.scope.actor  # type: ignore[attr-defined]
    if own is None:
        raise NotFound("Alleen een gemeente van de regio kan een strategie overnemen.")
    published, agreements = strategy.published(), _agreements(request)
    decides, current = may(actor, access.ADOPT), bool(own.row and published and own.row.version_id == published.id)
    context = {
        "own": own, "published": published, "agreements": agreements, "changes": _changes(request), "current": current,
        "form": next(iter(bound.values()), None), "saved": request.GET.get("bewaard", ""),
        "may_deviate": may(actor, access.DEVIATE) and own.adopted,
        "adopt": bound.get("adopt") or (_adoption_form(request) if decides and published and not (own.adopted and current) else None),
        "answer": bound.get("answer") or (AnswerForm() if decides and published else None),
        "deviate": bound.get("deviate") or (
            DeviationForm(agreements=agreements) if may(actor, access.DEVIATE) and own.adopted and agreements else None
        ),
    }
    return render(request, "archive/adoption.html", context, status=422 if bound else 200)
