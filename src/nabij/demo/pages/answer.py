"""Answer a page in the place of the person whose telephone rang, as the provider would pass it on."""

from __future__ import annotations

import re
import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from nabij.connect.sms import gateway
from nabij.kernel.access.routes import open_page
from nabij.kernel.errors import NotFound
from nabij.modules.meldpunt.actions.answers import hear

KEYS = ("1", "2", "3")
_CODE = re.compile(r"(?:DRINGEND|antwoordde op|Nummer) ((?:[A-Z0-9] ?){9})")
#: Messages of the line itself (drill, test, hand-over) name no report: "1" alone answers them.
_ASKED = re.compile(r"nachtproef|PROEF van de wachtdienst|overdracht van", re.IGNORECASE)


def can_be_answered(message: gateway.Message) -> bool:
    """A page of the duty line that really rang a telephone."""
    return message.arrived and bool(_CODE.search(message.text) or _ASKED.search(message.text))


@open_page("demo.answer.write")
@require_POST
def answer(request: HttpRequest) -> HttpResponse:
    """Press 1, 2 or 3 on that telephone. What Nabij says back stands on top of the list, as an SMS of its own."""
    found = gateway.find(request.POST.get("provider", ""), request.POST.get("key", ""))
    pressed = request.POST.get("antwoord", "")
    if found is None or not can_be_answered(found) or pressed not in KEYS:
        raise NotFound()
    named = _CODE.search(found.text)
    code = named[1] if named else ""
    heard = hear(provider=found.provider, sender=found.to, text=f"{pressed} {code}")
    gateway.accept(
        provider=found.provider, key=str(uuid.uuid4()), kind="sms", to=found.to, text=f"U antwoordde {pressed}. {heard.sentence}",
        status="delivered", arrived=True,
    )  # fmt: skip
    return redirect("/demo/gateway")
