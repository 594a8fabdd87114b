"""``/demo/gateway``, "Wat er vertrok": every text message, call and mail, and what waits for a person. Read from files."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from nabij.connect.sms import gateway as messages
from nabij.kernel.access.routes import open_page
from nabij.kernel.calendar import words

KINDS = {"sms": "Sms", "voice": "Oproep", "email": "E-mail", "call": "Oproep"}
STATES = {"delivered": ("Aangekomen", "ok"), "accepted": ("Vertrokken", "info"), "failed": ("Mislukt", "error")}
LIMIT = 200


@open_page("demo.gateway.read")
@require_safe
def gateway(request: HttpRequest) -> HttpResponse:
    """Newest first."""
    found = [_row(message) for message in messages.messages(LIMIT)]
    return render(request, "demo/gateway.html", {"messages": found, "limit": LIMIT})


def _row(message: messages.Message) -> dict[str, object]:
    label, kind = STATES.get(message.status, (message.status, "neutral"))
    if message.status == "delivered" and not message.arrived:
        label, kind = "Zegt aangekomen", "warn"
    return {
        "kind": KINDS.get(message.kind, message.kind), "to": message.to, "text": message.text, "provider": message.provider,
        "when": f"{words.date_text(message.moment, year=False)}, {words.timeline_time(message.moment)}", "state": label, "state_kind": kind,
    }
