"""The pure rules of the rota: turns over clock changes and month ends, rules of the week, deviations, temporary schedules. No database."""

# Wall-clock times of a rota carry no zone on purpose.
# ruff: noqa: DTZ001

import itertools
import os
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nabij.modules.meldpunt.rules import rota, turns

NOW = datetime(2027, 3, 30, 6, 37, tzinfo=UTC)
FRIDAY = datetime(2027, 3, 26, 17, 0)
WEEKLY = rota.Rotation(FRIDAY, ("Joris", "Anke"))
LORD_HOWE = ZoneInfo("Australia/Lord_Howe")
#: A28: a thousand cases in the default run, a hundred thousand with LONG=1.
CASES = settings(max_examples=100_000 if os.environ.get("LONG") == "1" else 1_000, deadline=None)

moments = st.datetimes(datetime(2020, 1, 1), datetime(2032, 1, 1), timezones=st.just(UTC))
zones = st.sampled_from([rota.BRUSSELS, LORD_HOWE])
starts = st.datetimes(datetime(2024, 1, 1), datetime(2028, 1, 1)).map(lambda d: d.replace(second=0, microsecond=0))
lengths = st.one_of(st.integers(1, 5), st.integers(1, 9_000))
rotations = st.builds(rota.Rotation, starts, st.just(("a", "b", "c")), st.sampled_from(rota.Unit), lengths, zones)
short_rotations = st.builds(rota.Rotation, starts, st.just(("a", "b", "c")), st.sampled_from(rota.Unit), st.integers(1, 40), zones)


# --- turns ----------------------------------------------------------------------------------------------------


@CASES
@given(rotations, moments)
def test_turns_hold_their_moment_and_touch_without_gap_or_overlap(rotation, at):
    slot = rota.rotation_slot(rotation, at)
    assert slot.start <= at < slot.end
    after, before = rota.rotation_slot(rotation, slot.end), rota.rotation_slot(rotation, slot.start - timedelta(microseconds=1))
    assert after.start == slot.end and before.end == slot.start
    # Only a turn without length may lie between; its number is given to nobody.
    skipped = [*range(slot.number + 1, after.number), *range(before.number + 1, slot.number)]
    assert all(turns.edge(rotation, n) == turns.edge(rotation, n + 1) for n in skipped)
    assert len(skipped) <= 2 and (not skipped or rotation.unit is rota.Unit.HOURLY)


@CASES
@given(rotations, moments)
def test_the_wall_clock_is_kept_in_every_unit(rotation, at):
    slot = rota.rotation_slot(rotation, at)
    local = slot.start.astimezone(rotation.zone)
    if rotation.unit is rota.Unit.HOURLY:
        step = timedelta(hours=rotation.length)
        wanted = rotation.start_local + step * slot.number
    elif rotation.unit is rota.Unit.MONTHLY:
        wanted = datetime.combine(local.date(), rotation.start_local.time())
    else:
        step = timedelta(days=rotation.length * (7 if rotation.unit is rota.Unit.WEEKLY else 1))
        wanted = rotation.start_local + step * slot.number
    exists = rota.instant(wanted, rotation.zone).astimezone(rotation.zone).replace(tzinfo=None) == wanted
    assert local.replace(tzinfo=None) == wanted or not exists


