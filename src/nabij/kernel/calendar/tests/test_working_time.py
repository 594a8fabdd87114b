"""Elapsed and working time, over the change of the clock and over holidays (vectors of kernel.md 4.11)."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nabij.kernel.calendar.rules import (
    BRUSSELS,
    Calendar,
    ClosingDay,
    NoWorkingHours,
    WorkingPattern,
    add_elapsed,
    add_working_time,
    hours_problem,
    working_time_between,
)
from nabij.kernel.calendar.tests.ten import TEN

DAY = ((time(9), time(12)), (time(13), time(17)))
WEEK = (DAY, DAY, DAY, DAY, DAY, (), ())
OFFICE = Calendar(TEN, patterns=(WorkingPattern(WEEK),))


def local(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=BRUSSELS)


@pytest.mark.parametrize(
    ("start", "expected"),
    [(local(2027, 3, 27, 12), local(2027, 3, 28, 13)), (local(2027, 10, 30, 12), local(2027, 10, 31, 11))],
)
def test_24_hours_over_the_change_of_the_clock(start, expected):
    assert add_elapsed(start, timedelta(hours=24)) == expected
    assert add_elapsed(start, timedelta(hours=24)).hour == expected.hour


def test_8_working_hours_over_whit_monday():
    due = add_working_time(local(2027, 5, 14, 16), timedelta(hours=8), OFFICE)
    assert due == local(2027, 5, 18, 17)


def test_start_outside_hours_and_zero_duration():
    assert add_working_time(local(2027, 5, 15, 11), timedelta(), OFFICE) == local(2027, 5, 18, 9)
    assert add_working_time(local(2027, 5, 14, 12, 30), timedelta(minutes=15), OFFICE) == local(2027, 5, 14, 13, 15)
    assert add_working_time(local(2027, 5, 14, 10), timedelta(), OFFICE) == local(2027, 5, 14, 10)


def test_closing_days_of_one_unit_and_hours_of_a_season():
    summer = WorkingPattern((((time(8), time(14)),),) * 5 + ((), ()), first=date(2027, 7, 1), until=date(2027, 9, 1))
    rest = (WorkingPattern(WEEK, until=date(2027, 7, 1)), WorkingPattern(WEEK, first=date(2027, 9, 1)))
    closed = ClosingDay(date(2027, 7, 5), date(2027, 7, 6), "dienst gesloten", unit="balie")
    calendar = Calendar(TEN, (closed,), (summer, *rest))
    assert add_working_time(local(2027, 7, 2, 13), timedelta(hours=2), calendar) == local(2027, 7, 5, 9)
    assert add_working_time(local(2027, 7, 2, 13), timedelta(hours=2), calendar, unit="balie") == local(2027, 7, 6, 9)


def test_a_night_shift_ends_at_midnight_and_counts_the_missing_hour():
    night = ((time(22), time(0)),)
    early = ((time(0), time(6)),)
    calendar = Calendar(patterns=(WorkingPattern((*((),) * 5, night, early)),))
    # In the night of 28 March 2027 the clock jumps from 2 to 3: the early shift has five hours.
    assert working_time_between(local(2027, 3, 27, 20), local(2027, 3, 28, 12), calendar) == timedelta(hours=7)


def test_a_calendar_without_hours_says_so():
    with pytest.raises(NoWorkingHours) as caught:
        add_working_time(local(2027, 5, 14, 16), timedelta(hours=1), Calendar(TEN))
    assert "geen werkuren bekend" in caught.value.sentence_nl


moments = st.integers(0, 5 * 366 * 24 * 60).map(lambda n: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=n))
minutes = st.integers(0, 6000).map(lambda n: timedelta(minutes=n))


@settings(max_examples=60, deadline=None)
@given(moments, minutes, minutes)
def test_two_durations_in_a_row_equal_their_sum(start, first, second):
    middle = add_working_time(start, first, OFFICE)
    assert add_working_time(middle, second, OFFICE) == add_working_time(start, first + second, OFFICE)


@settings(max_examples=60, deadline=None)
@given(moments, minutes)
def test_the_time_between_is_what_was_added(start, duration):
    due = add_working_time(start, duration, OFFICE)
    assert due >= start
    assert working_time_between(start, due, OFFICE) == duration
    if duration:
        assert OFFICE.is_working_day(due.astimezone(BRUSSELS).date())


@pytest.mark.parametrize(
    ("week", "part"),
    [
        ([[]] * 8, "zeven dagen"),
        ([[(time(12), time(9))]], "ligt voor het beginuur"),
        ([[(time(9), time(13)), (time(12), time(17))]], "overlappen"),
        ([[(time(9), time(0)), (time(10), time(11))]], "overlappen"),
    ],
)
def test_hours_that_cannot_be_are_told(week, part):
    assert part in hours_problem(week)


def test_sound_hours_have_no_problem():
    assert hours_problem([list(DAY), [(time(22), time(0))]]) == ""
