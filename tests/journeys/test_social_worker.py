"""Script "Social worker, Marieke": Els moves from Kortrijk to Wervik. Wim keys what she says, Greet decides, Marieke takes over."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from steps import sign_in, text

from nabij.testing.browser import NARROW, WIDE, Visit, axe_problems, scrolls_sideways
from nabij.testing.server import Region

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.xdist_group("browser"), pytest.mark.slow(reason="a real demo in a real browser")]


def judged(page: Page) -> str:
    """Without serious findings, without sideways scroll, at both widths."""
    assert axe_problems(page) == []
    for width in (NARROW, WIDE):
        page.set_viewport_size({"width": width, "height": 900})
        assert scrolls_sideways(page) <= 0, page.url
    return text(page)


def answer(page: Page, number: int, reply: str, words: str = "") -> None:
    page.locator(f"input[name='reply_{number}'][value='{reply}']").check()
    if words:
        page.locator(f"input[name='text_{number}']").fill(words)


def test_the_script(changing_region: Region, visit: Visit) -> None:
    marieke, wim, greet, bart = (visit.page() for _ in range(4))
    before = marieke_reads_what_is_left(marieke, changing_region)
    wim_notes_the_answers(wim, changing_region)
    greet_decides_and_releases(greet, changing_region)
    assert marieke_takes_over_item_by_item(marieke, changing_region) < before
    els_page_tells_who_looked(marieke, changing_region)
    # 9: as Bart
    sign_in(bart, changing_region, "bart", "/dossier")
    assert "Deze pagina vinden we niet" in text(bart)


def left_to_do(words: str) -> int:
    """The number behind "Wat nog moet"."""
    return int(re.search(r"Wat nog moet: (\d+)", words).group(1))  # type: ignore[union-attr]


def marieke_reads_what_is_left(page: Page, region: Region) -> int:
    """0: tasks by their last day, and what is still to do for Els; returns how many."""
    sign_in(page, region, "marieke")
    home = judged(page)
    assert "Els Maes" in home and "beslissing ten laatste op vrijdag 23 april 2027" in home
    assert "11 van 148, inhoud nog niet zichtbaar" in home
    page.get_by_role("link", name=re.compile("^Els Maes: ")).click()
    seen = judged(page)
    assert "Huisbezoek" in seen and "Raadpleging van de KSZ" in seen and seen.count("verouderd") == 2
    return left_to_do(seen)


def wim_notes_the_answers(page: Page, region: Region) -> None:
    """2: Els rings with the letter in her hand; nine agreed, one corrected, one objection."""
    sign_in(page, region, "wim")
    page.get_by_role("link", name=re.compile("OCMW Wervik vraagt gegevens")).click()
    judged(page)
    page.get_by_role("link", name="Noteer de antwoorden").click()
    judged(page)
    page.get_by_label("telefoon").check()
    for number in range(1, 12):
        answer(page, number, *{6: ("correct", "De huur is € 640."), 9: ("object", "Die rekening is betaald.")}.get(number, ("agree",)))
    page.get_by_role("button", name="Bewaar de antwoorden").click()
    assert "Bezwaar" in judged(page) or "bezwaar" in text(page)


def greet_decides_and_releases(page: Page, region: Region) -> None:
    """4: somebody else decides, and releases the other ten."""
    sign_in(page, region, "lannoo")
    page.get_by_role("link", name=re.compile("OCMW Wervik vraagt gegevens")).click()
    page.get_by_role("link", name=re.compile("Bekijk het bezwaar")).click()
    judged(page)
    page.get_by_label("Bezwaar aanvaard").check()
    page.get_by_label("Waarom?").fill("De rekening is betaald. Ze is niet meer nodig.")
    page.get_by_role("button", name="Beslis over het bezwaar").click()
    assert "Wij volgen uw bezwaar" in judged(page)
    page.goto(page.url.split("/bezwaren/")[0])
    page.get_by_role("button", name="Geef vrij wat mag vertrekken").click()
    assert "vrijgegeven" in judged(page)


def marieke_takes_over_item_by_item(page: Page, region: Region) -> int:
    """6: received beside own; there is no "alles overnemen". Returns what is left to do."""
    page.goto(region.platform("/dossier"))
    page.get_by_role("link", name=re.compile("Onderweg uit OCMW Kortrijk")).click()
    page.get_by_role("button", name="Haal de gegevens op").click()
    seen = judged(page)
    assert seen.count("Neem over") == 10 and "alles overnemen" not in seen.lower() and "Oude rekening" not in seen
    for _ in range(8):
        page.get_by_role("button", name="Neem over", exact=True).first.click()
    page.locator("input[name='tekst']").first.fill("Nagekeken met het attest van vandaag")
    page.get_by_role("button", name="Vernieuw").first.click()
    page.locator("input[name='tekst']").first.fill("Het attest zegt iets anders")
    page.get_by_role("button", name="Betwist").first.click()
    after = judged(page)
    assert "Alles is bekeken." in after
    return left_to_do(after)


def els_page_tells_who_looked(page: Page, region: Region) -> None:
    """8: Els's page, as it is printed."""
    page.goto(region.platform("/dossier"))
    page.get_by_role("link", name="Els Maes", exact=True).click()
    judged(page)
    page.get_by_role("link", name=re.compile("Wie keek")).click()
    log = judged(page)
    assert "Een maatschappelijk werker van OCMW Wervik haalde gegevens over u op." in log and "Wie keek in uw dossier" in log


def test_a_meeneemmap_without_javascript(changing_region: Region, visit: Visit) -> None:
    wim, marieke, guest = (visit.page(javascript=False, width=NARROW) for _ in range(3))
    sign_in(wim, changing_region, "wim")
    wim.get_by_role("link", name="Els Maes", exact=True).click()
    wim.get_by_role("link", name="Meeneemmap", exact=True).click()
    wim.get_by_role("button", name="Stel de meeneemmap samen").click()
    wim.get_by_label(re.compile("Schulden")).first.check()
    wim.get_by_role("button", name="De persoon zag de lijnen: bewaar").click()
    wim.get_by_role("button", name="Verzegel en toon het blad").click()
    sheet = text(wim)
    code = re.search(r"Uw code: ((?:[2-9A-HJ-NP-Z]{3} ?){6})", sheet).group(1)  # type: ignore[union-attr]
    assert "Oude rekening" not in sheet
    guest.goto(changing_region.site("waregem", "/meeneemmap"))
    guest.get_by_label("Code op het blad").fill(code)
    guest.get_by_role("button", name="Kijk na").click()
    assert "Echt" in text(guest) and "OCMW Kortrijk" in text(guest) and "Els" not in text(guest)
    sign_in(marieke, changing_region, "marieke")
    marieke.get_by_role("link", name=re.compile("^Els Maes: ")).click()
    marieke.get_by_label("Code op het blad").fill(code)
    marieke.get_by_role("button", name="Open de meeneemmap").click()
    assert "Neem over" in text(marieke) and "meeneemmap van OCMW Kortrijk" in text(marieke)
