"""Numbers as Flanders writes them, dates as people type them."""

from datetime import date, time

import pytest

from nabij.design.dates import DateUnclear, read_date
from nabij.design.figures import grouped_code, money, number, percent, phone_uri
from nabij.design.scheme import duty_scheme

TODAY = date(2027, 3, 30)


@pytest.mark.parametrize(
    ("cents", "text"), [(125050, "€ 1.250,50"), (2000, "€ 20"), (-5000, "– € 50,00"), (5, "€ 0,05"), (0, "€ 0")]
)
def test_money(cents: int, text: str) -> None:
    assert money(cents).replace("\u00a0", " ") == text


def test_numbers_and_shares() -> None:
    assert (number(1250), number(3.5, 1)) == ("1.250", "3,5")
    assert percent(134, 512) == "26\u00a0%"
    assert percent(511, 512) == "99\u00a0%"
    assert percent(0, 0) == "0\u00a0%"


def test_codes_in_groups_of_three() -> None:
    assert grouped_code("KOR4F792K") == grouped_code("kor 4f7-92k") == ["KOR", "4F7", "92K"]


@pytest.mark.parametrize(
    ("written", "uri"),
    [("056 12 34 56", "tel:+3256123456"), ("0032 56 12", "tel:+325612"), ("112", "tel:112"), ("+33 3 20", "tel:+33320")],
)
def test_phone_addresses(written: str, uri: str) -> None:
    assert phone_uri(written) == uri


@pytest.mark.parametrize(
    "typed",
    [("3", "3", "2025"), ("03", "03", "25"), ("3/3/25", "", ""), ("3 maart 2025", "", ""), ("", "", "3-3-2025"),
     ("3", "mrt", "2025"), ("maandag 3 maart 2025", "", ""), (" 3 ", "Maart", "2025")],
)  # fmt: skip
def test_dates_as_people_type_them(typed: tuple[str, str, str]) -> None:
    assert read_date(*typed, today=TODAY) == date(2025, 3, 3)


def test_a_missing_year_is_this_year_unless_it_is_needed() -> None:
    assert read_date("3 maart", "", "", today=TODAY) == date(2027, 3, 3)
    with pytest.raises(DateUnclear, match="jaar"):
        read_date("3", "3", "", today=TODAY, year_needed=True)


def test_two_digits_of_a_birth_year() -> None:
    assert read_date("1", "1", "46", today=TODAY) == date(1946, 1, 1)
    assert read_date("1", "1", "37", today=TODAY) == date(2037, 1, 1)


def test_nothing_typed_is_no_date() -> None:
    assert read_date("", " ", "", today=TODAY) is None


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [(("31", "2", "2027"), "31 februari bestaat niet. Kijk de dag en de maand na."), (("1", "13", "2027"), "maand"),
     (("3", "", "2027"), "dag en de maand"), (("drie", "3", "2027"), "cijfers"), (("0", "3", "2027"), "bestaat niet"),
     (("3", "3", "²"), "cijfers"), (("3", "3", "99999"), "cijfers")],
)  # fmt: skip
def test_what_is_no_date_gets_a_sentence(typed: tuple[str, str, str], sentence: str) -> None:
    with pytest.raises(DateUnclear, match=sentence):
        read_date(*typed, today=TODAY)


def test_duty_is_dark_by_night() -> None:
    assert [duty_scheme(time(hour)) for hour in (21, 22, 3, 5, 6)] == ["", "dark", "dark", "dark", ""]
    assert duty_scheme(time(3), "light") == "light"
