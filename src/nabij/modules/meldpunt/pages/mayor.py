"""`/burgemeester`: one sentence, when one is still called, what it costs and who decides. And `/wacht/bestuur`: who was called.

Both open where the reporting point is still off: a mayor reads them before the line begins.
"""

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
from nabij.modules.programme import facade as programme

from .. import facade
from ..actions import contacted as actions
from ..chain_forms import CallForm
from ..queries import contacted, mayor, participation, rota

READ, LOG = "meldpunt.last_resort.read", "meldpunt.contacted.log"


@staff_page(READ)
def page(request: HttpRequest) -> HttpResponse:
    """The page of a mayor; 404 outside a municipality."""
    organisation_id = request.scope.organisation_id  # type: ignore[attr-defined]
    if not organisations.is_municipality(organisation_id):
        raise NotFound()
    seen, today = mayor.mayor_page(organisation_id, clock.now()), clock.today()
    on = max(today, seen.participation.period.lower) if seen.participation else today
    stop_on = contacted.next_month(on)
    context = {
        "seen": seen, "operating": programme.operating("meldpunt", organisation_id, on), "today": today,
        "stop": facade.membership_consequences(organisation_id, "left", stop_on) if seen.participation else [], "stop_on": stop_on,
        "may_log": may(request.scope.actor, LOG), "saved": request.GET.get("bewaard", ""),  # type: ignore[attr-defined]
        "rota_opens": "meldpunt" in request.enabled,  # type: ignore[attr-defined]
    }  # fmt: skip
    return render(request, "meldpunt/setup/mayor.html", context)


@staff_page(READ)
def calls(request: HttpRequest) -> HttpResponse:
    """How often mayors and directors are called, per month, beside what it was."""
    running, today = request.scope, clock.today()  # type: ignore[attr-defined]
    owner = organisations.partnership().id == running.organisation_id
    lines = []
    for line in rota.lines():
        before, counted, _ = contacted.baseline(line, today)
        lines.append({
            "line": line, "months": contacted.months(line, today), "before": before, "counted": counted,
            "each": _each(line, today) if owner else [],
        })  # fmt: skip
    decided = contacted.own_baseline(running.organisation_id)
    this, last = today.replace(day=1), contacted.previous_month(today)
    own = [
        {"month": month, "count": contacted.own(running.organisation_id, month, contacted.next_month(month))} for month in (this, last)
    ]
    context = {
        "lines": lines, "own": own if organisations.is_municipality(running.organisation_id) else [], "decided": decided,
        "may_log": may(running.actor, LOG), "saved": request.GET.get("bewaard", ""),
        "may_see_policy": may(running.actor, "meldpunt.duty.read"),
    }  # fmt: skip
    return render(request, "meldpunt/setup/calls.html", context)


def _each(line: Any, today: Any) -> list[dict[str, Any]]:
    """Per municipality and channel, without the office: a municipality has one mayor."""
    from nabij.kernel.tenancy.models import Organisation

    found = [f for f in contacted.figures(line, today.replace(day=1), contacted.next_month(today)) if f.municipality_id]
    names = {row.id: str(row) for row in Organisation.objects.filter(id__in={f.municipality_id for f in found})}
    rows = [{"name": names[f.municipality_id or 0], "figure": f} for f in found]
    return sorted(rows, key=lambda row: str(row["name"]))


@staff_page(LOG)
def log_call(request: HttpRequest) -> HttpResponse:
    """One short form: who was called, how, when. By the municipality itself, or by the coordinator for any of them."""
    running = request.scope  # type: ignore[attr-defined]
    choices = _municipalities(running)
    form = CallForm(None if request.method in READS else request.POST, municipalities=choices, initial={"on": clock.today()})
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        if outcome(form, lambda: actions.log_direct_call(
            municipality_id=given["municipality"], office=given["office"], channel=given["channel"], at=form.at(), about=given["about"],
        )):  # fmt: skip
            return redirect("/wacht/bestuur?bewaard=oproep")
    return render(request, "meldpunt/setup/log_call.html", {"form": form}, status=422 if form.errors else 200)


def _municipalities(running: Any) -> list[tuple[int, str]]:
    if organisations.is_municipality(running.organisation_id):
        return [(running.organisation_id, organisations.name_of(running.organisation_id))]
    if running.organisation_id != organisations.partnership().id:
        raise NotFound("Alleen een gemeente of de coördinator noteert dit.")
    return [(one.id, str(one)) for one in participation.possible_hosts(clock.today())]