@CASES
@given(short_rotations, moments)
def test_monthly_turns_clamp_to_the_end_of_the_month_and_never_drift(rotation, at):
    rotation = rota.Rotation(rotation.start_local, rotation.members, rota.Unit.MONTHLY, rotation.length, rotation.zone)
    local = rota.rotation_slot(rotation, at).start.astimezone(rotation.zone)
    last_of_month = (local.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    assert local.day == min(rotation.start_local.day, last_of_month.day)
    assert (local.year * 12 + local.month - rotation.start_local.year * 12 - rotation.start_local.month) % rotation.length == 0


@CASES
@given(short_rotations, moments, st.integers(1, 60))
def test_changes_are_the_edges_of_the_turns_each_once(rotation, start, days):
    end = start + (timedelta(hours=days) if rotation.unit is rota.Unit.HOURLY else timedelta(days=days))
    found = list(turns.changes(rotation, start, end))
    assert found == sorted(set(found)) and all(start < edge < end for edge in found)
    at, walked = start, []
    while (at := rota.rotation_slot(rotation, at).end) < end:
        walked.append(at)
    assert found == walked


def test_from_the_31st_to_28_or_29_february_and_back_to_31_march():
    monthly = rota.Rotation(datetime(2027, 1, 31, 8), ("a", "b"), rota.Unit.MONTHLY)
    days = [turns.edge(monthly, n).astimezone(rota.BRUSSELS).date() for n in (-11, 0, 1, 2, 3, 13)]
    assert days == [date(2026, 2, 28), date(2027, 1, 31), date(2027, 2, 28), date(2027, 3, 31), date(2027, 4, 30), date(2028, 2, 29)]


def test_before_the_start_the_order_runs_backwards():
    assert [p.person for p in rota.on_call(rota.Schedule(WEEKLY), NOW - timedelta(weeks=1))] == ["Anke"]
    assert [p.person for p in rota.on_call(rota.Schedule(WEEKLY), NOW - timedelta(weeks=2))] == ["Joris"]


def test_the_week_of_the_clock_change_counts_one_hour_less():
    slot = rota.rotation_slot(WEEKLY, NOW)
    assert slot.end - slot.start == timedelta(hours=167)
    assert [p.person for p in rota.on_call(rota.Schedule(WEEKLY), NOW)] == ["Joris"]
    assert [p.person for p in rota.on_call(rota.Schedule(WEEKLY), slot.end)] == ["Anke"]


def test_an_hour_that_does_not_exist_is_skipped_and_the_order_keeps_the_rhythm_of_the_clock():
    """28 March 2027, 2.00 becomes 3.00: the turn of 2.00 has no length; who is due at 3.00 on other days is due at 3.00 today."""
    hourly = rota.Rotation(datetime(2027, 3, 28, 0, 0), ("nul", "een", "twee", "drie"), rota.Unit.HOURLY)
    minute_before, at = datetime(2027, 3, 28, 0, 59, tzinfo=UTC), datetime(2027, 3, 28, 1, 0, tzinfo=UTC)
    assert rota.on_call(rota.Schedule(hourly), minute_before)[0].person == "een"
    assert rota.on_call(rota.Schedule(hourly), at)[0].person == "drie"
    autumn = rota.Rotation(datetime(2027, 10, 31, 0, 0), ("nul", "een", "twee", "drie"), rota.Unit.HOURLY)
    double = rota.rotation_slot(autumn, datetime(2027, 10, 31, 1, 30, tzinfo=UTC))
    assert double.number == 2 and double.end - double.start == timedelta(hours=2)


def test_half_an_hour_of_lord_howe():
    daily = rota.Rotation(datetime(2027, 4, 1, 8, 0), ("a", "b"), rota.Unit.DAILY, zone=LORD_HOWE)
    slot = rota.rotation_slot(daily, datetime(2027, 4, 3, 20, tzinfo=UTC))
    assert slot.end - slot.start == timedelta(hours=24, minutes=30)


def test_a_time_that_is_skipped_starts_after_the_gap_and_a_double_one_at_the_first():
    assert rota.instant(datetime(2027, 3, 28, 2, 30), rota.BRUSSELS) == datetime(2027, 3, 28, 1, 0, tzinfo=UTC)
    assert rota.instant(datetime(2027, 10, 31, 2, 30), rota.BRUSSELS) == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)


def test_a_member_counts_while_taking_part_when_the_turn_begins():
    first, second, third = (turns.edge(WEEKLY, n) for n in (0, 1, 2))
    joined = rota.Rotation(FRIDAY, ("Joris", "Anke", "Bert"), stints=((None, None), (None, third), (second, None)))
    on = [rota.on_call(rota.Schedule(joined), at)[0].person for at in (first, second, third)]
    assert on == ["Joris", "Anke", "Joris"]
    nobody = rota.Rotation(FRIDAY, ("Joris",), stints=((third, None),))
    assert rota.on_call(rota.Schedule(nobody), first) == []
    assert rota.spans(rota.Schedule(nobody), first, third + timedelta(days=1))[0].is_gap


# --- rules of the week ----------------------------------------------------------------------------------------

WORKDAYS, EVERY_DAY = frozenset(range(5)), frozenset(range(7))


def local(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=rota.BRUSSELS)


def people_at(schedule: rota.Schedule, at: datetime) -> list[str]:
    return [p.person for p in rota.on_call(schedule, at)]


def test_a_rule_over_midnight_belongs_to_the_day_on_which_it_begins():
    night = rota.ScheduleRule(frozenset({4}), time(17), time(8), WEEKLY)
    schedule = rota.Schedule(None, rules=(night,))
    assert people_at(schedule, local(2027, 3, 26, 16, 59)) == []
    assert people_at(schedule, local(2027, 3, 26, 17)) == ["Joris"]
    assert people_at(schedule, local(2027, 3, 27, 7, 59)) == ["Joris"]
    assert people_at(schedule, local(2027, 3, 27, 8)) == []
    assert people_at(schedule, local(2027, 3, 27, 17)) == []


