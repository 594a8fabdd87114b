"""One content, two files: both are opened again and asked what a reader, and a screen reader, finds in them."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from datetime import date
from typing import Any

import docx
import pypdf
import pytest
import typst
from docx.oxml.ns import qn

from .. import content
from ..content import Column, Document, Facts, Heading, Items, PageBreak, Panel, Paragraph, Table, Writing
from ..docx import docx_file
from ..pdf import pdf, pictures

#: What a person may type; none of it may be read as a command by a printer.
NASTY = "#panic(1) *sterk* $x$ <b>& \\u{0} `code` // weg [haak] “é”"


@pytest.fixture(scope="module")
def document() -> Document:
    rows = tuple((f"P{number}", f"Gevraagd {number}", "€ 3.100,22") for number in range(1, 61))
    return Document(
        title="Doet Lendelede mee?", genre="Nota aan het college", sender=("Exello", "Bel 056 00 02 01"), on=date(2027, 3, 30),
        reference="Nota 1", footer="Voorbeeldgegevens", subject="Bevraging", accent="#6D326C",
        blocks=(
            Paragraph("In één zin.", "lead"), Heading("Wat"), Heading("Waarom", 2), Paragraph(NASTY), Items(("een", "twee"), numbered=True),
            Items(("los",)), Items(("weer een",), numbered=True), Facts("In het kort", (("Inwoners", "5.900"), ("Aandeel", "€ 3"))),
            Table("Gevraagd van het bestuur", (Column("Nr."), Column("Wat", 4), Column("Bedrag", 2, True)), rows),
            Panel("Gevraagd", ("Antwoord voor 9 april.",)), PageBreak(), Writing("Besluit", 3), Paragraph("Bron", "small"),
        ),
    )  # fmt: skip


@pytest.fixture(scope="module")
def printed(document: Document) -> bytes:
    return pdf(document)


@pytest.fixture(scope="module")
def word_file(document: Document) -> bytes:
    return docx_file(document)


def tags(made: bytes) -> list[str]:
    """The structure of a tagged PDF, in reading order: the names of its elements."""
    found: list[str] = []

    def walk(node: Any) -> None:
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            for one in node:
                walk(one)
        elif isinstance(node, dict):
            if "/S" in node:
                found.append(str(node["/S"]))
            if "/K" in node:
                walk(node["/K"])

    walk(pypdf.PdfReader(io.BytesIO(made)).trailer["/Root"]["/StructTreeRoot"]["/K"])
    return found


def test_pdf_is_tagged_titled_and_says_its_language(printed: bytes) -> None:
    root = pypdf.PdfReader(io.BytesIO(printed)).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"].value and root["/Lang"] == "nl-BE"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value
    assert "pdfuaid:part" in root["/Metadata"].get_object().get_data().decode()
    assert pypdf.PdfReader(io.BytesIO(printed)).metadata.title == "Doet Lendelede mee?"  # type: ignore[union-attr]


def test_pdf_has_real_headings_lists_and_table_headers(printed: bytes) -> None:
    found = tags(printed)
    assert found.count("/H1") + found.count("/H2") >= 2 and "/L" in found and "/LI" in found and "/Caption" in found
    assert found.count("/Table") == 2 and found.count("/TH") == 2 + 3 and found.count("/TD") == 4 + 180


def test_pdf_shows_what_was_typed_and_nothing_else(printed: bytes) -> None:
    seen = " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(printed)).pages).split())
    for piece in ("#panic(1)", "*sterk*", "$x$", "<b>&", "`code`", "// weg", "[haak]", "€ 3.100,22", "bladzijde 1 van"):
        assert piece in seen, piece


def test_pdf_without_a_title_is_refused_by_the_mode(document: Document) -> None:
    with pytest.raises(typst.TypstError):
        pdf(replace(document, title=""))


def test_word_has_real_headings_lists_and_table_headers(word_file: bytes) -> None:
    word = docx.Document(io.BytesIO(word_file))
    styles = {p.style.name: p.text for p in word.paragraphs if p.style is not None}
    assert styles["Title"] == "Doet Lendelede mee?" and styles["Heading 1"] == "Wat" and styles["Heading 2"] == "Waarom"
    assert any(p.text == NASTY for p in word.paragraphs)
    facts, asked = word.tables
    for table in (facts, asked):
        header = table.rows[0]._tr.trPr.find(qn("w:tblHeader"))
        assert header is not None, "the first row repeats and is told as header"
        assert all(row._tr.trPr.find(qn("w:tblHeader")) is None for row in table.rows[1:])
    assert [cell.text for cell in asked.rows[0].cells] == ["Nr.", "Wat", "Bedrag"] and len(asked.rows) == 61
    assert word.core_properties.title == "Doet Lendelede mee?" and word.core_properties.language == "nl-BE"
    assert 'w:val="nl-BE"' in word.styles.element.xml


def test_a_second_numbered_list_begins_at_one_again(word_file: bytes) -> None:
    word = docx.Document(io.BytesIO(word_file))
    numbers = [p._p.pPr.numPr.numId.val for p in word.paragraphs if p.style is not None and p.style.name == "List Number"]
    assert len(numbers) == 3 and numbers[0] == numbers[1] != numbers[2]


def test_both_files_say_the_same(printed: bytes, word_file: bytes) -> None:
    shown = "".join("".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(printed)).pages).split())
    word = docx.Document(io.BytesIO(word_file))
    said = [p.text for p in word.paragraphs] + [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    for text in filter(None, said):
        for line in text.splitlines():
            plain = "".join(line.split())
            assert plain in shown or plain.replace("-", "") in shown.replace("-", ""), line


def test_equal_content_gives_equal_bytes_and_another_word_another_hash(document: Document, printed: bytes, word_file: bytes) -> None:
    assert pdf(document) == printed and docx_file(document) == word_file
    again = content.from_data(json.loads(content.canonical(document)))
    assert again == document and content.digest(again) == content.digest(document)
    assert content.digest(replace(document, footer="anders")) != content.digest(document)
    with zipfile.ZipFile(io.BytesIO(word_file)) as package:
        assert {one.date_time[0] for one in package.infolist()} == {1980}


def test_a_row_with_a_cell_too_few_is_refused() -> None:
    with pytest.raises(ValueError, match="one cell per column"):
        Table("Kort", (Column("A"), Column("B")), (("alleen",),))


def test_pages_can_be_looked_at(document: Document) -> None:
    made = pictures(document, ppi=20)
    assert len(made) >= 3 and all(page.startswith(b"\x89PNG") for page in made)
