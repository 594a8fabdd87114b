"""Script "Smallest municipality, Nadine": five lines, ten minutes, at most twenty-five clicks; and two languages where the law has two."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from steps import sign_in, text, until

from nabij.testing.browser import NARROW, WIDE, Visit, axe_problems, scrolls_sideways
from nabij.testing.server import Region

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

pytestmark = [pytest.mark.xdist_group("browser-2"), pytest.mark.slow(reason="a real demo in a real browser")]
WINDOWS = pytest.mark.parametrize(
    ("width", "javascript"), [(WIDE, True), (NARROW, False)], ids=["wide-with-javascript", "narrow-without-javascript"]
)
MOST_CLICKS = 25


class Clicks:
    """Counts every press of the month's five lines."""

    def __init__(self, page: Page, javascript: bool) -> None:
        self.page, self.javascript, self.number = page, javascript, 0

    def press(self, what: Locator) -> None:
        what.click()
        self.number += 1

    def link(self, name: str) -> None:
        self.press(self.page.get_by_role("link", name=name).first)

    def button(self, name: str) -> None:
        self.press(self.page.get_by_role("button", name=name).first)

    def seen(self) -> str:
        assert scrolls_sideways(self.page) == 0, self.page.url
        if self.javascript:
            assert axe_problems(self.page) == [], self.page.url
        return text(self.page)

    def home(self) -> None:
        """Back to the list: one press on the menu."""
        self.press(self.page.get_by_role("navigation", name="Modules").get_by_role("link", name="Werk", exact=True))


@WINDOWS
def test_five_lines_in_twenty_five_clicks(changing_region: Region, visit: Visit, width: int, javascript: bool) -> None:
    page = visit.page(javascript=javascript, width=width)
    sign_in(page, changing_region, "nadine")
    month = Clicks(page, javascript)
    assert "Er worden 5 dingen van u gevraagd. Samen ongeveer 10 minuten." in month.seen()
    _holiday(month)
    _text(month)
    _programme(month)
    _letter(month)
    _room(month)
    assert "Er wordt vandaag niets van u gevraagd." in month.seen()
    assert month.number <= MOST_CLICKS, month.number


def _holiday(month: Clicks) -> None:
    month.link("Beslis")
    month.seen()
    month.button("We sluiten op")
    month.home()


def _text(month: Clicks) -> None:
    month.link("Bekijk het verschil")
    assert "Identiteitskaart" in month.seen()
    month.press(month.page.get_by_label("Onze eigen woorden"))
    month.button("Neem de tekst over")
    month.home()


def _programme(month: Clicks) -> None:
    month.link("Geef het antwoord")
    month.seen()
    page = month.page
    page.locator("main input[type=text], main input[inputmode=numeric]").first.fill("4000")
    names = page.locator("main form input[type=radio]").evaluate_all("all => [...new Set(all.map(one => one.name))]")
    for name in names:
        month.press(page.locator(f"main input[type=radio][name='{name}']").first)
    month.button("Bewaar het antwoord van de diensten")
    assert "Uw antwoorden zijn bewaard." in month.seen()
    month.home()


def _letter(month: Clicks) -> None:
    month.link("Druk af en teken")
    assert "Simonne Lagast" in month.seen()
    month.button("Maak één stapel om af te drukken")
    assert "Wij halen uw takken op maandag 12 april op." in text(month.page)
    month.link("Terug naar de brieven")
    month.button("Deze stapel ging op de post")
    month.home()


def _room(month: Clicks) -> None:
    month.link("Wijs een eigenaar aan")
    assert "Feest op het plein" in month.seen()
    month.press(month.page.get_by_label("Kies Feest op het plein"))
    month.page.locator("[name=owner]").fill("Nadine Opsomer")
    month.button("Wijs de gekozen kamers toe")
    assert "Toegewezen." in month.seen()
    month.home()


@WINDOWS
def test_delannoy_gets_french_and_the_next_one_dutch(changing_region: Region, visit: Visit, width: int, javascript: bool) -> None:
    page = visit.page(javascript=javascript, width=width)
    sign_in(page, changing_region, "nadine", "/balie/start/identiteitskaart")
    for language, question in (("fr", "Zijn kaart vervalt in mei."), ("", "Ook een attest, graag.")):
        page.goto(changing_region.platform("/balie/start/identiteitskaart"))
        _delannoy(page, question)
        if language:
            page.get_by_label("in het Frans, omdat de persoon dat vraagt").check()
        page.get_by_role("button", name="Verstuur voor deze persoon").click()
        assert "Lees voor" in text(page)
    page.goto(changing_region.platform("/balie/brieven"))
    until(page, lambda: text(page).count("Henri Delannoy") == 2, "both letters lie there")
    seen = text(page)
    assert "Accusé de réception" in seen and seen.count("Ontvangstbewijs") == 1
    # Her public notice stands in Dutch, then French.
    page.goto(changing_region.site("spiere-helkijn", "/nieuws/"))
    page.get_by_role("link", name="Omhaling van snoeihout").first.click()
    notice = text(page)
    assert notice.index("Op maandag 12 april halen wij snoeihout op.") < notice.index("Le lundi 12 avril, nous collectons les branches.")
    assert page.locator("[lang^=fr]").count() > 0


def _delannoy(page: Page, question: str) -> None:
    page.get_by_label("Voor wie?").fill("Henri Delannoy")
    page.locator("#id_voor_telefoon").fill("056 00 00 83")
    page.locator("#id_voor_adres").fill("Proefstraat 9, 8587 Spiere-Helkijn")
    page.get_by_label("Waarom samen?").select_option("spreekt liever met iemand")
    page.locator("[name=vraag]").fill(question)
    page.get_by_label("Ik kom langs").check()
    page.get_by_label("met de post").check()
