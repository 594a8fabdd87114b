"""Published pages straight from disk, before host, session or database are asked for anything.

A page that names today's hours is fresh on its own day only: on another day the application is asked first, and the file answers
when that cannot. So the site stands while the database does not.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from nabij.kernel.calendar import clock

from .publisher import disk
from .rules.publishing import file_of

Answer = Callable[[HttpRequest], HttpResponse]
#: Where a search leads while words cannot be looked up.
INSTEAD_OF_SEARCH = "/zoeken/lijst"
UNREACHABLE = 503
#: How long the application is not asked again after it could not answer: each question would wait for the database anew.
WAIT_S = 5.0


class PublishedPages:
    """Middleware in front of everything that needs the database."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response
        self.hosts: tuple[float, dict[str, str]] = (0.0, {})
        self.releases: dict[str, tuple[str, dict[str, disk.Entry]]] = {}
        self.unreachable_until = 0.0

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        slug = self.site_of(request.headers.get("Host", "").lower())
        found = self.entry(slug, request.path) if slug and not request.META.get("QUERY_STRING") else None
        if slug and found and found.day in ("", clock.today().isoformat()):
            return self.answer(request, slug, request.path, found) or self.get_response(request)
        if slug and time.monotonic() < self.unreachable_until and (page := self.instead(request, slug)):
            return page
        response = self.get_response(request)
        if response.status_code == UNREACHABLE and slug:
            self.unreachable_until = time.monotonic() + WAIT_S
            return self.instead(request, slug) or response
        return response

    def instead(self, request: HttpRequest, slug: str) -> HttpResponse | None:
        """The file of another day, without its query; for a search the list of everything."""
        path = INSTEAD_OF_SEARCH if request.path == "/zoeken" else request.path
        found = self.entry(slug, path)
        return self.answer(request, slug, path, found) if found else None

    def site_of(self, host: str) -> str:
        """The site of a host name, with port first, then without; empty for a stranger."""
        path = Path(settings.NABIJ_PUBLISHED) / "hosts.json"
        try:
            stamp = path.stat().st_mtime_ns
            if self.hosts[0] != stamp:
                self.hosts = (stamp, json.loads(path.read_text()))
        except (OSError, ValueError):
            return ""
        return self.hosts[1].get(host) or self.hosts[1].get(host.partition(":")[0], "")

    def entry(self, slug: str, path: str) -> disk.Entry | None:
        """The page in the release that is current now."""
        site = Path(settings.NABIJ_PUBLISHED) / slug
        name = disk.current_name(site)
        if not name:
            return None
        key = f"{site}"
        if self.releases.get(key, ("", {}))[0] != name:
            self.releases[key] = (name, disk.entries(site, name))
        return self.releases[key][1].get(path)

    def answer(self, request: HttpRequest, slug: str, path: str, entry: disk.Entry) -> HttpResponse | None:
        """The file with its tag; compressed for who takes that. None when it is not there any more."""
        site, tag = Path(settings.NABIJ_PUBLISHED) / slug, f'"{entry.sha256[:32]}"'
        headers = {"ETag": tag, "Cache-Control": "no-cache", "Vary": "Accept-Encoding"}
        if tag in request.headers.get("If-None-Match", ""):
            return HttpResponse(status=304, headers=headers)
        packed = "gzip" in request.headers.get("Accept-Encoding", "")
        file = site / "releases" / self.releases[f"{site}"][0] / file_of(path)
        try:
            body = file.with_name(f"{file.name}.gz").read_bytes() if packed else file.read_bytes()
        except OSError:
            return None
        headers |= {"Content-Encoding": "gzip"} if packed else {}
        return HttpResponse(body, content_type=entry.content_type, headers=headers | {"Content-Length": str(len(body))})
