"""Which pages a change touches, and where a page stands on disk. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

#: A key that touches every page of a site.
EVERYTHING = "*"
#: Pages that name today's hours; a file of another day is old.
TODAY = "today"
#: Where the form of a service begins; nobody searches for it.
FORM = "/aanvraag"
#: What answers where the application is needed and stopped.
UNREACHABLE = "/even-niet-bereikbaar"
#: Where a search leads while words cannot be looked up.
INSTEAD_OF_SEARCH = "/zoeken/lijst"
_LASTING = re.compile(r"-[0-9a-f]{8,64}\.[a-z]+$")


@dataclass(frozen=True, slots=True)
class PageSpec:
    """One page of a site: its path and the facts that it shows."""

    path: str
    keys: frozenset[str]


def affected(changed: Iterable[str], pages: Iterable[PageSpec]) -> list[PageSpec]:
    """Pages that show a changed fact, in order of path."""
    keys = frozenset(changed)
    if EVERYTHING in keys:
        return sorted(pages, key=lambda page: page.path)
    return sorted((page for page in pages if page.keys & keys), key=lambda page: page.path)


def is_lasting(path: str) -> bool:
    """Whether the name carries a digest, so that its bytes never change and a browser may keep them."""
    return bool(_LASTING.search(path))


def file_of(path: str) -> str:
    """The file of a page inside a release: ``/`` → ``index.html``, ``/diensten/x`` → ``diensten/x/index.html``, ``/a.xml`` → ``a.xml``.

    Raises ``ValueError`` for a path that would leave the release.
    """
    parts = path.split("/")
    if not path.startswith("/") or any(part in (".", "..") or part.startswith("_") or "\\" in part or "\0" in part for part in parts):
        raise ValueError(f"not a page: {path!r}")
    inside = [part for part in parts if part]
    if inside and "." in inside[-1]:
        return "/".join(inside)
    return "/".join([*inside, "index.html"])
