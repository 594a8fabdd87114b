"""The sites without Django and without PostgreSQL: a WSGI application over the published files (``nabij website serve``).

What needs the application gets status 503 with the local page that says whom to ring. Nothing that is sent here is acknowledged.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from .publisher.shelf import Answer, Shelf
from .rules.publishing import INSTEAD_OF_SEARCH, UNREACHABLE

STATIC = "/static/"
RETRY_S = "120"
PHRASES = {200: "OK", 304: "Not Modified", 404: "Not Found", 421: "Misdirected Request", 503: "Service Unavailable"}


class StandingSites:
    """``statics``: folders with assets, the first that has one gives it. ``headers`` go with every answer."""

    def __init__(self, published: Path, statics: Iterable[Path], headers: Mapping[str, str]) -> None:
        self.shelf, self.statics, self.headers = Shelf(published), tuple(statics), dict(headers)

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        answer = self.answer(environ)
        start_response(f"{answer.status} {PHRASES[answer.status]}", list((self.headers | answer.headers).items()))
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [answer.body]

    def answer(self, environ: Mapping[str, Any]) -> Answer:
        """One request, of any kind."""
        path, reads = environ.get("PATH_INFO") or "/", environ["REQUEST_METHOD"] in ("GET", "HEAD")
        slug = self.shelf.site_of(environ.get("HTTP_HOST", ""))
        if reads and path.startswith(STATIC):
            return self._static(path.removeprefix(STATIC))
        if not slug:
            return self._stranger()
        asked = {name: environ.get(f"HTTP_{name.upper().replace('-', '_')}", "") for name in ("if-none-match", "accept-encoding")}
        searched = path == "/zoeken" and environ.get("QUERY_STRING")
        found = self.shelf.answer(slug, INSTEAD_OF_SEARCH if searched else path, asked) if reads else None
        return found or self._unreachable(slug, asked)

    def _unreachable(self, slug: str, asked: Mapping[str, str]) -> Answer:
        page = self.shelf.answer(slug, UNREACHABLE, {"accept-encoding": asked["accept-encoding"]})
        headers = {"Retry-After": RETRY_S, "Cache-Control": "no-store"}
        if page is None:
            return Answer(503, headers | {"Content-Type": "text/plain; charset=utf-8"}, b"Online lukt het nu niet. Bel ons.")
        return Answer(503, {name: value for name, value in page.headers.items() if name != "ETag"} | headers, page.body)

    def _stranger(self) -> Answer:
        names = "\n".join(sorted({host for host in self.shelf.hosts() if ":" not in host}))
        return Answer(421, {"Content-Type": "text/plain; charset=utf-8"}, f"Deze naam kennen we niet. We kennen:\n{names}\n".encode())

    def _static(self, name: str) -> Answer:
        if "\0" not in name:
            for folder in self.statics:
                # An absolute name or ".." would leave the folder: what counts is where the path ends up.
                file = (folder / name).resolve()
                if file.is_relative_to(folder.resolve()) and file.is_file():
                    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
                    return Answer(200, {"Content-Type": kind, "Cache-Control": "public, max-age=300"}, file.read_bytes())
        return Answer(404, {"Content-Type": "text/plain; charset=utf-8"}, b"Dit bestand is er niet.")
