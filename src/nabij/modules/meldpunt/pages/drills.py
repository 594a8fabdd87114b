"""``/wacht/proeven``: the nightly drill, evening by evening, and what was done about what went wrong."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from nabij.kernel.access.routes import staff_page
from nabij.kernel.calendar import clock
from nabij.kernel.errors import Invalid, NotFound

from ..actions import drills as actions
from ..queries import drills as queries

READ = "meldpunt.drill.handle"


@staff_page(READ, module="meldpunt")
def drills(request: HttpRequest) -> HttpResponse:
    """The last four weeks by GET; by POST what the coordinator did about one."""
    if request.method != "POST":
        return _page(request)
    try:
        call_id = UUID(request.POST.get("proef", ""))
    except ValueError:
        raise NotFound() from None
    try:
        actions.handle(call_id=call_id, note=request.POST.get("nota", ""))
    except Invalid as problem:
        return _page(request, problem=problem.sentence_nl, about=call_id, status=problem.status)
    return redirect("/wacht/proeven")


def _page(request: HttpRequest, *, problem: str = "", about: UUID | None = None, status: int = 200) -> HttpResponse:
    context = {"drills": queries.drills(clock.now()), "problem": problem, "about": about}
    return render(request, "meldpunt/duty/drills.html", context, status=status)