def test_day_by_one_person_night_by_turn_and_from_a_date_on():
    day = rota.ScheduleRule(WORKDAYS, time(8), time(17), "Bert", until=date(2027, 4, 1))
    later = rota.ScheduleRule(WORKDAYS, time(8), time(17), "Cis", first=date(2027, 4, 1))
    night = rota.ScheduleRule(EVERY_DAY, time(17), time(8), WEEKLY)
    schedule = rota.Schedule(None, rules=(day, later, night))
    assert people_at(schedule, local(2027, 3, 31, 9)) == ["Bert"]
    assert people_at(schedule, local(2027, 4, 1, 9)) == ["Cis"]
    assert people_at(schedule, local(2027, 4, 1, 3)) == ["Joris"]
    assert people_at(schedule, local(2027, 4, 3, 12)) == []


def test_the_same_hour_twice_is_a_whole_day():
    whole = rota.Schedule(None, rules=(rota.ScheduleRule(EVERY_DAY, time(8), time(8), "Bert"),))
    (only,) = rota.spans(whole, NOW, NOW + timedelta(weeks=60))
    assert not only.is_gap


# --- deviations and temporary schedules ------------------------------------------------------------------------


def override(kind: rota.OverrideKind, person: str, replaces: str | None = None) -> rota.Override:
    return rota.Override(kind, person, NOW, NOW + timedelta(hours=1), "afwijking", replaces)


@pytest.mark.parametrize(
    ("deviation", "during"),
    [
        (override(rota.OverrideKind.ADD, "Bert"), ["Joris", "Bert"]),
        (override(rota.OverrideKind.ADD, "Joris"), ["Joris"]),
        (override(rota.OverrideKind.REMOVE, "Joris"), []),
        (override(rota.OverrideKind.REMOVE, "Anke"), ["Joris"]),
        (override(rota.OverrideKind.REPLACE, "Bert", "Joris"), ["Bert"]),
        (override(rota.OverrideKind.REPLACE, "Bert", "Anke"), ["Joris"]),
    ],
)
def test_overrides(deviation, during):
    schedule = rota.Schedule(WEEKLY, (deviation,))
    assert people_at(schedule, NOW) == during
    assert people_at(schedule, NOW + timedelta(hours=1)) == ["Joris"]


def test_a_temporary_schedule_replaces_turn_rules_and_deviations_also_where_it_is_empty():
    hour = timedelta(hours=1)
    storm = rota.TemporarySchedule(NOW, NOW + 3 * hour, (rota.TemporaryShift("Cis", NOW, NOW + hour),), "storm")
    schedule = rota.Schedule(WEEKLY, (rota.Override(rota.OverrideKind.ADD, "Bert", NOW, NOW + 4 * hour, "extra"),), temporaries=(storm,))
    assert [people_at(schedule, NOW + n * hour) for n in range(4)] == [["Cis"], [], [], ["Joris", "Bert"]]
    assert rota.on_call(schedule, NOW)[0].because == "storm"
    assert [s.is_gap for s in rota.spans(schedule, NOW, NOW + 4 * hour)] == [False, True, False]


hours = st.integers(0, 900)
deviations = st.builds(
    lambda kind, person, replaces, begin, length: rota.Override(
        kind, person, NOW + timedelta(hours=begin), NOW + timedelta(hours=begin + length), "x", replaces
    ),
    st.sampled_from(rota.OverrideKind), st.sampled_from("abc"), st.sampled_from("abc"), hours, st.integers(1, 200),
)  # fmt: skip
week_rules = st.builds(
    lambda days, start, end, person: rota.ScheduleRule(days, time(start), time(end), person or rota.Rotation(FRIDAY, ("a", "b"))),
    st.frozensets(st.integers(0, 6), min_size=1), st.integers(0, 23), st.integers(0, 23), st.sampled_from(["a", "c", ""]),
)  # fmt: skip
temporaries = st.builds(
    lambda begin, length, person: rota.TemporarySchedule(
        NOW + timedelta(hours=begin), NOW + timedelta(hours=begin + length),
        (rota.TemporaryShift(person, NOW + timedelta(hours=begin), NOW + timedelta(hours=begin + length / 2)),), "t",
    ),
    hours, st.integers(1, 90), st.sampled_from("abc"),
)  # fmt: skip
schedules = st.builds(
    lambda o, r, t: rota.Schedule(rota.Rotation(FRIDAY, ("a", "b")), tuple(o), tuple(r), tuple(t)),
    st.lists(deviations, max_size=5), st.lists(week_rules, max_size=3), st.lists(temporaries, max_size=1),
)  # fmt: skip


@given(schedules, st.integers(0, 1000 * 60))
def test_spans_cover_the_period_once_and_agree_with_on_call_at_every_minute(schedule, minute):
    start, end = NOW, NOW + timedelta(hours=1001)
    cut = rota.spans(schedule, start, end)
    assert cut[0].start == start and cut[-1].end == end
    assert all(a.end == b.start and a.people != b.people for a, b in itertools.pairwise(cut))
    at = start + timedelta(minutes=minute)
    (holding,) = [s for s in cut if s.start <= at < s.end]
    assert list(holding.people) == rota.on_call(schedule, at)
