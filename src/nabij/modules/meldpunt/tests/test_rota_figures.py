"""Hours given and received, their weight, and who answers for whom: pure rules. No database."""

import itertools
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from nabij.modules.meldpunt.rules import coverage, duty_rules, hours
from nabij.modules.meldpunt.rules.coverage import Decision, Participation
from nabij.modules.meldpunt.rules.duty_rules import Duty, DutyRule, Leave, RuleCode
from nabij.modules.meldpunt.rules.hours import Given, Share, Weights
from nabij.modules.meldpunt.rules.turns import BRUSSELS


def at(*parts):
    return datetime(*parts, tzinfo=BRUSSELS)


# --- hours ----------------------------------------------------------------------------------------------------

days = st.dates(date(2027, 1, 1), date(2027, 12, 31))
moments = st.datetimes(datetime(2027, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
shifts = st.builds(
    lambda person, organisation, start, length: Given(person, organisation, start, start + timedelta(seconds=length)),
    st.sampled_from("ab"), st.integers(1, 3), moments, st.integers(1, 2_000_000),
)  # fmt: skip
shares = st.builds(
    lambda organisation, weight, first, length: Share(organisation, weight, first, first + timedelta(days=length) if length else None),
    st.integers(1, 4), st.integers(1, 9), days, st.integers(0, 200),
)  # fmt: skip


@given(st.lists(shifts, max_size=8), st.lists(shares, max_size=4, unique_by=lambda s: s.organisation), moments, st.integers(1, 200))
def test_received_is_given_to_the_minute_whoever_joins_or_leaves(worked, agreed, start, length):
    end = start + timedelta(days=length)
    whole = hours.given(worked, start, end)
    assert sum(hours.received(worked, agreed, start, end).values()) == sum(whole.values())
    middle = start + timedelta(days=length / 2)
    parts = [hours.given(worked, start, middle), hours.given(worked, middle, end)]
    assert {key: sum(part.get(key, 0) for part in parts) for key in whole} == whole


@given(st.integers(0, 100_000), st.dictionaries(st.integers(1, 13), st.integers(1, 50), min_size=1))
def test_dividing_loses_no_minute_and_nobody_is_more_than_one_off(total, weights):
    parts = hours.divide(total, weights)
    assert sum(parts.values()) == total
    assert all(abs(parts[key] - total * weight / sum(weights.values())) < 1 for key, weight in weights.items())


def test_the_week_of_the_clock_change_is_an_hour_shorter_and_of_october_an_hour_longer():
    spring = [Given("joris", 1, at(2027, 3, 26, 17), at(2027, 4, 2, 17))]
    autumn = [Given("joris", 1, at(2027, 10, 29, 17), at(2027, 11, 5, 17))]
    assert hours.given(spring, at(2027, 3, 1), at(2027, 5, 1)) == {1: 167 * 60}
    assert hours.given(autumn, at(2027, 10, 1), at(2027, 12, 1)) == {1: 169 * 60}


def test_who_joins_on_1_april_carries_from_1_april():
    worked = [Given("joris", 1, at(2027, 3, 31, 0), at(2027, 4, 2, 0))]
    agreed = [Share(1, 1, date(2026, 1, 1)), Share(2, 1, date(2027, 4, 1))]
    assert hours.received(worked, agreed, at(2027, 3, 1), at(2027, 5, 1)) == {1: 36 * 60, 2: 12 * 60}
    assert hours.received(worked, [], at(2027, 3, 1), at(2027, 5, 1)) == {0: 48 * 60}


def test_the_heaviest_class_of_an_hour_counts():
    weights = Weights({RuleCode.NIGHT: 150, RuleCode.WEEKEND: 150, RuleCode.HOLIDAY: 200}, frozenset({date(2027, 3, 29)}))
    assert hours.weighted(at(2027, 3, 31, 12), at(2027, 3, 31, 13), weights) == 60 * 100
    assert hours.weighted(at(2027, 3, 31, 21), at(2027, 3, 31, 23), weights) == 60 * 100 + 60 * 150
    assert hours.weighted(at(2027, 3, 29, 1), at(2027, 3, 29, 2), weights) == 60 * 200
    # The night in which the clock goes forward has seven hours, not eight.
    assert hours.weighted(at(2027, 3, 27, 22), at(2027, 3, 28, 6), weights) == 7 * 60 * 150
    noon = [Given("a", 7, at(2027, 3, 31, 12), at(2027, 3, 31, 13))]
    people, organisations = hours.fairness(noon, at(2027, 1, 1), at(2028, 1, 1), weights)
    assert (people, organisations) == ({"a": 6_000}, {7: 6_000})


# --- rules of work --------------------------------------------------------------------------------------------


def breaches(duties, *rules, leaves=()):
    return [(b.code, b.hours) for b in duty_rules.breaches(duties, rules, leaves)]


def test_rest_is_counted_between_duties_that_do_not_touch():
    one, two = Duty("a", "first", at(2027, 3, 1, 8), at(2027, 3, 1, 20)), Duty("a", "backup", at(2027, 3, 2, 6), at(2027, 3, 2, 8))
    assert breaches([one, two], DutyRule(RuleCode.REST, 11)) == [(RuleCode.REST, 10)]
    assert breaches([one, two], DutyRule(RuleCode.REST, 10)) == []
    assert breaches([one, two], DutyRule(RuleCode.REST, 11, role="first")) == []
    touching = Duty("a", "backup", one.end, one.end + timedelta(hours=1))
    assert breaches([one, touching], DutyRule(RuleCode.REST, 11)) == []


def test_a_week_runs_from_monday_and_overlapping_roles_count_once():
    week = [Duty("a", "first", at(2027, 3, 1), at(2027, 3, 3)), Duty("a", "backup", at(2027, 3, 2), at(2027, 3, 3, 12))]
    assert breaches(week, DutyRule(RuleCode.WEEK, 59)) == [(RuleCode.WEEK, 60)]
    assert breaches(week, DutyRule(RuleCode.WEEK, 60)) == []


def test_no_duty_in_leave():
    duty, away = Duty("a", "first", at(2027, 3, 1), at(2027, 3, 3)), Leave("a", at(2027, 3, 2), at(2027, 3, 5))
    assert breaches([duty], DutyRule(RuleCode.LEAVE, 1), leaves=[away]) == [(RuleCode.LEAVE, 0)]
    assert breaches([duty], DutyRule(RuleCode.LEAVE, 0), leaves=[away]) == []
    assert breaches([duty], DutyRule(RuleCode.LEAVE, 1), leaves=[Leave("b", away.start, away.end)]) == []


# --- coverage -------------------------------------------------------------------------------------------------

kinds = st.sampled_from(["", "first_line", "winter", "roads"])
ends = st.one_of(st.none(), days)
numbers = st.sampled_from(["056", "057"])
decisions = st.builds(lambda kind, first, until, number: Decision(kind, first, until, number=number), kinds, days, ends, numbers)
taking = st.builds(Participation, st.sampled_from(["regio", "zout"]), st.sampled_from(["first_line", "winter"]), days, ends)


@given(st.lists(decisions, max_size=4), st.lists(taking, max_size=3), st.sampled_from(["first_line", "winter", "roads"]), days)
def test_coverage_is_total_and_touches_without_hole_or_overlap(decided, taking_part, kind, day):
    start, end = date(2027, 3, 1), date(2027, 9, 1)
    answers = coverage.coverage(kind, start, end, decided, taking_part)
    assert answers[0].first == start and answers[-1].until == end
    assert all(a.until == b.first and (a.line, a.number) != (b.line, b.number) for a, b in itertools.pairwise(answers))
    if start <= day < end:
        (holding,) = [a for a in answers if a.first <= day < a.until]
        (only,) = coverage.coverage(kind, day, day + timedelta(days=1), decided, taking_part)
        assert (holding.line, holding.number) == (only.line, only.number)


def test_own_decision_then_line_of_the_kind_then_every_kind_then_the_first_line():
    day, next_day = date(2027, 4, 1), date(2027, 4, 2)
    first_line = Participation("regio", "first_line", date(2027, 1, 1), None)
    winter = Participation("zout", "winter", date(2027, 1, 1), None)
    every = Decision("", date(2027, 1, 1), None, number="056 1")
    own = Decision("winter", date(2027, 1, 1), None, number="056 2")

    def answer(kind, decided, taking_part):
        (only,) = coverage.coverage(kind, day, next_day, decided, taking_part)
        return only.line or only.number or "hole"

    assert answer("winter", [own, every], [winter, first_line]) == "056 2"
    assert answer("winter", [every], [winter, first_line]) == "zout"
    assert answer("roads", [every], [winter, first_line]) == "056 1"
    assert answer("roads", [], [winter, first_line]) == "regio"
    assert answer("roads", [], [winter]) == "hole"
    assert [kind for kind, _ in coverage.holes(["roads", "winter"], day, next_day, [], [winter])] == ["roads"]
