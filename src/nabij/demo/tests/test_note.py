"""``/nota`` and its list: whole, in the note's order, and every screen it names opens for the person it names."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
from django.test import Client

from nabij.demo import addresses, note, people
from nabij.design.tests.test_rendering import outline
from nabij.testing.files import REPOSITORY
from nabij.testing.people import visitor_of

HEADINGS = (
    "Inleiding", "Visie", "Aanpak", "De werkstructuren", "Oproepen Gemeente Zonder Gemeentehuis", "Eerste reactie Conferentie",
)
LIMIT = 30_000
WORKING = [one for one in note.points() if one.status == note.WORKS]


@pytest.fixture
def stranger() -> Client:
    return Client(headers={"host": "localhost:8000", "sec-fetch-site": "same-origin"})


def text(page: Any) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page.content.decode())))


def test_the_list_is_whole_and_in_the_notes_order() -> None:
    assert [one.number for one in note.points()] == [f"N{n}" for n in range(1, 114)]
    assert tuple(title for title, _ in note.headings()) == HEADINGS
    people_known = {person.username for person in people.PEOPLE} | {note.EVERYONE}
    for one in note.points():
        assert (one.status == note.WORKS) == bool(one.screen and one.person and one.why), one.number
        assert one.status in (note.WORKS, "nog niet") and 1 <= len(one.phrase.split()) <= 8, one.number
        assert not one.person or one.site or one.username in people_known, one.number


def test_a_reader_of_the_repository_sees_the_same_list() -> None:
    copy = REPOSITORY / "docs" / "proof" / "founding-note.csv"
    if not copy.parent.is_dir():
        pytest.skip("not run: this is an installed package without docs/")
    assert copy.read_bytes() == note.FILE.read_bytes(), "copy src/nabij/demo/data/founding-note.csv to docs/proof/"


def test_the_page_needs_no_database_no_script_and_is_light(stranger: Client) -> None:
    """Without the ``db`` fixture any query is an error."""
    page = stranger.get("/nota")
    html = page.content.decode()
    assert page.status_code == 200 and not page.cookies and len(page.content) <= LIMIT and "<script" not in html
    found = outline(html)
    assert found.inline == [] and found.headings.count(1) == 1
    assert [title for title in HEADINGS if f">{title}</h2>" in html] == list(HEADINGS)


def test_each_point_says_its_words_and_its_screen_or_not_yet(stranger: Client) -> None:
    said = text(stranger.get("/nota"))
    assert f"{len(WORKING)} van 113 punten hebben een scherm." in said
    place = 0
    for one in note.points():
        for words in (one.number, one.description, one.phrase, one.why or "nog niet"):
            place = said.index(words, place)


def test_a_point_without_its_screen_in_this_version_says_not_yet(stranger: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    lost = note.Point("N1", "Inleiding", "Iets", "iets", "kernel", "/bestaat-niet", "an", "Kijk", note.WORKS)
    monkeypatch.setattr(note, "points", lambda: (lost,))
    said = text(stranger.get("/nota"))
    assert "0 van 1 punten" in said and "nog niet" in said and "Kijk" not in said
    assert stranger.post("/demo/punt", {"punt": "N1"}).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("one", WORKING, ids=[one.number for one in WORKING])
def test_the_screen_of_a_point_opens_for_the_person_named(stranger: Client, one: note.Point) -> None:
    if one.site:
        page = visitor_of(one.site).get(one.screen)
    elif one.person == note.EVERYONE:
        page = stranger.get(one.screen)
    else:
        answer = stranger.post("/demo/punt", {"punt": one.number})
        assert answer.status_code == 302 and answer.headers["Location"] == addresses.filled(one.screen)
        page = stranger.get(answer.headers["Location"])
    assert page.status_code == 200, (one.number, page.status_code)


@pytest.mark.django_db
def test_only_a_point_with_a_screen_takes_someones_place(stranger: Client) -> None:
    for number in ("N4", "N114", ""):
        assert stranger.post("/demo/punt", {"punt": number}).status_code == 404
    assert stranger.post("/demo/punt", {"punt": "N2"}, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert "_auth_user_id" not in stranger.session


def test_the_file_is_plain_csv_that_a_spreadsheet_opens() -> None:
    rows: Iterator[list[str]] = csv.reader(io.StringIO(note.FILE.read_text(encoding="utf-8")), strict=True)
    assert {len(row) for row in rows} == {9}
