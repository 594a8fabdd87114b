"""Numbers, made at run time and never copied: separators, unknown dates, bis, both centuries, wrong check, the test range."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nabij.modules.dossier.rules.insz import Insz, Problem, check_insz, with_check

TODAY = date(2026, 6, 1)


def real(text: str) -> Insz | Problem:
    return check_insz(text, today=TODAY, allow_test=False)


def test_insz_separators_and_full_width_digits() -> None:
    digits = with_check("850730033")
    typed = f"{digits[:2]}.{digits[2:4]}.{digits[4:6]}-{digits[6:9]}.{digits[9:]}"
    wide = digits.translate({ord(str(n)): chr(0xFF10 + n) for n in range(10)})
    for one in (digits, typed, wide, f" {digits[:6]} {digits[6:]} "):
        found = real(one)
        assert isinstance(found, Insz) and found.digits == digits and found.birth == date(1985, 7, 30) and found.sex_hint == "man"


@pytest.mark.parametrize(("nine", "after", "year", "birth"), [
    ("000000101", False, None, None), ("850700033", False, 1985, None), ("850000033", False, 1985, None), ("850231033", False, 1985, None),
    ("170730033", True, 2017, date(2017, 7, 30)), ("170730033", False, 1917, date(1917, 7, 30)),
])  # fmt: skip
def test_insz_unknown_dates_and_both_centuries(nine: str, after: bool, year: int | None, birth: date | None) -> None:
    found = real(with_check(nine, after_2000=after))
    assert isinstance(found, Insz) and (found.kind, found.birth_year, found.birth) == ("nn", year, birth)


@pytest.mark.parametrize(("month", "sex"), [("27", None), ("47", "man")])
def test_insz_bis(month: str, sex: str | None) -> None:
    found = real(with_check(f"85{month}30033"))
    assert isinstance(found, Insz) and (found.kind, found.sex_hint, found.birth) == ("bis", sex, date(1985, 7, 30))


@pytest.mark.parametrize("typed", ["8507300332", "850730033288", "85073003A28", "٨٥٠٧٣٠٠٣٣٢٨", ""])
def test_insz_other_forms_get_a_sentence(typed: str) -> None:
    found = real(typed)
    assert isinstance(found, Problem) and found.sentence.endswith(".")


def test_insz_wrong_check_is_refused() -> None:
    digits = with_check("850730033")
    wrong = f"{digits[:9]}{(int(digits[9:]) % 97) + 1:02d}"
    assert isinstance(real(wrong), Problem)


def test_insz_odd_counter_warns_and_is_taken() -> None:
    found = real(with_check("850730999"))
    assert isinstance(found, Insz) and found.warning


@given(st.dates(date(1910, 1, 1), date(1999, 12, 31)), st.integers(1, 998))
def test_insz_test_range_is_its_own_world(birth: date, counter: int) -> None:
    nine = f"{birth:%y}{birth.month + 60}{birth:%d}{counter:03d}"
    digits = with_check(nine)
    found = check_insz(digits, today=TODAY, allow_test=True)
    assert isinstance(found, Insz) and found.kind == "test" and found.birth in (birth, birth.replace(year=birth.year + 100))
    assert isinstance(check_insz(digits, today=TODAY, allow_test=False), Problem)
    assert isinstance(check_insz(with_check("850730033"), today=TODAY, allow_test=True), Problem)
