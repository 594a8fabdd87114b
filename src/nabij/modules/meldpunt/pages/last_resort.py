"""`/meldpunt/inrichting/vangnet`: whom the own municipality wants called when nobody of the line answers (N24, N57).

The page also opens where the reporting point is still off: the list is decided before the line begins.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from nabij.design.refusals import outcome
from nabij.kernel.access import may
from nabij.kernel.access.routes import READS, staff_page
from nabij.kernel.calendar import clock
from nabij.kernel.errors import NotFound
from nabij.kernel.tenancy import queries as organisations

from ..actions import last_resort as actions
from ..chain_forms import ListForm
from ..queries import last_resort

READ, DECIDE = "meldpunt.last_resort.read", "meldpunt.last_resort.decide"


@staff_page(READ)
def lists(request: HttpRequest) -> HttpResponse:
    """The list of today, the one that comes, and the earlier ones."""
    running, today = request.scope, clock.today()  # type: ignore[attr-defined]
    found = last_resort.lists(running.organisation_id)
    context = {
        "now": last_resort.list_on(running.organisation_id, today), "lists": found, "today": today,
        "coming": [one for one in found if one.row.period.lower > today],
        "earlier": [one for one in found if one.until is not None and one.until <= today],
        "municipality": organisations.is_municipality(running.organisation_id), "may_decide": may(running.actor, DECIDE),
        "saved": request.GET.get("bewaard", ""),
    }  # fmt: skip
    return render(request, "meldpunt/setup/lists.html", context)


@staff_page(DECIDE)
def new_list(request: HttpRequest) -> HttpResponse:
    """GET: the list of today, or the proposal, to change. POST: publish it."""
    organisation_id = request.scope.organisation_id  # type: ignore[attr-defined]
    if not organisations.is_municipality(organisation_id):
        raise NotFound("Alleen een gemeente heeft een laatste vangnet.")
    current = next(iter(last_resort.lists(organisation_id)), None)
    form = ListForm(None if request.method in READS else request.POST, current=current)
    if form.is_bound and form.is_valid():
        places, kept = form.places()
        asked = {name: form.cleaned_data[name] for name in ("reference", "decided_on", "since", "every_minutes")}
        if outcome(form, lambda: actions.publish_list(organisation_id=organisation_id, places=places, keep_numbers_of=kept, **asked)):
            return redirect("/meldpunt/inrichting/vangnet?bewaard=lijst")
    context = {"form": form, "current": current}
    return render(request, "meldpunt/setup/new_list.html", context, status=422 if form.errors else 200)
