"""The two style sheets of the duty page as one, so that the page is three requests."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders

STYLES = ("design/css/tokens.css", "design/css/duty.css")


def style_url() -> str:
    """The address of the one sheet, with a digest so that it may be kept for a year."""
    return f"/wacht/stijl-{digest()}.css"


@cache
def whole() -> str:
    """Both sheets, in order."""
    return "\n".join(text(name) for name in STYLES)


@cache
def digest() -> str:
    """What changes when a sheet changes."""
    return hashlib.sha256(whole().encode()).hexdigest()[:12]


@cache
def text(name: str) -> str:
    """A static file as it stands in the code."""
    return Path(finders.find(name) or "").read_text("utf-8")
