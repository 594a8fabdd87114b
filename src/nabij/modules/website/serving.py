"""Published pages straight from disk, before host, session or database are asked for anything.

A page that names today's hours is fresh on its own day only: on another day the application is asked first, and the file answers
when that cannot. So the site stands while the database does not.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from nabij.kernel.calendar import clock

from .publisher.shelf import Shelf
from .rules.publishing import INSTEAD_OF_SEARCH

Answer = Callable[[HttpRequest], HttpResponse]
UNAVAILABLE = 503
#: How long the application is not asked again after it could not answer: each question would wait for the database anew.
WAIT_S = 5.0


class PublishedPages:
    """Middleware in front of everything that needs the database."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response
        self.shelf = Shelf(Path(settings.NABIJ_PUBLISHED))
        self.unreachable_until = 0.0

    def __call__(self, request: HttpRequest) -> HttpResponse:
        slug = self._slug(request) if request.method in ("GET", "HEAD") else ""
        if not slug:
            return self.get_response(request)
        found = self.shelf.entry(slug, request.path) if not request.META.get("QUERY_STRING") else None
        if found and found.day in ("", clock.today().isoformat()):
            return self._file(request, slug, request.path) or self.get_response(request)
        if time.monotonic() < self.unreachable_until and (page := self._instead(request, slug)):
            return page
        response = self.get_response(request)
        if response.status_code == UNAVAILABLE:
            self.unreachable_until = time.monotonic() + WAIT_S
            return self._instead(request, slug) or response
        return response

    def _slug(self, request: HttpRequest) -> str:
        if self.shelf.published != Path(settings.NABIJ_PUBLISHED):
            self.shelf = Shelf(Path(settings.NABIJ_PUBLISHED))
        return self.shelf.site_of(request.headers.get("Host", ""))

    def _instead(self, request: HttpRequest, slug: str) -> HttpResponse | None:
        """The file of another day, without its query; for a search the list of everything."""
        return self._file(request, slug, INSTEAD_OF_SEARCH if request.path == "/zoeken" else request.path)

    def _file(self, request: HttpRequest, slug: str, path: str) -> HttpResponse | None:
        asked = {name.lower(): value for name, value in request.headers.items()}
        found = self.shelf.answer(slug, path, asked)
        return HttpResponse(found.body, status=found.status, headers=found.headers) if found else None
