"""How a test reads a page: its words, its structure, its queries."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from nabij.design.tests.test_rendering import outline

#: Not a question to the database: savepoints, and the settings that open and close a scope.
_CONTROL = ("SAVEPOINT", "RELEASE", "ROLLBACK", "SELECT set_config")


def text(response: Any) -> str:
    """What a person reads in the main part: tags out, spaces single."""
    main = response.content.decode().partition("<main")[2].partition("</main>")[0]
    words = re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", main))).strip()
    return re.sub(r" ([.,])", r"\1", words)


def whole(response: Any) -> None:
    """One h1, headings in order, one main, every input with a name, no inline style or script."""
    html = response.content.decode()
    found = outline(html)
    assert found.inline == [] and found.mains == 1
    assert found.headings.count(1) == 1
    assert all(after - before <= 1 for before, after in zip(found.headings, found.headings[1:], strict=False)), found.headings
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'\sfor="([^"]+)"', html)) <= set(ids)
    labelled = set(re.findall(r'\sfor="([^"]+)"', html))
    for tag in re.findall(r"<(?:input|select|textarea)\b[^>]*>", html):
        control = re.search(r'\sid="([^"]+)"', tag)
        assert 'type="hidden"' in tag or (control and control.group(1) in labelled), tag


@contextmanager
def at_most(limit: int) -> Iterator[None]:
    """Fail when more questions went to the database."""
    with CaptureQueriesContext(connection) as captured:
        yield
    asked = [query["sql"] for query in captured.captured_queries if not query["sql"].startswith(_CONTROL)]
    assert len(asked) <= limit, "\n".join(sql[:160] for sql in asked)
