"""Membership governs the platform: An of Lendelede reads what comes, Stijn of Kortrijk may not speak for Kuurne, Griet may."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from steps import sign_in, text

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
#: Script "Director, An", minute 3: her own cell on four days.
LENDELEDE = {
    "2022-01-15": "overweegt",
    "2022-04-01": "stapte uit",
    "2023-06-01": "onder voorwaarden",
    "2027-03-30": "onder voorwaarden",
    "2027-04-01": "opnieuw erbij",
}


def judged(page: Page, javascript: bool) -> str:
    if javascript:
        assert axe_problems(page) == []
    return text(page)


def cell(page: Page, municipality: str) -> str:
    """What the project page says of one municipality on the chosen day."""
    row = page.locator("table tr", has=page.locator("th", has_text=municipality)).first
    return " ".join(row.inner_text().split())


def open_project(page: Page, region: Region, name: str, on: str = "") -> str:
    """From the programme to one project; returns its address."""
    page.goto(region.platform("/programma"))
    page.get_by_role("link", name=name, exact=True).first.click()
    address = page.url.partition("?")[0]
    if on:
        page.goto(f"{address}?op={on}")
    return address


@JAVASCRIPT
def test_an_reads_what_thursday_brings(region: Region, visit: Visit, javascript: bool) -> None:
    page = visit.page(javascript=javascript)
    sign_in(page, region, "an")
    # 0: three lines, each with minutes, date and one button
    seen = judged(page, javascript)
    assert "Er worden 3 dingen van u gevraagd. Samen ongeveer 9 minuten." in seen
    assert "Donderdag gaat het meldpunt open in Lendelede" in seen and "nog 2 dagen" in seen
    # 1: what residents will see, own share with "hoe berekend", whom to ring, "Wat als we stoppen?"
    page.get_by_role("link", name="Bekijk wat er verandert").click()
    seen = judged(page, javascript)
    assert "donderdag 1 april" in seen and "Hoe berekend?" in seen and "Wat als we stoppen?" in seen
    # 3: her own cell on four days
    address = open_project(page, region, "Regionaal meldpunt")
    for day, words in LENDELEDE.items():
        page.goto(f"{address}?op={day}")
        assert words in cell(page, "Lendelede"), day
    page.goto(f"{address}?op=2022-04-01")
    seen = judged(page, javascript)
    assert "voor ons geen verbetering" in seen
    assert "€ 6.856,54" in seen.replace("\u00a0", " ") and "Niets veranderde aan hun project" in seen


@JAVASCRIPT
def test_the_matrix_on_any_date(region: Region, visit: Visit, javascript: bool) -> None:
    page = visit.page(javascript=javascript)
    sign_in(page, region, "mieke", "/programma/matrix")
    judged(page, javascript)
    assert page.locator("tbody th").all_inner_texts() == THIRTEEN
    first = page.locator("thead th").all_inner_texts()
    column = first.index("Regionaal meldpunt")
    for day, words in LENDELEDE.items():
        page.goto(region.platform(f"/programma/matrix?op={day}"))
        assert words in page.locator("tbody tr").nth(THIRTEEN.index("Lendelede")).locator("th, td").nth(column).inner_text(), day
    # As known on a day: in January 2027 nobody had written down what the council decided in February.
    page.goto(region.platform("/programma/matrix?op=2027-04-01&gekend=2027-01-31"))
    assert "onder voorwaarden" in page.locator("tbody tr").nth(THIRTEEN.index("Lendelede")).locator("th, td").nth(column).inner_text()
    page.set_viewport_size({"width": NARROW, "height": 900})
    assert scrolls_sideways(page) <= 0


@JAVASCRIPT
def test_only_kuurne_decides_for_kuurne(changing_region: Region, visit: Visit, javascript: bool) -> None:
    region, stijn = changing_region, visit.page(javascript=javascript)
    sign_in(stijn, region, "stijn", "/programma")
    address = open_project(stijn, region, "Regionaal meldpunt")
    answer = stijn.goto(f"{address}/deelname?naar=left&voor=kuurne")
    assert answer is not None and answer.status == 403
    assert "Alleen Kuurne beslist voor Kuurne." in judged(stijn, javascript)
    sent = {"naar": "left", "voor": "kuurne", "effective_0": "1", "effective_1": "5", "effective_2": "2027", "reason": "proef"}
    refused = stijn.context.request.post(f"{address}/deelname", form=sent, headers={"Origin": region.platform("")})
    assert refused.status == 403 and "Alleen Kuurne beslist voor Kuurne." in refused.text()

    griet = visit.page(javascript=javascript)
    sign_in(griet, region, "griet", "/programma")
    open_project(griet, region, "Regionaal meldpunt")
    assert "doet mee" in cell(griet, "Kuurne")
    griet.get_by_role("link", name="Stap uit").click()
    judged(griet, javascript)
    choose_day(griet, "1", "6", "2027")
    griet.get_by_label("Waarom?").select_option(index=1)
    griet.get_by_label("In uw eigen woorden").fill("We proberen eerst een eigen wacht.")
    griet.get_by_role("button", name="Bekijk de gevolgen").click()
    seen = judged(griet, javascript)
    assert "Er is nog niets bewaard." in seen and "Meldpunt gaat dicht op dinsdag 1 juni 2027" in seen
    assert "Zij gaan gewoon verder; niemand moet akkoord gaan met uw antwoord." in seen
    griet.get_by_role("button", name="Stap uit vanaf").click()
    assert "Uw antwoord is bewaard." in judged(griet, javascript)
    griet.goto(f"{address}?op=2027-06-01")
    assert "stapte uit" in cell(griet, "Kuurne")
    griet.goto(f"{address}?op=2027-05-31")
    assert "doet mee" in cell(griet, "Kuurne"), "until the day itself nothing changes"
    stijn.goto(f"{address}?op=2027-06-01")
    assert "doet mee" in cell(stijn, "Kortrijk"), "the others go on"


def choose_day(page: Page, day: str, month: str, year: str) -> None:
    for label, value in (("Dag", day), ("Maand", month), ("Jaar", year)):
        page.get_by_label(label, exact=True).first.fill(value)


@JAVASCRIPT
def test_on_the_first_of_april_lendelede_opens(changing_region: Region, visit: Visit, javascript: bool) -> None:
    """The day before /melden is a 404 with Lendelede's own phone; at midnight it opens, by itself, for Lendelede alone."""
    region, resident = changing_region, visit.page(javascript=javascript, width=NARROW)
    before = resident.goto(region.site("lendelede", "/melden"))
    assert before is not None and before.status == 404 and "056 00 00 07" in judged(resident, javascript)
    an = visit.page(javascript=javascript)
    sign_in(an, region, "an", "/meldpunt")
    assert "Deze pagina vinden we niet" in text(an)
    assert an.get_by_role("link", name="Meldingen", exact=True).count() == 0

    demo = visit.page(javascript=javascript)
    demo.goto(region.platform("/demo/"))
    demo.get_by_role("button", name="Ga naar donderdag 1 april").click()
    assert "Het is nu donderdag 1 april 2027" in judged(demo, javascript)

    after = resident.goto(region.site("lendelede", "/melden"))
    assert after is not None and after.status == 200
    assert "Meld een probleem" in judged(resident, javascript)
    resident.get_by_label("Wat is er aan de hand?").fill("Put in de weg")
    resident.get_by_label("Waar is het?").fill("Dorpsplein, Lendelede")
    resident.get_by_role("button", name="Verstuur melding").click()
    seen = judged(resident, javascript)
    assert "Onthaal Lendelede behandelt uw melding" in seen and "LEN" in seen
    an.goto(region.platform("/werk"))
    modules = an.get_by_role("navigation", name="Modules")
    assert modules.get_by_role("link", name="Wacht", exact=True).count() == 0, "a director has no duty page"
