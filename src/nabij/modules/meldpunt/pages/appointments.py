"""``/wacht/mij/agenda``: addresses for a calendar program; and the address itself, which needs its token and nothing else."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from nabij.kernel.access.routes import open_page, staff_page
from nabij.kernel.calendar import clock, feeds, ical
from nabij.kernel.errors import NotFound, RuleViolation
from nabij.kernel.identity.capacities import hash_of
from nabij.kernel.tenancy import queries as organisations
from nabij.kernel.tenancy.scope import scope, system

from ..actions import appointments as actions
from ..models.calendar import CalendarFeed
from ..queries import appointments as queries
from .duty import READ

HOME = "/wacht/mij/agenda"
PUBLISHER = ical.Publisher("-//Nabij//Wachtdienst//NL", "wacht.nabij")
NAMES = {"person": "Mijn wachtbeurten", "line": "Wachtlijn", "municipality": "Wacht van {}"}


@staff_page(READ, module="meldpunt")
def own(request: HttpRequest) -> HttpResponse:
    """The addresses that work, one button for each kind that has none yet."""
    return _shown(request)


@staff_page(READ, module="meldpunt")
@require_POST
def make(request: HttpRequest) -> HttpResponse:
    """A new address; its secret part is shown this once."""
    try:
        made = actions.make_feed(kind=request.POST.get("kind", ""))
    except RuleViolation as error:
        return _shown(request, problem=error.sentence_nl, status=error.status)
    return _shown(request, made=f"{request.scheme}://{request.get_host()}/wacht/kalender/{made.token}.ics")


@staff_page(READ, module="meldpunt")
@require_POST
def withdraw(request: HttpRequest, feed_id: UUID) -> HttpResponse:
    """Close one address."""
    actions.withdraw_feed(feed_id=feed_id)
    return redirect(f"{HOME}?ingetrokken=1")


def _shown(request: HttpRequest, *, made: str = "", problem: str = "", status: int = 200) -> HttpResponse:
    account = request.scope.actor.account_id  # type: ignore[attr-defined]
    context = {
        "feeds": queries.feeds_of(account), "kinds": CalendarFeed.Kind.choices, "made": made, "problem": problem,
        "on_rota": queries.has_shifts(account), "withdrawn": request.GET.get("ingetrokken", ""),
    }
    return render(request, "meldpunt/duty/calendars.html", context, status=status)


@open_page("meldpunt.calendar.read")
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar itself (RFC 5545). 404 for an address that does not exist or was withdrawn: both are answered alike."""
    found = queries.opened(hash_of(token))
    if found is None:
        raise NotFound("Deze agenda bestaat niet, of het adres is ingetrokken.")
    at, own_id = clock.now(), found.organisation_id
    tags = organisations.tags_of(own_id, clock.today())
    with scope(reading=[own_id], actor=system("agenda"), tags=tags, organisation_id=own_id):
        shown = queries.entries(found, at)
    appointments = [
        ical.Appointment(
            str(one.entry.id), one.entry.period.lower, one.entry.period.upper, one.summary, one.description, one.entry.sequence,
            one.entry.modified_at, one.entry.cancelled_at is not None,
        )
        for one in shown
    ]
    body = ical.calendar_text(NAMES[found.kind].format(organisations.name_of(own_id)), appointments, PUBLISHER)
    return feeds.answer(request, body)
