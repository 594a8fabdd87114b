"""Scripts "Director, An" and "Coordinator, Mieke", minute by minute, and the way out of a project by a test of one's own."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import pytest
from steps import sign_in, text
from test_programme import cell, choose_day, judged, open_project

from nabij.testing.browser import NARROW, Visit, scrolls_sideways
from nabij.testing.server import Region

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.xdist_group("browser-2"), pytest.mark.slow(reason="a real demo in a real browser")]
JAVASCRIPT = pytest.mark.parametrize("javascript", [False, True], ids=["without-javascript", "with-javascript"])
#: An's own cell on four days (minute 3).
LENDELEDE = {
    "2022-01-15": "overweegt", "2022-04-01": "stapte uit", "2023-06-01": "opnieuw erbij onder voorwaarden",
    "": "opnieuw erbij onder voorwaarden",
}  # fmt: skip


def plain(page: Page) -> str:
    return text(page).replace("\u00a0", " ")


@JAVASCRIPT
def test_an_reads_her_years_to_the_cent(region: Region, visit: Visit, javascript: bool) -> None:
    page = visit.page(javascript=javascript)
    sign_in(page, region, "an")
    # 3: her own cell on four days
    address = open_project(page, region, "Regionaal meldpunt")
    for day, words in LENDELEDE.items():
        page.goto(f"{address}?op={day}" if day else address)
        assert words in cell(page, "Lendelede").replace("\u00a0", " "), day
    # She opens 2022: "voor ons geen verbetering", € 6.856,54 divided over the four that went on, nothing else changed.
    page.goto(f"{address}?op=2022-04-01")
    seen = judged(page, javascript).replace("\u00a0", " ")
    assert "voor ons geen verbetering" in seen and "€ 6.856,54" in seen and "Niets veranderde aan hun project" in seen
    for amount in ("23.418,48", "41.120,39", "38.698,43", "16.762,70"):
        assert f"€ {amount}" in seen
    page.get_by_role("link", name="verbetertoets").click()
    seen = judged(page, javascript)
    assert "4 gemeenten zeggen “verbetering”, 1 gemeente zegt “geen verbetering”." in seen
    assert "bestond niet" in page.content()
    page.goto(f"{address}/kosten?jaar=2022")
    assert "€ 120.000,00" in judged(page, javascript).replace("\u00a0", " ")
    # 5: the note for her own college has a journey of its own (test_notes).
    # 7: she tries to answer for Kuurne
    answer = page.goto(f"{address}/deelname?naar=left&voor=kuurne")
    assert answer is not None and answer.status == 403 and "Alleen Kuurne beslist voor Kuurne." in text(page)
    # 8: the note, point by point, is opened by the journey of the welcome page.


@JAVASCRIPT
def test_mieke_sees_what_stalls_and_nothing_is_sent(region: Region, visit: Visit, javascript: bool) -> None:
    page = visit.page(javascript=javascript)
    sign_in(page, region, "mieke")
    # 0: one sentence how it goes
    page.goto(region.platform("/programma"))
    seen = judged(page, javascript)
    assert "4 van de 5 projecten bewegen; 1 valt stil." in seen and "Digitaal archief: 41 dagen niets gemeld" in seen
    # 2: who hears what on day 28, 35, 42, 70; nothing is sent
    page.get_by_role("link", name="Wat als er 42 dagen niets gebeurt?").click()
    seen = judged(page, javascript)
    archive = page.locator("article", has=page.get_by_role("heading", name="Digitaal archief", exact=True)).inner_text()
    assert "Er wordt niets verzonden." in seen
    assert ["Dag 28, " in archive, "Dag 35, " in archive, "Dag 42, woensdag 31 maart 2027: Exello" in archive] == [True] * 3, archive
    page.get_by_label("Hoeveel dagen gebeurt er niets?").fill("70")
    page.get_by_role("button", name="Reken het uit").click()
    assert "Dag 70," in text(page) and "agenda van de Conferentie" in text(page)
    page.set_viewport_size({"width": NARROW, "height": 900})
    assert scrolls_sideways(page) <= 0
    page.goto(region.platform("/demo/gateway"))
    assert "dagen niets gemeld" not in text(page)
    # 4: "Maak maandpakket": PDF, Word, agenda in one file, no figure typed
    page.goto(region.platform("/programma"))
    page.get_by_role("link", name="Maak maandpakket").click()
    assert "Maandoverzicht maart 2027" in judged(page, javascript)
    pack = page.get_by_role("link", name="Download het maandpakket (ZIP)").get_attribute("href")
    with zipfile.ZipFile(io.BytesIO(page.context.request.get(region.platform(pack)).body())) as bundle:
        endings = sorted(name.partition("-")[0] + name.rpartition(".")[2] for name in bundle.namelist())
    assert endings == ["agendadocx", "agendapdf", "maandoverzichtdocx", "maandoverzichtpdf"]
    # 6: the thirteen notes have a journey of their own (test_notes).
    # 8: Exello found under "Exelon"; the Conferentie with its vacant seat
    page.goto(region.platform("/werk"))
    page.locator("#zoek").fill("Exelon")
    page.locator("#zoek").press("Enter")
    assert "Exello" in text(page)
    page.goto(region.platform("/organisaties/conferentie"))
    seen = text(page)
    assert "Avelgem" in seen and "vacant" in seen.lower()


@JAVASCRIPT
def test_griet_finds_no_improvement_and_leaves_with_that_reason(changing_region: Region, visit: Visit, javascript: bool) -> None:
    region, page = changing_region, visit.page(javascript=javascript)
    sign_in(page, region, "griet", "/programma")
    address = open_project(page, region, "Regionaal meldpunt")
    page.goto(f"{address}/beter/oordeel")
    judged(page, javascript)
    for number, (was, hoped, now) in enumerate((("11", "5", "11"), ("15", "10", "15")), 1):
        for part, value in (("baseline", was), ("expected", hoped), ("measured", now)):
            page.locator(f"[name={part}_{number}]").fill(value)
    page.locator("[name=baseline_kind_3][value=does_not_exist]").check()
    page.locator("[name=expected_3]").fill("een nummer en een antwoord")
    page.get_by_label("Geen verbetering").check()
    page.get_by_role("button", name="Bewaar uw oordeel").click()
    assert "Zeg in één zin waarom" in judged(page, javascript), "the reason is asked, and nothing typed is lost"
    assert page.locator("[name=measured_2]").input_value() == "15"
    page.get_by_label("Waarom?").fill("Bij ons nam er altijd al iemand op.")
    page.get_by_role("button", name="Bewaar uw oordeel").click()
    assert "Uw oordeel is bewaard." in judged(page, javascript)
    page.get_by_role("link", name="Stap uit met deze toets als reden").click()
    assert page.get_by_label("In uw eigen woorden").input_value() == "Bij ons nam er altijd al iemand op."
    choose_day(page, "1", "6", "2027")
    page.get_by_role("button", name="Bekijk de gevolgen").click()
    assert "Er is nog niets bewaard." in judged(page, javascript)
    page.get_by_role("button", name="Stap uit vanaf").click()
    assert "Reden: de eigen verbetertoets zei “geen verbetering”." in judged(page, javascript)


@JAVASCRIPT
def test_mieke_lays_a_sum_beside_a_call(changing_region: Region, visit: Visit, javascript: bool) -> None:
    region, page = changing_region, visit.page(javascript=javascript)
    sign_in(page, region, "mieke", "/programma/oproepen")
    assert "Nog 59 dagen" in judged(page, javascript)
    page.get_by_role("link", name="Nabij en digitaal 2027 (voorbeeld)").click()
    page.get_by_label("Over welk bedrag gaat het?").fill("140.000")
    page.get_by_role("button", name="Kijk wat past").click()
    judged(page, javascript)
    assert "concept of PoC" in page.locator("[role=status] ol li").first.inner_text()
    page.get_by_role("link", name="Begin een aanvraag").click()
    page.get_by_label("Voor welk project?").select_option(label="Digitaal archief")
    page.get_by_label("Welk bedrag vraagt u?").fill("150.000,01")
    page.get_by_label("concept of PoC").check()
    page.get_by_role("button", name="Begin de aanvraag").click()
    seen = judged(page, javascript).replace("\u00a0", " ")
    assert "Het gevraagde bedrag € 150.000,01 ligt boven het plafond van € 150.000,00 (concept of PoC)." in seen
    assert page.get_by_label("Welk bedrag vraagt u?").input_value() == "150.000,01"
    page.get_by_label("Welk bedrag vraagt u?").fill("150.000,00")
    page.get_by_role("button", name="Begin de aanvraag").click()
    assert "De aanvraag is begonnen." in judged(page, javascript)
    page.get_by_role("link", name="Vergelijk verdelingen").click()
    assert "€ 1.200.000,00" in judged(page, javascript).replace("\u00a0", " ")
