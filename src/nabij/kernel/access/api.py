"""The door of every API operation: who calls (token or session), module and permission, scope, problem+json."""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.module_loading import import_string

from ..audit import entries
from ..calendar import clock
from ..errors import HouseError, Invalid, NotFound, Refused, Stale, VersionMissing
from ..identity.capacities import TokenHolder, token_holder
from ..modules import queries as modules
from ..tenancy.scope import Actor, scope
from . import idempotency
from .policy import may, refusal
from .routes import READS, Widening
from .session import chosen_capacity, present, signed_in

PROBLEM = "application/problem+json"
PREFIX = "/api/v1"
#: What PostgreSQL cannot hold in a text: NUL, and half of a surrogate pair.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def root() -> Any:
    """The API of this installation, as ``settings.NABIJ_API`` names it."""
    return import_string(settings.NABIJ_API)


def identify(request: HttpRequest) -> TokenHolder | None:
    """Ninja's authentication hook: a bearer token, otherwise the session's capacity. None = 401."""
    header = request.headers.get("Authorization", "")
    if header.startswith("Bearer "):
        return token_holder(header.removeprefix("Bearer ").strip(), clock.now())
    if not present(request):
        return None
    capacity = chosen_capacity(request)
    return TokenHolder(capacity.actor(signed_in(request), str(request.user)), capacity.tags) if capacity else None


def problem(error: HouseError, **extra: Any) -> HttpResponse:
    """RFC 9457; ``type`` is ``/problemen/<code>``."""
    body = {"type": f"/problemen/{error.code}", "status": error.status, "title": error.code, "detail": error.sentence_nl, **extra}
    fields = getattr(error, "fields", None)
    if fields:
        body["errors"] = [{"pointer": f"/{name}", "message_nl": sentence} for name, sentence in fields.items()]
    return HttpResponse(json.dumps(body, ensure_ascii=False), status=error.status, content_type=PROBLEM)


def operation(verb: str, *, module: str | None = None, widen: Widening | None = None, creates: bool = False) -> Callable[[Any], Any]:
    """Decorate a Ninja view. ``creates`` = a POST that makes something: it needs an Idempotency-Key."""

    def decorate(view: Any) -> Any:
        @wraps(view)
        def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            holder: TokenHolder = request.auth  # type: ignore[attr-defined]
            actor = holder.actor
            more, reason = widen(actor, clock.now()) if widen else ([], "")
            ids = list({actor.organisation_id or 0, *more})
            with _refusals_noted(request, actor, verb), scope(
                reading=ids, writing=() if request.method in READS else ids, actor=actor, reason=reason, tags=holder.tags,
                organisation_id=actor.organisation_id,
            ) as opened:
                request.scope = opened  # type: ignore[attr-defined]
                if module and module not in modules.enabled(actor.organisation_id or 0, clock.today()):
                    raise NotFound("Dit bestaat niet.")
                if not may(actor, verb):
                    raise Refused(refusal(verb))
                _refuse_unstorable(kwargs)
                work = lambda: view(request, *args, **kwargs)  # noqa: E731
                return idempotency.once(request, work) if creates else work()

        # Ninja reads parameter types from the signature; evaluated here, where the view's own names are known.
        wrapped.__signature__ = inspect.signature(view, eval_str=True)  # type: ignore[attr-defined]
        wrapped.nabij_verb, wrapped.nabij_audience, wrapped.nabij_module = verb, "api", module  # type: ignore[attr-defined]
        return wrapped

    return decorate


def _refuse_unstorable(given: Any, place: str = "") -> None:
    """Raises ``Invalid`` that names the place of a text that no table can hold."""
    if isinstance(given, str) and _UNSTORABLE.search(given):
        raise Invalid({place.removeprefix("/body").lstrip("/"): "Hierin staat een teken dat we niet kunnen bewaren. Haal het weg."})
    inside = given.model_dump() if hasattr(given, "model_dump") else given
    parts = inside.items() if isinstance(inside, dict) else enumerate(inside) if isinstance(inside, list) else ()
    for name, part in parts:
        _refuse_unstorable(part, f"{place}/{name}")


@contextmanager
def _refusals_noted(request: HttpRequest, actor: Actor, verb: str) -> Iterator[None]:
    try:
        yield
    except Refused as error:
        entries.write_refusal(actor, verb, error.sentence_nl, request.path)
        raise


def require_version(request: HttpRequest, version: int) -> None:
    """If-Match against ``row_version``. Raises ``Stale`` (412), or 428 without the header."""
    given = request.headers.get("If-Match")
    if given is None:
        raise VersionMissing("Stuur If-Match mee met de versie die u las.")
    if given.strip('"') != str(version):
        raise Stale(f"Iemand wijzigde dit intussen: de versie is nu {version}.")


def etag(version: int) -> str:
    return f'"{version}"'


def answer(data: Any, *, status: int = 200, version: int | None = None) -> HttpResponse:
    """JSON with a strong ETag where there is a version."""
    response = JsonResponse(data, status=status, safe=False, json_dumps_params={"ensure_ascii": False})
    if version is not None:
        response["ETag"] = etag(version)
    return response
