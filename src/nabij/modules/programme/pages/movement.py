"""``/programma/stilte`` (what stalls, and who hears of it), gatherings, and a project's own words."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify

from nabij.design.refusals import outcome
from nabij.kernel.access import may
from nabij.kernel.access.routes import READS, staff_page
from nabij.kernel.calendar import clock

from .. import access, actions
from ..forms_movement import GatheringForm, SilenceForm, TextForm
from ..models import Project
from ..queries import movement, programme


@staff_page(access.READ, module="programme")
def silence(request: HttpRequest) -> HttpResponse:
    """How long each project is silent, and what would happen if it stayed so. Nothing is sent by looking."""
    form = SilenceForm(request.GET if "dagen" in request.GET else {"dagen": "42"})
    days = form.cleaned_data["dagen"] if form.is_valid() else 42
    today = clock.today()
    found = movement.silences(programme.projects(), today)
    context = {
        "form": form, "days": days, "silences": found, "stalled": [one for one in found if one.stalls],
        "simulated": [(one, movement.simulated(one, days)) for one in found],
    }
    return render(request, "programme/silence.html", context, status=422 if form.errors else 200)


@staff_page(access.READ, module="programme")
def gatherings(request: HttpRequest) -> HttpResponse:
    """Every gathering, the latest first."""
    running = request.scope  # type: ignore[attr-defined]
    context = {
        "gatherings": movement.gatherings(),
        "may_write": may(running.actor, access.STEER) and running.organisation_id == programme.partnership_id(),
    }
    return render(request, "programme/gatherings.html", context)


@staff_page(access.READ, module="programme")
def gathering(request: HttpRequest, gathering_id: uuid.UUID) -> HttpResponse:
    """One gathering with its goals, conclusions, decisions and risks."""
    context = {"gathering": movement.gathering(gathering_id), "saved": "bewaard" in request.GET}
    return render(request, "programme/gathering.html", context)


@staff_page(access.STEER, module="programme")
def new_gathering(request: HttpRequest) -> HttpResponse:
    """GET: the form. POST: write down a gathering that was held; a decision ends the silence of its project."""
    projects = [(str(view.id), view.name) for view in programme.projects()]
    form = GatheringForm(None if request.method in READS else request.POST, projects=projects)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        row = outcome(form, lambda: actions.hold_gathering(
            partnership_id=programme.partnership_id(), slug=slugify(f"{given['title'][:60]} {given['first_day']}"),
            title=given["title"], first_day=given["first_day"], last_day=given["last_day"] or given["first_day"],
            project_id=uuid.UUID(given["project"]) if given["project"] else None, present=given["present"], outputs=form.outputs(),
        ))  # fmt: skip
        if row:
            return redirect(f"/programma/bijeenkomsten/{row.id}?bewaard=1")
    return render(request, "programme/new_gathering.html", {"form": form}, status=422 if form.errors else 200)


@staff_page(access.STEER, module="programme")
def words(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    """GET: the project's own words. POST: write them better. That is no act: a silence goes on (N17)."""
    view = programme.project(project_id)
    row = Project.objects.get(id=view.id)
    initial = {name: getattr(row, name) for name in TextForm.base_fields}
    form = TextForm(None if request.method in READS else request.POST, initial=initial)
    if form.is_bound and form.is_valid() and outcome(form, lambda: actions.describe_project(project_id=view.id, **form.cleaned_data)):
        return redirect(f"/programma/projecten/{view.id}?bewaard=tekst")
    return render(request, "programme/words.html", {"project": view, "form": form}, status=422 if form.errors else 200)
