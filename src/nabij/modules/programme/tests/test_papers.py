"""What stands beside the code stays true: the drawing in the README, the phrases of the note, no ranking."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest

from ..models.answers import STATES
from ..rules import states

MODULE = Path(__file__).resolve().parents[1]
NOTE = Path(__file__).resolve().parents[6] / "shared" / "design" / "founding-note.nl.txt"
RANKING = ("ranglijst", "beste leerling", "slechtste", "achterblijver", "koploper", "score", "laagste", "hoogste")


def test_drawing_of_the_states_is_the_table() -> None:
    readme = (MODULE / "README.md").read_text(encoding="utf-8")
    assert f"```mermaid\n{states.drawing()}\n```" in readme


def test_database_knows_exactly_the_states_of_the_rules() -> None:
    assert {code for code, _ in STATES} == {state.value for state in states.State}


def test_phrases_of_the_note_are_in_the_note_and_short() -> None:
    if not NOTE.exists():
        pytest.skip("not run: the founding note is not beside the repository")
    note = re.sub(r"\s+", " ", NOTE.read_text(encoding="utf-8"))
    told = json.loads((MODULE / "data" / "projects.json").read_text(encoding="utf-8"))
    assert told["vision"]["sentences"][0] in note
    for group in told["groups"]:
        assert group["name"] in note and group["quote"] in note and len(group["quote"].split()) <= 8


def test_phrases_of_gatherings_and_calls_are_in_the_note_and_short() -> None:
    if not NOTE.exists():
        pytest.skip("not run: the founding note is not beside the repository")
    note = re.sub(r"\s+", " ", NOTE.read_text(encoding="utf-8"))
    quotes = re.findall(r'"quote": "([^"]+)"', "".join((MODULE / "data" / f).read_text("utf-8") for f in ("gatherings.json", "calls.json")))
    assert len(quotes) >= 23
    assert [quote for quote in quotes if quote not in note or len(quote.split()) > 8] == []


def test_story_tells_each_answer_once_and_in_order() -> None:
    with (MODULE / "data" / "memberships.csv").open(newline="", encoding="utf-8") as file:
        told = list(csv.DictReader(file))
    keys = [(line["project"], line["organisation"], line["effective"]) for line in told]
    assert len(keys) == len(set(keys))
    assert all(line["recorded"] <= line["effective"] for line in told)


def test_no_template_ranks_or_shames() -> None:
    for path in (MODULE / "templates").rglob("*.html"):
        words = path.read_text(encoding="utf-8").lower()
        assert not [word for word in RANKING if word in words], path
