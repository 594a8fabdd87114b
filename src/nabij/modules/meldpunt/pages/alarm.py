"""One alarm: its page, the acts on it (POST to a noun), and the door for answers by SMS.

A GET on any of these addresses only shows the alarm: a mail scanner or a preview of a link changes nothing.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from nabij.kernel.access.routes import open_page, staff_page
from nabij.kernel.calendar import clock
from nabij.kernel.errors import HouseError, Invalid, NotFound

from ..actions import alarm as actions
from ..actions import answers
from ..actions import handing as passing
from ..queries import duty
from ..queries.handing import handing
from ..rules.form import Contact
from .duty import READ, frame, local_of, note_others
from .spot import context_of

Act = Callable[[UUID, HttpRequest], Any]


def _take(alert_id: UUID, request: HttpRequest) -> None:
    actions.acknowledge(alert_id=alert_id)


def _decline(alert_id: UUID, request: HttpRequest) -> None:
    actions.decline(alert_id=alert_id)


def _extend(alert_id: UUID, request: HttpRequest) -> None:
    actions.extend(alert_id=alert_id)


def _close(alert_id: UUID, request: HttpRequest) -> None:
    actions.close_alert(
        alert_id=alert_id, result=request.POST.get("result", ""), unfinished=request.POST.get("unfinished", "")
    )


def _call(alert_id: UUID, request: HttpRequest) -> Contact:
    return actions.call_reporter(alert_id=alert_id)


def _hand_on(alert_id: UUID, request: HttpRequest) -> None:
    try:
        person_id = UUID(request.POST.get("person", ""))
    except ValueError:
        raise Invalid({"person": "Kies aan welke collega u dit doorgeeft."}) from None
    passing.hand_on(alert_id=alert_id, person_id=person_id)


def _escalate(alert_id: UUID, request: HttpRequest) -> None:
    passing.escalate(alert_id=alert_id)


def _hand_over(alert_id: UUID, request: HttpRequest) -> None:
    passing.hand_over(alert_id=alert_id, taker=request.POST.get("taker", ""))


ACTS: dict[str, Act] = {
    "opname": _take, "afwijzing": _decline, "verlenging": _extend, "sluiting": _close, "oproep": _call,
    "doorgave": _hand_on, "opschaling": _escalate, "overdracht": _hand_over,
}  # fmt: skip


@staff_page(READ, module="meldpunt", widen=duty.duty_organisations)
def alarm(request: HttpRequest, alert_id: UUID) -> HttpResponse:
    """The alarm with its timeline and its buttons."""
    return shown(request, alert_id)


@staff_page(READ, module="meldpunt", widen=duty.duty_organisations)
def act(request: HttpRequest, alert_id: UUID, noun: str) -> HttpResponse:
    """Do what the button says, by POST only; what was typed stays on the page when it is refused."""
    if noun not in ACTS:
        raise NotFound()
    if request.method != "POST":
        return shown(request, alert_id)
    try:
        answer = ACTS[noun](alert_id, request)
    except NotFound:
        raise
    except HouseError as error:
        by = request.scope.actor.label  # type: ignore[attr-defined]
        actions.note_refusal(alert_id=alert_id, by=by, what=noun, sentence=error.sentence_nl)
        return shown(request, alert_id, problem=error.sentence_nl, status=error.status)
    if isinstance(answer, Contact):
        return shown(request, alert_id, contact=answer)
    return redirect(f"/wacht/alarmen/{alert_id}")


def shown(
    request: HttpRequest, alert_id: UUID, *, problem: str = "", contact: Contact | None = None, status: int = 200
) -> HttpResponse:
    """The page of the alarm, also after a refusal: then with the sentence, and what was typed."""
    card = duty.alarm(alert_id)
    if card is None:
        raise NotFound()
    note_others(request, [card])
    context = frame(clock.now()) | {
        "card": card, "log": duty.alarm_log(alert_id), "problem": problem, "contact": contact,
        "asked_contact": contact is not None, "typed": request.POST.get("result", ""),
        "typed_unfinished": request.POST.get("unfinished", ""), "handing": handing(alert_id, clock.now()),
        "local": local_of(request, [card]), "alone": True,
    } | context_of(alert_id, clock.now())  # fmt: skip
    return render(request, "meldpunt/duty/alarm.html", context, status=status)


@open_page("meldpunt.answer.hear")
def hear(request: HttpRequest, provider: str) -> HttpResponse:
    """An answer by SMS or key: JSON `{"sender": "+32…", "text": "1"}`, signed by the provider. POST only."""
    if request.method != "POST":
        return HttpResponse(status=405, headers={"Allow": "POST"})
    if not hmac.compare_digest(signature(provider, request.body), request.headers.get("X-Nabij-Signature", "")):
        return JsonResponse({"sentence": "De handtekening van deze aanbieder klopt niet."}, status=403)
    try:
        said = json.loads(request.body)
        sender, text = str(said["sender"])[:20], str(said["text"])[:480]
    except (ValueError, KeyError, TypeError):
        return JsonResponse({"sentence": "We verwachten sender en text."}, status=400)
    heard = answers.hear(provider=provider, sender=sender, text=text)
    return JsonResponse({"done": heard.done, "sentence": heard.sentence})


def signature(provider: str, body: bytes) -> str:
    """HMAC-SHA-256 in hexadecimal, with a key per provider derived from the installation's own."""
    key = hmac.digest(settings.SECRET_KEY.encode(), f"hook:{provider}".encode(), hashlib.sha256)
    return hmac.new(key, body, hashlib.sha256).hexdigest()
