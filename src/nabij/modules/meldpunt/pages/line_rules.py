"""Rules of a line: on which hours of the week who is on duty, the rules of work with their source, and the thresholds of a storm."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from nabij.design.refusals import outcome, told
from nabij.kernel.access.routes import READS, staff_page
from nabij.kernel.calendar import clock
from nabij.kernel.errors import NotFound, RuleViolation

from ..actions import planning, storm_rule, work_rules
from ..actions.rehearsal import Rehearsal, rehearse
from ..line_forms import StormRuleForm, WeekForm, WorkRuleForm
from ..models.duty import DutyLine
from ..queries import line_rules, rota, storm
from ..rules.duty_rules import RuleCode
from .line_people import own_line

PLAN, LEAD = "meldpunt.duty.plan", "meldpunt.storm.lead"
SETUP = "/meldpunt/inrichting"


@staff_page(PLAN)
def week(request: HttpRequest, line: str) -> HttpResponse:
    """GET: the rules of each role. POST: look at what new rules do (``kijk``), then publish (``bewaar``)."""
    chosen = own_line(request, line)
    form = WeekForm(
        None if request.method in READS else request.POST, people=line_rules.available(chosen, clock.today()),
        turns=line_rules.turns(chosen),
    )  # fmt: skip
    seen: Rehearsal | None = None
    if form.is_bound and form.is_valid():
        if "bewaar" in request.POST:
            if outcome(form, lambda: _set_week(chosen, form)) is not None:
                return redirect(f"{SETUP}/wachtlijn/{chosen.slug}/weekregels?gedaan=regels")
        else:
            seen = _rehearsed(chosen, form)
    context = {
        "line": chosen, "form": form, "roles": line_rules.week(chosen, clock.today()), "seen": seen, "done": request.GET.get("gedaan"),
    }  # fmt: skip
    return render(request, "meldpunt/setup/week.html", context, status=422 if form.errors else 200)


def _set_week(line: DutyLine, form: WeekForm) -> Any:
    said = form.cleaned_data
    return planning.set_week_rules(line=line, role=said["role"], rules=form.rules(), first=said["first"])


def _rehearsed(line: DutyLine, form: WeekForm) -> Rehearsal | None:
    try:
        return rehearse(line, lambda: _set_week(line, form))
    except RuleViolation as error:
        told(form, error)
        return None


@staff_page(PLAN)
def work(request: HttpRequest) -> HttpResponse:
    """GET: the rules with their sources. POST: another value from a day on."""
    owner = _owner(request)
    form = WorkRuleForm(None if request.method in READS else request.POST)
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        wanted = said | {"code": RuleCode(said["code"])}
        if outcome(form, lambda: (work_rules.set_rule(organisation_id=owner, **wanted),)):
            return redirect(f"{SETUP}/werkregels?gedaan=regel")
    held = line_rules.work(owner, clock.today())
    context = {"form": form, "rules": held, "done": request.GET.get("gedaan"), "today": clock.today()}
    return render(request, "meldpunt/setup/work.html", context, status=422 if form.errors else 200)


@staff_page(LEAD)
def thresholds(request: HttpRequest) -> HttpResponse:
    """GET: the thresholds with their source. POST: others, at once."""
    owner, rule = _owner(request), storm.rule()
    form = StormRuleForm(None if request.method in READS else request.POST, rule=rule)
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        act = lambda: storm_rule.set_thresholds(  # noqa: E731
            organisation_id=owner, numbers=form.numbers(), source=said["source"], checked_on=said["checked_on"]
        )
        if outcome(form, act):
            return redirect(f"{SETUP}/storm?gedaan=drempels")
    context = {"form": form, "rule": rule, "running": storm.running(), "done": request.GET.get("gedaan")}
    return render(request, "meldpunt/setup/thresholds.html", context, status=422 if form.errors else 200)


def _owner(request: HttpRequest) -> int:
    """The own organisation, when it runs a line: rules and thresholds are of the partnership. Raises ``NotFound``."""
    own = int(request.scope.organisation_id)  # type: ignore[attr-defined]
    if not any(line.organisation_id == own for line in rota.lines()):
        raise NotFound()
    return own
