"""A page as its view makes it, without a visitor: the same code, the same scope, nobody signed in."""

from __future__ import annotations

from io import BytesIO

from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.urls import resolve

from nabij.kernel.tenancy.queries import SiteOrganisation


class NotRendered(Exception):
    """The view gave no page; the text says what it gave."""


def page(organisation: SiteOrganisation, host: str, path: str) -> tuple[bytes, str]:
    """Body and content type of one public page. Raises ``NotRendered``."""
    request = _request(host, path)
    request.is_platform, request.site_organisation = False, organisation  # type: ignore[attr-defined]
    request.urlconf, request.publishing = settings.NABIJ_PUBLIC_URLCONF, True  # type: ignore[attr-defined]
    match = resolve(path, urlconf=settings.NABIJ_PUBLIC_URLCONF)
    request.resolver_match = match
    response = match.func(request, *match.args, **match.kwargs)
    if response.status_code != 200:
        raise NotRendered(f"de bladzijde gaf {response.status_code}")
    if response.cookies:
        raise NotRendered("de bladzijde zet een cookie")
    return response.content, response.headers["Content-Type"]


def _request(host: str, path: str) -> WSGIRequest:
    name, _, port = host.partition(":")
    return WSGIRequest({
        "REQUEST_METHOD": "GET", "PATH_INFO": path, "SCRIPT_NAME": "", "QUERY_STRING": "", "HTTP_HOST": host, "SERVER_NAME": name,
        "SERVER_PORT": port or "80", "SERVER_PROTOCOL": "HTTP/1.1", "wsgi.input": BytesIO(b""),
        "wsgi.url_scheme": "http" if settings.NABIJ_DEMO else "https",
    })


def main_host(slug: str) -> str:
    """The host name that stands in addresses of feeds and site maps."""
    port = f":{settings.PORT}" if settings.NABIJ_DEMO else ""
    return f"{slug}.{settings.SITE_DOMAIN}{port}"
