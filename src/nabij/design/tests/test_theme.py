"""Saving a theme: refused with pair, value and nearest colour; kept with a version; served at once."""

from typing import Any

import pytest
from django.test import RequestFactory

from nabij.design.actions import colour_refusals, save_theme
from nabij.design.contrast import digest, theme_css
from nabij.design.pages import theme_stylesheet
from nabij.design.palettes import PALETTES
from nabij.design.queries import colours_of, theme_url
from nabij.kernel.errors import Invalid, Refused, Stale
from nabij.kernel.tenancy.scope import Actor, scope, system

GOOD = PALETTES["menen"].colours()


def test_a_grey_on_white_is_refused_with_pair_value_and_nearest_colour() -> None:
    refusals = colour_refusals({**GOOD, "brand": "#777777"})
    assert list(refusals) == ["brand"]
    sentence = refusals["brand"]
    assert "de pagina (#FFFFFF)" in sentence and "4,48 : 1" in sentence and "#767676" in sentence
    assert "kan in alle gevallen" in sentence


@pytest.mark.parametrize("wrong", ["", "rood", "#12345", "#123456;}", "url(x)"])
def test_what_is_no_colour_is_refused_before_it_is_judged(wrong: str) -> None:
    assert list(colour_refusals({**GOOD, "tint": wrong})) == ["tint"]


@pytest.fixture
def menen(organisations: dict[str, int]) -> int:
    """Id of Menen."""
    return organisations["menen"]


def _saving(organisation_id: int) -> Any:
    return scope(reading=[organisation_id], writing=[organisation_id], actor=system("test"), organisation_id=organisation_id)


def test_saved_colours_are_served_under_a_new_address(menen: int) -> None:
    before = theme_url("menen")
    colours = {**GOOD, "brand": "#0b3d0b"}
    with _saving(menen):
        saved = save_theme(organisation_id=menen, colours=colours, logo_text=" Menen ", expected_version=0)
    assert (saved.row_version, saved.logo_text, saved.brand) == (1, "Menen", "#0B3D0B")
    assert colours_of("menen")["brand"] == "#0B3D0B"
    assert theme_url("menen") != before


def test_theme_sheet_is_kept_a_year_only_under_its_own_digest(menen: int) -> None:
    css = theme_css(GOOD)
    request = RequestFactory().get("/thema/menen-x.css")
    right = theme_stylesheet(request, slug="menen", digest=digest(css))
    old = theme_stylesheet(request, slug="menen", digest="000000000000")
    assert right.content.decode() == old.content.decode() == css
    assert "immutable" in right["Cache-Control"] and "immutable" not in old["Cache-Control"]
    assert right["Content-Type"].startswith("text/css")


def test_two_editors_never_overwrite_each_other(menen: int) -> None:
    with _saving(menen):
        save_theme(organisation_id=menen, colours=GOOD, expected_version=0)
        with pytest.raises(Stale):
            save_theme(organisation_id=menen, colours=GOOD, expected_version=0)
        assert save_theme(organisation_id=menen, colours=GOOD, expected_version=1).row_version == 2


def test_a_failing_theme_changes_nothing(menen: int) -> None:
    with _saving(menen), pytest.raises(Invalid):
        save_theme(organisation_id=menen, colours={**GOOD, "brand": "#777777"})
    assert colours_of("menen") == GOOD


def test_who_may_not_choose_colours_is_refused(menen: int) -> None:
    clerk = Actor(kind="person", label="balie", organisation_id=menen)
    with scope(reading=[menen], writing=[menen], actor=clerk), pytest.raises(Refused):
        save_theme(organisation_id=menen, colours=GOOD)


def test_another_organisation_cannot_choose_for_menen(organisations: dict[str, int], menen: int) -> None:
    kuurne = organisations["kuurne"]
    administrator = Actor(kind="person", label="beheerder", organisation_id=kuurne, permissions=frozenset({"kernel.theme.write"}))
    with scope(reading=[kuurne], writing=[kuurne], actor=administrator), pytest.raises(Refused, match="beslist"):
        save_theme(organisation_id=menen, colours=GOOD)
