"""``/balie/klaar``: what to read aloud, spelled, with the promised moment; printed on one sheet. Its address holds no name."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from nabij.kernel import spoken
from nabij.kernel.access.routes import staff_page
from nabij.kernel.calendar import clock
from nabij.kernel.identity.rules import RECEIPTS_NL, ReceiptBy
from nabij.kernel.modules.manifest import Service

from ... import access
from ...actions.starting import Started
from . import conversation
from .conversation import own_id

SALT, KEPT_S = "desk.receipt", 12 * 3600


def token_of(organisation_id: int, service: Service, done: Started, phone_mode: bool) -> str:
    """The receipt in an address that only this organisation's colleagues can open."""
    receipt = done.receipt
    return signing.dumps(
        {
            "own": organisation_id, "service": service.label_nl, "code": receipt.code, "next": receipt.next_nl, "aloud": receipt.read_aloud,
            "promised": receipt.promised.isoformat() if receipt.promised else "", "contact": receipt.contact, "phone": receipt.phone,
            "url": receipt.url, "by": done.act.receipt, "party": str(done.party_id), "phone_mode": phone_mode,
        },
        salt=SALT,
    )


def _opened(request: HttpRequest) -> dict[str, Any] | None:
    try:
        found = signing.loads(request.GET.get("bewijs", ""), salt=SALT, max_age=KEPT_S)
    except signing.BadSignature:
        return None
    if found["own"] != own_id(request):
        return None
    promised = date.fromisoformat(found["promised"]) if found["promised"] else None
    return found | {"promised": promised, "spelled": spoken.spelled(found["code"]), "by_nl": RECEIPTS_NL[ReceiptBy(found["by"])]}


@staff_page(access.COUNTER, module="desk")
def done(request: HttpRequest) -> HttpResponse:
    """The act is done: say it, give it, say goodbye."""
    found = _opened(request)
    if found is None:
        return redirect("/balie")
    open_now = conversation.is_open(request, found["party"])
    return render(request, "desk/counter/done.html", {"done": found, "token": request.GET["bewijs"], "open_now": open_now})


@staff_page(access.COUNTER, module="desk")
def sheet(request: HttpRequest) -> HttpResponse:
    """The same on paper, to take along."""
    found = _opened(request)
    if found is None:
        return redirect("/balie")
    return render(request, "desk/counter/sheet.html", {"done": found, "printed_at": clock.now()})
