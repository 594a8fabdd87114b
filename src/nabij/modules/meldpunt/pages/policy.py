"""`/meldpunt/inrichting/opschaling`: the steps of a line. A change is a new version; who publishes sees first what it would do.

The line is the partnership's, where the reporting point itself is off: these pages open there too.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from nabij.design.refusals import outcome
from nabij.kernel.access import may
from nabij.kernel.access.routes import READS, staff_page
from nabij.kernel.calendar import clock
from nabij.kernel.errors import NotFound

from ..actions import policy as actions
from ..chain_forms import PolicyForm
from ..models.duty import DutyLine
from ..queries import policy, rota
from ..rules.rota import BRUSSELS

READ, PLAN = "meldpunt.duty.read", "meldpunt.duty.plan"
NIGHT = 3


@staff_page(READ)
def versions(request: HttpRequest) -> HttpResponse:
    """Every line with the version that counts and the earlier ones."""
    running = request.scope  # type: ignore[attr-defined]
    lines = [
        {
            "line": line, "versions": policy.versions(line),
            "may_plan": may(running.actor, PLAN) and running.organisation_id == line.organisation_id,
        }
        for line in rota.lines()
    ]  # fmt: skip
    context = {
        "lines": lines, "saved": request.GET.get("bewaard", ""), "rota_opens": "meldpunt" in request.enabled,  # type: ignore[attr-defined]
    }  # fmt: skip
    return render(request, "meldpunt/setup/policy.html", context)


@staff_page(PLAN)
def draft(request: HttpRequest, line: str) -> HttpResponse:
    """GET: the steps of now. POST with `voorbeeld`: what they would do; with `publiceer`: a new version."""
    chosen = next((one for one in rota.lines() if one.slug == line), None)
    if chosen is None or chosen.organisation_id != request.scope.organisation_id:  # type: ignore[attr-defined]
        raise NotFound()
    latest = next(iter(policy.versions(chosen)), None)
    form = PolicyForm(
        None if request.method in READS else request.POST, steps=policy.drafted(latest),
        initial={
            "repeat": latest.row.repeat if latest else 0, "ack_minutes": latest.row.ack_minutes if latest else 30,
            "based_on": latest.row.version if latest else None,
        },
    )  # fmt: skip
    shown: list[dict[str, Any]] = []
    if form.is_bound and form.is_valid():
        if "voorbeeld" in request.POST:
            shown = _preview(chosen, form)
        elif outcome(form, lambda: _publish(chosen, form)):
            return redirect("/meldpunt/inrichting/opschaling?bewaard=versie")
    context = {"form": form, "line": chosen, "latest": latest, "preview": shown}
    return render(request, "meldpunt/setup/draft.html", context, status=422 if form.errors else 200)


def _publish(line: DutyLine, form: PolicyForm) -> Any:
    data = form.cleaned_data
    return actions.publish_policy(
        line=line, steps=form.steps(), repeat=data["repeat"], ack_minutes=data["ack_minutes"], based_on=data.get("based_on")
    )


def _preview(line: DutyLine, form: PolicyForm) -> list[dict[str, Any]]:
    """Now, and in the coming night: hours of a step only show at night."""
    now, steps = clock.now(), form.steps()
    night: datetime = (now.astimezone(BRUSSELS) + timedelta(days=1)).replace(hour=NIGHT, minute=0, second=0, microsecond=0)
    return [{"at": at, "lines": policy.preview(line, steps, at)} for at in (now, night)]
