"""Hosts, headers, same-origin check and the last word when something broke."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import DisallowedHost
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from nabij.kernel.access import answers
from nabij.kernel.errors import HouseError, Unavailable
from nabij.kernel.tenancy import remembered
from nabij.kernel.tenancy.queries import SiteOrganisation, site_organisation
from nabij.site.headers import PERMISSIONS, POLICY

log = logging.getLogger("nabij.site")
Answer = Callable[[HttpRequest], HttpResponse]
SAFE = ("GET", "HEAD", "OPTIONS")


class SecurityHeaders:
    """What Django's own security middleware does not set: content policy, frames, permissions."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers["X-Frame-Options"] = "DENY"
        response.headers["Permissions-Policy"] = PERMISSIONS
        return response


class Methods:
    """A page is read or a form is sent; anything else is refused before a page is made (RFC 9110, 15.5.6). The API says it per address."""

    ALLOWED = ("GET", "HEAD", "POST")

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in self.ALLOWED and not request.path.startswith("/api/"):
            status = 204 if request.method == "OPTIONS" else 405
            return HttpResponse(status=status, headers={"Allow": ", ".join(self.ALLOWED)})
        return self.get_response(request)


class Hosts:
    """Staff pages and API on the platform's own host; public pages on a municipality's host; nothing elsewhere."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            host = request.get_host().lower()
        except DisallowedHost:
            return HttpResponse("Deze naam kennen we niet.", status=400, content_type="text/plain; charset=utf-8")
        platform = is_platform(host)
        request.urlconf = settings.NABIJ_STAFF_URLCONF if platform else settings.NABIJ_PUBLIC_URLCONF  # type: ignore[attr-defined]
        request.is_platform = platform  # type: ignore[attr-defined]
        request.site_organisation = None  # type: ignore[attr-defined]
        try:
            if not platform and not _is_file(request):
                request.site_organisation = _of_host(host)  # type: ignore[attr-defined]
        except Unavailable as error:
            return answers.failure(request, error)
        return self.get_response(request)


def _is_file(request: HttpRequest) -> bool:
    return request.path.startswith(settings.STATIC_URL)


def _of_host(host: str) -> SiteOrganisation | None:
    """The organisation of a host, kept for some seconds; while the database is down, as it was last known: its phone number
    is what a visitor then needs."""
    known = cache.get(f"host:{host}")
    if known is not None:
        return known  # type: ignore[no-any-return]
    try:
        found = site_organisation(host)
    except DatabaseError as error:
        last_known = remembered.by_host(host)
        if last_known is None:
            raise Unavailable("Het lukt nu niet. Probeer het over enkele minuten opnieuw.") from error
        return last_known
    if found is not None:
        cache.set(f"host:{host}", found, 10)
        remembered.remember(host, found)
    return found


def is_platform(host: str) -> bool:
    """A platform host name, on the platform's own port: another port of the same name is a site on a number."""
    name, _, port = host.partition(":")
    return name in settings.PLATFORM_HOSTS and (not settings.NABIJ_DEMO or port not in settings.NABIJ_SITE_PORTS)


class SameOrigin:
    """Refuse a change that another site sent. Browsers say where a form came from (Sec-Fetch-Site, Origin), so no form needs a
    token and no public page sets a cookie; a request with a session cookie and without any of these headers is refused."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in SAFE and not self.same(request):
            sentence = "Deze vraag kwam van een andere website. Open het formulier opnieuw en probeer nog eens."
            return render(request, "design/error.html", {"status": 403, "sentence": sentence}, status=403)
        return self.get_response(request)

    def same(self, request: HttpRequest) -> bool:
        own = request.get_host().lower()
        site = request.headers.get("Sec-Fetch-Site")
        if site is not None:
            return site in ("same-origin", "none")
        origin = request.headers.get("Origin") or request.headers.get("Referer")
        if origin:
            return _named_in(origin) == own
        return settings.SESSION_COOKIE_NAME not in request.COOKIES


def _named_in(origin: str) -> str:
    """Host (and port) of an origin or address; empty for what is neither."""
    try:
        return urlsplit(origin).netloc.lower()
    except ValueError:
        return ""


class Trouble:
    """What breaks ends in a sentence with a number to give by phone, never in a stack trace."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, HouseError):
            return answers.failure(request, error)
        if isinstance(error, (OperationalError, InterfaceError)):
            log.error("database not reachable: %s", error)
            lost = "" if request.method in SAFE else "We konden dit niet bewaren. "
            return answers.failure(request, Unavailable(f"{lost}Probeer het over enkele minuten opnieuw."))
        return None


def server_error(request: HttpRequest) -> HttpResponse:
    """Handler of what nobody foresaw. The number stands in the log beside the stack trace."""
    reference = secrets.token_hex(3).upper()
    log.exception("unforeseen error %s on %s %s", reference, request.method, request.path)
    context = {"status": 500, "reference": reference, "code": "even-niet"}
    return render(request, "design/error.html", context, status=500)


def unreadable(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Handler of a request that cannot be taken apart: too many fields, too much text, a form that breaks off."""
    sentence = "We konden niet lezen wat u stuurde. Ga terug en maak het korter, of verstuur het in twee keer."
    return render(request, "design/error.html", {"status": 400, "sentence": sentence}, status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "design/error.html", {"status": 403}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "design/error.html", {"status": 404}, status=404)
