"""The sites as visitors meet them, the editor's ten minutes in a browser, and the sites while the database is stopped."""

from __future__ import annotations

import re
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from steps import photo, sign_in, text, until

from nabij.demo import control
from nabij.demo import region as story
from nabij.testing.browser import NARROW, WIDE, Visit, axe_problems, scrolls_sideways
from nabij.testing.server import Answer, Region

pytestmark = [pytest.mark.xdist_group("browser"), pytest.mark.slow(reason="a real demo in a real browser")]
PUBLISHED_WITHIN_S = 180.0
PUBLIC = ("/", "/contact", "/openingsuren", "/diensten/", "/diensten/identiteitskaart", "/plaatsen/recyclagepark", "/nieuws/",
          "/nieuws/omhaling-van-snoeihout-op-12-april", "/zoeken?q=containerpark", "/zoeken?q=gaslek", "/noodinfo",
          "/diensten/identiteitskaart/blad")  # fmt: skip
WHILE_STOPPED = ("/", "/diensten/identiteitskaart", "/openingsuren", "/contact", "/diensten/identiteitskaart.jsonld", "/nieuws/atom.xml",
                 "/sitemap.xml", "/noodinfo")  # fmt: skip


def wait_for_files(region: Region) -> None:
    """The worker publishes all sites soon after the start."""
    deadline = time.monotonic() + PUBLISHED_WITHIN_S
    while missing := [slug for slug in story.municipalities() if not (region.home / "published" / slug / "current").exists()]:
        assert time.monotonic() < deadline, f"not published: {missing}"
        time.sleep(1)


def phones() -> dict[str, str]:
    """Invented numbers of the story, by site."""
    return {slug: f"056 00 00 {number:02d}" for number, slug in enumerate(story.municipalities(), 1)}


def test_thirteen_sites_each_page_its_own_light_and_without_cookie(region: Region) -> None:
    """Twenty at a time: no page of another host, no cookie, at most 50 kB, no outside address to fetch."""
    wait_for_files(region)
    wanted = [(slug, path) for slug in story.municipalities() for path in _paths(region.get(slug, "/sitemap.xml"))]
    assert len(wanted) > 13 * 25
    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda one: (one, region.get(*one)), wanted))
    own = phones()
    for (slug, path), answer in answers:
        assert answer.status == 200 and not answer.header("Set-Cookie"), (slug, path)
        assert len(answer.body) <= 50_000 and own[slug] in answer.text, (slug, path)
        assert not [phone for other, phone in own.items() if other != slug and phone in answer.text], (slug, path)
        assert not re.search(r'(?:src|rel="stylesheet" href)="https?:', answer.text), (slug, path)


def _paths(sitemap: Answer) -> list[str]:
    return [re.sub(r"^https?://[^/]+", "", found) for found in re.findall(r"<loc>([^<]+)</loc>", sitemap.text)]


@pytest.mark.parametrize("slug", ["kuurne", "spiere-helkijn"])
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_public_pages_are_accessible(region: Region, visit: Visit, slug: str, width: int) -> None:
    page = visit.page(width=width)
    for path in PUBLIC:
        answer = page.goto(region.site(slug, path))
        assert answer is not None and answer.status == 200, path
        assert axe_problems(page) == [], path
        assert scrolls_sideways(page) <= 0, path
    assert page.context.cookies() == []


def test_pages_are_whole_without_javascript_and_in_the_dark(region: Region, visit: Visit) -> None:
    page = visit.page(javascript=False, width=NARROW)
    page.goto(region.site("spiere-helkijn", "/nieuws/omhaling-van-snoeihout-op-12-april"))
    seen = text(page)
    assert seen.index("Omhaling van snoeihout op 12 april") < seen.index("Collecte des branches le 12 avril")
    assert page.locator("section[lang=fr-BE]").count() == 1
    page.goto(region.site("kuurne", "/"))
    page.get_by_label("Wat wilt u doen?").fill("containerpark")
    page.get_by_role("button", name="Zoek").click()
    page.get_by_role("link", name="Recyclagepark Kuurne").first.click()
    assert "tot 16.45 uur" in text(page)
    dark = visit.page(scheme="dark")
    dark.goto(region.site("kuurne", "/diensten/identiteitskaart"))
    assert axe_problems(dark) == []


