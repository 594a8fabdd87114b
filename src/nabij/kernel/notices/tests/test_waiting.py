"""Order of asking, whatever the channel (acceptance A23), and promises in working time."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from nabij.kernel.calendar.rules import BRUSSELS, Calendar, HolidayRule
from nabij.kernel.notices.waiting import CALL_WITHIN, TAKE_WITHIN, Asking, by_when, queue_order

CHANNELS = ("web", "phone", "desk", "letter", "home")
START = datetime(2027, 3, 1, 8, tzinfo=UTC)


def test_ten_thousand_mixes_of_channels_never_let_a_digital_request_overtake():
    chance = random.Random(36)
    for _ in range(10_000):
        waiting = [Asking(START + timedelta(minutes=chance.randrange(500)), str(n), chance.choice(CHANNELS)) for n in range(6)]
        ordered = queue_order(waiting)
        assert [one.asked_at for one in ordered] == sorted(one.asked_at for one in waiting)
        asked = {one.key: one.asked_at for one in waiting}
        for place, one in enumerate(ordered):
            assert not [later for later in ordered[place + 1 :] if asked[later.key] < asked[one.key]]


@given(st.lists(st.tuples(st.integers(0, 900), st.sampled_from(CHANNELS)), max_size=12), st.randoms())
def test_the_channel_changes_nothing(told, chance):
    waiting = [Asking(START + timedelta(minutes=minutes), str(n), channel) for n, (minutes, channel) in enumerate(told)]
    others = [Asking(one.asked_at, one.key, chance.choice(CHANNELS)) for one in waiting]
    chance.shuffle(others)
    assert [one.key for one in queue_order(waiting)] == [one.key for one in queue_order(others)]


def test_a_promise_skips_the_weekend_and_a_holiday_also_where_no_hours_were_set():
    easter_monday = HolidayRule("easter_monday", "paasmaandag", "lundi de Pâques", month=None, day=None, easter_offset=1)
    calendar = Calendar(holiday_rules=(easter_monday,))
    friday = datetime(2027, 3, 26, 16, tzinfo=BRUSSELS)
    assert by_when(friday, CALL_WITHIN, Calendar()).astimezone(BRUSSELS) == datetime(2027, 3, 30, 9, 30, tzinfo=BRUSSELS)
    assert by_when(friday, CALL_WITHIN, calendar).astimezone(BRUSSELS) == datetime(2027, 3, 31, 9, 30, tzinfo=BRUSSELS)
    assert by_when(friday, TAKE_WITHIN, calendar).astimezone(BRUSSELS) == datetime(2027, 3, 30, 10, tzinfo=BRUSSELS)
