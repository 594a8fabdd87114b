"""`/meldpunt/inrichting/wachtlijn`: which lines there are, whether the own municipality takes part, and who is host of them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from nabij.design.refusals import outcome
from nabij.kernel.access import may
from nabij.kernel.access.routes import READS, staff_page
from nabij.kernel.calendar import clock
from nabij.kernel.errors import NotFound
from nabij.kernel.tenancy import queries as organisations

from ..actions import participation as actions
from ..chain_forms import HostForm, JoinForm
from ..models.duty import DutyLine
from ..queries import participation, rota

READ, JOIN, PLAN = "meldpunt.last_resort.read", "meldpunt.participation.decide", "meldpunt.duty.plan"


@staff_page(READ)
def lines(request: HttpRequest) -> HttpResponse:
    """Lines with their members, the own part and the host."""
    running = request.scope  # type: ignore[attr-defined]
    context = {
        "takings": participation.takings(running.organisation_id, clock.today()), "today": clock.today(),
        "may_join": may(running.actor, JOIN) and organisations.is_municipality(running.organisation_id),
        "may_move": may(running.actor, PLAN),
        "may_lead": may(running.actor, "meldpunt.storm.lead"), "own": running.organisation_id, "saved": request.GET.get("bewaard", ""),
    }  # fmt: skip
    return render(request, "meldpunt/setup/lines.html", context)


@staff_page(JOIN)
def join(request: HttpRequest, line: str) -> HttpResponse:
    """GET: what joining asks. POST: decide it for the own municipality."""
    organisation_id, chosen = request.scope.organisation_id, _line(line)  # type: ignore[attr-defined]
    if not organisations.is_municipality(organisation_id):
        raise NotFound("Alleen een gemeente doet mee aan een wachtlijn.")
    form = JoinForm(None if request.method in READS else request.POST)
    if form.is_bound and form.is_valid():
        given: dict[str, Any] = form.cleaned_data
        if outcome(form, lambda: actions.join_line(organisation_id=organisation_id, line=chosen, **given)):
            return redirect("/meldpunt/inrichting/wachtlijn?bewaard=deelname")
    return render(request, "meldpunt/setup/join.html", {"form": form, "line": chosen}, status=422 if form.errors else 200)


@staff_page(PLAN)
def host(request: HttpRequest, line: str) -> HttpResponse:
    """GET: who can become host. POST: record the decision of the partnership; it counts from today."""
    chosen = _line(line)
    if chosen.organisation_id != request.scope.organisation_id:  # type: ignore[attr-defined]
        raise NotFound()
    hosts = [(one.id, str(one)) for one in participation.possible_hosts(clock.today())]
    form = HostForm(None if request.method in READS else request.POST, hosts=hosts)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        if outcome(
            form, lambda: actions.move_host(line=chosen, host_id=given["host"], decision_reference=given["decision_reference"])
        ):
            return redirect("/meldpunt/inrichting/wachtlijn?bewaard=gastheer")
    return render(request, "meldpunt/setup/host.html", {"form": form, "line": chosen}, status=422 if form.errors else 200)


def _line(slug: str) -> DutyLine:
    found = next((one for one in rota.lines() if one.slug == slug), None)
    if found is None:
        raise NotFound()
    return found
