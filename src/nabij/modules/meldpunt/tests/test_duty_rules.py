"""The pure rules of the duty line: chain, words. No database."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nabij.kernel.errors import RuleViolation
from nabij.modules.meldpunt.rules import alarm, sms_words
from nabij.modules.meldpunt.rules.alarm import Alert, AlertEvent, AlertState, Phase, Policy, Step

NOW = datetime(2027, 3, 30, 6, 37, tzinfo=UTC)
FIVE = timedelta(minutes=5)
CHAIN = ("eerste lijn", "achterwacht")
LAST = ("coördinator", "algemeen directeur", "burgemeester")


def policy(repeat: int = 0) -> Policy:
    return Policy(
        steps=tuple(Step(t, FIVE) for t in CHAIN), last_resort=tuple(Step(t, FIVE) for t in LAST), repeat=repeat
    )


def waiting(entry: alarm.Advance, state: AlertState = AlertState.TRIGGERED) -> Alert:
    return Alert(state, entry.phase, entry.step, entry.loop, entry.round, entry.next_at, entry.next_at)


def walk(rules: Policy, rounds: int, reachable=alarm.everyone) -> list[alarm.Advance]:
    """Nobody answers: what is entered, one tick per waiting time."""
    entries = alarm.first(rules, NOW, reachable)
    for _ in range(rounds):
        entries += alarm.advance(waiting(entries[-1]), rules, entries[-1].next_at, reachable)
    return entries


def test_nobody_answers_first_line_backup_then_last_resort_then_all_again_every_ten_minutes():
    entries = walk(policy(), 6)
    assert [e.targets for e in entries] == [*((t,) for t in CHAIN + LAST), LAST, LAST]
    assert [e.exhausted for e in entries] == [False] * 5 + [True] * 2
    assert entries[6].at - entries[5].at == timedelta(minutes=10)
    assert [e.round for e in entries] == list(range(7))


def test_loops_come_before_the_last_resort():
    steps = [(e.phase, e.step, e.loop) for e in walk(policy(repeat=1), 4)]
    assert steps == [(Phase.CHAIN, 0, 0), (Phase.CHAIN, 1, 0), (Phase.CHAIN, 0, 1), (Phase.CHAIN, 1, 1), (Phase.LAST_RESORT, 0, 1)]


def test_empty_step_is_entered_logged_and_left_at_once():
    entries = alarm.first(policy(), NOW, lambda t: t != "eerste lijn")
    assert [(e.targets, e.empty) for e in entries] == [((), True), (("achterwacht",), False)]
    assert entries[1].at == NOW and entries[1].next_at == NOW + FIVE


def test_with_nobody_anywhere_it_waits_and_tries_again_for_ever():
    entries = walk(policy(), 3, lambda _: False)
    waits = [e for e in entries if e.next_at > e.at]
    assert len(waits) == 4 and all(e.exhausted and e.next_at - e.at == timedelta(minutes=10) for e in waits)


def test_nothing_happens_before_its_time_or_for_an_older_round():
    here = waiting(alarm.first(policy(), NOW)[-1])
    assert alarm.advance(here, policy(), NOW + FIVE - timedelta(seconds=1)) == []
    assert alarm.advance(here, policy(), NOW + FIVE, round=here.round - 1) == []
    assert len(alarm.advance(here, policy(), NOW + FIVE, round=here.round)) == 1


@given(st.lists(st.sets(st.sampled_from(CHAIN + LAST)), min_size=1, max_size=25), st.integers(0, 5))
def test_every_chain_ends_in_a_waiting_moment_and_rounds_only_grow(reach_per_tick, repeat):
    rules = policy(repeat)
    entries = alarm.first(rules, NOW, reach_per_tick[0].__contains__)
    for reach in reach_per_tick[1:]:
        new = alarm.advance(waiting(entries[-1]), rules, entries[-1].next_at, reach.__contains__)
        assert new, "a due alarm must always move"
        entries += new
    assert [e.round for e in entries] == list(range(len(entries)))
    assert entries[-1].next_at > entries[-1].at
    assert all(e.targets for e in entries if not e.empty)


@given(st.sampled_from(AlertState), st.sampled_from(AlertEvent))
def test_transition_table_is_total_and_closed_is_terminal(state, event):
    legal = (state, event) in alarm.TRANSITIONS
    assert not (legal and state is AlertState.CLOSED)
    if legal:
        assert alarm.after(state, event) in AlertState
        return
    with pytest.raises(RuleViolation) as refusal:
        alarm.after(state, event)
    assert refusal.value.sentence_nl.endswith(".")


def test_second_acknowledge_is_refused_and_time_out_returns_to_the_same_step():
    entry = walk(policy(), 1)[-1]
    with pytest.raises(RuleViolation):
        alarm.after(AlertState.ACKNOWLEDGED, AlertEvent.ACKNOWLEDGE)
    taken = waiting(entry, AlertState.ACKNOWLEDGED)
    assert alarm.again(taken, policy(), entry.next_at - timedelta(seconds=1)) == []
    (back,) = alarm.again(taken, policy(), entry.next_at)
    assert (back.step, back.targets, back.round) == (entry.step, entry.targets, entry.round + 1)


def test_decline_enters_the_next_step_at_once_but_never_rings_everyone_twice():
    first = waiting(alarm.first(policy(), NOW)[-1])
    (next_,) = alarm.skip(first, policy(), NOW)
    assert next_.targets == ("achterwacht",) and next_.at == NOW
    everyone = waiting(walk(policy(), 5)[-1])
    assert alarm.skip(everyone, policy(), NOW) == []


def test_drawing_beside_the_rules_is_true():
    drawn = Path(alarm.__file__).with_suffix(".md")
    assert drawn.read_text() == alarm.drawing(), f"write it anew: {drawn.name} = alarm.drawing()"


# --- words ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "answer", "code"),
    [
        ("1", "take", ""), (" 1. ", "take", ""), ("2\n", "cannot", ""), ("3", "call_me", ""),
        ("1 kor 4f7 92k", "take", "KOR4F792K"), ("12", "unclear", ""), ("1 kor", "unclear", ""),
        ("ja", "unclear", ""), ("", "unclear", ""), ("4", "unclear", ""), ("10 minuten", "unclear", ""),
    ],
)  # fmt: skip
def test_answers(text, answer, code):
    assert sms_words.parse(text) == sms_words.Reply(sms_words.Answer(answer), code)


@given(st.text(max_size=600), st.text(max_size=200), st.text(max_size=80), st.booleans())
def test_a_page_always_fits_in_one_sms_and_keeps_code_and_keys(what, place, name, repeat):
    text = sms_words.page_sms(code="KOR 4F7 92K", what=what, place=place, until="22.19", next_name=name, repeat=repeat)
    assert sms_words.length(text) <= 160 and sms_words.parts(text) == 1
    assert set(text) <= sms_words.GSM7 | sms_words.GSM7_EXTENDED
    assert "KOR 4F7 92K" in text and "1 = ik neem het, 2 = ik kan niet." in text
    assert text.startswith("(herhaling) ") == repeat


def test_t14_and_t15_to_the_letter():
    said = {"code": "KOR 4F7 92K", "what": "boom op rijweg", "place": "Proefstraat 12", "until": "22.19"}
    assert sms_words.page_sms(**said, next_name="Bert Vermeulen (coördinator)") == (
        "DRINGEND KOR 4F7 92K: boom op rijweg, Proefstraat 12. Antwoord 1 = ik neem het, 2 = ik kan niet. "
        "Geen antwoord om 22.19: we bellen Bert V."
    )
    assert sms_words.last_resort_sms(code="KOR 4F7 92K", since="22.14 uur", call="Joris Vanneste, 0470 00 00 01") == (
        "Niemand van de wachtdienst antwoordde op KOR 4F7 92K sinds 22.14 uur. Volgens de afspraak bent u nu aan de "
        "beurt. Antwoord 1, of bel Joris Vanneste, 0470 00 00 01. Deze oproep stopt pas als iemand opneemt."
    )


def test_a_long_story_loses_its_end_but_never_the_place():
    text = sms_words.page_sms(
        code="KOR 4F7 92K", what="een boom ligt op de weg en er hangt een draad los, al twee uur", place="Proefstraat 12, Bellegem",
        until="2.02", next_name="Anke Dewulf",
    )  # fmt: skip
    assert "Proefstraat 12, Bellegem. Antwoord 1" in text and text.endswith("we bellen Anke D.")


def test_accents_outside_the_table_lose_their_accent_and_emoji_become_a_mark():
    assert sms_words.gsm7("Désirée Noël ’t Hof – 🌳") == "Désirée Noel 't Hof - ?"
