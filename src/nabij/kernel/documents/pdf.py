"""PDF by typst: tagged, titled, in PDF/UA-1 mode, with the fonts that the typst library carries. Nothing is fetched.

The mode makes the compiler refuse what it can see to be wrong (no title, no language, a skipped heading). Whether the file is accessible is
for an outside checker to say.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import typst

from nabij.kernel.calendar import words

from .content import Document, as_data

_TEMPLATE = Path(__file__).with_name("document.typ")
_SLIDES = Path(__file__).with_name("slides.typ")


def pdf(document: Document) -> bytes:
    """The file; the same document gives the same bytes. Raises ``typst.TypstError`` for what cannot be printed."""
    made: bytes = typst.compile(format="pdf", pdf_standards=["ua-1"], timestamp=0, **_input(document))
    return made


def slides(document: Document) -> bytes:
    """The same words to show on a wall: landscape, each heading of the first level a slide. Also tagged (PDF/UA-1 mode)."""
    made: bytes = typst.compile(format="pdf", pdf_standards=["ua-1"], timestamp=0, **_input(document, _SLIDES))
    return made


def pictures(document: Document, ppi: float = 96, *, as_slides: bool = False) -> list[bytes]:
    """Each page as PNG, to look at."""
    made = typst.compile(format="png", ppi=ppi, **_input(document, _SLIDES if as_slides else _TEMPLATE))
    return made if isinstance(made, list) else [made]


def _input(document: Document, template: Path = _TEMPLATE) -> dict[str, Any]:
    data = as_data(document)
    data["words"] = {**data["words"], "on": words.date_text(document.on, document.language[:2])}
    return {"input": template.read_bytes(), "ignore_system_fonts": True, "sys_inputs": {"document": json.dumps(data)}}
