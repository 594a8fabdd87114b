"""``/wacht/nachtnummer``: which way is in force, and every call with its rows. ``/hooks/voice/…``: the door of the exchange."""

from __future__ import annotations

import hmac
import json
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from nabij.connect import voice
from nabij.kernel.access.policy import may
from nabij.kernel.access.routes import open_page, staff_page
from nabij.kernel.audit import entries as audit
from nabij.kernel.calendar import clock
from nabij.kernel.errors import Invalid, Refused

from ..actions import night as actions
from ..actions.night import Event
from ..doors_forms import NightNumberForm
from ..models.night import NightNumber
from ..queries import duty
from ..queries import night as queries
from .alarm import signature
from .duty import READ, frame


@staff_page(READ, module="meldpunt", widen=duty.duty_organisations)
def overview(request: HttpRequest) -> HttpResponse:
    """What is in force, the calls of two weeks; by POST the municipality's own number and instruction."""
    running = request.scope  # type: ignore[attr-defined]
    row = NightNumber.objects.filter(organisation_id=running.organisation_id).first()
    initial = {"number": voice.spoken_number(row.number), "instruction": row.instruction} if row else {}
    form = NightNumberForm(request.POST or None, initial=initial)
    if request.method != "POST":
        return _page(request, form)
    if not may(running.actor, actions.WRITE):
        raise Refused("U mag dit niet doen in deze functie. Vraag het aan de beheerder van uw gemeente.")
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        actions.set_number(
            organisation_id=running.organisation_id, number=form.cleaned_data["number"], instruction=form.cleaned_data["instruction"]
        )
    except Invalid as problem:
        for name, sentence in problem.fields.items():
            form.add_error(name, sentence)
        return _page(request, form, status=422)
    return redirect("/wacht/nachtnummer")


def _page(request: HttpRequest, form: NightNumberForm, *, status: int = 200) -> HttpResponse:
    at, running = clock.now(), request.scope  # type: ignore[attr-defined]
    calls = queries.calls(at)
    for organisation_id in running.reading - {running.organisation_id}:
        if calls:
            audit.log_read("meldpunt.night_call.listed", organisation_id=organisation_id)
    context = frame(at) | {
        "numbers": queries.in_force(), "calls": calls, "form": form, "may_write": may(running.actor, actions.WRITE),
    }  # fmt: skip
    return render(request, "meldpunt/duty/night.html", context, status=status)


@open_page("meldpunt.night.hear")
def hear(request: HttpRequest, provider: str) -> HttpResponse:
    """An event of the exchange: JSON, signed. POST only. Only an exchange that is set up is heard."""
    if request.method != "POST":
        return HttpResponse(status=405, headers={"Allow": "POST"})
    status, answer = take(provider, request.body, request.headers.get("X-Nabij-Signature", ""))
    return JsonResponse(answer, status=status)


def take(provider: str, body: bytes, signed: str) -> tuple[int, dict[str, Any]]:
    """(status, answer) for one posted body."""
    if provider not in voice.inbound() or not hmac.compare_digest(signature(f"voice-{provider}", body), signed):
        return 403, {"sentence": "De handtekening van deze centrale klopt niet."}
    try:
        said = json.loads(body)
        event = Event(
            str(said["event"])[:20], str(said["call"])[:80], str(said.get("from") or "")[:20], str(said["to"])[:20],
            str(said.get("outcome") or "")[:20], str(said.get("digits") or "")[:20],
        )  # fmt: skip
    except (ValueError, KeyError, TypeError, AttributeError):
        return 400, {"sentence": "We verwachten event, call en to."}
    return 200, {"do": actions.hear(provider=provider, event=event)}
