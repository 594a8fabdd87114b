"""``/website``: what is asked of the editor this month, and the bridge days."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from nabij.kernel.access import may
from nabij.kernel.access.routes import READS, staff_page
from nabij.kernel.calendar import clock
from nabij.kernel.errors import NotFound

from ... import access
from ...actions import places as actions
from ...queries import catalogue, month, places


@staff_page(access.READ, module="website")
def home(request: HttpRequest) -> HttpResponse:
    """"Voor u deze maand: 4 dingen, ongeveer 8 minuten", then the doors."""
    own, actor = request.scope.organisation_id, request.scope.actor  # type: ignore[attr-defined]
    tasks = month.tasks(own, clock.today()) if may(actor, access.SERVICE) else []
    context = {
        "tasks": tasks, "minutes": sum(task.minutes or 0 for task in tasks), "services": catalogue.services(own, published=True),
        "saved": request.GET.get("bewaard", ""),
    }
    return render(request, "website/staff/home.html", context)


@staff_page(access.PLACE, module="website")
def bridge(request: HttpRequest, day: str) -> HttpResponse:
    """One question, one answer: open or closed between a holiday and a weekend."""
    own = request.scope.organisation_id  # type: ignore[attr-defined]
    found = next((b for b in places.open_bridges(own, clock.today(), month.BRIDGE_BEFORE_DAYS) if b.day.isoformat() == day), None)
    if found is None:
        raise NotFound("Over deze dag is al beslist, of het is geen brugdag.")
    if request.method in READS:
        return render(request, "website/staff/bridge.html", {"bridge": found, "places": places.places(own, clock.today())})
    actions.answer_bridge(organisation_id=own, day=date.fromisoformat(day), closed=request.POST.get("antwoord") == "gesloten")
    return redirect("/website?bewaard=brugdag")
