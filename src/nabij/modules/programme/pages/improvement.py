"""``…/beter``: the improvement test of a project, every member's verdict, and the own one."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from nabij.design.refusals import outcome
from nabij.kernel.access import may
from nabij.kernel.access.routes import READS, staff_page
from nabij.kernel.calendar import clock
from nabij.kernel.errors import NotFound

from .. import access, actions
from ..forms_improvement import RoundForm, VerdictForm
from ..queries import improvement, membership, programme, world
from ..queries.improvement import RoundView, VerdictView
from ..queries.programme import ProjectView
from ..rules.states import COALITION, State


@staff_page(access.READ, module="programme")
def better(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    """Every round with every verdict; the own one first to fill in."""
    project, running = programme.project(project_id), request.scope  # type: ignore[attr-defined]
    rounds = improvement.rounds(project, clock.today())
    own = rounds[0].own(running.organisation_id) if rounds else None
    member = any(one.id == running.organisation_id for one in programme.members(clock.today(), project.organisation_id))
    context = {
        "project": project, "rounds": rounds, "own": own, "saved": request.GET.get("bewaard", ""),
        "may_test": bool(rounds) and member and may(running.actor, access.TEST),
        "stop": _stop(running, project, own), "measured": world.indicators(project, running.organisation_id, clock.today()),
        "may_ask": may(running.actor, access.STEER) and running.organisation_id == project.organisation_id,
    }
    return render(request, "programme/better.html", context)


def _stop(running: object, project: ProjectView, own: VerdictView | None) -> str:
    """The step that "geen verbetering" opens for who may decide: out of the coalition, or not in it."""
    if own is None or not own.no_improvement or not may(running.actor, access.DECIDE):  # type: ignore[attr-defined]
        return ""
    cells = membership.own_cells([project], running.organisation_id, clock.today(), clock.now())  # type: ignore[attr-defined]
    cell = cells[project.id].cell if project.id in cells else None
    if cell and cell.since and cell.since > own.row.tested_on:
        return ""  # an answer that came after the test was given with the test in hand
    state = cell.state if cell else None
    if state in COALITION:
        return State.LEFT.value
    return State.OUT.value if state in (None, State.CONSIDERING) else ""


@staff_page(access.TEST, module="programme")
def verdict(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    """GET: the questions of the latest round. POST: keep the own verdict."""
    project = programme.project(project_id)
    asked = _latest(project)
    form = VerdictForm(None if request.method in READS else request.POST, criteria=asked.criteria)
    if form.is_bound and form.is_valid():
        kept = outcome(form, lambda: actions.record_test(
            organisation_id=request.scope.organisation_id, round_id=asked.row.id, verdict=form.cleaned_data["verdict"],  # type: ignore[attr-defined]
            motive=form.cleaned_data["motive"], results=form.results(), tested_on=form.cleaned_data["tested_on"],
        ))  # fmt: skip
        if kept:
            return redirect(f"/programma/projecten/{project.id}/beter?bewaard=oordeel")
    context = {"project": project, "round": asked, "form": form}
    return render(request, "programme/verdict.html", context, status=422 if form.errors else 200)


def _latest(project: ProjectView) -> RoundView:
    rounds = improvement.rounds(project, clock.today())
    if not rounds:
        raise NotFound("Dit project is nog niet op de toets gelegd.")
    return rounds[0]


@staff_page(access.STEER, module="programme")
def ask(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    """GET: name and questions. POST: put the project to the test; every member may then answer."""
    project = programme.project(project_id)
    form = RoundForm(None if request.method in READS else request.POST)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        asked = {"project_id": project.id, "title": given["title"], "criteria": given["criteria"]}
        kept = outcome(form, lambda: actions.open_improvement_round(**asked))
        if kept:
            return redirect(f"/programma/projecten/{project.id}/beter?bewaard=ronde")
    return render(request, "programme/round.html", {"project": project, "form": form}, status=422 if form.errors else 200)
