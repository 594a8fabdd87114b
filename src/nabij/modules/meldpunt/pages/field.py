"""Acts from the spot: ticks of the protocol, notes and photos. Each carries a key, so that sending twice does nothing twice,
and may carry the time of the telephone, for what was done without network."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from nabij.kernel.access.routes import staff_page
from nabij.kernel.calendar import clock
from nabij.kernel.errors import HouseError, Invalid, NotFound

from ..actions import notes, photos
from ..actions import protocol as actions
from ..actions.alarm import note_refusal
from ..actions.protocol import Act
from ..models.protocol import DutyNote
from ..queries import duty
from . import alarm as alarm_page
from .duty import READ, note_others

Do = Callable[[], Any]


def _act(request: HttpRequest) -> Act:
    """Key and own time of an act; a form without script has a key of its own page."""
    try:
        key = UUID(request.POST.get("key", "")) if request.POST.get("key") else uuid4()
        said = datetime.fromisoformat(request.POST["at"]) if request.POST.get("at") else None
    except ValueError as wrong:
        raise Invalid({"key": "We konden niet lezen wanneer dit gebeurde. Open het alarm opnieuw."}) from wrong
    if said is not None and said.tzinfo is None:
        raise Invalid({"at": "De tijd van uw toestel heeft geen tijdzone."})
    return Act(key, said + clock.offset() if said else None)


@staff_page(READ, module="meldpunt", widen=duty.duty_organisations)
def step(request: HttpRequest, alert_id: UUID) -> HttpResponse:
    """POST: tick a step (`ongedaan` to open it again). GET shows the alarm."""

    def do() -> Any:
        try:
            step_id = UUID(request.POST.get("step", ""))
        except ValueError as wrong:
            raise NotFound() from wrong
        done, value = "ongedaan" not in request.POST, request.POST.get("value", "")
        return actions.tick(alert_id=alert_id, step_id=step_id, act=_act(request), done=done, value=value)

    return _answered(request, alert_id, "stap", do)


@staff_page(READ, module="meldpunt", widen=duty.duty_organisations)
def note(request: HttpRequest, alert_id: UUID) -> HttpResponse:
    """POST: words, a photo, or both. GET shows the alarm."""
    return _answered(
        request, alert_id, "nota",
        lambda: notes.write_note(
            alert_id=alert_id, act=_act(request), text=request.POST.get("text", ""), photo=request.FILES.get("photo")
        ),
    )  # fmt: skip


def _answered(request: HttpRequest, alert_id: UUID, what: str, do: Do) -> HttpResponse:
    if request.method != "POST":
        return alarm_page.shown(request, alert_id)
    try:
        do()
    except NotFound:
        raise
    except HouseError as error:
        by = request.scope.actor.label  # type: ignore[attr-defined]
        note_refusal(alert_id=alert_id, by=by, what=what, sentence=error.sentence_nl)
        return alarm_page.shown(request, alert_id, problem=error.sentence_nl, status=error.status)
    return redirect(f"/wacht/alarmen/{alert_id}")


@staff_page(READ, module="meldpunt", widen=duty.duty_organisations)
def photo(request: HttpRequest, alert_id: UUID, attachment_id: UUID) -> HttpResponse:
    """A photo from the spot. Opening it is an entry in the log."""
    row = DutyNote.objects.select_related("attachment__blob_use").filter(alert_id=alert_id, attachment_id=attachment_id).first()
    card = duty.alarm(alert_id)
    if row is None or row.attachment is None or card is None:
        raise NotFound()
    note_others(request, [card])
    image = photos.image(row.attachment, small="klein" in request.GET)
    return HttpResponse(image.data, content_type=image.mime)
