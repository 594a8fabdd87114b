"""``/demo/gateway``, "Wat er vertrok": every text message, call and mail, and what waits for a person.

Messages are read from files, so they stand here while the database is down; what waits for a person is then missing, and said so.
"""

from __future__ import annotations

import phonenumbers
from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from nabij.connect.sms import gateway as messages
from nabij.kernel.access.routes import open_page
from nabij.kernel.calendar import words
from nabij.kernel.notices.models import Notice
from nabij.kernel.tenancy.models import Organisation
from nabij.kernel.tenancy.scope import scope, system

from .answer import can_be_answered

KINDS = {"sms": "Sms", "voice": "Oproep", "email": "E-mail", "call": "Oproep"}
PROVIDERS = {
    "sms-1": "Sms-aanbieder 1", "sms-2": "Sms-aanbieder 2", "stem-1": "Spraakaanbieder 1", "stem-2": "Spraakaanbieder 2",
    "waak-1": "Aanbieder van de bewaker", "e-mail": "Mailserver",
}
STATES = {"delivered": ("Aangekomen", "ok"), "accepted": ("Vertrokken", "info"), "failed": ("Mislukt", "error")}
LIMIT = 200


@open_page("demo.gateway.read")
@require_safe
def gateway(request: HttpRequest) -> HttpResponse:
    """Newest first."""
    found = [_row(message) for message in messages.messages(LIMIT)]
    return render(request, "demo/gateway.html", {"messages": found, "limit": LIMIT, "waiting": _waiting()})


def _written(to: str) -> str:
    """A phone number in groups, as people say it; anything else as it is."""
    try:
        return phonenumbers.format_number(phonenumbers.parse(to, "BE"), phonenumbers.PhoneNumberFormat.NATIONAL)
    except phonenumbers.NumberParseException:
        return to


def _waiting() -> list[dict[str, object]] | None:
    """Letters to print and people to ring, over all organisations of the story; None while the database is away."""
    try:
        names = {row.id: str(row) for row in Organisation.objects.all()}
        with scope(reading=names, actor=system("voorbeeld"), reason="wat er vertrok, in het voorbeeld"):
            rows = list(Notice.objects.filter(state=Notice.State.HANDED_TO_PERSON).order_by("-created_at")[:LIMIT])
    except (DatabaseError, InterfaceError):
        return None
    return [
        {
            "kind": "Brief" if row.channels[row.step] == "letter" else "Op te bellen", "who": row.recipient, "title": row.title,
            "organisation": names[row.organisation_id], "when": words.date_text(row.created_at, year=False),
        }
        for row in rows
    ]


def _row(message: messages.Message) -> dict[str, object]:
    label, kind = STATES.get(message.status, (message.status, "neutral"))
    if message.status == "delivered" and not message.arrived:
        label, kind = "Zegt aangekomen", "warn"
    return {
        "kind": KINDS.get(message.kind, message.kind), "to": _written(message.to), "text": message.text,
        "provider": PROVIDERS.get(message.provider, message.provider),
        "when": f"{words.table_date(message.moment)} {words.timeline_time(message.moment)}", "state": label, "state_kind": kind,
        "key": message.key, "name": message.provider, "answerable": can_be_answered(message),
    }