def test_femkes_ten_minutes(changing_region: Region, visit: Visit) -> None:
    region = changing_region
    wait_for_files(region)
    page, resident = visit.page(), visit.page(javascript=False, width=NARROW)
    sign_in(page, region, "femke", "/website")
    assert "Voor u deze maand: 4 dingen, ongeveer 8 minuten" in text(page)
    assert axe_problems(page) == []
    _change_of_the_source(page, resident, region)
    _only_online(page)
    _news_with_a_picture(page)
    page.goto(region.platform("/website/brugdagen/2027-05-07"))
    assert axe_problems(page) == []
    page.get_by_role("button", name="We sluiten op 7 mei").click()
    assert "Bewaard." in text(page)
    resident.goto(region.site("kuurne", "/plaatsen/gemeentehuis"))
    until(resident, lambda: "Vrijdag 7 mei: gesloten (brugdag na" in text(resident), "the bridge day on the page")


def _change_of_the_source(page, resident, region: Region) -> None:
    page.get_by_role("link", name="Vlaanderen wijzigde “Identiteitskaart”").first.click()
    assert page.locator("ins").count() >= 2 and page.locator("del").count() >= 2
    assert axe_problems(page) == []
    page.get_by_role("button", name="Neem de tekst over, hou onze prijs").click()
    resident.goto(region.site("kuurne", "/diensten/identiteitskaart"))
    until(resident, lambda: "tekent u online" in text(resident), "the shared text on the page")
    seen = text(resident)
    assert "€ 20" in seen and "Eigen woorden van Kuurne" in seen and "Tekst van Vlaanderen" in seen


def _only_online(page) -> None:
    page.goto(re.sub(r"/website.*", "/website", page.url))
    page.get_by_role("link", name="“Fietskluis huren” staat nog niet op de site").first.click()
    page.get_by_role("button", name="Zet de dienst op de site").click()
    assert "Voeg minstens één andere weg toe: het loket, de telefoon, een brief of een huisbezoek." in text(page)
    assert axe_problems(page) == []


def _news_with_a_picture(page) -> None:
    page.goto(re.sub(r"/website.*", "/website", page.url))
    page.get_by_role("link", name="Lentemarkt").first.click()
    page.get_by_label("Foto", exact=False).first.set_input_files(photo())
    page.get_by_role("button", name="Bewaar de foto").click()
    assert "Wat staat er op de foto? Schrijf het in één zin" in text(page)
    page.get_by_label("Foto", exact=False).first.set_input_files(photo())
    page.get_by_label("Wat staat er op de foto?").fill("Kramen met planten op de markt")
    page.get_by_role("button", name="Bewaar de foto").click()
    for name, value in (("Dag", "31"), ("Maand", "3"), ("Jaar", "2027")):
        page.get_by_label(name, exact=True).fill(value)
    page.get_by_role("button", name="Zet het op de site").click()
    assert "Verschijnt woensdag 31 maart 2027 om 9.00 uur" in text(page)
    assert axe_problems(page) == []


def test_the_sites_stand_while_the_database_is_stopped(changing_region: Region) -> None:
    region = changing_region
    wait_for_files(region)
    answered = control.answer(control.request("stop_database", home=Path(region.home), seconds=40), home=Path(region.home), within=30)
    assert answered and answered["ok"]
    for slug in story.municipalities():
        for path in WHILE_STOPPED:
            assert region.get(slug, path).status == 200, (slug, path)
    found = region.get("lendelede", "/zoeken?q=kaart")
    assert found.status == 200 and "Zoeken op een woord lukt nu even niet" in found.text
    refused = region.get("lendelede", "/melding?nummer=KOR4F792K")
    assert refused.status == 503 and phones()["lendelede"] in refused.text
