"""The pure rules at the end of the chain: lists of last resort, hours of a step, hand-over, what may be published. No database."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nabij.kernel.errors import RuleViolation
from nabij.modules.meldpunt.rules import alarm, last_resort, policy, sms_words
from nabij.modules.meldpunt.rules.alarm import Alert, AlertState, Phase, Policy, Step
from nabij.modules.meldpunt.rules.last_resort import Kind, Office, Place
from nabij.modules.meldpunt.rules.policy import Drafted, Window

NOW = datetime(2027, 3, 30, 6, 37, tzinfo=UTC)
FIVE = timedelta(minutes=5)
RULES = Policy((Step("a", FIVE), Step("b", FIVE)), (Step("c", FIVE), Step("d", FIVE)))


def standing(entry: alarm.Advance, state: AlertState = AlertState.TRIGGERED) -> Alert:
    return Alert(state, entry.phase, entry.step, entry.loop, entry.round, entry.next_at, entry.next_at)


def walked(rules: Policy, entries: int) -> list[alarm.Advance]:
    found = alarm.first(rules, NOW)
    while len(found) < entries:
        found += alarm.advance(standing(found[-1]), rules, found[-1].next_at)
    return found


def place(kind: Kind = Kind.PERSON, number: str = "+32470000001", name: str = "Iemand") -> Place:
    return Place(Office.OTHER, kind, name, number)


@given(st.lists(st.sampled_from(Kind), max_size=6))
def test_a_list_may_be_published_only_with_a_human_at_its_end(kinds):
    places = [place(kind, f"+3247000000{n}") for n, kind in enumerate(kinds)]
    ends_with_human = bool(kinds) and kinds[-1] in (Kind.PERSON, Kind.DESK)
    assert (last_resort.problems(places, 10) == []) == ends_with_human


def test_a_list_wants_names_numbers_and_waiting_times():
    bad = [place(name=""), place(number=""), replace(place(), minutes=0)]
    said = " ".join(last_resort.problems(bad, 0))
    assert "Plaats 1: vul de naam" in said and "Plaats 2: vul een telefoonnummer" in said
    assert "Plaats 3: kies een wachttijd" in said and "twee keer" in said and "opnieuw bellen" in said


def test_a_list_that_ends_with_a_person_rings_everyone_again_and_one_that_ends_with_a_desk_only_the_desk():
    person, desk = walked(RULES, 6), walked(replace(RULES, ends_at_desk=True), 6)
    assert [entry.targets for entry in person[:4]] == [entry.targets for entry in desk[:4]] == [("a",), ("b",), ("c",), ("d",)]
    assert [entry.targets for entry in person[4:]] == [("c", "d"), ("c", "d")]
    assert [entry.targets for entry in desk[4:]] == [("d",), ("d",)]


@given(st.times(), st.times(), st.times())
def test_a_window_and_its_complement_cover_the_day_once(since, until, at):
    inside, outside = Window(since, until).holds(at), Window(until, since).holds(at)
    assert inside != outside if since != until else inside


def test_a_closed_step_is_left_at_once_and_says_so():
    night = Window(time(22, 0), time(6, 0))
    rules = replace(RULES, steps=(Step("a", FIVE, night), Step("b", FIVE)))
    entries = alarm.first(rules, NOW)  # 8.37 local time
    assert [(entry.targets, entry.closed) for entry in entries] == [((), True), (("b",), False)]
    assert alarm.first(rules, datetime(2027, 3, 30, 20, 0, tzinfo=UTC))[0].targets == ("a",), "22.00 local is open"


def test_the_hours_of_a_step_are_local_in_summer_and_in_winter():
    step = Step("a", FIVE, Window(time(8, 0), time(9, 0)))
    assert step.is_open(datetime(2027, 3, 27, 7, 30, tzinfo=UTC)) and step.is_open(datetime(2027, 3, 29, 6, 30, tzinfo=UTC))
    assert not step.is_open(datetime(2027, 3, 29, 7, 30, tzinfo=UTC))


def test_who_fell_silent_is_asked_again_with_the_same_step():
    taken = standing(walked(RULES, 2)[-1], AlertState.ACKNOWLEDGED)
    (back,) = alarm.again(taken, RULES, taken.ack_expires_at, also="x")
    assert (back.step, back.targets, back.round) == (1, ("b", "x"), 2)
    (alone,) = alarm.again(taken, RULES, taken.ack_expires_at, lambda target: target == "x", also="x")
    assert alone.targets == ("x",) and not alone.empty and alone.next_at == taken.ack_expires_at + FIVE


def test_handing_on_rings_one_person_and_then_the_chain_goes_on_from_there():
    taken = standing(walked(RULES, 1)[-1], AlertState.ACKNOWLEDGED)
    (entry,) = alarm.hand_on(taken, RULES, NOW, "x")
    assert (entry.targets, entry.step, entry.round) == (("x",), 0, 1)
    (after,) = alarm.advance(standing(entry), RULES, entry.next_at)
    assert after.targets == ("b",)
    with pytest.raises(RuleViolation, match="Neem het eerst zelf"):
        alarm.hand_on(replace(taken, state=AlertState.TRIGGERED), RULES, NOW, "x")


def test_escalating_by_hand_rings_the_next_step_also_when_somebody_has_it():
    for state in (AlertState.TRIGGERED, AlertState.ACKNOWLEDGED):
        (entry,) = alarm.escalate(standing(walked(RULES, 1)[-1], state), RULES, NOW)
        assert entry.targets == ("b",) and entry.at == NOW
    assert alarm.escalate(standing(walked(RULES, 5)[-1]), RULES, NOW) == []


def test_a_policy_with_a_hole_in_the_day_or_a_member_without_list_may_not_be_published():
    whole = Drafted("first", 5)
    day = Drafted("first", 5, Window(time(6), time(22)))
    assert policy.problems([whole], 0, 30) == []
    assert policy.problems([day, replace(day, window=Window(time(22), time(6)))], 0, 30) == []
    assert policy.problems([day], 0, 30)[0].startswith("Om 00.00 uur is geen enkele stap open.")
    assert policy.closed_hours([replace(day, window=Window(time(0), time(22)))]) == [time(22)]
    assert "Kuurne heeft geen laatste vangnet" in policy.problems([whole], 0, 30, ["Kuurne"])[0]
    assert "Kuurne, Menen hebben geen" in policy.problems([whole], 0, 30, ["Kuurne", "Menen"])[0]
    assert len(policy.problems([], 6, 0)) == 3
    assert policy.problems([replace(whole, minutes=0)], 0, 30) == ["Geef bij elke stap een wachttijd van minstens één minuut."]


@given(st.text(max_size=300), st.text(max_size=40))
def test_the_word_to_the_coordinator_is_always_one_sms(why, step):
    assert sms_words.length(sms_words.told_sms(code="KOR 4F7 92K", step=f"stap {step[:4]}", why=why)) <= 160


def test_the_end_of_a_list_is_said_in_a_sentence():
    assert "stopt bij die post" in last_resort.ending([Kind.PERSON, Kind.DESK], 10)
    assert "om de 10 minuten iedereen van deze lijst opnieuw" in last_resort.ending([Kind.PERSON], 10)


def test_phases_are_told_apart():
    assert walked(RULES, 3)[-1].phase is Phase.LAST_RESORT
