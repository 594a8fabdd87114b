"""The API root: OpenAPI 3.1 at ``/api/v1/openapi.json``, problem+json (RFC 9457), the routers of the modules."""

from __future__ import annotations

import logging

from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.module_loading import import_string
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from nabij.kernel.access.api import identify, problem
from nabij.kernel.errors import HouseError, NotFound, Unavailable
from nabij.kernel.modules import registry

log = logging.getLogger("nabij.site")
api = NinjaAPI(
    title="Nabij", version="1", auth=identify, urls_namespace="api", docs_url=None, openapi_url="openapi.json",
    description="Eén platform voor de lokale besturen van een regio.",
)


@api.exception_handler(HouseError)
def house_error(request: HttpRequest, error: HouseError) -> HttpResponse:
    return problem(error)


@api.exception_handler(Http404)
def not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    return problem(NotFound("Dit bestaat niet."))


@api.exception_handler(OperationalError)
@api.exception_handler(InterfaceError)
def database_away(request: HttpRequest, error: Exception) -> HttpResponse:
    """Nothing was kept: a program may send the same again (RFC 9110, 15.6.4)."""
    log.error("database not reachable: %s", error)
    answer = problem(Unavailable("De databank antwoordt nu niet. Er is niets bewaard. Stuur dit over een minuut opnieuw."))
    answer.headers["Retry-After"] = "60"
    return answer


@api.exception_handler(AuthenticationError)
def unknown_caller(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    return problem(HouseErrorUnauthenticated("Meld u aan of geef een geldig token mee."))


@api.exception_handler(HttpError)
def unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
    """What the framework itself refuses: a body that is no JSON."""
    return problem(HouseErrorUnreadable("We konden deze vraag niet lezen. Stuur JSON in UTF-8."))


@api.exception_handler(ValidationError)
def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Each field with its place (JSON pointer) and a sentence."""
    errors = [
        {"pointer": "/" + "/".join(str(part) for part in item["loc"][1:]), "message_nl": _sentence(item)} for item in error.errors
    ]
    return problem(HouseErrorInvalid("Niet alle gegevens zijn bruikbaar."), errors=errors)


class HouseErrorUnauthenticated(HouseError):
    status, code = 401, "niet-aangemeld"


class HouseErrorUnreadable(HouseError):
    status, code = 400, "onleesbaar"


class HouseErrorInvalid(HouseError):
    status, code = 422, "ongeldig"


def _sentence(item: dict) -> str:
    sentences = {"missing": "Dit veld ontbreekt.", "extra_forbidden": "Dit veld kennen we niet."}
    return sentences.get(str(item.get("type")), f"Deze waarde kunnen we niet gebruiken ({item.get('msg', '')}).")


for _module in registry.installed():
    if _module.api:
        api.add_router("" if _module.name == "kernel" else _module.name, import_string(_module.api))
