"""Statutory terms: the vectors of kernel.md 4.11 and what must hold for every term."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nabij.kernel.calendar.rules import BRUSSELS, Calendar, ClosingDay, TermRule, Toll, add_months, term_end
from nabij.kernel.calendar.rules.terms import BadTerm
from nabij.kernel.calendar.tests.ten import TEN

CALENDAR = Calendar(TEN)


def last_day(rule: TermRule, event: date, *tolls: Toll) -> date | None:
    return term_end(rule, event, tolls, CALENDAR).last_day


@pytest.mark.parametrize(
    ("rule", "event", "expected"),
    [
        (TermRule("t", 20, roll=False), date(2027, 3, 1), date(2027, 3, 21)),
        (TermRule("t", 20, roll=True), date(2027, 3, 1), date(2027, 3, 22)),
        (TermRule("t", 3, "working_days"), date(2027, 3, 25), date(2027, 3, 31)),
        (TermRule("t", 1, "months", "eve_of_ordinal"), date(2027, 2, 28), date(2027, 3, 31)),
        (TermRule("t", 1, "months", "same_date", roll=False), date(2027, 2, 28), date(2027, 3, 28)),
        (TermRule("t", 1, "months", "same_date", roll=True), date(2027, 2, 28), date(2027, 3, 30)),
    ],
)
def test_vectors(rule, event, expected):
    assert last_day(rule, event) == expected


def test_vectors_with_tolls():
    thirty = TermRule("t", 30, roll=False)
    suspended = Toll("suspension", date(2027, 3, 10), date(2027, 3, 20))
    assert last_day(thirty, date(2027, 3, 1), suspended) == date(2027, 4, 10)
    assert last_day(thirty, date(2027, 3, 1), Toll("interruption", date(2027, 3, 10))) == date(2027, 4, 9)


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (date(2027, 1, 28), date(2027, 2, 28)),
        (date(2027, 1, 29), date(2027, 2, 28)),
        (date(2027, 1, 30), date(2027, 2, 28)),
        (date(2027, 1, 31), date(2027, 2, 28)),
        (date(2028, 1, 31), date(2028, 2, 29)),
        (date(2027, 3, 14), date(2027, 4, 14)),
    ],
)
def test_a_month_that_is_too_short_ends_on_its_last_day(event, expected):
    assert last_day(TermRule("t", 1, "months", roll=False), event) == expected


def test_the_term_expires_at_local_midnight():
    found = term_end(TermRule("t", 20, roll=False), date(2027, 3, 8), (), CALENDAR)
    # 28 March 2027 is the day of the change to summer time: midnight is 22:00 UTC, not 23:00.
    assert found.last_day == date(2027, 3, 28)
    assert found.expires_at is not None and found.expires_at.isoformat() == "2027-03-28T22:00:00+00:00"
    assert found.expires_at.astimezone(BRUSSELS).hour == 0


def test_an_open_suspension_has_no_end_yet_and_says_so():
    found = term_end(TermRule("t", 30), date(2027, 3, 1), [Toll("suspension", date(2027, 3, 10))], CALENDAR)
    assert found.last_day is None and found.expires_at is None
    assert "loopt nu niet" in found.steps_nl[-1]


def test_an_open_suspension_after_the_end_changes_nothing():
    assert last_day(TermRule("t", 5), date(2027, 3, 1), Toll("suspension", date(2027, 4, 1))) == date(2027, 3, 8)


def test_an_interruption_after_the_end_does_not_count_and_is_told():
    found = term_end(TermRule("t", 5), date(2027, 3, 1), [Toll("interruption", date(2027, 4, 1))], CALENDAR)
    assert found.last_day == date(2027, 3, 8)
    assert any("telt niet: de termijn was al voorbij" in step for step in found.steps_nl)


def test_an_interruption_that_lasts_restarts_after_its_last_day():
    toll = Toll("interruption", date(2027, 3, 10), date(2027, 3, 20))
    assert last_day(TermRule("t", 10, roll=False), date(2027, 3, 1), toll) == date(2027, 3, 29)


def test_local_closing_days_count_only_where_the_rule_says_so():
    calendar = Calendar(TEN, (ClosingDay(date(2027, 3, 26), date(2027, 3, 27), "sluiting"),))
    three = TermRule("t", 3, "working_days")
    own = TermRule("t", 3, "working_days", local_days=True)
    assert term_end(three, date(2027, 3, 25), (), calendar).last_day == date(2027, 3, 31)
    assert term_end(own, date(2027, 3, 25), (), calendar).last_day == date(2027, 4, 1)


def test_the_steps_tell_how_the_day_was_found():
    rule = TermRule("t", 1, "months", "same_date", source="Verordening 1182/71")
    steps = term_end(rule, date(2027, 2, 28), (), CALENDAR).steps_nl
    assert steps[0] == "De termijn is 1 maand (Verordening 1182/71)."
    assert "Zondag 28 maart 2027 is een zondag. Daarom geldt de volgende werkdag." in steps
    assert steps[-1] == "De laatste dag is dinsdag 30 maart 2027, tot middernacht."


@pytest.mark.parametrize(
    "wrong",
    [
        (TermRule("t", 0), ()),
        (TermRule("t", 3, "weeks"), ()),
        (TermRule("t", 3), (Toll("suspension", date(2027, 3, 2), date(2027, 3, 2)),)),
        (TermRule("t", 3), (Toll("pause", date(2027, 3, 2)),)),
    ],
)
def test_impossible_rules_and_tolls_are_refused(wrong):
    rule, tolls = wrong
    with pytest.raises(BadTerm):
        term_end(rule, date(2027, 3, 1), tolls, CALENDAR)


days = st.dates(date(2024, 1, 1), date(2035, 12, 31))
units = st.sampled_from(["calendar_days", "working_days", "months"])
methods = st.sampled_from(["eve_of_ordinal", "same_date"])
rules = st.builds(TermRule, st.just("t"), st.integers(1, 40), units, methods, st.booleans())


@settings(max_examples=150, deadline=None)
@given(rules, days, st.integers(0, 30), st.integers(1, 25))
def test_a_term_ends_after_its_event_and_a_suspension_never_shortens_it(rule, event, begin, length):
    plain = last_day(rule, event)
    first = event + timedelta(days=begin)
    suspended = last_day(rule, event, Toll("suspension", first, first + timedelta(days=length)))
    assert plain is not None and suspended is not None
    assert event < plain <= suspended
    if rule.roll:
        assert CALENDAR.is_working_day(plain)


@settings(max_examples=150, deadline=None)
@given(days, st.integers(1, 36))
def test_the_month_methods_differ_by_at_most_the_end_of_a_month(event, months):
    eve = last_day(TermRule("t", months, "months", "eve_of_ordinal", roll=False), event)
    same = last_day(TermRule("t", months, "months", "same_date", roll=False), event)
    assert eve is not None and same is not None
    assert same == add_months(event, months)
    assert timedelta(0) <= eve - same <= timedelta(days=3)
