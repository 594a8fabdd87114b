"""The door of every page: finds organisation and actor, checks module and permission, opens the scope, logs reads.

Three audiences: ``public_page`` on a site host, ``staff_page`` on the platform's own host, ``open_page`` where nobody is known yet.
A route without one of these does not start (see ``checks``).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import SimpleTemplateResponse
from django.urls import Resolver404, get_resolver
from django.utils.cache import patch_cache_control
from django.utils.http import urlencode

from ..audit import entries
from ..calendar import clock
from ..errors import HouseError, NotFound, Refused
from ..modules import queries as modules
from ..modules import registry
from ..tenancy.scope import ANONYMOUS, Actor, scope
from . import answers
from .policy import may, refusal
from .session import chosen_capacity, present, signed_in

View = Callable[..., HttpResponse]
#: (actor, at) → organisation ids that the actor may also read and write now, and why.
Widening = Callable[[Actor, Any], tuple[list[int], str]]
READS = ("GET", "HEAD", "OPTIONS")


def public_page(verb: str, *, module: str | None = None) -> Callable[[View], View]:
    """Page on a municipality's own host, for anyone. 404 with the local phone number when the module is off there."""

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            organisation = request.site_organisation  # type: ignore[attr-defined]
            if organisation is None:
                return answers.failure(request, NotFound())
            own = [organisation.id]
            writing = () if request.method in READS else own

            def inside() -> HttpResponse:
                request.enabled = modules.enabled(organisation.id, clock.today())  # type: ignore[attr-defined]
                if module is not None and module not in request.enabled:  # type: ignore[attr-defined]
                    return _of_the_next_module(request, wrapped)
                return view(request, *args, **kwargs)

            return _answered(request, verb, inside, reading=own, writing=writing, actor=ANONYMOUS, organisation_id=organisation.id)

        return _declared(wrapped, verb, "public", module)

    return decorate


def staff_page(
    verb: str, *, module: str | None = None, widen: Widening | None = None, conceal: bool = False
) -> Callable[[View], View]:
    """Page for a signed-in member of staff in one capacity. Read-only on GET.

    ``conceal``: who does not hold ``verb`` gets the same 404 as for a page that does not exist; the refusal still stands in the log.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not present(request):
                idle: dict[str, Any] = {"stil": settings.NABIJ_IDLE_S // 60} if getattr(request, "signed_out_idle", False) else {}
                return redirect("/aanmelden?" + urlencode({"next": request.get_full_path()} | idle))
            capacity = chosen_capacity(request)
            if capacity is None:
                return answers.failure(request, Refused("U hebt vandaag geen functie. Vraag het aan de beheerder van uw organisatie."))
            actor = capacity.actor(signed_in(request), str(request.user))
            more, reason = widen(actor, clock.now()) if widen else ([], "")
            ids = list({capacity.organisation_id, *more})

            def inside() -> HttpResponse:
                request.enabled = modules.enabled(capacity.organisation_id, clock.today())  # type: ignore[attr-defined]
                _require_on(request, module)
                if not may(actor, verb):
                    raise Refused(refusal(verb))
                return view(request, *args, **kwargs)

            response = _answered(
                request, verb, inside, reading=ids, writing=() if request.method in READS else ids, actor=actor, reason=reason,
                tags=capacity.tags, organisation_id=capacity.organisation_id, conceal=conceal,
            )
            patch_cache_control(response, private=True, no_store=True)
            return response

        wrapped.nabij_conceals = conceal  # type: ignore[attr-defined]
        return _declared(wrapped, verb, "staff", module)

    return decorate


def resident_page(verb: str, *, module: str | None = None) -> Callable[[View], View]:
    """Page on a municipality's own host for a signed-in resident; ``request.resident`` is the account, or None for who must still sign in.

    The actor is the person: rows that carry the account are readable (class SELF), another organisation only by ``switch_to``."""

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            organisation = request.site_organisation  # type: ignore[attr-defined]
            if organisation is None:
                return answers.failure(request, NotFound())
            here = present(request)
            request.resident = request.user if here else None  # type: ignore[attr-defined]
            actor = Actor(kind="resident", label=str(request.user), account_id=signed_in(request)) if here else ANONYMOUS
            own = [organisation.id]

            def inside() -> HttpResponse:
                request.enabled = modules.enabled(organisation.id, clock.today())  # type: ignore[attr-defined]
                _require_on(request, module)
                return view(request, *args, **kwargs)

            writing = () if request.method in READS else own
            response = _answered(request, verb, inside, reading=own, writing=writing, actor=actor, organisation_id=organisation.id)
            patch_cache_control(response, private=True, no_store=True)
            return response

        return _declared(wrapped, verb, "public", module)

    return decorate


def open_page(verb: str) -> Callable[[View], View]:
    """Page without organisation or person: welcome, sign-in, health. It runs without a scope, so it reads no owned row."""

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                return view(request, *args, **kwargs)
            except HouseError as error:
                return answers.failure(request, error)

        return _declared(wrapped, verb, "open", None)

    return decorate


def _of_the_next_module(request: HttpRequest, off: View) -> HttpResponse:
    """A module that is off has no addresses: the next one that knows this path answers, as the desk does for the front door.
    Raises ``NotFound`` when there is none."""
    waiting = True
    for pattern in get_resolver(request.urlconf).url_patterns:  # type: ignore[attr-defined]
        try:
            match = pattern.resolve(request.path.removeprefix("/"))
        except Resolver404:
            continue
        if match is not None and not waiting:
            return match.func(request, *match.args, **match.kwargs)
        waiting = waiting and (match is None or match.func is not off)
    raise NotFound()


def _require_on(request: HttpRequest, module: str | None) -> None:
    if module is not None and module not in request.enabled:  # type: ignore[attr-defined]
        raise NotFound()


def _answered(
    request: HttpRequest, verb: str, inside: Callable[[], HttpResponse], *, conceal: bool = False, **scope_arguments: Any
) -> HttpResponse:
    """Run inside a scope; a refusal or error rolls everything back before it is answered."""
    try:
        with scope(**scope_arguments) as opened:
            request.scope = opened  # type: ignore[attr-defined]
            response = inside()
            if getattr(response, "streaming", False):
                raise RuntimeError("a streaming answer needs a scope of its own")
            if isinstance(response, SimpleTemplateResponse) and not response.is_rendered:
                response.render()
            if response.status_code >= 500:
                transaction.set_rollback(True)
        return response
    except HouseError as error:
        if isinstance(error, Refused):
            entries.write_refusal(scope_arguments["actor"], verb, error.sentence_nl, request.path)
            if conceal and not may(scope_arguments["actor"], verb):
                error = NotFound()
        # The page that says no shows menu, urgent lines and who helps: it reads too, so it is rendered inside a scope.
        with scope(**scope_arguments | {"writing": ()}):
            return answers.failure(request, error)


def _declared(view: View, verb: str, audience: str, module: str | None) -> View:
    view.nabij_verb, view.nabij_audience, view.nabij_module = verb, audience, module  # type: ignore[attr-defined]
    return view


def declared_verbs() -> frozenset[str]:
    """Every verb in the manifests; a route may name no other."""
    return frozenset(registry.permissions())
