"""``/programma/oproepen``: calls with their six dates, what fits, applications, and scenarios side by side."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from nabij.design.refusals import outcome
from nabij.kernel.access import may
from nabij.kernel.access.routes import READS, staff_page
from nabij.kernel.calendar import clock
from nabij.kernel.errors import NotFound, Refused

from .. import access, actions
from ..forms_funding import AmountForm, ApplicationForm, CallDateForm, CallForm, ScenarioForm
from ..queries import funding, membership, programme
from ..queries.funding import CallView
from ..rules.calls import OUTCOME_WORDS, CallDateKind, Outcome, fitting_types

KINDS = {Outcome.FAIL: "warn", Outcome.UNKNOWN: "neutral", Outcome.WARN: "info", Outcome.PASS: "ok"}


def _steers(request: HttpRequest) -> bool:
    running = request.scope  # type: ignore[attr-defined]
    return may(running.actor, access.STEER) and running.organisation_id == programme.partnership_id()


@staff_page(access.READ, module="programme")
def calls(request: HttpRequest) -> HttpResponse:
    """All calls, open ones first, each with its day to submit."""
    context = {"calls": funding.calls(clock.today()), "may_write": _steers(request)}
    return render(request, "programme/calls.html", context)


@staff_page(access.STEER, module="programme")
def new_call(request: HttpRequest) -> HttpResponse:
    """GET: four fields. POST: write down a call with its types."""
    form = CallForm(None if request.method in READS else request.POST)
    if form.is_bound and form.is_valid():
        row = outcome(form, lambda: actions.open_call(**form.cleaned_data))
        if row:
            return redirect(f"/programma/oproepen/{row.id}?bewaard=oproep")
    return render(request, "programme/new_call.html", {"form": form}, status=422 if form.errors else 200)


@staff_page(access.READ, module="programme")
def call(request: HttpRequest, call_id: uuid.UUID) -> HttpResponse:
    """One call: types, six dates, conditions; every project beside it; who took part elsewhere."""
    today, now = clock.today(), clock.now()
    seen = funding.call(call_id, today)
    form = AmountForm(request.GET if "bedrag" in request.GET else None)
    cents = form.cleaned_data["bedrag"] if form.is_bound and form.is_valid() else None
    chosen = _chosen_project(request)
    context = {
        "call": seen, "form": form, "cents": cents, "fitting": fitting_types(cents, seen.facts) if cents else [],
        "projects": programme.projects(), "chosen": chosen, "saved": request.GET.get("bewaard", ""),
        "findings": [
            (KINDS[one.outcome], OUTCOME_WORDS[one.outcome], one) for one in funding.findings(chosen, seen, cents, today, now)
        ] if chosen else [],
        "applications": funding.applications(call_id=call_id), "elsewhere": funding.elsewhere(call_id, _asked_day(request, today)),
        "may_write": _steers(request),
    }  # fmt: skip
    return render(request, "programme/call.html", context, status=422 if form.errors else 200)


def _chosen_project(request: HttpRequest) -> Any:
    try:
        return programme.project(uuid.UUID(request.GET["project"])) if request.GET.get("project") else None
    except (ValueError, NotFound):
        return None


def _asked_day(request: HttpRequest, today: date) -> date:
    try:
        return date.fromisoformat(request.GET.get("op", ""))
    except ValueError:
        return today


@staff_page(access.STEER, module="programme")
def dates(request: HttpRequest, call_id: uuid.UUID) -> HttpResponse:
    """GET: the form. POST: one date as the funder stated it; a hard one moves only with a document."""
    seen = funding.call(call_id, clock.today())
    form = CallDateForm(None if request.method in READS else request.POST, members=_members())
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        days = (given["first_day"], given["last_day"] or given["first_day"]) if given["first_day"] else None
        try:
            row = outcome(form, lambda: actions.state_date(
                call_id=call_id, kind=CallDateKind(given["kind"]), days=days, stated_as=given["stated_as"], hard=given["hard"],
                for_organisation_id=int(given["for_organisation"]) if given["for_organisation"] else None, document=given["document"],
            ))  # fmt: skip
        except Refused as refused:
            form.add_error("document", refused.sentence_nl)
            return render(request, "programme/call_date.html", {"call": seen, "form": form}, status=403)
        if row:
            return redirect(f"/programma/oproepen/{call_id}?bewaard=datum")
    return render(request, "programme/call_date.html", {"call": seen, "form": form}, status=422 if form.errors else 200)


def _members() -> list[tuple[str, str]]:
    return [(str(one.id), one.name) for one in programme.members(clock.today())]


@staff_page(access.STEER, module="programme")
def applications(request: HttpRequest, call_id: uuid.UUID) -> HttpResponse:
    """GET: project, sum, type, lead; types that fit come first. POST: begin the application."""
    seen = funding.call(call_id, clock.today())
    views = programme.projects()
    form = ApplicationForm(
        None if request.method in READS else request.POST, projects=[(str(v.id), v.name) for v in views],
        types=list(reversed(seen.types)), members=_members(),
    )
    if form.is_bound and form.is_valid() and (row := outcome(form, lambda: _compose(form.cleaned_data))):
        return redirect(f"/programma/oproepen/{row.call_type.call_id}?bewaard=aanvraag#aanvragen")
    return render(request, "programme/application.html", {"call": seen, "form": form}, status=422 if form.errors else 200)


def _compose(given: dict[str, Any]) -> Any:
    """Everyone who takes part in the project today stands in the application (N92)."""
    project_id = uuid.UUID(given["project"])
    today = clock.today()
    column = membership.coalition_with_facts(programme.project(project_id), today, clock.now(), today)
    return actions.compose_application(
        project_id=project_id, call_type_id=uuid.UUID(given["call_type"]), requested_cents=given["requested"],
        lead_id=int(given["lead"]), others=[cell.member.id for cell in column.coalition],
    )


@staff_page(access.READ, module="programme")
def scenarios(request: HttpRequest, call_id: uuid.UUID) -> HttpResponse:
    """At most six ways to spread the parts of a project over applications, side by side, with everyone's own share."""
    today = clock.today()
    seen, views = funding.call(call_id, today), funding.projects_with_parts()
    compared = [(view, funding.parts(view.id), funding.compared(view, call_id, today, clock.now())) for view in views]
    context = {"call": seen, "compared": compared, "may_write": _steers(request)}
    return render(request, "programme/scenarios.html", context)


@staff_page(access.STEER, module="programme")
def new_scenario(request: HttpRequest, call_id: uuid.UUID) -> HttpResponse:
    """GET: one choice per part. POST: keep the scenario; nothing is asked of a funder by it."""
    seen, views = funding.call(call_id, clock.today()), funding.projects_with_parts()
    if not views:
        raise NotFound("Nog geen project heeft delen met een bedrag.")
    form = _scenario_form(request, seen, views[0].id)
    if form.is_bound and form.is_valid():
        row = outcome(form, lambda: actions.make_scenario(
            project_id=views[0].id, call_id=call_id, name=form.cleaned_data["name"], placements=form.placements()
        ))  # fmt: skip
        if row:
            return redirect(f"/programma/oproepen/{call_id}/verdelingen")
    context = {"call": seen, "project": views[0], "form": form}
    return render(request, "programme/new_scenario.html", context, status=422 if form.errors else 200)


def _scenario_form(request: HttpRequest, seen: CallView, project_id: uuid.UUID) -> ScenarioForm:
    data = None if request.method in READS else request.POST
    return ScenarioForm(data, parts=funding.parts(project_id), types=seen.types)
