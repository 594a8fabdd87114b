"""Answer a page in the place of the person whose telephone rang, as the provider would pass it on."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from nabij.connect.sms import gateway
from nabij.kernel.access.routes import open_page
from nabij.kernel.errors import NotFound
from nabij.modules.meldpunt.facade import hear

KEYS = ("1", "2", "3")


@open_page("demo.answer.write")
@require_POST
def answer(request: HttpRequest) -> HttpResponse:
    """Press 1, 2 or 3 on the telephone that got a message; the sentence that comes back stands on the page."""
    found = gateway.find(request.POST.get("provider", ""), request.POST.get("key", ""))
    pressed = request.POST.get("antwoord", "")
    if found is None or pressed not in KEYS:
        raise NotFound()
    code = next((word for word in [found.text.partition("DRINGEND ")[2].partition(":")[0]] if word), "")
    heard = hear(provider=found.provider, sender=found.to, text=f"{pressed} {code}".strip())
    return redirect("/demo/gateway?" + urlencode({"gezegd": heard.sentence}))
