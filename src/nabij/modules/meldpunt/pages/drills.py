"""``/wacht/proeven``: the nightly drill and the tests of the providers (decision 0035).

The coordinator sees per person whether a drill was confirmed and notes what was done; a person sees the own ones; everyone else on the
duty line sees a sum per role. Nobody sees a time of a person.
"""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from nabij.kernel.access.policy import may
from nabij.kernel.access.routes import staff_page
from nabij.kernel.audit import entries as audit
from nabij.kernel.calendar import clock
from nabij.kernel.errors import Invalid, NotFound

from ..actions import drills as actions
from ..queries import drills as queries
from ..queries import handover, watch

READ, HANDLE = "meldpunt.duty.read", "meldpunt.drill.handle"


@staff_page(READ, module="meldpunt", widen=handover.line_scope)
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
    actor, at = request.scope.actor, clock.now()  # type: ignore[attr-defined]
    handles = may(actor, HANDLE)
    if handles:
        audit.log_read("meldpunt.drill.read", organisation_id=request.scope.organisation_id)  # type: ignore[attr-defined]
    context = {
        "handles": handles, "drills": queries.drills(at) if handles else [], "problem": problem, "about": about,
        "own": [] if handles or actor.account_id is None else queries.drills(at, actor.account_id), "counts": queries.counts(at),
        "gateways": queries.gateways(at), "tested": bool(settings.NABIJ_DUTY_TEST_NUMBER), "guard": watch.guard(),
    }  # fmt: skip
    return render(request, "meldpunt/duty/drills.html", context, status=status)
