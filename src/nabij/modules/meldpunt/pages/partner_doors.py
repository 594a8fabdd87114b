"""``/wacht/partners``: the coordinator's doors for partners. Issued, dated, withdrawn; counted each on its own."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from nabij.kernel.access.routes import staff_page
from nabij.kernel.calendar import clock
from nabij.kernel.errors import Invalid, NotFound

from ..actions import partners as actions
from ..doors_forms import DoorForm
from ..queries import partners as queries
from ..queries.intake import receivers


@staff_page(actions.MANAGE, module="meldpunt")
def doors(request: HttpRequest) -> HttpResponse:
    """The list, and the form for one more. The address of a new door is shown once, in the answer to its own form."""
    form = DoorForm(request.POST or None, hosts=_hosts())
    if request.method != "POST":
        return _page(request, form)
    if not form.is_valid():
        return _page(request, form, status=422)
    data = form.cleaned_data
    wish = actions.Wish(data["name"], data["kind"], data["host"], data["callback"], data["valid_until"])
    try:
        issued = actions.issue(wish=wish)
    except Invalid as problem:
        for name, sentence in problem.fields.items():
            form.add_error(name, sentence)
        return _page(request, form, status=422)
    address = request.build_absolute_uri(f"/partner/{issued.token}")
    return _page(request, DoorForm(hosts=_hosts()), issued=issued, address=address)


@staff_page(actions.MANAGE, module="meldpunt")
def withdrawal(request: HttpRequest, door_id: UUID) -> HttpResponse:
    """First what follows, then the act by POST."""
    own = request.scope.organisation_id  # type: ignore[attr-defined]
    door = next((one for one in queries.doors(own, clock.today()) if one.id == door_id), None)
    if door is None:
        raise NotFound()
    if request.method != "POST":
        return render(request, "meldpunt/partner/withdrawal.html", {"door": door})
    actions.withdraw(door_id=door_id)
    return redirect("/wacht/partners")


def _hosts() -> list[tuple[int, str]]:
    found = [one for one in receivers(clock.today()).values() if one.takes_reports]
    return [(one.organisation_id, one.name) for one in sorted(found, key=lambda one: one.name)]


def _page(request: HttpRequest, form: DoorForm, *, status: int = 200, **more: Any) -> HttpResponse:
    own = request.scope.organisation_id  # type: ignore[attr-defined]
    context = {"form": form, "doors": queries.doors(own, clock.today())} | more
    return render(request, "meldpunt/partner/doors.html", context, status=status)
