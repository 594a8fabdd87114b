"""Kernel 4.3: what is on for whom on which date."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from nabij.kernel.modules.rules import Fact, standing

DAY = date(2027, 4, 1)
KNOWN = datetime(2027, 1, 1, tzinfo=UTC)


def fact(state: str, days: int, recorded: int) -> Fact:
    return Fact("meldpunt", state, DAY + timedelta(days=days), KNOWN + timedelta(hours=recorded))


def test_never_planned_on_off():
    on, off = fact("on", 0, 0), fact("off", 30, 1)
    assert standing([], "meldpunt", DAY).state == "never"
    assert standing([on], "meldpunt", DAY - timedelta(days=1)).state == "planned"
    assert standing([on, off], "meldpunt", DAY).state == "on"
    assert standing([on, off], "meldpunt", DAY + timedelta(days=30)).state == "off"
    assert standing([on], "archive", DAY).state == "never"


def test_a_later_record_for_the_same_day_wins():
    assert standing([fact("on", 0, 0), fact("off", 0, 5)], "meldpunt", DAY).state == "off"


def test_what_was_known_then():
    on, off = fact("on", 0, 0), fact("off", 0, 5)
    assert standing([on, off], "meldpunt", DAY, known_at=KNOWN + timedelta(hours=2)).state == "on"


states = st.sampled_from(["on", "off"])
facts = st.lists(st.builds(fact, states, st.integers(-50, 50), st.integers(0, 500)), max_size=12, unique_by=lambda f: f.recorded_at)


@given(facts, st.integers(-60, 60), st.integers(0, 500), st.builds(fact, states, st.integers(-50, 50), st.integers(501, 900)))
def test_a_later_fact_never_changes_what_was_known(history, day, hour, later):
    on, known = DAY + timedelta(days=day), KNOWN + timedelta(hours=hour)
    assert standing(history, "meldpunt", on, known) == standing([*history, later], "meldpunt", on, known)


@given(facts, st.integers(-60, 60))
def test_the_state_is_that_of_the_last_day_on_or_before(history, day):
    on = DAY + timedelta(days=day)
    past = [f for f in history if f.effective <= on]
    found = standing(history, "meldpunt", on)
    if past:
        last = max(past, key=lambda f: (f.effective, f.recorded_at))
        assert found.state == last.state
    else:
        assert found.state in ("never", "planned")
