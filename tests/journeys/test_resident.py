"""Script "Resident": a smell of gas in Kortrijk, on a telephone of 320 px, without JavaScript; and the same with it, judged by axe."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from steps import photo, report_code, sign_in, spoken, text, until

from nabij.testing.browser import NARROW, Visit, axe_problems, scrolls_sideways
from nabij.testing.server import Region

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.xdist_group("browser"), pytest.mark.slow(reason="a real demo in a real browser")]
PLACE = "achter de sporthal van Bellegem"


def judged(page: Page, javascript: bool) -> str:
    """What stands there; with JavaScript the page has also passed axe."""
    if javascript:
        assert axe_problems(page) == []
    assert scrolls_sideways(page) <= 0
    return text(page)


def send(page: Page) -> None:
    page.get_by_role("button", name="Verstuur melding").click()


@pytest.mark.parametrize("javascript", [False, True], ids=["without-javascript", "with-javascript"])
def test_a_smell_of_gas(changing_region: Region, visit: Visit, javascript: bool) -> None:
    region, page = changing_region, visit.page(javascript=javascript, width=NARROW)
    # 0: town name, phone, search, "Meld een probleem"
    page.goto(region.site("kortrijk"))
    seen = judged(page, javascript)
    assert "Kortrijk" in seen and "056 00 00 05" in seen
    assert page.get_by_role("search").first.is_visible()
    page.get_by_role("link", name="Meld een probleem").click()
    # 1: photo, "gasgeur", "achter de sporthal"
    assert "Is iemand in gevaar? Bel nu 112." in judged(page, javascript)
    page.get_by_label("Foto").set_input_files(photo())
    page.get_by_label("Wat is er aan de hand?").fill("gasgeur")
    page.get_by_label("Waar is het?").fill(PLACE)
    send(page)
    # The page answers first with 112 and the gas number, then asks "Is er nu gevaar?"
    seen = judged(page, javascript)
    assert seen.index("112") < seen.index("0800 65 065") < seen.index("Is er nu gevaar?")
    assert "Uw melding is nog niet verstuurd." in seen
    page.get_by_label("Ja", exact=True).check()
    send(page)
    # 2: the number on a page of its own
    code = report_code(page)
    seen = judged(page, javascript)
    assert f"{code[:3]} {code[3:6]} {code[6:]}" in seen
    assert "De wachtdienst is verwittigd. U ziet hier wie uw melding opvolgt." in seen
    assert "dinsdag 30 maart 2027" in seen and "056 00 00 05" in seen and PLACE in seen
    # 3: by that number, as it was written down
    page.goto(region.site("kortrijk", "/melding"))
    page.get_by_label("Wat is uw nummer?").fill(spoken(code))
    page.get_by_role("button", name="Toon mijn melding").click()
    assert page.url.endswith(f"/melding/{code}")
    assert "gasgeur" in judged(page, javascript)
    take(visit, region, "joris", javascript)
    until(page, lambda: "Joris V. van de wachtdienst is er sinds 8.3" in text(page), "the resident reads who took it")
    assert "uur mee bezig" in judged(page, javascript)
    assert "Vanneste" not in text(page), "residents read a first name and a letter"
    assert page.context.cookies() == [], "a resident gets no cookie"
    assert_photo_without_place(visit, region, code)


def take(visit: Visit, region: Region, username: str, javascript: bool) -> None:
    """The duty officer takes the newest alarm, on a telephone."""
    page = visit.page(javascript=javascript, width=NARROW)
    sign_in(page, region, username, "/wacht")
    page.get_by_role("button", name="Ik neem het").first.click()
    assert f"{username.capitalize()}" in text(page)


def assert_photo_without_place(visit: Visit, region: Region, code: str) -> None:
    """The operator of Kortrijk sees the picture; what the camera wrote into it is gone."""
    page = visit.page()
    sign_in(page, region, "delphine", "/meldpunt")
    page.get_by_role("link", name=f"{code[:3]} {code[3:6]} {code[6:]}").click()
    picture = page.locator("img[alt^='Foto bij de melding']")
    until(page, lambda: bool(picture.evaluate("image => image.naturalWidth")), "the worker re-made the picture")
    address = picture.get_attribute("src") or ""
    body = page.context.request.get(region.platform(address.partition("?")[0])).body()
    exif = Image.open(io.BytesIO(body)).getexif()
    assert dict(exif) == {} and not exif.get_ifd(0x8825)


@pytest.mark.parametrize("javascript", [False, True], ids=["without-javascript", "with-javascript"])
def test_nothing_typed_is_lost(changing_region: Region, visit: Visit, javascript: bool) -> None:
    """No description: the page says what it needs and keeps place, name and photo."""
    page = visit.page(javascript=javascript, width=NARROW)
    page.goto(changing_region.site("kortrijk", "/melden"))
    page.get_by_label("Foto").set_input_files(photo())
    page.get_by_label("Waar is het?").fill("Grote Markt, Kortrijk")
    page.get_by_label("Naam").fill("Kaat Proef")
    send(page)
    seen = judged(page, javascript)
    assert "We hebben nog 1 ding nodig" in seen
    assert "Uw foto gaslek.jpg is bewaard" in seen
    assert page.get_by_label("Waar is het?").input_value() == "Grote Markt, Kortrijk"
    assert page.get_by_label("Naam").input_value() == "Kaat Proef"
    assert page.title().startswith("Fout:")
    page.get_by_label("Wat is er aan de hand?").fill("Put in de weg")
    send(page)
    assert "U krijgt ten laatste op" in text(page)
    page.go_back()
    page.goto(changing_region.site("kortrijk", f"/melding/{'KOR222222'}"))
    assert "Dit nummer vinden we niet" in judged(page, javascript)


def test_where_the_reporting_point_is_not_open_yet_the_local_phone_stands(region: Region, visit: Visit) -> None:
    page = visit.page(javascript=False, width=NARROW)
    answer = page.goto(region.site("lendelede", "/melden"))
    assert answer is not None and answer.status == 404
    seen = judged(page, False)
    assert "Deze pagina vinden we niet" in seen and "056 00 00 07" in seen and "Lendelede" in page.title()
    page.goto(region.site("lendelede"))
    assert page.get_by_role("link", name="Meld een probleem").count() == 0
