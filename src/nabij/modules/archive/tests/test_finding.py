"""A16, A29 and trimming: what is found, how, and by whom."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest

from nabij.kernel.errors import Invalid, NotFound

from .. import demo_tree
from ..actions import dossiers, filing, finding
from ..models import Audience, Dossier, PageText
from ..queries import dossiers as open_
from ..queries import finding as queries
from ..rules.words import parse_query

pytestmark = pytest.mark.django_db
EML = (
    b"From: an@voorbeeld.be\r\nTo: bo@voorbeeld.be\r\nSubject: Vraag over de speelweide\r\nDate: Tue, 02 Mar 2027 10:00:00 +0100\r\n"
    b"MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
    b"Zie bijlage.\r\n--b\r\nContent-Type: text/plain; name=nota.txt\r\nContent-Disposition: attachment; filename=nota.txt\r\n\r\n"
    b"De wipplank is kapot.\r\n--b--\r\n"
)
XLSX = {
    "[Content_Types].xml": "<Types/>",
    "xl/sharedStrings.xml": '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>vlasbloem</t></si></sst>',
}


def titles(text: str, **options: Any) -> list[str]:
    return [hit.record.title for hit in queries.find(parse_query(text), **options).hits]


@pytest.fixture
def filed(acting: Any, organisations: dict[str, int]) -> Any:
    """``filed(name, bytes)`` → the record, its text read, in a new dossier of Wervik."""

    def file(name: str, data: bytes) -> Any:
        row = dossiers.file_dossier(
            organisation_id=organisations["wervik"], series_code="rad", title="Proef", responsible="dienst", opened_on=date(2027, 3, 1)
        )
        record = filing.file_record(dossier_id=row.id, stream=io.BytesIO(data), filename=name, title=name)
        return filing.extract(record_id=record.id)

    return file


def test_a_compound_finds_its_parts_and_the_other_way_round(acting: Any) -> None:
    with acting("hilde", "wervik"):
        assert "Aanvraag om uit te breiden" in titles("kinderopvang")
        assert "Verslag van de gemeenteraad" in titles("opvang")


def test_a_number_in_three_spellings(acting: Any) -> None:
    with acting("hilde", "wervik"):
        for spelling in ("2024/OMG/00123", "2024-omg-123", "2024.OMG.123"):
            assert "Aanvraag 2024/OMG/00123" in titles(spelling), spelling


def test_phrase_minus_series_dates_and_accents(acting: Any) -> None:
    with acting("hilde", "wervik"):
        assert titles('"put voor regenwater"') == ["Beslissing van het college"]
        assert titles('"regenwater voor put"') == []
        assert "Beslissing van het college" not in titles("vergunning -groendak")
        assert titles("reeks:sub") == ["Aanvraag van de fanfare"]
        assert titles("cafe") == titles("Café") == ["Verslag van het bezoek"]
        assert set(titles("vergunning jaar:2024 reeks:omg")) == {"Beslissing van het college", "Aanvraag 2024/OMG/00123"}
        assert titles("vergunning voor:2019-01-01") == []


def test_a_synonym_counts_from_the_next_question(acting: Any, organisations: dict[str, int]) -> None:
    with acting("hilde", "wervik"):
        assert titles("harmonie") == []
        finding.add_synonyms(organisation_id=organisations["wervik"], words="harmonie, fanfare")
        assert titles("harmonie") == ["Aanvraag van de fanfare"]


TYPED = ('"', "a:b:c", "(((", "a*", "!!", "&|", "woord " * 2000, "'; DROP TABLE x", "jaar:abc", "-alleen", "\x00")


@pytest.mark.parametrize("typed", TYPED)
def test_whatever_is_typed_gives_an_answer_or_a_sentence(acting: Any, typed: str) -> None:
    with acting("hilde", "wervik"):
        try:
            queries.find(parse_query(typed))
        except Invalid as wrong:
            assert wrong.fields["q"].endswith(".") or "na:" in wrong.fields["q"]


@pytest.mark.parametrize(
    ("name", "data", "word"),
    [
        ("brief.docx", demo_tree.docx("Over de vogelkers."), "vogelkers"), ("brief.odt", demo_tree.odt("Over de meidoorn."), "meidoorn"),
        ("brief.pdf", demo_tree.pdf("Over de sleedoorn."), "sleedoorn"), ("blad.xlsx", demo_tree._zipped(XLSX), "vlasbloem"),
        ("blad.html", b"<html><body><script>hazelaar</script><p>kornoelje</p></body></html>", "kornoelje"),
        ("bericht.eml", EML, "wipplank"), ("oud.txt", "Gagel, caf\xe9".encode("cp1252"), "gagel"),
    ],
)
def test_text_of_each_kind_is_found(acting: Any, filed: Any, name: str, data: bytes, word: str) -> None:
    with acting("hilde", "wervik"):
        record = filed(name, data)
        assert (record.processing, titles(word)) == ("indexed", [name])


def test_script_is_no_text(acting: Any, filed: Any) -> None:
    with acting("hilde", "wervik"):
        filed("blad.html", b"<html><body><script>hazelaar</script><p>kornoelje</p></body></html>")
        assert titles("hazelaar") == []


@pytest.mark.parametrize(
    ("name", "data", "state"),
    [
        ("kapot.docx", b"PK\x03\x04 kapot", "no_text"), ("kapot.pdf", b"%PDF-1.4 kapot", "unreadable"),
        ("NOTULEN.WPD", b"\xffWPC\x10", "no_text"),
        ("xxe.docx", demo_tree._zipped({
            "[Content_Types].xml": demo_tree._DOCX_TYPES,
            "word/document.xml": '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><w:document><w:t>&e;</w:t></w:document>',
        }), "refused_limits"),
        ("bom.docx", demo_tree._zipped({
            "[Content_Types].xml": demo_tree._DOCX_TYPES, "word/document.xml": "<w:t>" + "a" * 70_000_000 + "</w:t>",
        }), "refused_limits"),
    ],
)
def test_a_bad_file_is_kept_and_found_by_its_name(acting: Any, filed: Any, name: str, data: bytes, state: str) -> None:
    with acting("hilde", "wervik"):
        record = filed(name, data)
        assert record.processing == state
        assert titles(name.partition(".")[0]) == [name]


def test_a_register_number_is_masked(acting: Any) -> None:
    with acting("hilde", "wervik"):
        found = queries.find(parse_query("losliggende tegels")).hits
        assert [hit.record.title for hit in found] == ["Brief van de klager"]
        assert not PageText.objects.filter(text__contains="033").exists()
        assert titles('"85.07.30-033.28"') == titles("85073003328") == []


def test_only_readers_find_and_open(acting: Any) -> None:
    with acting("piet"):
        assert titles("tegels") == [] and titles("fanfare") == ["Aanvraag van de fanfare"]
        assert queries.find(parse_query("tegels")).facets == {} or queries.find(parse_query("tegels")).total == 0
    with acting("hilde", "wervik"):
        hidden = Dossier.objects.get(title__startswith="Klacht over losliggende")
    with acting("piet"), pytest.raises(NotFound):
        open_.dossier(hidden.id)


def test_another_municipality_shows_nothing(acting: Any) -> None:
    with acting("hilde", "kuurne"):
        assert titles("kinderopvang") == ["Verslag van het college"]
        assert all(hit.record.organisation_id == hit.record.dossier.organisation_id for hit in queries.find(parse_query("reeks:rad")).hits)
        assert titles("2024/OMG/00123") == []


def test_narrowing_works_at_the_next_question(acting: Any) -> None:
    with acting("hilde", "wervik"):
        row = Dossier.objects.get(title="Toelage voor de fanfare")
        narrow = Audience.objects.get(name="wie met personeel werkt")
        # Even before the index follows: the dossier itself is asked.
        Dossier.objects.filter(id=row.id).update(audience=narrow)
    with acting("piet"):
        assert titles("fanfare") == []
    with acting("hilde", "wervik"):
        Dossier.objects.filter(id=row.id).update(audience=row.audience)
        dossiers.change_readers(dossier_id=row.id, audience=narrow)
        assert titles("fanfare") == ["Aanvraag van de fanfare"]


def test_pages_follow_each_other_without_gaps(acting: Any, filed: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(queries, "PAGE", 2)
    with acting("hilde", "wervik"):
        first = queries.find(parse_query("reeks:bou"))
        seen, after = [hit.record.id for hit in first.hits], first.next_after
        while after:
            answer = queries.find(parse_query("reeks:bou"), after=after)
            seen += [hit.record.id for hit in answer.hits]
            after = answer.next_after
        assert len(seen) == len(set(seen)) == first.total == 6


def test_a_snippet_marks_the_found_words(acting: Any) -> None:
    with acting("hilde", "wervik"):
        marks = queries.find(parse_query("trommels")).hits[0].snippet
        assert [mark.text for mark in marks if mark.hit] == ["trommels"]
