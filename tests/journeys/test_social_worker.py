"""Script "Social worker, Marieke": Els moves from Kortrijk to Wervik. Wim keys what she says, Greet decides, Marieke takes over."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from steps import sign_in, text

from nabij.kernel.localdb.cluster import existing
from nabij.kernel.localdb.layout import Layout
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
    marieke, wim, greet, bart, els = (visit.page() for _ in range(5))
    logged, printed = sections_logged(changing_region), counted(marieke, wim, greet, bart, els)
    before = marieke_reads_what_is_left(marieke, changing_region)
    wim_notes_the_answers(wim, changing_region)
    greet_decides_and_releases(greet, changing_region)
    assert marieke_takes_over_item_by_item(marieke, changing_region) < before
    els_page_tells_who_looked(marieke, changing_region)
    her_own_page_shows_both(els, changing_region)
    bart_sees_a_number_and_no_person(bart, changing_region)
    # What left the house in this journey is what its people can read in their logs: as many sections, not one more or less.
    assert sections_logged(changing_region) - logged == sum(printed) >= 15


def counted(*pages: Page) -> list[int]:
    """How many sections of social files each answer says that it prints; filled while the journey goes on."""
    printed: list[int] = []
    for page in pages:
        page.on("response", lambda answer: printed.append(int(answer.headers.get("nabij-sections", 0))))
    return printed


def sections_logged(region: Region) -> int:
    """The same in the rows of the log, over every organisation, as the superuser of the database sees them."""
    with existing(Layout(region.home, "demo"))[0].connect("nabij") as connection:
        query = (
            "SELECT coalesce(sum(jsonb_array_length(detail -> 'sections')), 0)::int FROM audit_entry "
            "WHERE verb = 'dossier.section.read' AND NOT detail ? 'on'"
        )
        return int(connection.execute(query).fetchone()[0])  # type: ignore[index]


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


def her_own_page_shows_both(page: Page, region: Region) -> None:
    """8, by herself: what Kortrijk and Wervik did, and the letter as she answered it."""
    page.goto(region.site("wervik", "/mijn"))
    page.get_by_role("button", name="Els Maes").click()
    page.goto(region.site("wervik", "/mijn"))
    mine = judged(page)
    assert "van OCMW Kortrijk gaf gegevens over u vrij." in mine and "van OCMW Wervik haalde gegevens over u op." in mine


def bart_sees_a_number_and_no_person(page: Page, region: Region) -> None:
    """9: on the municipal side there is nothing; at the OCMW there is a number that is not told when it is small."""
    sign_in(page, region, "bart", "/dossier")
    assert "Deze pagina vinden we niet" in text(page)
    page.goto(region.platform("/werk"))
    page.context.request.post(
        region.platform("/hoedanigheid"), headers={"Origin": region.platform("")},
        form={"capacity": re.search(r'value="(\d+)"[^>]*>[^<]*OCMW Wervik', page.content()).group(1)},  # type: ignore[union-attr]
    )
    page.goto(region.platform("/dossier/cijfers"))
    figures = judged(page)
    assert "minder dan 10" in figures and "Antwoordkaart (papier)" in figures and "Els" not in figures


def test_the_rest_of_the_story_by_command(changing_region: Region) -> None:
    """``nabij demo step --all`` while the demo runs, after a visitor already let Wim note that Els agrees with everything."""
    wim = changing_region.sign_in("wim")
    at = re.search(r"/dossier/overdrachten/[0-9a-f-]{36}", changing_region.get("", "/dossier", wim).text).group(0)  # type: ignore[union-attr]
    given = {f"reply_{n}": "agree" for n in range(1, 12)} | {"channel": "desk"}
    assert changing_region.post("", f"{at}/antwoorden", given, wim).status == 302
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("NABIJ_", "DATABASE_", "DJANGO_"))}
    command = [sys.executable, "-m", "nabij", "demo", "step", "--all"]
    done = subprocess.run(command, env=environment | {"NABIJ_HOME": str(changing_region.home)}, capture_output=True, text=True)
    lines = done.stdout.splitlines()
    assert done.returncode == 0 and len(lines) == 5, done
    assert lines[0].startswith("Greet geeft 11 gegevens vrij") and "9 overgenomen, 1 vernieuwd, 1 betwist" in lines[2]
    assert [line.strip() for line in lines[3:]] == [
        f"{name}: afgesloten, ontvangstbewijs voor 11 gegevens" for name in ("OCMW Kortrijk", "OCMW Wervik")
    ]  # fmt: skip
    assert "Afgesloten" in changing_region.get("", at, wim).text


def test_a_meeneemmap_without_javascript(changing_region: Region, visit: Visit) -> None:
    wim, marieke, guest = (visit.page(javascript=False, width=NARROW) for _ in range(3))
    sign_in(wim, changing_region, "wim")
    wim.get_by_role("link", name="Els Maes", exact=True).click()
    wim.get_by_role("link", name="Meeneemmap", exact=True).click()
    wim.get_by_label("per telefoon").check()
    wim.get_by_role("button", name="Stel de meeneemmap samen").click()
    wim.get_by_label(re.compile("Schulden")).first.check()
    wim.get_by_role("button", name="De persoon zag de lijnen: bewaar").click()
    wim.get_by_role("button", name="Verzegel, en stuur het met de post").click()
    sheet = text(wim)
    assert "Voorbeeldstraat 8, 8500 Kortrijk" in sheet
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
