"""``/partner``: a partner reports in twenty seconds, without account and without script.

The access code is posted once and never stands in an address, so no access log, history or referrer holds it. What the browser keeps is
a signed cookie: it opens this form and nothing else, ends with the door, and after ``KEPT_S`` seconds.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_POST

from nabij.kernel.access import throttle
from nabij.kernel.access.routes import open_page
from nabij.kernel.audit import entries as audit
from nabij.kernel.calendar import clock
from nabij.kernel.errors import Invalid, NotFound, Refused
from nabij.kernel.tenancy import queries as directory
from nabij.kernel.tenancy.scope import Actor

from ..actions import partners as actions
from ..doors_forms import NOW, EntryForm, PartnerForm
from ..forms import chosen_municipality
from ..queries import partners as queries
from ..queries import reports
from ..queries.intake import assess
from ..queries.partners import Door
from ..rules import codes
from ..rules.form import Typed
from ..rules.partners import RECEIPT
from ..rules.routing import Outcome, Receiver

KEY_SALT, COOKIE_SALT = "meldpunt.partner-key", "meldpunt.partner-door"
HOME = "/partner"
#: A dispatch room types its code once a month, not once a tree.
KEPT_S = 30 * 24 * 3600
VERB = "meldpunt.partner.report"
REFRESH_S = 10
GONE = 410


def cookie_name() -> str:
    """Bound to our own host where there is TLS."""
    return "nabij_partner" if not settings.SESSION_COOKIE_SECURE else "__Host-partner"


def _door(request: HttpRequest) -> Door | None:
    """The door of this browser, open or not; None where no access code was given (or too long ago)."""
    try:
        kept = str(signing.loads(request.COOKIES.get(cookie_name(), ""), salt=COOKIE_SALT, max_age=KEPT_S))
    except signing.BadSignature:
        return None
    return queries.door_by_hash(kept)


def _ring() -> str:
    """Unknown codes get a number too: who mistypes still has a tree on the road."""
    region = directory.by_id(directory.partnership().id)
    return f", of bel {region.contact_name}: {region.phone}." if region and region.phone else "."


@open_page(VERB)
@require_POST
def entry(request: HttpRequest) -> HttpResponse:
    """The access code, once per device. Whoever tries codes is stopped per address, as with numbers of reports."""
    throttle.refuse_guessing(request, "partner")
    form = EntryForm(request.POST)
    if not form.is_valid():
        return _enter(request, form, 422)
    door = queries.door_of(form.cleaned_data["token"])
    if door is None:
        throttle.note_wrong_guess(request, "partner")
        form.add_error("token", f"Deze toegangscode bestaat niet. Kijk ze na{_ring()}")
        return _enter(request, form, 404)
    try:
        with actions.through(door, writing=True):
            actions.note_entry(door=door)
            answer = _typed_before(request, door) or redirect(HOME)
    except Refused as closed:
        return _closed(request, door, closed.sentence_nl)
    kept = signing.dumps(queries.hash_of(form.cleaned_data["token"]), salt=COOKIE_SALT)
    answer.set_cookie(cookie_name(), kept, max_age=KEPT_S, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)
    return answer


def _typed_before(request: HttpRequest, door: Door) -> HttpResponse | None:
    """The form with what was typed before the access ran out on this device; None when nothing was."""
    typed = {name: request.POST.get(PartnerForm.on_page[name], "") for name in ("place", "what", "callback")}
    if not typed["place"] and not typed["what"]:
        return None
    urgency = request.POST.get("dringend") or NOW
    return _form(request, door, PartnerForm(initial=typed | {"urgency": urgency}), key=_key(request))


@open_page(VERB)
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """This device forgets the access; the access itself stays."""
    answer = redirect(HOME)
    answer.delete_cookie(cookie_name(), samesite="Lax")
    return answer


def _enter(request: HttpRequest, form: EntryForm, status: int = 200) -> HttpResponse:
    region = directory.by_id(directory.partnership().id)
    typed = [(name, request.POST[name]) for name in (*PartnerForm.on_page.values(), "sleutel", "gemeente") if request.POST.get(name)]
    return _answer(request, "entry", {"form": form, "organisation": region, "typed": typed}, status)


@open_page(VERB)
def report(request: HttpRequest) -> HttpResponse:
    """The form by GET, the report by POST, one question at most: which municipality, near a border."""
    door = _door(request)
    if door is None:
        return _enter(request, EntryForm(), 200 if request.method != "POST" else 403)
    try:
        with actions.through(door, writing=request.method == "POST"):
            if request.method != "POST":
                return _form(request, door, PartnerForm(initial={"callback": door.callback}), key=uuid.uuid4().hex)
            return _sent(request, door)
    except Refused as closed:
        return _closed(request, door, closed.sentence_nl)


def _sent(request: HttpRequest, door: Door) -> HttpResponse:
    form, key, chosen = PartnerForm(request.POST), _key(request), chosen_municipality(request.POST)
    if not form.is_valid():
        return _form(request, door, form, key=key, status=422)
    offered = () if chosen else _offered(door, form)
    if offered:
        return _form(request, door, form, key=key, offered=offered)
    try:
        made = actions.report(door=door, told=form.told(), form_key=key, chosen=chosen)
    except Invalid as problem:
        for name, sentence in problem.fields.items():
            form.add_error({"text": "what", "place_text": "place"}.get(name), sentence)
        return _form(request, door, form, key=key, status=422)
    return redirect(f"{HOME}/ontvangst/{made.code}")


def _offered(door: Door, form: PartnerForm) -> tuple[Receiver, ...]:
    """The municipalities between which only a person can choose."""
    told = form.told()
    typed = Typed(told.what, told.place, danger_answer=told.danger_answer, keep_outside=True)
    routing = assess(typed, channel_id=door.host_id, on=clock.today()).routing
    return routing.offered if routing.outcome is Outcome.ASK else ()


def _key(request: HttpRequest) -> str:
    try:
        return str(signing.loads(request.POST.get("sleutel", ""), salt=KEY_SALT))
    except signing.BadSignature:
        return uuid.uuid4().hex


def _form(
    request: HttpRequest, door: Door, form: PartnerForm, *, key: str, offered: tuple[Receiver, ...] = (), status: int = 200
) -> HttpResponse:
    context = {"form": form, "door": door, "key": signing.dumps(key, salt=KEY_SALT), "offered": offered}
    return _shown(request, door, "form", context, status)


@open_page(VERB)
def receipt(request: HttpRequest, code: str) -> HttpResponse:
    """Who took it. Only for what came through this door, for a day; it asks itself again until somebody has it."""
    door = _door(request)
    if door is None:
        return _enter(request, EntryForm())
    try:
        with actions.through(door):
            number = codes.parse(code)
            use = queries.use_of(door.id, number) if number else None
            if use is None or clock.now() - use.at > RECEIPT:
                raise NotFound("Deze ontvangst kunt u hier niet (meer) lezen.")
            with actions.at_municipality(use):
                made = reports.by_code(use.code)
                owner = directory.by_id(use.municipality_id)
                context = {"report": made, "owner": owner, "taken": queries.taken(made), "at": clock.now()}
            response = _shown(request, door, "receipt", context)
    except Refused as closed:
        return _closed(request, door, closed.sentence_nl)
    if context["taken"].waiting:  # type: ignore[union-attr]
        response.headers["Refresh"] = str(REFRESH_S)
    return response


def _closed(request: HttpRequest, door: Door, sentence: str) -> HttpResponse:
    """A closed door says so, with a number to ring, and the attempt stands in the log without its token."""
    actor = Actor(kind="machine", label=f"deur van {door.name}", organisation_id=door.organisation_id)
    audit.write_refusal(actor, VERB, sentence, "/partner")
    return _shown(request, door, "closed", {"sentence": sentence}, GONE)


def _shown(request: HttpRequest, door: Door, name: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    return _answer(request, name, context | {"door": door, "organisation": directory.by_id(door.host_id)}, status)


def _answer(request: HttpRequest, name: str, context: dict[str, Any], status: int) -> HttpResponse:
    """No cache keeps it, and no other site learns that somebody was here."""
    response = render(request, f"meldpunt/partner/{name}.html", context, status=status)
    response.headers["Referrer-Policy"] = "no-referrer"
    patch_cache_control(response, private=True, no_store=True)
    return response
