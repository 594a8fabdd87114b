"""Pages as their views make them, without a visitor: the same code, the same scope, nobody signed in.

All pages of a site share one scope, one look at the modules, and one answer per question (``queries.once``).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpResponse
from django.template.response import SimpleTemplateResponse
from django.urls import resolve

from nabij.kernel.calendar import clock
from nabij.kernel.modules import queries as modules
from nabij.kernel.tenancy.queries import SiteOrganisation
from nabij.kernel.tenancy.scope import ANONYMOUS, Scope, scope

from ..queries.once import asking_once


class NotRendered(Exception):
    """The view gave no page; the text says what it gave."""


@dataclass(frozen=True, slots=True)
class Visit:
    """A walk through one site by nobody."""

    organisation: SiteOrganisation
    host: str
    enabled: frozenset[str]
    scope: Scope

    def page(self, path: str) -> tuple[bytes, str]:
        """Body and content type of one public page. Raises ``NotRendered``."""
        request: Any = _request(self.host, path)
        request.is_platform, request.site_organisation = False, self.organisation
        request.urlconf, request.publishing = settings.NABIJ_PUBLIC_URLCONF, True
        request.scope, request.enabled = self.scope, self.enabled
        request.resolver_match = match = resolve(path, urlconf=settings.NABIJ_PUBLIC_URLCONF)
        response = self._inside(match.func)(request, *match.args, **match.kwargs)
        if isinstance(response, SimpleTemplateResponse) and not response.is_rendered:
            response.render()
        return _checked(response)

    def _inside(self, view: Any) -> Any:
        """A page of a module that is on needs no door: this walk stands inside, in the scope that the door would open."""
        inside = view.nabij_audience == "public" and (view.nabij_module is None or view.nabij_module in self.enabled)
        return view.__wrapped__ if inside else view


@contextmanager
def visiting(organisation: SiteOrganisation) -> Iterator[Visit]:
    """Open one site for reading."""
    own = [organisation.id]
    with scope(reading=own, actor=ANONYMOUS, organisation_id=organisation.id) as opened, asking_once():
        yield Visit(organisation, main_host(organisation.slug), modules.enabled(organisation.id, clock.today()), opened)


def _checked(response: HttpResponse) -> tuple[bytes, str]:
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
