"""Days without an act, and who hears on which of them."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ..rules.stalling import DEFAULT_DAYS, Act, Days, Rung, Step, due, last_act, quiet_days, reached_on, stalls

SINCE = date(2027, 2, 17)
LADDER = [Rung(step, days, step.value) for step, days in DEFAULT_DAYS.items()]


def test_each_step_hears_on_its_own_day() -> None:
    heard = [(one.rung.step, (one.on - SINCE).days) for one in due(LADDER, SINCE, SINCE + timedelta(days=70), ())]
    assert heard == [(Step.OWNER, 28), (Step.LEAD, 35), (Step.EXELLO, 42), (Step.CONFERENTIE, 70)]


def test_each_step_hears_once() -> None:
    assert [one.rung.step for one in due(LADDER, SINCE, SINCE + timedelta(days=41), {Step.OWNER})] == [Step.LEAD]
    assert due(LADDER, SINCE, SINCE + timedelta(days=27), ()) == []


def test_days_of_a_quiet_period_do_not_count() -> None:
    summer = Days(SINCE + timedelta(days=10), SINCE + timedelta(days=24))
    assert quiet_days(SINCE, SINCE + timedelta(days=41), [summer]) == 27
    assert reached_on(SINCE, 28, [summer]) == SINCE + timedelta(days=42)


@given(st.integers(0, 200), st.integers(0, 60), st.integers(1, 40))
def test_the_day_that_is_reached_is_the_first_with_so_many_days(after: int, start: int, length: int) -> None:
    quiet = [Days(SINCE + timedelta(days=start), SINCE + timedelta(days=start + length))]
    day = reached_on(SINCE, after, quiet)
    assert quiet_days(SINCE, day, quiet) == after
    assert after == 0 or quiet_days(SINCE, day - timedelta(days=1), quiet) < after


def test_what_lies_ahead_has_not_happened() -> None:
    acts = [Act(SINCE, "beslissing"), Act(date(2027, 5, 1), "vergadering")]
    assert last_act(acts, date(2027, 3, 30)) == acts[0]
    assert last_act([], date(2027, 3, 30)) is None


def test_a_project_stalls_from_the_first_step_on() -> None:
    assert not stalls(27, LADDER) and stalls(28, LADDER) and not stalls(400, [])
