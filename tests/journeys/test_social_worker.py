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
    marieke, wim, greet = (visit.page() for _ in range(3))
    sign_in(marieke, changing_region, "marieke")
    home = judged(marieke)
    assert "Els Maes" in home and "beslissing ten laatste op vrijdag 23 april 2027" in home
    assert "11 van 148, inhoud nog niet zichtbaar" in home
    marieke.get_by_role("link", name=re.compile("^Els Maes: ")).click()
    seen = judged(marieke)
    assert "Huisbezoek" in seen and "Raadpleging van de KSZ" in seen and seen.count("verouderd") == 2
    before = int(re.search(r"Wat nog moet: (\d+)", seen).group(1))  # type: ignore[union-attr]

    # 2: Els rings with the letter in her hand
    sign_in(wim, changing_region, "wim")
    wim.get_by_role("link", name=re.compile("OCMW Wervik vraagt gegevens")).click()
    judged(wim)
    wim.get_by_role("link", name="Noteer de antwoorden").click()
    judged(wim)
    wim.get_by_label("telefoon").check()
    for number in range(1, 12):
        answer(wim, number, *{6: ("correct", "De huur is € 640."), 9: ("object", "Die rekening is betaald.")}.get(number, ("agree",)))
    wim.get_by_role("button", name="Bewaar de antwoorden").click()
    assert "Bezwaar" in judged(wim) or "bezwaar" in text(wim)

    # 4: somebody else decides, and releases the other ten
    sign_in(greet, changing_region, "lannoo")
    greet.get_by_role("link", name=re.compile("OCMW Wervik vraagt gegevens")).click()
    greet.get_by_role("link", name=re.compile("Bekijk het bezwaar")).click()
    judged(greet)
    greet.get_by_label("Bezwaar aanvaard").check()
    greet.get_by_label("Waarom?").fill("De rekening is betaald. Ze is niet meer nodig.")
    greet.get_by_role("button", name="Beslis over het bezwaar").click()
    assert "Wij volgen uw bezwaar" in judged(greet)
    greet.goto(greet.url.split("/bezwaren/")[0])
    greet.get_by_role("button", name="Geef vrij wat mag vertrekken").click()
    assert "vrijgegeven" in judged(greet)

    # 6: received beside own; there is no "alles overnemen"
    marieke.goto(changing_region.platform("/dossier"))
    marieke.get_by_role("link", name=re.compile("Onderweg uit OCMW Kortrijk")).click()
    marieke.get_by_role("button", name="Haal de gegevens op").click()
    page = judged(marieke)
    assert page.count("Neem over") == 10 and "alles overnemen" not in page.lower() and "Oude rekening" not in page
    for _ in range(8):
        marieke.get_by_role("button", name="Neem over", exact=True).first.click()
    marieke.locator("input[name='tekst']").first.fill("Nagekeken met het attest van vandaag")
    marieke.get_by_role("button", name="Vernieuw").first.click()
    marieke.locator("input[name='tekst']").first.fill("Het attest zegt iets anders")
    marieke.get_by_role("button", name="Betwist").first.click()
    after = judged(marieke)
    assert "Alles is bekeken." in after and int(re.search(r"Wat nog moet: (\d+)", after).group(1)) < before  # type: ignore[union-attr]

    # 8: Els's page, printed
    marieke.goto(changing_region.platform("/dossier"))
    marieke.get_by_role("link", name="Els Maes", exact=True).click()
    judged(marieke)
    marieke.get_by_role("link", name=re.compile("Wie keek")).click()
    log = judged(marieke)
    assert "Een maatschappelijk werker van OCMW Wervik haalde gegevens over u op." in log and "Wie keek in uw dossier" in log

    # 9: as Bart
    bart = visit.page()
    sign_in(bart, changing_region, "bart", "/dossier")
    assert "Deze pagina vinden we niet" in text(bart)


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
