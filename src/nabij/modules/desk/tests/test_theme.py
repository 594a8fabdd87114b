"""Colours: judged with pair, value and nearest; kept only when every pair can be read."""

from typing import Any

import pytest

from nabij.design.palettes import PALETTES
from nabij.design.queries import colours_of
from nabij.modules.desk.pages.theme import preview_css

from .reading import text, whole

pytestmark = pytest.mark.django_db
GOOD = {**PALETTES["menen"].colours(), "version": "0", "logo_text": "Kortrijk"}
EDITOR, TRIAL = "/beheer/organisatie/thema", "/beheer/organisatie/thema/proef"


@pytest.mark.parametrize("address", [EDITOR, TRIAL])
def test_a_grey_on_white_is_refused_with_pair_value_and_nearest_colour(staff: Any, address: str) -> None:
    page = staff("tine").post(address, {**GOOD, "brand": "#777777"})
    assert page.status_code == 422
    words = text(page)
    assert "Hoofdkleur #777777 bij de pagina (#FFFFFF) heeft contrast 4,48 : 1. Nodig is 4,5 : 1." in words and "#767676" in words
    html = page.content.decode()
    assert 'value="#777777"' in html and "brand=%23777777" in html, "what was typed stays, also in the preview"
    whole(page)
    assert colours_of("kortrijk") == PALETTES["kortrijk"].colours()


def test_a_trial_keeps_nothing(staff: Any) -> None:
    page = staff("tine").post(TRIAL, GOOD)
    assert page.status_code == 200 and "Alle paren zijn leesbaar." in text(page)
    assert colours_of("kortrijk") == PALETTES["kortrijk"].colours()


def test_good_colours_are_kept_and_worn(staff: Any) -> None:
    client = staff("tine")
    assert client.post(EDITOR, GOOD).headers["Location"] == f"{EDITOR}?bewaard"
    assert colours_of("kortrijk")["brand"] == PALETTES["menen"].brand
    assert "Bewaard." in text(client.get(f"{EDITOR}?bewaard"))


def test_a_second_editor_hears_that_it_changed(staff: Any) -> None:
    staff("tine").post(EDITOR, GOOD)
    page = staff("tine").post(EDITOR, {**GOOD, "strong": "#000000"})
    assert page.status_code == 412 and "Iemand anders wijzigde deze kleuren" in text(page)


def test_the_preview_holds_six_components_in_both_schemes(staff: Any) -> None:
    html = staff("tine").get(EDITOR).content.decode()
    for part in ("theme-band", "button secondary", "theme-link", "tag info", "theme-field", "speak"):
        assert html.count(part) >= 2, part
    sheet = staff("tine").get("/beheer/organisatie/thema/proef.css?brand=%23123456&strong=red;}body{x:1")
    assert sheet.headers["Content-Type"].startswith("text/css")
    css = sheet.content.decode()
    assert "--brand:#123456" in css and "body" not in css
    assert preview_css({"dark_brand": "#ABCDEF"}).count("--brand:") == 1


def test_only_who_may_choose_colours_sees_the_editor(staff: Any) -> None:
    assert staff("delphine").get(EDITOR).status_code == 403
    assert staff("femke").get(EDITOR).status_code == 200
