"""The published files of all sites as a visitor asks for them. No Django, no database: it stands while both do not."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ..rules.publishing import file_of, is_lasting
from . import disk


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes over the wire."""

    status: int
    headers: dict[str, str]
    body: bytes = b""


class Shelf:
    """Looks up a file anew when a release switches; remembers the list of each site until then."""

    def __init__(self, published: Path) -> None:
        self.published = published
        self._hosts: tuple[int, dict[str, str]] = (0, {})
        self._releases: dict[str, tuple[str, dict[str, disk.Entry]]] = {}

    def hosts(self) -> dict[str, str]:
        """Host name → site; empty when nothing was ever published."""
        path = self.published / "hosts.json"
        try:
            stamp = path.stat().st_mtime_ns
            if self._hosts[0] != stamp:
                self._hosts = (stamp, json.loads(path.read_text()))
        except (OSError, ValueError):
            return {}
        return self._hosts[1]

    def site_of(self, host: str) -> str:
        """The site of a host name, with port first, then without; empty for a stranger."""
        known, name = self.hosts(), host.lower()
        return known.get(name) or known.get(name.partition(":")[0], "")

    def entry(self, slug: str, path: str) -> disk.Entry | None:
        """The page in the release that is current now."""
        name = disk.current_name(self.published / slug)
        if not name:
            return None
        if self._releases.get(slug, ("", {}))[0] != name:
            self._releases[slug] = (name, disk.entries(self.published / slug, name))
        return self._releases[slug][1].get(path)

    def answer(self, slug: str, path: str, asked: Mapping[str, str]) -> Answer | None:
        """The file with its tag, compressed for who takes that. ``asked``: request headers by lower-case name.

        None when there is no such page or when its file is not there any more.
        """
        entry = self.entry(slug, path)
        if entry is None:
            return None
        tag = f'"{entry.sha256[:32]}"'
        kept = "public, max-age=31536000, immutable" if is_lasting(path) else "no-cache"
        headers = {"ETag": tag, "Cache-Control": kept, "Vary": "Accept-Encoding"}
        if tag in asked.get("if-none-match", ""):
            return Answer(304, headers)
        packed = "gzip" in asked.get("accept-encoding", "")
        file = self.published / slug / "releases" / self._releases[slug][0] / file_of(path)
        try:
            body = (file.with_name(f"{file.name}.gz") if packed else file).read_bytes()
        except OSError:
            return None
        headers |= {"Content-Type": entry.content_type, "Content-Length": str(len(body))}
        return Answer(200, headers | ({"Content-Encoding": "gzip"} if packed else {}), body)
