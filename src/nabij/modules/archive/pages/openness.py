"""``/openbaarheid``: a resident asks for a document (passive openbaarheid). One page, no account, no script, the same clock as a letter."""

from __future__ import annotations

import uuid

from django.core import signing
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from nabij.design.refusals import told
from nabij.kernel.access.routes import public_page
from nabij.kernel.calendar import clock
from nabij.kernel.errors import Invalid, NotFound

from .. import access
from ..actions import requests as actions
from ..queries import requests as queries
from ..request_forms import AskForm

KEY_SALT, DONE_SALT = "archive.ask-key", "archive.asked"


@public_page(access.REQUEST_ASK, module="archive")
def ask(request: HttpRequest) -> HttpResponse:
    """What it is, who answers, by when; by POST the request itself."""
    form = AskForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, form, 422 if form.is_bound else 200)
    own: int = request.site_organisation.id  # type: ignore[attr-defined]
    try:
        with transaction.atomic():
            row = actions.ask(organisation_id=own, form_key=_key(request), **form.given())
    except Invalid as problem:
        told(form, problem)
        return _page(request, form, 422)
    return redirect(f"/openbaarheid/ontvangen?nummer={signing.dumps(row.number, salt=DONE_SALT)}")


def _page(request: HttpRequest, form: AskForm, status: int) -> HttpResponse:
    answer_in, longer = queries.days(clock.today())
    context = {"form": form, "key": signing.dumps(_key(request), salt=KEY_SALT), "answer_in": answer_in, "longer": longer}
    return render(request, "archive/public/ask.html", context, status=status)


def _key(request: HttpRequest) -> str:
    try:
        return str(signing.loads(request.POST.get("sleutel", ""), salt=KEY_SALT))
    except signing.BadSignature:
        return uuid.uuid4().hex


@public_page(access.REQUEST_ASK, module="archive")
def received(request: HttpRequest) -> HttpResponse:
    """The receipt, and later where the request stands. Its address is signed; it shows no name and none of the words."""
    try:
        number = str(signing.loads(request.GET.get("nummer", ""), salt=DONE_SALT))
    except signing.BadSignature:
        raise NotFound() from None
    view = queries.by_number(request.site_organisation.id, number)  # type: ignore[attr-defined]
    if view is None:
        raise NotFound()
    answer_in, longer = queries.days(view.row.registered_on)
    return render(request, "archive/public/asked.html", {"view": view, "row": view.row, "answer_in": answer_in, "longer": longer})
