"""The ten of the law, in every year, from rules that are data."""

from datetime import date

import holidays as reference
import pytest

from nabij.kernel.calendar.rules import Calendar, ClosingDay, HolidayRule, easter_sunday, holidays_in
from nabij.kernel.calendar.tests.ten import TEN


def test_the_shipped_rules_are_the_ten_of_the_law():
    assert len(TEN) == 10
    assert all(rule.name_nl and rule.name_fr for rule in TEN)


@pytest.mark.parametrize("year", range(2024, 2036))
def test_every_year_equals_an_independent_list(year):
    # The other list also has Easter Sunday, Whit Sunday and bank days, which are not among the ten.
    ours = {holiday.day for holiday in holidays_in(year, TEN)}
    theirs = {
        day for day, name in reference.country_holidays("BE", years=year, language="en_US").items()
        if "Easter Sunday" not in name and "Whit Sunday" not in name
    }
    assert len(ours) == 10 and ours == theirs


def test_easter_and_what_hangs_on_it():
    assert easter_sunday(2027) == date(2027, 3, 28)
    days = {holiday.code: holiday.day for holiday in holidays_in(2027, TEN)}
    assert days["easter-monday"] == date(2027, 3, 29)
    assert days["ascension"] == date(2027, 5, 6)
    assert days["whit-monday"] == date(2027, 5, 17)


def test_a_rule_with_a_date_alters_only_later_years():
    region_day = HolidayRule("region", "Feestdag van de streek", "Fête", month=7, day=11, first=date(2027, 1, 1))
    assert date(2026, 7, 11) not in {h.day for h in holidays_in(2026, (*TEN, region_day))}
    assert date(2027, 7, 11) in {h.day for h in holidays_in(2027, (*TEN, region_day))}
    ended = HolidayRule("old", "Vroeger", "Avant", month=6, day=1, until=date(2026, 1, 1))
    assert ended.on(2025) == date(2025, 6, 1) and ended.on(2026) is None


def test_local_closing_days_count_only_when_asked():
    bridge = ClosingDay(date(2027, 5, 7), date(2027, 5, 8), "brugdag")
    calendar = Calendar(TEN, (bridge,))
    assert calendar.is_working_day(date(2027, 5, 7))
    assert not calendar.is_working_day(date(2027, 5, 7), local=True)
    assert calendar.next_working_day(date(2027, 5, 7), local=True) == date(2027, 5, 10)
    assert calendar.add_working_days(date(2027, 5, 5), 1) == date(2027, 5, 7)
    assert calendar.add_working_days(date(2027, 5, 5), 1, local=True) == date(2027, 5, 10)


def test_good_friday_is_a_working_day_and_easter_monday_is_not():
    calendar = Calendar(TEN)
    assert calendar.is_working_day(date(2027, 3, 26))
    assert not calendar.is_working_day(date(2027, 3, 29))
    assert date(2027, 3, 30) == calendar.next_working_day(date(2027, 3, 27))
