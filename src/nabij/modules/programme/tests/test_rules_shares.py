"""Shares: exact to the cent, in the note's own example and for any figures."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ..rules.shares import NoWeight, divide_by_inhabitants, shifted

FIVE = {"Wervik": 19_000, "Menen": 33_362, "Wevelgem": 31_397, "Kuurne": 13_600, "Lendelede": 5_900}
FIVE_SHARES = {"Wervik": 2_208_040, "Menen": 3_877_086, "Wevelgem": 3_648_728, "Kuurne": 1_580_492, "Lendelede": 685_654}
FOUR_SHARES = {"Wervik": 2_341_848, "Menen": 4_112_039, "Wevelgem": 3_869_843, "Kuurne": 1_676_270}
weights = st.dictionaries(st.integers(0, 50), st.integers(0, 80_000), min_size=1, max_size=30)


def test_example_of_five_and_of_the_four_that_went_on() -> None:
    assert divide_by_inhabitants(12_000_000, FIVE) == FIVE_SHARES
    four = {name: number for name, number in FIVE.items() if name != "Lendelede"}
    assert divide_by_inhabitants(12_000_000, four) == FOUR_SHARES


@given(st.integers(-(10**9), 10**9), weights)
def test_sum_is_exact_and_each_part_within_one_cent(total: int, figures: dict[int, int]) -> None:
    whole = sum(figures.values())
    if whole == 0:
        if total:
            with pytest.raises(NoWeight):
                divide_by_inhabitants(total, figures)
        return
    parts = divide_by_inhabitants(total, figures)
    assert sum(parts.values()) == total
    assert all(abs(parts[key] * whole - total * figures[key]) < whole for key in figures)
    assert all(parts[key] == 0 for key, weight in figures.items() if weight == 0)


@given(st.integers(0, 10**9), weights, st.randoms())
def test_order_of_input_does_not_matter(total: int, figures: dict[int, int], random: object) -> None:
    if not sum(figures.values()):
        return
    items = list(figures.items())
    random.shuffle(items)  # type: ignore[attr-defined]
    assert divide_by_inhabitants(total, dict(items)) == divide_by_inhabitants(total, figures)


def test_who_leaves_pays_nothing_and_the_differences_cancel_out() -> None:
    rows = shifted(FIVE_SHARES, FOUR_SHARES)
    assert sum(row.difference for row in rows) == 0
    assert next(row for row in rows if row.organisation == "Lendelede").after is None
