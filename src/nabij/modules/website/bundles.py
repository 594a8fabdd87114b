"""Style sheets and scripts of the public pages, each kind in one file with its digest in the name: fewer questions on a bad line.

They are published with the pages, so a site keeps its looks while the application is stopped.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders

import nabij

SOURCES = {
    "site.css": ("design/css/tokens.css", "design/css/layout.css", "design/css/parts.css", "design/css/forms.css", "website/website.css"),
    "blad.css": ("design/css/tokens.css", "design/css/layout.css", "design/css/forms.css", "design/css/print.css",
                 "website/sheet.css"),
    "site.js": ("design/js/nabij.js", "website/visit.js"),
}  # fmt: skip
VERSION = "versie.txt"
NAMES = (*SOURCES, VERSION)
TYPES = {"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8", "txt": "text/plain; charset=utf-8"}


@dataclass(frozen=True, slots=True)
class Bundle:
    """One file: its address, bytes and type."""

    url: str
    body: bytes
    content_type: str


@cache
def bundle(name: str) -> Bundle:
    """``site.css`` → the bundle of that name, as this version of the program has it. Raises ``KeyError``."""
    body = _templates() if name == VERSION else b"\n".join(source(path) for path in SOURCES[name])
    stem, _, kind = name.partition(".")
    return Bundle(f"/opmaak/{stem}-{hashlib.sha256(body).hexdigest()[:12]}.{kind}", body, TYPES[kind])


def _templates() -> bytes:
    """Every template of this version, as one mark: a page that stands beside another mark was made by another version."""
    package, digest = Path(nabij.__file__).parent, hashlib.sha256()
    for path in sorted(package.glob("**/templates/**/*.*")):
        digest.update(str(path.relative_to(package)).encode() + path.read_bytes())
    return f"{digest.hexdigest()}\n".encode()


def source(path: str) -> bytes:
    """Bytes of one static file of ours. Raises ``FileNotFoundError``."""
    found = finders.find(path)
    if not isinstance(found, str):
        raise FileNotFoundError(path)
    return Path(found).read_bytes()


def every() -> list[Bundle]:
    """All bundles of this version."""
    return [bundle(name) for name in NAMES]


def urls() -> set[str]:
    """Their addresses: pages that name others were made by another version."""
    return {found.url for found in every()}
