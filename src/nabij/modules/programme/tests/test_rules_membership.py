"""Property tests: what was known before a change never changes, and rectangles never overlap."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nabij.kernel.errors import Refused, RuleViolation, Stale

from ..rules import membership, states
from ..rules.membership import Asked, Change, Fact
from ..rules.states import Presented, State

PAIR = ("lendelede", "meldpunt")
DAY0 = date(2022, 1, 1)
T0 = datetime(2022, 1, 1, tzinfo=UTC)

days = st.integers(0, 40).map(lambda n: DAY0 + timedelta(days=n))


@st.composite
def changes(draw: st.DrawFn) -> Change:
    start = draw(days)
    length = draw(st.none() | st.integers(1, 20))
    end = None if length is None else start + timedelta(days=length)
    return Change(draw(st.sampled_from(list(State))), start, end, source=draw(st.integers(0, 9)))


def history(steps: list[Change]) -> list[Fact]:
    facts: list[Fact] = []
    for number, change in enumerate(steps):
        now = T0 + timedelta(hours=number + 1)
        facts = membership.apply(facts, membership.rectangles_after(facts, change, PAIR, now), now)
    return facts


def answer(facts: list[Fact], on: date, known_at: datetime) -> tuple[Presented, date | None] | None:
    cell = membership.presented_state(facts, [], on, known_at)
    return cell and (cell.presented, cell.since)


@settings(max_examples=150, deadline=None)
@given(st.lists(changes(), min_size=1, max_size=6), changes(), days, st.integers(0, 7 * 60))
def test_past_knowledge_is_never_rewritten(steps: list[Change], change: Change, on: date, minutes: int) -> None:
    before = history(steps)
    now = T0 + timedelta(hours=len(steps) + 1)
    known_at = min(T0 + timedelta(minutes=minutes), now - timedelta(microseconds=1))
    after = membership.apply(before, membership.rectangles_after(before, change, PAIR, now), now)
    assert answer(after, on, known_at) == answer(before, on, known_at)


@settings(max_examples=150, deadline=None)
@given(st.lists(changes(), min_size=1, max_size=6))
def test_change_holds_in_its_period_and_nowhere_else(steps: list[Change]) -> None:
    *earlier, change = steps
    before, after, now = history(earlier), history(steps), T0 + timedelta(hours=len(steps))
    for on in (DAY0 + timedelta(days=n) for n in range(62)):
        cell = membership.presented_state(after, [], on, now)
        if on >= change.effective_from and (change.effective_to is None or on < change.effective_to):
            assert cell is not None and cell.state is change.state and cell.source == change.source
        else:
            old = membership.presented_state(before, [], on, now)
            assert (cell and cell.state) == (old and old.state)


@settings(max_examples=150, deadline=None)
@given(st.lists(changes(), max_size=7))
def test_rectangles_never_overlap(steps: list[Change]) -> None:
    for one, other in combinations(history(steps), 2):
        days_meet = (one.effective_to is None or other.effective_from < one.effective_to) and (
            other.effective_to is None or one.effective_from < other.effective_to
        )
        known_meet = (one.recorded_to is None or other.recorded_from < one.recorded_to) and (
            other.recorded_to is None or one.recorded_from < other.recorded_to
        )
        assert not (days_meet and known_meet)


def test_recording_at_a_moment_that_has_passed_is_refused() -> None:
    facts = history([Change(State.IN, DAY0)])
    with pytest.raises(Stale):
        membership.rectangles_after(facts, Change(State.LEFT, DAY0), PAIR, facts[0].recorded_from)


def test_period_without_days_is_refused() -> None:
    with pytest.raises(RuleViolation):
        membership.rectangles_after([], Change(State.IN, DAY0, DAY0), PAIR, T0)


def lendelede() -> list[Fact]:
    return history(
        [
            Change(State.CONSIDERING, date(2022, 1, 10)),
            Change(State.IN, date(2022, 2, 1)),
            Change(State.LEFT, date(2022, 4, 1)),
            Change(State.IN_CONDITIONAL, date(2023, 5, 1)),
            Change(State.IN, date(2027, 4, 1)),
        ]
    )


@pytest.mark.parametrize(
    ("on", "presented", "since"),
    [
        (date(2022, 1, 15), Presented.CONSIDERING, date(2022, 1, 10)),
        (date(2022, 3, 31), Presented.IN, date(2022, 2, 1)),
        (date(2022, 4, 1), Presented.LEFT, date(2022, 4, 1)),
        (date(2023, 6, 1), Presented.REJOINED, date(2023, 5, 1)),
        (date(2027, 4, 1), Presented.REJOINED, date(2027, 4, 1)),
    ],
)
def test_lendelede_over_the_years(on: date, presented: Presented, since: date) -> None:
    assert answer(lendelede(), on, datetime(2027, 4, 2, tzinfo=UTC)) == (presented, since)


def test_a_correction_of_the_leaving_takes_the_rejoining_away() -> None:
    facts = lendelede()
    now = datetime(2024, 1, 1, tzinfo=UTC)
    correction = Change(State.IN, date(2022, 4, 1), date(2023, 5, 1))
    facts = membership.apply(facts, membership.rectangles_after(facts, correction, PAIR, now), now)
    assert answer(facts, date(2023, 6, 1), now) == (Presented.IN_CONDITIONAL, date(2023, 5, 1))
    assert answer(facts, date(2023, 6, 1), now - timedelta(days=1)) == (Presented.REJOINED, date(2023, 5, 1))


def test_level_change_does_not_restart_since() -> None:
    facts = history([Change(State.IN, DAY0), Change(State.IN, DAY0 + timedelta(days=9), level=states.Level.HOST)])
    assert answer(facts, DAY0 + timedelta(days=20), T0 + timedelta(days=1)) == (Presented.IN, DAY0)


def test_invited_until_an_answer_and_not_asked_without_either() -> None:
    ask = Asked(*PAIR, DAY0, None, T0)
    later = DAY0 + timedelta(days=1)
    [[invited, nothing]] = membership.matrix([PAIR[0]], [PAIR[1], "other"], [], [ask], later, T0)
    assert (invited.presented, nothing.presented) == (Presented.INVITED, Presented.NOT_ASKED)
    [[unknown_then]] = membership.matrix([PAIR[0]], [PAIR[1]], [], [ask], later, T0 - timedelta(hours=1))
    assert unknown_then.presented is Presented.NOT_ASKED
    facts = history([Change(State.OUT, later)])
    [[answered]] = membership.matrix([PAIR[0]], [PAIR[1]], facts, [ask], later, T0 + timedelta(hours=2))
    assert answered.presented is Presented.OUT


def test_coalition_counts_conditional_members_and_not_the_ones_who_left() -> None:
    at = datetime(2027, 4, 2, tzinfo=UTC)
    assert membership.coalition_on(lendelede(), date(2023, 6, 1), at) == {"lendelede"}
    assert membership.coalition_on(lendelede(), date(2022, 4, 1), at) == frozenset()


@pytest.mark.parametrize(
    ("state", "to", "fine"),
    [
        (None, State.IN, True),
        (State.CONSIDERING, State.OUT, True),
        (State.LEFT, State.IN_CONDITIONAL, True),
        (State.IN, State.LEFT, True),
        (State.OUT, State.CONSIDERING, True),
        (None, State.LEFT, False),
        (State.IN, State.OUT, False),
        (State.IN, State.CONSIDERING, False),
        (State.OUT, State.LEFT, False),
    ],
)
def test_transition_table(state: State | None, to: State, fine: bool) -> None:
    if fine:
        assert states.transition(state, to).to is to
    else:
        with pytest.raises(RuleViolation, match="kan niet"):
            states.transition(state, to)


def test_strategic_lead_may_consider_but_not_decide() -> None:
    states.require_function(states.transition(None, State.CONSIDERING), {"strategic_lead"})
    with pytest.raises(Refused, match="algemeen directeur"):
        states.require_function(states.transition(None, State.IN), {"strategic_lead"})


def test_joining_needs_level_decision_and_seen_consequences() -> None:
    row = states.transition(None, State.IN)
    assert set(states.missing(row, [])) == {states.Need.LEVEL, states.Need.DECISION, states.Need.DIGEST}
    assert states.missing(row, row.needs) == {}


def test_every_state_has_a_word_and_a_way_out() -> None:
    assert set(states.WORDS) == set(Presented)
    assert all(states.possible(state) for state in [None, *State])
