"""``/help/spreken``: "ik wil iemand spreken". No account, no script; a number and a moment that a clock guards."""

from __future__ import annotations

from datetime import datetime

from django.core import signing
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from nabij.design.refusals import told
from nabij.kernel.access.routes import public_page
from nabij.kernel.errors import Invalid
from nabij.kernel.notices import calls
from nabij.kernel.notices.waiting import CALL_WITHIN

from .. import access
from ..counter_forms import SpeakForm
from ..queries.counter import promised_now

SALT, KEPT_S = "desk.speak", 24 * 3600


@public_page(access.SPEAK, module="desk")
def speak(request: HttpRequest) -> HttpResponse:
    organisation = request.site_organisation  # type: ignore[attr-defined]
    form = SpeakForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        visit = data["how"] == "visit"
        wish = calls.Wish(data["who"].strip(), data["phone"].strip(), data["about"], data["when"], visit)
        try:
            with transaction.atomic():
                task = calls.ask(organisation_id=organisation.id, wish=wish)
        except Invalid as problem:
            told(form, problem)
        else:
            token = signing.dumps({"code": task.code, "due": task.due.isoformat(), "visit": visit}, salt=SALT)
            return redirect(f"/help/spreken/ontvangen?nummer={token}")
    promised = promised_now(organisation.id, CALL_WITHIN)
    return render(request, "desk/speak.html", {"form": form, "promised": promised}, status=422 if form.is_bound else 200)


@public_page(access.SPEAK, module="desk")
def received(request: HttpRequest) -> HttpResponse:
    """The receipt: a number and the promised moment; its address holds no name."""
    try:
        found = signing.loads(request.GET.get("nummer", ""), salt=SALT, max_age=KEPT_S)
    except signing.BadSignature:
        return redirect("/help/spreken")
    context = {"code": found["code"], "due": datetime.fromisoformat(found["due"]), "visit": found["visit"]}
    return render(request, "desk/spoken.html", context)
