"""Small numbers are not told, and no subtraction gives them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from nabij.modules.dossier.rules.figures import HIDDEN, SMALL, WITHHELD, told, told_together

CELLS = st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 60), min_size=2)


@given(CELLS)
def test_no_number_under_ten_is_told_or_follows_from_the_others(cells: dict[str, int]) -> None:
    shown, total = told_together(cells)
    assert not [name for name, count in cells.items() if count < SMALL and shown[name] != HIDDEN]
    untold = [name for name, text in shown.items() if not text.isdigit()]
    if any(count < SMALL for count in cells.values()) and total != HIDDEN:
        assert len(untold) >= 2
    assert {text for text in shown.values() if not text.isdigit()} <= {HIDDEN, WITHHELD}


def test_the_second_one_that_is_withheld_is_the_smallest_of_the_others() -> None:
    assert told_together({"a": 3, "b": 40, "c": 12}) == ({"a": HIDDEN, "b": "40", "c": WITHHELD}, "55")
    assert told_together({"a": 30, "b": 40}) == ({"a": "30", "b": "40"}, "70")
    assert told(9) == HIDDEN and told(10) == "10"
