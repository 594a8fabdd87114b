"""The coordinator's page while it storms: counters, matters by danger, the reserve pool, 1722, one answer to many."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from nabij.kernel.access.routes import staff_page
from nabij.kernel.audit import entries as audit
from nabij.kernel.calendar import clock
from nabij.kernel.errors import HouseError, Invalid, NotFound

from ..actions import storm as actions
from ..actions.steps import StepGiven
from ..actions.storm_answers import MOST, answer_many
from ..models.storm import StormRun
from ..queries import storm as queries
from ..queries import storm_reports
from ..rules.report_states import State
from ..rules.storm import CAUSE_NL, Cause
from ..storm_forms import StormAnswerForm, StormFilterForm
from .duty import frame

LEAD = "meldpunt.storm.lead"
REFRESH_S = 30


@staff_page(LEAD, module="meldpunt", widen=queries.coordinator_organisations)
def board(request: HttpRequest) -> HttpResponse:
    """What is going on, worst first. Asks itself again every 30 seconds while it storms."""
    return _board(request)


def _board(request: HttpRequest, *, problem: str = "", status: int = 200) -> HttpResponse:
    at = clock.now()
    run, limits = queries.latest(), queries.thresholds()
    now = queries.pulse(at, limits.window)
    since = run.began_at if run else at
    matters = queries.board(since - limits.window) if run else []
    _note_read(request, bool(matters))
    names = storm_reports.names()
    context = frame(at) | {
        "run": run, "is_on": bool(run and run.ended_at is None), "verdict": queries.verdict(now, limits), "problem": problem,
        "rule": queries.rule(), "recent": now.of_region, "worst": _worst(now, names), "matters": matters,
        "counters": queries.counters(since, (run.ended_at or at) if run else at) if run else [],
        "reserve": queries.reserve(since if run else None), "cause": CAUSE_NL[Cause(run.cause)] if run else "",
        "done": request.GET.get("gedaan", ""), "minutes": int(limits.window.total_seconds() // 60),
    }  # fmt: skip
    response = render(request, "meldpunt/duty/storm.html", context, status=status)
    if context["is_on"] and not problem:
        response.headers["Refresh"] = str(REFRESH_S)
    return response


def _worst(now: queries.Pulse, names: dict[int, str]) -> list[tuple[str, int]]:
    """Municipalities with acute reports in the last minutes, most first; counts only."""
    return sorted(((names.get(owner, "?"), count) for owner, count in now.counts.items()), key=lambda one: (-one[1], one[0]))


def _note_read(request: HttpRequest, shown: bool) -> None:
    """Reading reports of the municipalities is an entry in each of their logs, with the storm as reason."""
    running = request.scope  # type: ignore[attr-defined]
    for owner in sorted(running.reading - {running.organisation_id}) if shown else []:
        audit.log_read("meldpunt.storm.read", organisation_id=owner)


@staff_page(LEAD, module="meldpunt", widen=queries.coordinator_organisations)
def state(request: HttpRequest) -> HttpResponse:
    """POST: on or off by hand."""
    wanted = {"aan": actions.switch_on, "uit": actions.switch_off}
    return _act(request, wanted.get(request.POST.get("stand", "")))


@staff_page(LEAD, module="meldpunt", widen=queries.coordinator_organisations)
def line_1722(request: HttpRequest) -> HttpResponse:
    """POST: write down that 1722 is open, or closed again."""
    wanted = {"open": True, "dicht": False}.get(request.POST.get("stand", ""))
    return _act(request, None if wanted is None else lambda: actions.set_1722(is_open=wanted))


def _act(request: HttpRequest, what: Any) -> HttpResponse:
    if request.method != "POST":
        return redirect("/wacht/storm")
    if what is None:
        raise NotFound()
    try:
        what()
    except HouseError as error:
        return _board(request, problem=error.sentence_nl, status=error.status)
    return redirect("/wacht/storm")


@staff_page(LEAD, module="meldpunt", widen=queries.coordinator_organisations)
def answers(request: HttpRequest) -> HttpResponse:
    """GET: which reports, and the form. POST: answer exactly the reports that were shown."""
    run = queries.latest()
    if run is None:
        return redirect("/wacht/storm")
    if request.method != "POST":
        return _answers(request, run, StormAnswerForm(initial={"key": uuid.uuid4().hex}))
    form = StormAnswerForm(request.POST)
    if not form.is_valid():
        return _answers(request, run, form, status=422)
    data = form.cleaned_data
    given = StepGiven(public_text=data["public_text"].strip(), reason=data["reason"], planned_on=data["planned_on"])
    try:
        made = answer_many(key=data["key"], report_ids=data["reports"], to=State(data["to"]), given=given)
    except Invalid as problem:
        for name, sentence in problem.fields.items():
            form.add_error(name, sentence)
        return _answers(request, run, form, status=422)
    except HouseError as error:
        form.add_error(None, error.sentence_nl)
        return _answers(request, run, form, status=error.status)
    return redirect(f"/wacht/storm/verslag/{run.id}?beantwoord={made.id}")


def _answers(request: HttpRequest, run: StormRun, form: StormAnswerForm, status: int = 200) -> HttpResponse:
    at = clock.now()
    data = request.POST if request.method == "POST" else request.GET
    choose = StormFilterForm(data, municipalities=storm_reports.names(), groups=storm_reports.groups())
    chosen = choose.cleaned_data if choose.is_valid() else {}
    found = storm_reports.open_since(
        run.began_at, (run.ended_at or at) + timedelta(hours=1), municipality=chosen.get("gemeente") or None,
        group=chosen.get("onderwerp", ""), most=MOST,
    )  # fmt: skip
    _note_read(request, bool(found))
    if not form.is_bound:
        form.initial["reports"] = " ".join(str(report.id) for report in found)
    context = {"run": run, "form": form, "choose": choose, "reports": found, "most": MOST}
    return render(request, "meldpunt/duty/storm_answers.html", context, status=status)


@staff_page(LEAD, module="meldpunt", widen=queries.coordinator_organisations)
def told(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """The report of one storm: its log, its figures, its answers. Figures are of the line, never of a person."""
    story = queries.story(run_id, clock.now())
    if story is None:
        raise NotFound()
    answered = next((one for one in story.answers if str(one.id) == request.GET.get("beantwoord")), None)
    context = {"story": story, "cause": CAUSE_NL[Cause(story.run.cause)], "answered": answered}
    return render(request, "meldpunt/duty/storm_report.html", context)
