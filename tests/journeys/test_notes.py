"""One consultation, thirteen personal notes: scripts "Director, An" minutes 5 to 7 and "Coordinator, Mieke" minute 6."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import docx
import pypdf
import pytest
from steps import sign_in, text, until

from nabij.testing.browser import NARROW, Visit, axe_problems, scrolls_sideways
from nabij.testing.server import Region

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.xdist_group("browser-2"), pytest.mark.slow(reason="a real demo in a real browser")]
JAVASCRIPT = pytest.mark.parametrize("javascript", [False, True], ids=["without-javascript", "with-javascript"])
THIRTEEN = [
    "Anzegem", "Avelgem", "Deerlijk", "Harelbeke", "Kortrijk", "Kuurne", "Lendelede", "Menen", "Spiere-Helkijn", "Waregem", "Wervik",
    "Wevelgem", "Zwevegem",
]  # fmt: skip


def judged(page: Page, javascript: bool) -> str:
    if javascript:
        assert axe_problems(page) == []
    return text(page).replace("\u00a0", " ")


@JAVASCRIPT
def test_an_reads_and_answers_the_note_to_her_own_college(changing_region: Region, visit: Visit, javascript: bool) -> None:
    page = visit.page(javascript=javascript)
    sign_in(page, changing_region, "an", "/werk")
    # 5: the note for her own college, from what is asked of her
    page.locator("li, article, tr").filter(has_text="Doet u mee aan Digitaal archief?").get_by_role("link", name="Geef uw antwoord").click()
    seen = judged(page, javascript)
    assert "Nota aan het college van burgemeester en schepenen van Lendelede" in seen
    captions = page.locator("caption").all_inner_texts()
    assert "Gevraagd van het bestuur" in captions and "Gevraagd van de diensten" in captions and "Vragen aan uw gemeente" in captions
    assert "€ 976,27" in seen and "€ 52.000,00 × 5.900 ÷ 314.259 inwoners samen" in seen
    assert "3,8 uur" in seen
    address = page.url
    for path, kind in (("pdf", "PDF"), ("word", "Word")):
        assert page.get_by_role("link", name=f"Download als {kind}").count() == 1
        file = page.context.request.get(f"{address}/{path}")
        assert file.status == 200
        words = _words(file.body(), path)
        assert "Lendelede" in words and "€ 976,27" in words and "Kuurne" in words, "the coalition is named, in both files"
    # answers are kept, and only what was filled in
    page.get_by_role("link", name="Geef uw antwoord").click()
    judged(page, javascript)
    page.locator("form").filter(has_text="het bestuur").get_by_label("nu niet", exact=True).first.check()
    page.get_by_role("button", name="Bewaar het antwoord van het bestuur").click()
    assert "Uw antwoorden zijn bewaard." in judged(page, javascript)
    # 7: she tries to answer for Kuurne
    refused = page.goto(f"{address}/antwoorden?voor=kuurne")
    assert refused is not None and refused.status == 403
    assert "Alleen Kuurne beslist voor Kuurne." in judged(page, javascript)
    page.goto(address)
    page.set_viewport_size({"width": NARROW, "height": 900})
    assert scrolls_sideways(page) <= 0


def _words(body: bytes, form: str) -> str:
    if form == "pdf":
        text = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(body)).pages)
        return " ".join(text.replace("\u00a0", " ").split())
    document = docx.Document(io.BytesIO(body))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return " ".join([*(p.text for p in document.paragraphs), *cells]).replace("\u00a0", " ")


@JAVASCRIPT
def test_mieke_makes_thirteen_notes(changing_region: Region, visit: Visit, javascript: bool) -> None:
    page = visit.page(javascript=javascript)
    sign_in(page, changing_region, "mieke", "/programma/bevragingen")
    # an idea explains why not
    page.get_by_role("link", name="Eén voordeur, dertien adressen").click()
    seen = judged(page, javascript)
    assert "Dit project is nog een idee." in seen and page.get_by_role("button", name="Maak 13 nota's").count() == 0
    # 6: "Maak 13 nota's": thirteen, one by one, alphabetical
    page.goto(changing_region.platform("/programma/bevragingen"))
    page.get_by_role("link", name="Meeverhuizen met uw akkoord").click()
    page.get_by_role("button", name="Maak 13 nota's").click()
    assert "van 13 nota's" in judged(page, javascript)
    until(page, lambda: "13 van 13 nota's klaar" in text(page), "thirteen notes")
    assert page.locator("tbody th").all_inner_texts() == THIRTEEN
    assert page.locator("tbody tr").filter(has_text="klaar").count() == 13
    judged(page, javascript)
