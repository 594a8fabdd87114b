"""``/programma/agenda``: addresses by which a calendar program reads meetings and deadlines of one organisation; and the feed itself."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from nabij.kernel.access.routes import open_page, staff_page
from nabij.kernel.calendar import clock, feeds, ical
from nabij.kernel.errors import NotFound
from nabij.kernel.identity.capacities import hash_of
from nabij.kernel.tenancy import queries as directory
from nabij.kernel.tenancy.scope import scope, system

from .. import access, actions
from ..queries import agenda as queries

HOME = "/programma/agenda"
PUBLISHER = ical.Publisher("-//Nabij//Programma//NL", "programma.nabij")


@staff_page(access.READ, module="programme")
def own(request: HttpRequest) -> HttpResponse:
    """The addresses that work, and a button for one more."""
    return _shown(request)


@staff_page(access.READ, module="programme")
@require_POST
def make(request: HttpRequest) -> HttpResponse:
    """A new address; its secret part is shown this once."""
    made = actions.make_agenda()
    return _shown(request, made=request.build_absolute_uri(f"/programma/kalender/{made.token}.ics"))


@staff_page(access.READ, module="programme")
@require_POST
def withdraw(request: HttpRequest, feed_id: UUID) -> HttpResponse:
    """Close one address."""
    actions.withdraw_agenda(feed_id=feed_id)
    return redirect(f"{HOME}?ingetrokken=1")


def _shown(request: HttpRequest, *, made: str = "") -> HttpResponse:
    running = request.scope  # type: ignore[attr-defined]
    coming = queries.entries(running.organisation_id, clock.now())
    context = {
        "feeds": queries.feeds_of(running.actor.account_id), "made": made, "withdrawn": request.GET.get("ingetrokken", ""),
        "name": directory.name_of(running.organisation_id), "number": len(coming),
    }
    return render(request, "programme/agenda.html", context)


@open_page("programme.agenda.read")
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar itself (RFC 5545). An address that never was and one that was withdrawn are answered alike."""
    found = queries.opened(hash_of(token))
    if found is None:
        raise NotFound("Deze agenda bestaat niet, of het adres is ingetrokken.")
    own_id = found.organisation_id
    tags = directory.tags_of(own_id, clock.today())
    with scope(reading=[own_id], actor=system("agenda"), tags=tags, organisation_id=own_id):
        shown = queries.entries(own_id, clock.now())
    body = ical.calendar_text(f"Programma, {directory.name_of(own_id)}", shown, PUBLISHER)
    return feeds.answer(request, body)
