"""Names are the field's own, and stand in the glossary: every model, every event."""

from __future__ import annotations

import re
from pathlib import Path

from django.apps import apps

ROOT = Path(__file__).resolve().parents[2]
_CODE = re.compile(r"`([^`]+)`")
_PUBLISHED = re.compile(r"publish\(\s*f?\"([a-z_]+\.[a-z_{}]+)\"")


def words() -> set[str]:
    text = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    rows = [line.split("|")[1] for line in text.splitlines() if line.startswith("| `")]
    return {code for row in rows for code in _CODE.findall(row)}


def test_every_model_stands_in_the_glossary():
    ours = {m.__name__ for m in apps.get_models() if m.__module__.startswith("nabij.")}
    assert sorted(ours - words()) == []


def test_every_event_stands_in_the_glossary():
    found = set()
    for path in (ROOT / "src" / "nabij").rglob("*.py"):
        if "tests" not in path.parts:
            found |= set(_PUBLISHED.findall(path.read_text(encoding="utf-8")))
    named = {event for event in found if "{" not in event}
    assert named and sorted(named - words()) == []
