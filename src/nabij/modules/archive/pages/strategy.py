"""``/archief/strategie``: the questions, what was decided, the agreements, and who took them over."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from nabij.design.refusals import accepted
from nabij.kernel.access import may
from nabij.kernel.access.routes import staff_page

from .. import access
from ..actions import questions as actions
from ..forms import ArgumentForm, DecisionForm, ReopenForm
from ..queries import adoption, inventory, strategy
from ..queries.strategy import QuestionView
from .answering import posted


@staff_page(access.STRATEGY_READ)
def overview(request: HttpRequest) -> HttpResponse:
    """Strategy first. Open to every member, also to who still considers: otherwise nobody could decide."""
    own_id = request.scope.organisation_id  # type: ignore[attr-defined]
    standings, published = adoption.standings(), strategy.published()
    own = next((s for s in standings if s.organisation.id == own_id), None)
    context = {
        "questions": strategy.questions(), "published": published, "standings": standings, "own": own,
        "adopted": sum(s.adopted for s in standings),
        "agreements": adoption.agreements(published, own.row if own and own.adopted else None) if published else [],
        "versions": strategy.versions(), "saved": request.GET.get("bewaard", ""),
    }
    return render(request, "archive/strategy.html", context)


@staff_page(access.STRATEGY_READ)
def region(request: HttpRequest) -> HttpResponse:
    """Thirteen rows, alphabetical, no ranking: answer, deviations, platforms."""
    platforms = inventory.platforms_by_organisation()
    context = {"rows": [(one, platforms.get(one.organisation.id, [])) for one in adoption.standings()]}
    return render(request, "archive/region.html", context)


@staff_page(access.STRATEGY_READ)
def question(request: HttpRequest, question_id: UUID) -> HttpResponse:
    """Options side by side with what is said for and against, and the decision with who took it."""
    return _question(request, strategy.question(question_id))


@staff_page(access.ARGUE)
@posted
def arguments(request: HttpRequest, question_id: UUID) -> HttpResponse:
    """POST: an argument in the name of the own organisation."""
    view = strategy.question(question_id)
    form = ArgumentForm(request.POST, options=list(view.options))
    if accepted(form, lambda: actions.argue(option_id=UUID(form.cleaned_data["option"]), **_without(form, "option"))):
        return redirect(f"{_url(view)}?bewaard=argument")
    return _question(request, view, argument=form)


@staff_page(access.STEER)
@posted
def decisions(request: HttpRequest, question_id: UUID) -> HttpResponse:
    """POST: what a body decided elsewhere."""
    view = strategy.question(question_id)
    form = DecisionForm(request.POST, options=list(view.options))
    if accepted(form, lambda: actions.decide(
        question_id=view.id, option_id=UUID(form.cleaned_data["option"]), **_without(form, "option")
    )):
        return redirect(f"{_url(view)}?bewaard=beslissing")
    return _question(request, view, decision=form)


@staff_page(access.STEER)
@posted
def reopenings(request: HttpRequest, question_id: UUID) -> HttpResponse:
    """POST: open a decided question again; the decision stays readable."""
    view = strategy.question(question_id)
    form = ReopenForm(request.POST)
    if accepted(form, lambda: actions.reopen(question_id=view.id, reason=form.cleaned_data["reason"])):
        return redirect(f"{_url(view)}?bewaard=heropend")
    return _question(request, view, reopen=form)


def _url(view: QuestionView) -> str:
    return f"/archief/strategie/vragen/{view.id}"


def _without(form: Any, *names: str) -> dict[str, Any]:
    return {name: value for name, value in form.cleaned_data.items() if name not in names}


def _question(request: HttpRequest, view: QuestionView, **bound: Any) -> HttpResponse:
    running = request.scope  # type: ignore[attr-defined]
    steers = may(running.actor, access.STEER) and running.organisation_id == view.row.organisation_id
    options = list(view.options)
    decided = view.decision is not None
    context = {
        "view": view, "form": next(iter(bound.values()), None), "saved": request.GET.get("bewaard", ""),
        "argument": bound.get("argument") or (ArgumentForm(options=options) if may(running.actor, access.ARGUE) and options else None),
        "decide": bound.get("decision") or (DecisionForm(options=options) if steers and not decided else None),
        "reopen": bound.get("reopen") or (ReopenForm() if steers and decided else None),
    }
    return render(request, "archive/question.html", context, status=422 if bound else 200)
