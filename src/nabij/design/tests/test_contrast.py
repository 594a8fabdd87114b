"""Contrast by the WCAG formula, never rounded up; every permitted pair of every palette."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nabij.design.contrast import (
    CONTROL,
    SHARED_PAIRS,
    TEXT,
    contrast,
    digest,
    nearest_passing,
    passes,
    repaired,
    shown,
    theme_css,
    theme_problems,
)  # fmt: skip
from nabij.design.palettes import DARK, LIGHT, PALETTES, REGION, ROLES, THEME_COLOURS, palette_for

COLOUR = st.integers(0, 0xFFFFFF).map(lambda value: f"#{value:06X}")
SCHEMES = (("", LIGHT), ("dark_", DARK))


@pytest.mark.parametrize(
    ("colour", "value", "minimum", "good"),
    [
        ("#767676", 4.54, TEXT, True),
        ("#777777", 4.48, TEXT, False),
        ("#949494", 3.03, CONTROL, True),
        ("#959595", 2.995, CONTROL, False),
    ],
)
def test_known_vectors(colour: str, value: float, minimum: float, good: bool) -> None:
    assert contrast(colour, "#ffffff") == pytest.approx(value, abs=0.005)
    assert passes(colour, "#FFFFFF", minimum) is good


def test_black_on_white_is_21_whatever_the_order() -> None:
    assert contrast("#000000", "#FFFFFF") == contrast("#FFFFFF", "#000000") == pytest.approx(21)


@pytest.mark.parametrize("wrong", ["", "#FFF", "white", "#GGGGGG", "FFFFFF", "#FFFFFF;color:red", "#FFFFFF\n"])
def test_only_six_hexadecimal_digits_are_a_colour(wrong: str) -> None:
    with pytest.raises(ValueError, match="#RRGGBB"):
        contrast(wrong, "#FFFFFF")


@pytest.mark.parametrize("slug", sorted(PALETTES))
def test_every_pair_of_a_seeded_palette_passes(slug: str) -> None:
    assert theme_problems(PALETTES[slug].colours()) == []


def test_there_are_thirteen_palettes_and_one_region_without_brand() -> None:
    assert len(PALETTES) == 13
    assert theme_problems(REGION.colours()) == []
    assert (REGION.brand, REGION.tint) == (LIGHT["ink"], LIGHT["surface"])


@pytest.mark.parametrize(("prefix", "scheme"), SCHEMES)
def test_shared_pairs_pass(prefix: str, scheme: dict[str, str]) -> None:
    failing = [pair for pair in SHARED_PAIRS if not passes(scheme[pair[0]], scheme[pair[1]], pair[2])]
    assert failing == []


@pytest.mark.parametrize(("prefix", "scheme"), SCHEMES)
def test_focus_ring_or_its_halo_shows_on_every_palette(prefix: str, scheme: dict[str, str]) -> None:
    grounds = [palette.colours()[prefix + role] for palette in PALETTES.values() for role in ROLES]
    assert min(max(contrast(ground, scheme[ring]) for ring in ("ink", "paper")) for ground in grounds) >= CONTROL


def test_worst_cases_equal_the_specification() -> None:
    themes = [palette.colours() for palette in PALETTES.values()]
    worst = {
        "brand on surface": min(contrast(t["brand"], LIGHT["surface"]) for t in themes),
        "brand on dark surface": min(contrast(t["dark_brand"], DARK["surface"]) for t in themes),
        "text on strong": min(contrast(t["strong"], LIGHT["paper"]) for t in themes),
        "ink-2 on tint": min(contrast(t["tint"], LIGHT["ink-2"]) for t in themes),
        "edge on tint": min(contrast(t["tint"], LIGHT["edge"]) for t in themes),
        "error on dark tint": min(contrast(t["dark_tint"], DARK["error"]) for t in themes),
    }
    expected = [6.5, 8.4, 11.4, 7.0, 4.2, 7.3]
    assert [round(value, 1) for value in worst.values()] == expected


def test_a_failing_brand_names_pair_value_and_nearest_colour() -> None:
    tokens = {**PALETTES["kortrijk"].colours(), "brand": "#777777"}
    first = theme_problems(tokens)[0]
    assert (first.pair, first.colours, first.minimum) == (("brand", "paper"), ("#777777", "#FFFFFF"), 4.5)
    assert first.value == pytest.approx(4.478, abs=0.001)
    assert first.nearest_passing == "#767676"
    assert "4,48 : 1" in first.sentence_nl and "4,5 : 1" in first.sentence_nl and "#767676" in first.sentence_nl


def test_a_failing_dark_colour_is_said_to_be_of_the_dark_screen() -> None:
    tokens = {**PALETTES["menen"].colours(), "dark_brand": "#333333"}
    problems = theme_problems(tokens)
    assert {problem.pair for problem in problems} == {("dark_brand", on) for on in ("paper", "surface", "dark_tint")}
    assert all(problem.sentence_nl.startswith("Donker scherm: ") for problem in problems)


def test_shown_never_reads_as_passing() -> None:
    assert shown(4.4989, 4.5) == "4,49"
    assert shown(4.478, 4.5) == "4,48"
    assert shown(4.5) == "4,5"
    assert shown(21.0) == "21"


@given(COLOUR, COLOUR)
@settings(max_examples=40, deadline=None)
def test_nearest_passing_passes_and_keeps_a_passing_colour(colour: str, ground: str) -> None:
    found = nearest_passing(colour, ground, CONTROL)
    assert found is not None and passes(found, ground, CONTROL)
    if passes(colour, ground, CONTROL):
        assert found == colour


def test_nearest_passing_is_none_when_nothing_reaches_it() -> None:
    assert nearest_passing("#777777", "#777777", 7.0) is None


@given(st.fixed_dictionaries({role: COLOUR for role in THEME_COLOURS}))
@settings(max_examples=15, deadline=None)
def test_a_repaired_theme_has_no_problem(tokens: dict[str, str]) -> None:
    assert theme_problems(repaired(tokens)) == []


def test_sheet_holds_both_schemes_and_refuses_what_is_no_colour() -> None:
    colours = PALETTES["menen"].colours()
    css = theme_css(colours)
    assert css.count("--brand:#9CBEFE") == 2 and css.count("--brand:#1C4192") == 1
    assert digest(css) != digest(theme_css(PALETTES["kuurne"].colours()))
    with pytest.raises(ValueError, match="#RRGGBB"):
        theme_css({**colours, "brand": "red}body{display:none"})


def test_an_ocmw_wears_the_palette_of_its_municipality_and_strangers_that_of_the_region() -> None:
    assert palette_for("ocmw-menen") is PALETTES["menen"]
    assert palette_for("w13") is REGION
