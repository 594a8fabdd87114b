"""Tour stop 7, *Wat als …*, and what stands around it: the note point by point, what it costs, how to install it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from steps import sign_in, text, until

from nabij.testing.browser import NARROW, WIDE, Visit, axe_problems, scrolls_sideways
from nabij.testing.server import Region

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.xdist_group("browser"), pytest.mark.slow(reason="a real demo in a real browser")]
WIDTHS = pytest.mark.parametrize("width", [WIDE, NARROW])
HEADINGS = ["Inleiding", "Visie", "Aanpak", "De werkstructuren", "Oproepen Gemeente Zonder Gemeentehuis", "Eerste reactie Conferentie"]


def press(page: Page, region: Region, button: str) -> str:
    """A button of ``/demo/``; what stands there afterwards. A slow machine says first that it is still at work."""
    page.goto(region.platform("/demo/"))
    page.get_by_role("button", name=button).click()
    until(page, lambda: "We zijn nog bezig." not in text(page), button)
    return text(page)


@WIDTHS
def test_the_note_point_by_point(region: Region, visit: Visit, width: int) -> None:
    page = visit.page(width=width)
    page.goto(region.platform())
    page.get_by_role("link", name="Overloop de nota, punt per punt").click()
    assert axe_problems(page) == [] and scrolls_sideways(page) <= 0
    assert page.locator("h2").all_inner_texts() == HEADINGS
    assert page.locator(".points > li").count() == 113
    found = re.search(r"(\d+) van 113 punten hebben een scherm", text(page))
    assert found and page.locator(".points a, .points button").count() == int(found[1])
    assert page.locator(".points").get_by_text("nog niet", exact=True).count() == 113 - int(found[1])
    page.locator("#N31").get_by_role("button").click()
    assert page.url.endswith("/programma/matrix") and "Mieke Tanghe" in text(page)


@WIDTHS
@pytest.mark.parametrize(
    ("link", "words"),
    [
        ("Wat kost dit en wie beheert het?", ["Wat draait er?", "Dat is een aanname, geen offerte", "Wie bellen we als het stilvalt?"]),
        ("Voor wie dit wil installeren", ["make demo", "Een voorbeeld wordt nooit een echte installatie"]),
    ],
)  # fmt: skip
def test_the_two_papers(region: Region, visit: Visit, width: int, link: str, words: list[str]) -> None:
    page = visit.page(width=width)
    page.goto(region.platform())
    page.get_by_role("link", name=link).click()
    seen = text(page)
    assert [one for one in words if one not in seen] == []
    assert axe_problems(page) == [] and scrolls_sideways(page) <= 0


def test_what_if_someone_tampers_with_the_database(changing_region: Region, visit: Visit) -> None:
    """The DPO's script from minute "presses": the verifier names the row."""
    region, page = changing_region, visit.page(javascript=False)
    sign_in(page, region, "sofie", "/beheer/controlelog")
    assert "De controlelog klopt" in press(page, region, "Laat de controle lopen")
    seen = press(page, region, "Wijzig één rij buiten Nabij om")
    assert "Er is één regel gewijzigd in de controlelog van OCMW Kortrijk, buiten Nabij om." in seen
    was = re.search(r"stond (.+?); nu staat er", seen)
    seen = press(page, region, "Laat de controle lopen")
    assert was and re.search(r"Regel \d+ in de controlelog van OCMW Kortrijk is gewijzigd na haar zegel. Er staat nu: .*Niemand", seen)


def test_what_if_a_storm_breaks(changing_region: Region, visit: Visit) -> None:
    region, page = changing_region, visit.page(javascript=False, width=NARROW)
    assert "De storm begint: 240 meldingen in een half uur." in press(page, region, "Laat een storm losbarsten")
    page.goto(region.platform("/demo/"))
    until(page, lambda: "Het stormt nu:" in text(page), "the storm has begun")
    page.get_by_role("button", name="Spoel 5 minuten vooruit").click()

    def came() -> int:
        page.goto(region.platform("/demo/"))
        found = re.search(r"Het stormt nu: (\d+) van 240", text(page))
        return int(found[1]) if found else 0

    until(page, lambda: came() >= 40, "five minutes of storm came at once")
    page.get_by_role("button", name="Kijk mee in de lijst van Kortrijk").click()
    assert page.url.endswith("/meldpunt") and "Kortrijk" in text(page)
    assert "Proef" in text(page) or "Voorbeeld" in text(page)


def test_what_if_kuurne_stops(changing_region: Region, visit: Visit) -> None:
    """Only a preview: nobody has left when the visitor arrives, and nobody leaves by looking."""
    region, page = changing_region, visit.page(javascript=False)
    page.goto(region.platform())
    page.get_by_role("link", name="een gemeente niet meer meedoet?").click()
    page.get_by_role("button", name="Bekijk de gevolgen als Kuurne stopt").click()
    for label, value in (("Dag", "1"), ("Maand", "6"), ("Jaar", "2027")):
        page.get_by_label(label, exact=True).first.fill(value)
    page.get_by_label("Waarom?").select_option(index=1)
    page.get_by_label("In uw eigen woorden").fill("Proef.")
    page.get_by_role("button", name="Bekijk de gevolgen").click()
    assert "Griet Holvoet" in text(page) and "Kuurne" in text(page)
    page.goto(region.platform("/programma/matrix"))
    row = page.locator("tbody tr", has=page.get_by_role("rowheader", name="Kuurne"))
    assert "stapte uit" not in row.inner_text()
