"""A cost over a year in which someone leaves (A17), to the cent."""

from __future__ import annotations

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from ..rules.membership import Change, Fact, apply, rectangles_after
from ..rules.states import State
from ..rules.years import allocate_over_time, carried_by_nobody, totals

NAMES = {"33029": "Wervik", "34023": "Kuurne", "34025": "Lendelede", "34027": "Menen", "34041": "Wevelgem"}
BEFORE = datetime(2022, 1, 1, tzinfo=UTC)
NOW = datetime(2022, 6, 20, tzinfo=UTC)
YEAR = (date(2022, 1, 1), date(2023, 1, 1))


def joined(nis: str, on: date = YEAR[0]) -> Fact:
    return Fact(nis, "meldpunt", State.IN, on, None, BEFORE)


def five_and_one_leaves(on: date) -> list[Fact]:
    facts = [joined(nis) for nis in NAMES]
    own = [fact for fact in facts if NAMES[fact.organisation] == "Lendelede"]
    after = apply(own, rectangles_after(own, Change(State.LEFT, on), ("34025", "meldpunt"), NOW), NOW)
    return [fact for fact in facts if fact not in own] + after


def test_lendelede_leaves_in_july_and_every_cent_is_carried() -> None:
    slices = allocate_over_time(12_000_000, *YEAR, five_and_one_leaves(date(2022, 7, 1)), NOW, None)
    assert [(one.start, one.days, one.cents) for one in slices] == [
        (date(2022, 1, 1), 181, 5_950_685), (date(2022, 7, 1), 184, 6_049_315),
    ]  # fmt: skip
    assert {NAMES[nis]: cents for nis, cents in totals(slices).items()} == {
        "Wervik": 2_702_466, "Kuurne": 2_702_466, "Menen": 2_702_466, "Wevelgem": 2_702_465, "Lendelede": 1_190_137,
    }  # fmt: skip
    assert sum(totals(slices).values()) == 12_000_000


def test_days_before_anyone_pays_are_said_and_not_hidden() -> None:
    slices = allocate_over_time(36_500, *YEAR, [joined("34023", date(2022, 2, 1))], NOW, None)
    assert carried_by_nobody(slices) == 3_100 and totals(slices) == {"34023": 33_400}


@given(st.integers(1, 10**10), st.integers(1, 364), st.permutations(list(NAMES)))
def test_the_parts_add_up_whatever_the_day_and_the_order(total: int, day: int, order: list[str]) -> None:
    leaving = date.fromordinal(YEAR[0].toordinal() + day)
    facts = sorted(five_and_one_leaves(leaving), key=lambda fact: order.index(fact.organisation))
    weights = {nis: 1000 + n for n, nis in enumerate(NAMES)}
    slices = allocate_over_time(total, *YEAR, facts, NOW, weights)
    assert sum(totals(slices).values()) + carried_by_nobody(slices) == total
    again = allocate_over_time(total, *YEAR, five_and_one_leaves(leaving), NOW, weights)
    assert totals(slices) == totals(again)
