"""A module is on exactly when a membership says so, whatever stood in the log before."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ..rules.membership import Fact
from ..rules.states import State
from ..rules.switches import Period, Switch, enabled_from, enablement_edges, switched_on, switches

DAY0 = date(2027, 1, 1)
AT = datetime(2027, 1, 1, tzinfo=UTC)
days = st.integers(-20, 40).map(lambda n: DAY0 + timedelta(days=n))
periods = st.tuples(days, st.none() | st.integers(1, 15)).map(
    lambda p: Period(p[0], None if p[1] is None else p[0] + timedelta(days=p[1]))
)
logs = st.lists(st.builds(Switch, days, st.booleans()), max_size=6)


@settings(max_examples=300, deadline=None)
@given(st.lists(periods, max_size=4), logs)
def test_log_follows_the_wanted_periods_from_tomorrow_on(wanted: list[Period], log: list[Switch]) -> None:
    after = [*log, *switches(wanted, log, DAY0)]
    for day in (DAY0 + timedelta(days=n) for n in range(1, 60)):
        assert switched_on(after, day) == any(day in period for period in wanted)
    assert switched_on(after, DAY0) or not any(DAY0 in period for period in wanted)


@settings(max_examples=200, deadline=None)
@given(st.lists(periods, max_size=4), logs)
def test_off_is_never_in_the_past_and_a_second_run_adds_nothing(wanted: list[Period], log: list[Switch]) -> None:
    added = switches(wanted, log, DAY0)
    assert all(switch.on > DAY0 or switch.enabled for switch in added)
    assert all(switch.on >= DAY0 for switch in added)
    assert switches(wanted, [*log, *added], DAY0) == []


@pytest.mark.parametrize(
    ("effective", "go_live", "start"),
    [
        (date(2027, 4, 1), date(2027, 3, 1), date(2027, 4, 1)),
        (date(2026, 4, 1), date(2026, 3, 1), DAY0),
        (date(2026, 4, 1), date(2027, 6, 1), date(2027, 6, 1)),
        (date(2027, 4, 1), None, None),
    ],
)
def test_start_is_the_latest_of_three_dates(effective: date, go_live: date | None, start: date | None) -> None:
    assert enabled_from(effective, DAY0, go_live) == start


def fact(project: str, state: State, start: date, end: date | None = None) -> Fact:
    return Fact("kuurne", project, state, start, end, AT)


def test_two_projects_keep_a_module_on_until_the_last_one_ends() -> None:
    one = fact("a", State.IN, date(2027, 1, 1), date(2027, 3, 1))
    two = fact("b", State.IN, date(2027, 2, 1), date(2027, 6, 1))
    live = dict.fromkeys("ab", date(2026, 1, 1))
    assert enablement_edges({"a": [one], "b": [two]}, live, AT) == [Period(date(2027, 1, 1), date(2027, 6, 1))]


def test_conditional_membership_and_missing_go_live_switch_nothing_on() -> None:
    conditional = fact("a", State.IN_CONDITIONAL, date(2027, 1, 1))
    joined = fact("b", State.IN, date(2027, 1, 1))
    assert enablement_edges({"a": [conditional], "b": [joined]}, {"a": date(2026, 1, 1)}, AT) == []


def test_leaving_before_a_planned_start_takes_the_plan_back() -> None:
    planned = [Switch(date(2027, 4, 1), True)]
    assert switches([], planned, DAY0) == [Switch(date(2027, 4, 1), False)]
