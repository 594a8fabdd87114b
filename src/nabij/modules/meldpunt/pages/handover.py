"""``/wacht/overdracht``: who goes writes, who comes presses "Gelezen". Notes stand until somebody ends them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from nabij.kernel.access.policy import may
from nabij.kernel.access.routes import staff_page
from nabij.kernel.calendar import clock
from nabij.kernel.errors import HouseError, NotFound

from ..actions import handover as actions
from ..queries import duty, handover
from .duty import READ, frame, note_others

HOME = "/wacht/overdracht"


def _id(request: HttpRequest, name: str) -> UUID:
    try:
        return UUID(request.POST.get(name, ""))
    except ValueError:
        raise NotFound() from None


@staff_page(READ, module="meldpunt", widen=handover.line_scope)
def overview(request: HttpRequest) -> HttpResponse:
    """The coming change with its open alarms, the notes that stand, and the last changes with their receipts."""
    return _page(request)


def _page(request: HttpRequest, *, problem: str = "", status: int = 200) -> HttpResponse:
    actor, at = request.scope.actor, clock.now()  # type: ignore[attr-defined]
    cards = duty.open_alarms()
    note_others(request, cards)
    found = handover.handovers(actor, at)
    context: dict[str, Any] = frame(at) | {
        "current": [one for one in found if one.is_unread], "earlier": [one for one in found if not one.is_unread],
        "alarms": cards, "notes": handover.notes(), "lines": handover.writable_lines(actor) if may(actor, actions.ACT) else [],
        "problem": problem, "typed": request.POST,
    }  # fmt: skip
    return render(request, "meldpunt/duty/handover.html", context, status=status)


def _done(request: HttpRequest, act: Any) -> HttpResponse:
    """Do it; what was typed stays on the page when it is refused."""
    try:
        act()
    except NotFound:
        raise
    except HouseError as error:
        return _page(request, problem=error.sentence_nl, status=error.status)
    return redirect(HOME)


@staff_page(actions.ACT, module="meldpunt", widen=handover.line_scope)
@require_POST
def text(request: HttpRequest) -> HttpResponse:
    """The outgoing officer's words; the numbers of the open alarms go along by themselves."""
    codes = [card.code for card in duty.open_alarms()]
    return _done(
        request, lambda: actions.write(handover_id=_id(request, "overdracht"), text=request.POST.get("tekst", ""), open_codes=codes)
    )


@staff_page(actions.ACT, module="meldpunt", widen=handover.line_scope)
@require_POST
def reading(request: HttpRequest) -> HttpResponse:
    """ "Gelezen"."""
    return _done(request, lambda: actions.read(handover_id=_id(request, "overdracht")))


@staff_page(actions.ACT, module="meldpunt", widen=handover.line_scope)
@require_POST
def note(request: HttpRequest) -> HttpResponse:
    """A note that stands from now on."""
    return _done(request, lambda: actions.add_note(line_id=_id(request, "lijn"), text=request.POST.get("nota", "")))


@staff_page(actions.ACT, module="meldpunt", widen=handover.line_scope)
@require_POST
def note_end(request: HttpRequest) -> HttpResponse:
    """The note is over."""
    return _done(request, lambda: actions.end_note(note_id=_id(request, "nota")))
