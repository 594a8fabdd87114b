"""Dates in words, as look.md section 5 writes them."""

from datetime import UTC, date, datetime, time

import pytest

from nabij.kernel.calendar import words


def test_dates_and_times_in_dutch():
    assert words.date_text(date(2025, 3, 3)) == "maandag 3 maart 2025"
    assert words.date_text(date(2025, 3, 7), year=False) == "vrijdag 7 maart"
    assert words.time_text(time(14, 5)) == "14.05 uur"
    assert words.time_text(time(8)) == "8.00 uur"
    assert words.table_date(date(2025, 3, 3)) == "3/03/2025"
    assert words.timeline_time(time(14, 5)) == "14:05"


def test_dates_and_times_in_french():
    assert words.date_text(date(2025, 3, 3), "fr") == "lundi 3 mars 2025"
    assert words.date_text(date(2025, 3, 1), "fr") == "samedi 1er mars 2025"
    assert words.time_text(time(14, 5), "fr") == "14 h 05"
    assert words.time_text(time(17), "fr") == "17 h"


def test_moments_are_shown_in_local_time():
    assert words.moment_text(datetime(2025, 3, 3, 13, 5, tzinfo=UTC)) == "maandag 3 maart 2025 om 14.05 uur"
    assert words.date_text(datetime(2025, 3, 3, 23, 30, tzinfo=UTC)) == "dinsdag 4 maart 2025"
    assert words.moment_text(datetime(2025, 7, 3, 13, 5, tzinfo=UTC), "fr") == "jeudi 3 juillet 2025 à 15 h 05"


@pytest.mark.parametrize(
    ("first", "last", "language", "expected"),
    [
        (date(2025, 3, 3), date(2025, 3, 7), "nl", "van 3 tot en met 7 maart"),
        (date(2025, 3, 28), date(2025, 4, 2), "nl", "van 28 maart tot en met 2 april"),
        (date(2025, 3, 3), date(2025, 3, 3), "nl", "op 3 maart"),
        (date(2025, 3, 1), date(2025, 3, 7), "fr", "du 1er au 7 mars"),
    ],
)
def test_periods_name_both_days(first, last, language, expected):
    assert words.period_text(first, last, language) == expected
