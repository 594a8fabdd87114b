"""``/programma/bevragingen``: rounds of questions, one of them, and laying one out."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render

from nabij.design.refusals import accepted
from nabij.kernel.access import may
from nabij.kernel.access.routes import READS, staff_page
from nabij.kernel.calendar import clock
from nabij.kernel.errors import RuleViolation

from .. import access, actions
from ..consultation_forms import BenefitForm, EffortForm, EngagementForm, QuestionForm, RoundForm
from ..queries import consultations, notes, programme
from ..queries.consultations import Round
from ..rules import consultation as rules
from ..rules.states import Level


@staff_page(access.READ, module="programme")
def rounds(request: HttpRequest) -> HttpResponse:
    """Every round that the reader may see, newest first."""
    return render(request, "programme/consultations.html", {"rounds": consultations.rounds()})


@staff_page(access.READ, module="programme")
def consultation(request: HttpRequest, consultation_id: uuid.UUID) -> HttpResponse:
    """One round: what is asked; for the partnership the thirteen, for a member its own note and answers."""
    return _page(request, consultations.get(consultation_id))


def _page(request: HttpRequest, round: Round, problem: str = "", status: int = 200) -> HttpResponse:
    running: Any = request.scope  # type: ignore[attr-defined]
    own = running.organisation_id == round.organisation_id
    steers = own and may(running.actor, access.CONSULT)
    today, now = clock.today(), clock.now()
    context: dict[str, Any] = {
        "round": round, "project": round.project, "own": own, "steers": steers, "problem": problem,
        "saved": request.GET.get("bewaard", ""), "may_make": own and may(running.actor, access.MAKE_NOTES),
    }
    if own:
        lines = consultations.lines(round, today)
        context |= {
            "lines": lines, "lacking": rules.lacking(consultations.project_facts(round.project, today, now)),
            "ready": [line for line in lines if line.version and not line.sent],
            "complete": {level: sum(getattr(line, level).complete for line in lines) for level in consultations.LEVELS},
        }
    elif may(running.actor, access.READ_NOTE):
        mine = running.organisation_id
        context |= {"note": notes.view(round.id, mine), "asked": consultations.still_asked(round, mine)}
    return render(request, "programme/consultation.html", context, status=status)


@staff_page(access.CONSULT, module="programme")
def draft(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    """GET: what a round needs first. POST: begin it; members see nothing yet."""
    project = programme.project(project_id)
    form, made = RoundForm(None if request.method in READS else request.POST), []
    if form.is_bound and accepted(form, lambda: made.append(actions.draft(project_id=project.id, **form.cleaned_data))):
        return redirect(f"/programma/bevragingen/{made[0].id}?bewaard=nieuw")
    context = {"project": project, "form": form, "title": f"Begin een bevraging over {project.name}", "button": "Begin de bevraging",
               "lead": "De gemeenten zien ze pas als u ze opent. Eerst voegt u de vragen en engagementen toe.",
               "action_url": request.path, "back_url": f"/programma/projecten/{project.id}", "back": project.name}
    return render(request, "programme/round_form.html", context, status=422 if form.errors else 200)


@staff_page(access.STEER, module="programme")
def effort(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    """GET: one estimate of the work. POST: keep it; the same way of taking part again takes its place."""
    project = programme.project(project_id)
    form = EffortForm(None if request.method in READS else request.POST)

    def act() -> None:
        given = form.cleaned_data
        actions.estimate_effort(project_id=project.id, level=Level(given["level"]), half_days=given["half_days"], text=given["text"])

    if form.is_bound and accepted(form, act):
        return redirect(f"/programma/projecten/{project.id}/raming?bewaard=1")
    context = {"project": project, "form": form, "title": f"Hoeveel werk vraagt {project.name}?", "button": "Bewaar de raming",
               "lead": "Per manier van meedoen, in halve dagen per maand. Het staat in de nota aan elk college.",
               "action_url": request.path, "back_url": f"/programma/projecten/{project.id}", "back": project.name,
               "saved": request.GET.get("bewaard"), "efforts": consultations.efforts(project.id)}
    return render(request, "programme/round_form.html", context, status=422 if form.errors else 200)


def _part(form_class: type[forms.Form], title: str, button: str, act: Callable[[uuid.UUID, Any], Any]) -> Callable[..., HttpResponse]:
    """A page that adds one part to a round in preparation."""

    @staff_page(access.CONSULT, module="programme")
    def page(request: HttpRequest, consultation_id: uuid.UUID) -> HttpResponse:
        round = consultations.get(consultation_id)
        form = form_class(None if request.method in READS else request.POST)
        if form.is_bound and accepted(form, lambda: act(round.id, form)):
            return redirect(f"/programma/bevragingen/{round.id}?bewaard=deel")
        context = {"project": round.project, "form": form, "title": title, "button": button, "action_url": request.path,
                   "back_url": f"/programma/bevragingen/{round.id}", "back": round.title}
        return render(request, "programme/round_form.html", context, status=422 if form.errors else 200)

    return page


question = _part(
    QuestionForm, "Stel een vraag", "Voeg de vraag toe", lambda id, form: actions.ask(consultation_id=id, **form.cleaned_data)
)
engagement = _part(
    EngagementForm, "Vraag een engagement", "Voeg het engagement toe",
    lambda id, form: actions.request_engagement(consultation_id=id, **form.given()),
)
benefit = _part(
    BenefitForm, "Wat mag een gemeente verwachten?", "Voeg de winst toe",
    lambda id, form: actions.expect_benefit(consultation_id=id, **form.cleaned_data),
)


def _moving(act: Callable[..., Any], saved: str) -> Callable[..., HttpResponse]:
    """An address that only takes a POST: the round goes to its next state, or the page says what lacks."""

    @staff_page(access.CONSULT, module="programme")
    def page(request: HttpRequest, consultation_id: uuid.UUID) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        try:
            with transaction.atomic():
                act(consultation_id=consultation_id)
        except RuleViolation as error:
            return _page(request, consultations.get(consultation_id), error.sentence_nl, status=422)
        return redirect(f"/programma/bevragingen/{consultation_id}?bewaard={saved}")

    return page


opening = _moving(actions.open_round, "open")
closing = _moving(actions.close_round, "dicht")
