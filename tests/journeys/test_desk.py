"""Script "Desk, Lien": who is not digital gets the same, as fast, with the same proof; a whole call without the mouse."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from steps import sign_in, text, until

from nabij.testing.browser import NARROW, WIDE, Visit, axe_problems, scrolls_sideways
from nabij.testing.server import Region

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.xdist_group("browser"), pytest.mark.slow(reason="a real demo in a real browser")]
WINDOWS = pytest.mark.parametrize(
    ("width", "javascript"), [(WIDE, True), (NARROW, False)], ids=["wide-with-javascript", "narrow-without-javascript"]
)
SINCE_FRIDAY = ["Antoon Vermeersch", "Greta Lambert", "Hüseyin Kaya", "Marie-Jeanne Decock"]
#: Kernel A21: keys besides the text itself.
MOST_KEYS = 40


def judged(page: Page, javascript: bool) -> str:
    assert scrolls_sideways(page) == 0, page.url
    if javascript:
        assert axe_problems(page) == []
    return text(page)


def georgette(page: Page) -> None:
    page.get_by_label("Voor wie?").fill("Georgette Naessens")
    page.locator("#id_voor_telefoon").fill("056 00 00 81")
    page.locator("#id_voor_adres").fill("Proefstraat 81, 8540 Deerlijk")
    page.get_by_label("Wil of kan niets digitaal").check()
    page.get_by_label("Waarom samen?").select_option("heeft geen computer")
    page.get_by_label("Waar is het?").fill("Proefstraat 12, Deerlijk")
    page.get_by_label("Wat is er aan de hand?").fill("Een losse stoeptegel")
    page.get_by_label("met de post").check()


@WINDOWS
def test_a_morning_at_the_desk(changing_region: Region, visit: Visit, width: int, javascript: bool) -> None:
    region, page = changing_region, visit.page(javascript=javascript, width=width)
    sign_in(page, region, "lien")
    assert page.url.endswith("/balie")
    seen = judged(page, javascript)
    assert [seen.index(name) for name in SINCE_FRIDAY] == sorted(seen.index(name) for name in SINCE_FRIDAY)

    page.get_by_role("link", name="Neem een oproep aan").click()
    assert "Is iemand in gevaar? Bel" in judged(page, javascript)
    georgette(page)
    page.get_by_role("button", name="Bewaar en lees voor").click()
    seen = judged(page, javascript)
    assert "Lees voor" in seen and "U hoort ons ten laatste op" in seen and "Spel:" in seen
    page.goto(region.platform("/balie/brieven"))
    until(page, lambda: text(page).count("Georgette Naessens") == 2, "her new letter lies beside the one of Thursday")
    judged(page, javascript)

    youssef_finishes_his_form_with_lien(page, region, javascript)

    page.goto(region.platform("/balie/cijfers"))
    seen = judged(page, javascript)
    assert "Nee. Wie niet online vraagt, wacht niet langer." in seen and "minder dan 10" in seen
    afscheid_leaves_nothing_behind(page, region, javascript)


def youssef_finishes_his_form_with_lien(page: Page, region: Region, javascript: bool) -> None:
    """5: his code read aloud opens what he began online."""
    page.goto(region.platform("/balie"))
    page.get_by_role("link", name="Open een bewaard formulier").click()
    assert "Youssef Amrani leest VRT 6K4 Z8P voor" in judged(page, javascript)
    page.get_by_label("Welke code leest de persoon voor?").fill("vrt 6k4 z8p")
    page.get_by_label("Wat zijn de laatste vier cijfers").fill("0058")
    page.get_by_role("button", name="Open het formulier").click()
    assert "Dit begon online" in judged(page, javascript)
    assert page.get_by_label("Voor wie?").input_value() == "Youssef Amrani"
    page.get_by_label("Waarom samen?").select_option("het lukt online niet")
    page.get_by_label("Bel mij").check()
    page.get_by_role("button", name="Verstuur voor deze persoon").click()
    assert "Verhuizen: uw nieuw adres doorgeven: nummer" in judged(page, javascript)


def afscheid_leaves_nothing_behind(page: Page, region: Region, javascript: bool) -> None:
    """9: after "Afscheid" the back button shows nobody."""
    page.goto(region.platform("/balie"))
    page.get_by_label("Naam, nummer, dienst of code").fill("georgette naessens")
    page.get_by_label("Naam, nummer, dienst of code").press("Enter")
    page.get_by_role("link", name="Georgette Naessens").click()
    assert "heeft geen computer" in judged(page, javascript)
    page.get_by_role("button", name="Afscheid: maak het scherm leeg").click()
    assert "Het scherm is leeg" in judged(page, javascript)
    page.go_back()
    assert "Georgette" not in text(page)


@WINDOWS
def test_a_question_for_harelbeke_is_taken_by_sara(changing_region: Region, visit: Visit, width: int, javascript: bool) -> None:
    region, page = changing_region, visit.page(javascript=javascript, width=width)
    sign_in(page, region, "lien", "/balie/doorgeven?naar=harelbeke")
    page.get_by_label("Wie vraagt het?").fill("Rik Proef")
    page.get_by_label("Op welk nummer").fill("0470 00 00 65")
    page.get_by_label("Wat vraagt de persoon?").fill("Wanneer is het recyclagepark open?")
    page.get_by_role("button", name="Geef de vraag door").click()
    assert "Vraag de persoon of u dit mag doorgeven." in judged(page, javascript)
    page.get_by_label("De persoon vindt het goed").check()
    page.get_by_role("button", name="Geef de vraag door").click()
    assert "Onthaal Harelbeke (Sara Coussens) helpt verder" in judged(page, javascript)
    receipt = page.url

    there = visit.page(javascript=javascript, width=width)
    sign_in(there, region, "sara", "/balie/terugbellen")
    there.get_by_role("link", name="Rik Proef", exact=False).first.click()
    there.get_by_role("button", name="Ik bel").click()
    assert "U belt" in judged(there, javascript)
    page.goto(receipt)
    assert "Opgenomen door Sara Coussens" in judged(page, javascript)


@WINDOWS
def test_els_reads_her_own_page(changing_region: Region, visit: Visit, width: int, javascript: bool) -> None:
    page = visit.page(javascript=javascript, width=width)
    page.goto(changing_region.site("wervik", "/mijn"))
    judged(page, javascript)
    page.get_by_role("button", name="Els Maes").click()
    seen = judged(page, javascript)
    assert "Dag Els Maes" in seen and "Wie keek?" in seen and "Een brief om na te kijken" in seen


@WINDOWS
def test_kaat_goes_on_where_the_bus_stopped(changing_region: Region, visit: Visit, width: int, javascript: bool) -> None:
    """Her card opens her own page; the code on her telephone opens what she began; she sends it."""
    page = visit.page(javascript=javascript, width=NARROW)
    page.goto(changing_region.platform())
    page.get_by_role("link", name="Kaat Desmet").click()
    seen = judged(page, javascript)
    assert "Dag Kaat Desmet" in seen and "Verhuizen: uw nieuw adres doorgeven, bewaard op maandag 29 maart 2027" in seen
    page.get_by_label("Uw code").fill("hk3 m7w d4r")
    page.get_by_label("De laatste vier cijfers").fill("0066")
    page.get_by_role("button", name="Ga verder met uw formulier").click()
    judged(page, javascript)
    assert page.locator("[name=vraag]").input_value() == "Ik verhuis op 1 mei naar Ingooigem en weet nog niet"
    page.locator("[name=vraag]").fill("Ik verhuis op 1 mei naar Ingooigem. Wat moet ik meebrengen?")
    page.get_by_label("Bel mij").check()
    page.locator("main form button[type=submit]").first.click()
    assert "U hoort ons" in judged(page, javascript) or "/ontvangen" in page.url
    page.goto(changing_region.site("anzegem", "/mijn"))
    assert "Wat u begon en bewaarde" not in text(page)


class Keys:
    """Counts every key that is not text."""

    def __init__(self, page: Page) -> None:
        self.page, self.number = page, 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.number += 1 + key.count("+")

    def write(self, words: str) -> None:
        self.page.keyboard.type(words)


def test_a_whole_call_by_keyboard_alone(changing_region: Region, visit: Visit) -> None:
    """A21: from the empty page to the number that is read aloud, at most forty keys besides the text."""
    region, page = changing_region, visit.page()
    sign_in(page, region, "lien", "/balie/telefoon")
    page.wait_for_function("document.activeElement && document.activeElement.name === 'voor_naam'")
    keys = Keys(page)
    keys.write("Georgette Naessens")
    keys.press("Enter")
    keys.write("056 00 00 81")
    keys.press("Enter")
    keys.write("Proefstraat 81, 8540 Deerlijk")
    keys.press("Enter", "Enter", "Space", "Enter", "Enter")
    assert page.evaluate("document.activeElement.name") == "waar"
    keys.write("Proefstraat 12, Deerlijk")
    keys.press("Enter")
    keys.write("Een losse stoeptegel")
    keys.press("Control+Enter")
    page.wait_for_url("**/balie/klaar**")
    assert "Lees voor" in text(page) and keys.number <= MOST_KEYS
