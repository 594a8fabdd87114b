"""When it storms, what belongs together, what never does: decided without a clock and without a database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nabij.modules.meldpunt.rules import sms_words
from nabij.modules.meldpunt.rules import storm as rules
from nabij.modules.meldpunt.rules.storm import Cause, Counts, Storm, Thresholds

AT = datetime(2027, 3, 27, 2, 10, tzinfo=UTC)
LIMITS = Thresholds()
counts = st.builds(Counts, region=st.integers(0, 60), municipality=st.integers(0, 60), by_hand=st.booleans(), line_1722=st.booleans())


@pytest.mark.parametrize(
    ("given_counts", "wanted"),
    [
        (Counts(), Storm.OFF), (Counts(region=9, municipality=3), Storm.OFF), (Counts(region=10), Storm.PROPOSED),
        (Counts(region=4, municipality=4), Storm.PROPOSED), (Counts(region=19, municipality=7), Storm.PROPOSED),
        (Counts(region=20, municipality=2), Storm.ON), (Counts(region=8, municipality=8), Storm.ON),
        (Counts(by_hand=True), Storm.ON), (Counts(line_1722=True), Storm.ON),
    ],
)  # fmt: skip
def test_twenty_in_the_region_or_eight_in_one_municipality_or_a_persons_word(given_counts, wanted):
    assert rules.storm(given_counts, LIMITS) is wanted


@given(counts, st.integers(0, 20), st.integers(0, 20))
def test_more_reports_never_make_it_less_of_a_storm(found, more_region, more_municipality):
    order = list(Storm)
    more = Counts(found.region + more_region, found.municipality + more_municipality, found.by_hand, found.line_1722)
    assert order.index(rules.storm(more, LIMITS)) >= order.index(rules.storm(found, LIMITS))


@given(counts)
def test_it_is_on_exactly_when_there_is_a_cause(found):
    assert (rules.storm(found, LIMITS) is Storm.ON) == (rules.cause(found, LIMITS) is not None)


def test_the_persons_word_is_the_cause_before_the_figures():
    assert rules.cause(Counts(30, 30, by_hand=True), LIMITS) is Cause.HAND
    assert rules.cause(Counts(30, 30, line_1722=True, by_hand=True), LIMITS) is Cause.LINE_1722
    assert rules.cause(Counts(30, 30), LIMITS) is Cause.REGION
    assert rules.cause(Counts(9, 9), LIMITS) is Cause.MUNICIPALITY


points = st.tuples(st.floats(50.6, 51.0), st.floats(3.0, 3.6))


@given(points, st.floats(-0.99, 0.99), st.floats(-0.99, 0.99))
def test_less_than_a_kilometre_apart_lies_in_the_same_square_or_beside_it(point, north, east):
    near = (point[0] + north * 1000 / rules.DEGREE_M, point[1] + east * 1000 / (rules.DEGREE_M * 0.6293))
    one, other = rules.cell(*point, 1000), rules.cell(*near, 1000)
    assert abs(one[0] - other[0]) <= 1
    if one[0] == other[0]:
        assert abs(one[1] - other[1]) <= 2


@given(points)
def test_three_kilometres_apart_never_share_a_square(point):
    assert rules.cell(*point, 1000) != rules.cell(point[0] + 3000 / rules.DEGREE_M, point[1], 1000)
    assert rules.cell(*point, 1000) != rules.cell(point[0], point[1] + 3000 / (rules.DEGREE_M * 0.62), 1000)


def key(place: str = "", group: str = "energie", point: tuple[float, float] | None = None, after: int = 0, danger: str = "") -> str:
    return rules.cluster_key(
        group=group, danger=danger, point=point, place_text=place, began=AT, at=AT + timedelta(minutes=after), thresholds=LIMITS
    )


def test_same_kind_same_square_same_hour_is_one_matter():
    here = (50.8123, 3.2712)
    assert key(point=here) == key(point=(50.8125, 3.2715), after=59)
    assert key(point=here) != key(point=here, after=60), "the hour of the storm is over"
    assert key(point=here) != key(point=here, group="groen")
    assert key(point=here, danger="gas") != key(point=here, danger="electricity")


def test_without_a_point_the_street_decides_and_without_a_street_nothing_joins():
    assert key("Proefstraat 12, Kuurne") == key("proefstraat 180, Kuurne") != key("Proeflaan 12, Kuurne")
    assert key("") == "" == key("12, 8500")


@given(st.text(max_size=200), st.integers(-600, 6000))
def test_a_key_fits_its_column_and_is_the_same_for_the_same_words(place, after):
    assert len(key(place, after=after)) <= 120
    assert key(place, after=after) == key(place, after=after)


def test_a_life_at_stake_never_joins_and_a_wire_does():
    assert rules.has_own_alarm(["electricity", "life"], LIMITS) and rules.has_own_alarm(["person_in_need"], LIMITS)
    assert not rules.has_own_alarm(["electricity", "water"], LIMITS) and not rules.has_own_alarm([], LIMITS)


@pytest.mark.parametrize(
    ("minutes", "last", "is_open", "over"),
    [(59, None, False, False), (60, None, False, True), (90, 31, False, False), (90, 30, False, True), (600, None, True, False)],
)
def test_off_after_an_hour_without_an_acute_report_but_not_while_1722_is_open(minutes, last, is_open, over):
    last_acute = AT + timedelta(minutes=last) if last is not None else None
    at = AT + timedelta(minutes=minutes)
    assert rules.is_over(began=AT, last_acute=last_acute, at=at, line_1722=is_open, thresholds=LIMITS) is over


@given(st.integers(0, 300), st.integers(0, 300))
def test_a_digest_comes_every_ten_minutes_and_only_with_news(minutes, joined):
    due = rules.digest_due(last=AT, at=AT + timedelta(minutes=minutes), joined=joined, thresholds=LIMITS)
    assert due == (minutes >= 10 and joined > 0)


@given(st.text(max_size=300), st.text(max_size=200), st.integers(0, 6000), st.integers(0, 600), st.integers(0, 600))
def test_what_leaves_by_text_message_is_one_message(what, place, joined, matters, untaken):
    for text in (
        rules.reserve_text(code="KOR 4F7 92K", what=what, place=place),
        rules.digest_text(time="2.20 uur", joined=joined, matters=matters, untaken=untaken),
    ):
        assert sms_words.parts(text) == 1 and text.startswith("STORM")
