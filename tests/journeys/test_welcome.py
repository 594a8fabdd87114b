"""The first page: exactly its words, only doors that open, and it stands while the database is stopped."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from steps import sign_in, text, until

from nabij.demo import control
from nabij.testing.browser import NARROW, WIDE, Visit, axe_problems, scrolls_sideways
from nabij.testing.server import Region

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.xdist_group("browser-2"), pytest.mark.slow(reason="a real demo in a real browser")]
VISION = (
    "De lokale besturen van de regio werken samen aan een betere dienstverlening, waarbij de digitale transformatie een hefboom is om "
    "een warme, toegankelijke en lokale dienstverlening te verankeren."
)
WORDS = (
    VISION, "Uit de nota van Zuid-West-Vlaanderen. Overloop de nota, punt per punt en zie bij elk punt welk scherm ervoor zorgt.",
    "Dit is een voorbeeld. De dertien gemeenten bestaan echt.", "U kunt niets stukmaken.",
    "de eerste werkdag na een stormweekend.", "Hebt u drie minuten?", "Meld een gasgeur in Kortrijk, als inwoner.",
    "Kijk mee op de telefoon van de wachtdienst", "Volg de melding met uw nummer.", "Neem de plaats in van …",
    "Kies een kaart. U bent meteen aangemeld, zonder wachtwoord.", "Kijk als inwoner van …",
    "Wat als …", "niemand opneemt? de databank uitvalt? een gemeente niet meer meedoet? iemand in de databank knoeit?",
    "Wat u hier niet vindt", "Geen ranglijst van gemeenten.", "Geen cijfers per medewerker.", "Geen cookies van anderen.",
    "Wat er vertrok (elke sms, oproep, mail en brief)", "Begin opnieuw", "Wat kost dit en wie beheert het?", "Voor wie dit wil installeren",
)  # fmt: skip
BAND = "Voorbeeld · dinsdag 30 maart 2027, 8."


def doors(page: Page) -> list[str]:
    """Every address that the welcome page links to."""
    return page.locator("a[href^='http'], a[href^='/']").evaluate_all("links => links.map(link => link.href)")


def answers(region: Region, url: str) -> int:
    """What stands behind a door; behind a resident's card, the page to which it leads once signed in."""
    parts = urlsplit(url)
    slug = (parts.hostname or "").removesuffix("localhost").rstrip(".")
    answer = region.get(slug, parts.path)
    if parts.path.startswith("/demo/kaart/") and answer.status == 302:
        answer = region.get(slug, answer.header("Location"), answer.header("Set-Cookie").partition(";")[0])
    return answer.status


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_the_words_and_no_dead_door(region: Region, visit: Visit, width: int) -> None:
    page = visit.page(width=width)
    answer = page.goto(region.platform())
    assert answer is not None and len(answer.body()) <= 30_000
    seen = text(page)
    assert [words for words in WORDS if words not in seen] == []
    assert seen.startswith("Ga naar de inhoud " + BAND) or BAND in seen
    assert axe_problems(page) == [] and scrolls_sideways(page) <= 0
    assert page.context.cookies() == []
    found = doors(page)
    assert len([url for url in found if ".localhost" in url and url.endswith(f"{region.port}/")]) == 13
    dead = [url for url in set(found) if answers(region, url) != 200]
    assert dead == []


def test_each_card_opens_its_first_page(region: Region, visit: Visit) -> None:
    """One click, no password, and the name of the person stands on the page that opens; a resident's card leads to the own site first."""
    cards = json.loads((region.home / "demo" / "cards.json").read_text())
    page = visit.page(javascript=False)
    page.goto(region.platform())
    titles = page.locator(".card strong").all_inner_texts()
    assert titles == [card["title"] for card in cards] and len(titles) >= 7
    for number, card in enumerate(cards):
        own = visit.page(javascript=False)
        own.goto(region.platform())
        own.locator(".card").nth(number).click()
        name = card["who"].partition(",")[0]
        assert own.url != region.platform() and own.title()
        assert name in text(own) or "/wacht" in own.url, card
        assert "Deze pagina" not in own.locator("h1").inner_text(), card


def test_it_stands_while_the_database_is_stopped(changing_region: Region, visit: Visit) -> None:
    region, page = changing_region, visit.page(javascript=False)
    page.goto(region.site("kortrijk"))
    ticket = control.request("stop_database", home=region.home, seconds=20)
    said = control.answer(ticket, home=region.home, within=15)
    assert said is not None and said["ok"], said
    page.goto(region.platform())
    assert VISION in text(page)
    assert page.goto(region.platform("/demo/")).status == 200  # type: ignore[union-attr]
    assert "De databank ligt nu stil" in text(page)
    page.get_by_role("button", name="Wijzig één rij buiten Nabij om").click()
    assert "De databank ligt nu stil. Probeer het opnieuw als ze weer loopt." in text(page)
    for path, words in (("/demo/gateway", "Wat er vertrok"), ("/nota", "van 113 punten"), ("/demo/kosten", "Wie bellen we")):
        page.goto(region.platform(path))
        assert words in text(page)
    away = page.goto(region.site("kortrijk", "/melden"))
    assert away is not None and away.status == 503 and "Online lukt het nu niet" in text(page)
    assert "056 00 00 05" in text(page), "the phone number stands"
    page.goto(region.platform("/healthz/ready"))
    until(page, lambda: "klaar" in text(page), "the database comes back by itself")
    page.goto(region.site("kortrijk", "/melden"))
    assert "Meld een probleem" in text(page)


def test_a_person_with_two_functions_works_in_one_at_a_time(changing_region: Region, visit: Visit) -> None:
    """Bart is director of the municipality and of its OCMW: the pages never combine them."""
    page = visit.page(javascript=False)
    sign_in(page, changing_region, "bart", "/werk")
    assert page.locator(".site-name").inner_text().strip() in ("Wervik", "Stad Wervik")
    page.locator("details.capacity summary").click()
    page.get_by_role("button", name="OCMW Wervik").click()
    assert "OCMW" in page.locator(".site-name").inner_text()
    page.goto(changing_region.platform("/meldpunt"))
    assert "Deze pagina vinden we niet" in text(page)
