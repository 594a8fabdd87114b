"""``/organisaties``: who exists in the region, under which names, bound to whom, on any date."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from nabij.kernel.access import may
from nabij.kernel.access.routes import staff_page
from nabij.kernel.calendar import clock

from .. import access
from ..forms import OnDateForm
from ..queries import directory


def on_date(request: HttpRequest) -> tuple[OnDateForm, date]:
    """The date asked by ``?op=2018-01-01`` or by three boxes, else today. A wrong date keeps its error in the form."""
    today = clock.today()
    sent = any(name.startswith("op") for name in request.GET)
    form = OnDateForm(request.GET if sent else {"op": today.isoformat()})
    return form, (form.cleaned_data["op"] or today) if form.is_valid() else today


@staff_page(access.ORGANISATION, module="desk")
def listing(request: HttpRequest) -> HttpResponse:
    """Every organisation of today, grouped by kind, in alphabetical order."""
    return render(request, "desk/organisations.html", {"groups": directory.by_kind(clock.today())})


@staff_page(access.ORGANISATION, module="desk")
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One organisation: kind, numbers with source, aliases, ties, territory, bodies with their seats."""
    form, day = on_date(request)
    portrait = directory.portrait(slug, day)
    running = request.scope  # type: ignore[attr-defined]
    own = portrait.organisation.id == running.organisation_id
    context = {
        "form": form, "day": day, "today": day == clock.today(), "portrait": portrait, "row": portrait.organisation,
        "may_theme": own and may(running.actor, access.THEME),
    }
    return render(request, "desk/organisation.html", context)
