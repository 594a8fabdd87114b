"""``/partner/{token}``: a partner reports in twenty seconds, without account and without script. The token opens nothing else."""

from __future__ import annotations

import uuid
from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control

from nabij.kernel.access import throttle
from nabij.kernel.access.routes import open_page
from nabij.kernel.audit import entries as audit
from nabij.kernel.calendar import clock
from nabij.kernel.errors import Invalid, NotFound, Refused
from nabij.kernel.tenancy import queries as directory
from nabij.kernel.tenancy.scope import Actor

from ..actions import partners as actions
from ..doors_forms import PartnerForm
from ..forms import chosen_municipality
from ..queries import partners as queries
from ..queries import reports
from ..queries.intake import assess
from ..queries.partners import Door
from ..rules import codes
from ..rules.form import Typed
from ..rules.partners import RECEIPT
from ..rules.routing import Outcome, Receiver

KEY_SALT = "meldpunt.partner-key"
VERB = "meldpunt.partner.report"
REFRESH_S = 10
GONE = 410


def _door(request: HttpRequest, token: str) -> Door:
    """The door, or ``NotFound``; whoever tries tokens is stopped per address, as with numbers of reports."""
    throttle.refuse_guessing(request, "partner")
    door = queries.door_of(token)
    if door is None:
        throttle.note_wrong_guess(request, "partner")
        raise NotFound(f"Deze toegang bestaat niet. Kijk het adres na{_ring()}")
    return door


def _ring() -> str:
    """Unknown tokens get a number too: who holds a mistyped address still has a tree on the road."""
    region = directory.by_id(directory.partnership().id)
    return f", of bel {region.contact_name}: {region.phone}." if region and region.phone else "."


@open_page(VERB)
def report(request: HttpRequest, token: str) -> HttpResponse:
    """The form by GET, the report by POST, one question at most: which municipality, near a border."""
    door = _door(request, token)
    try:
        with actions.through(door, writing=request.method == "POST"):
            if request.method != "POST":
                return _form(request, door, PartnerForm(initial={"callback": door.callback}), key=uuid.uuid4().hex)
            return _sent(request, door, token)
    except Refused as closed:
        return _closed(request, door, closed.sentence_nl)


def _sent(request: HttpRequest, door: Door, token: str) -> HttpResponse:
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
    return redirect(f"/partner/{token}/{made.code}")


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
def receipt(request: HttpRequest, token: str, code: str) -> HttpResponse:
    """Who took it. Only for what came through this door, for a day; it asks itself again until somebody has it."""
    door = _door(request, token)
    try:
        with actions.through(door):
            number = codes.parse(code)
            use = queries.use_of(door.id, number) if number else None
            if use is None or clock.now() - use.at > RECEIPT:
                raise NotFound("Deze ontvangst kunt u hier niet (meer) lezen.")
            with actions.at_municipality(use):
                made = reports.by_code(use.code)
                owner = directory.by_id(use.municipality_id)
                context = {"report": made, "owner": owner, "taken": queries.taken(made), "token": token, "at": clock.now()}
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
    """No cache keeps it, and no other site learns its address."""
    context |= {"door": door, "organisation": directory.by_id(door.host_id)}
    response = render(request, f"meldpunt/partner/{name}.html", context, status=status)
    response.headers["Referrer-Policy"] = "no-referrer"
    patch_cache_control(response, private=True, no_store=True)
    response._has_been_logged = True  # type: ignore[attr-defined]  # Django writes the path of an error to its log: a token stays out
    return response
