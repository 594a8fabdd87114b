"""Pure rules of a report: codes, states, danger, urgency, routing, form. No database."""

from __future__ import annotations

import random
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nabij.kernel.errors import RuleViolation
from nabij.modules.meldpunt.rules import codes, form
from nabij.modules.meldpunt.rules import report_states as states
from nabij.modules.meldpunt.rules.danger import (
    Answer,
    Danger,
    DangerClass,
    Level,
    Term,
    Urgency,
    danger,
    decide_urgency,
)
from nabij.modules.meldpunt.rules.report_states import State, Who
from nabij.modules.meldpunt.rules.routing import Outcome, Place, Receiver, route

PREFIXES = ("ANZ", "AVE", "DEE", "HAR", "KOR", "KUU", "LEN", "MEN", "SPI", "WAR", "WER", "WEV", "ZWE")
made_codes = st.builds(
    lambda prefix, seed: codes.make(prefix, random.Random(seed).choice), st.sampled_from(PREFIXES), st.integers()
)


# --- codes -------------------------------------------------------------------------------------------------------


@given(made_codes)
def test_a_made_code_is_valid_and_reads_back_in_every_way(code: str) -> None:
    assert codes.is_valid(code)
    assert codes.parse(codes.grouped(code)) == code
    assert codes.parse(f"  {codes.grouped(code).lower()}. ") == code
    assert codes.parse(" ".join(word for _, word in codes.spelled(code))) == code
    assert codes.parse("-".join(code)) == code


@given(made_codes, st.integers(0, 8), st.sampled_from(codes.ALPHABET))
def test_one_wrong_character_never_opens_another_report(code: str, place: int, other: str) -> None:
    wrong = code[:place] + other + code[place + 1 :]
    assert codes.parse(wrong) in (None, code)
    assert (codes.parse(wrong) == code) == (wrong == code or (place < 3 and codes.parse(wrong) == code))
    if wrong != code:
        assert not codes.is_valid(wrong)


@given(made_codes, st.integers(3, 7))
def test_a_swap_of_two_neighbours_is_seen_except_the_one_pair_that_luhn_misses(code: str, place: int) -> None:
    left, right = code[place], code[place + 1]
    swapped = code[:place] + right + left + code[place + 2 :]
    missed = {left, right} == {codes.ALPHABET[0], codes.ALPHABET[-1]} or left == right
    assert codes.is_valid(swapped) == missed


def test_a_look_alike_is_resolved_by_the_check_character_only() -> None:
    code = next(c for c in (codes.make("KOR", random.Random(n).choice) for n in range(500)) if c[4] == "Q")
    assert codes.parse(code[:4] + "0" + code[5:]) == code
    assert codes.parse(code.replace("KOR", "K0R")) == code
    assert codes.parse(code[:4] + "0" + code[5:-1] + "0") is None


def test_prefixes_of_the_thirteen_differ_and_the_alphabet_has_no_look_alikes() -> None:
    assert codes.prefix_of("spiere-helkijn") == "SPI"
    assert len(set(PREFIXES)) == 13
    assert not set("01ILOU") & set(codes.ALPHABET)
    assert codes.grouped("KOR4F792K") == "KOR 4F7 92K"


@given(st.text(max_size=60))
def test_parse_never_fails_on_anything_typed(typed: str) -> None:
    found = codes.parse(typed)
    assert found is None or codes.is_valid(found)


# --- states ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("origin", "to"), list(product(State, State)))
def test_only_pairs_of_the_table_pass_and_only_for_their_people(origin: State, to: State) -> None:
    allowed = states.TABLE.get((origin, to), frozenset())
    for who in Who:
        if who in allowed:
            assert states.transition(origin, to, who, earlier=to).to is to
        else:
            with pytest.raises(RuleViolation):
                states.transition(origin, to, who, earlier=to)


def test_the_corners_of_the_table() -> None:
    assert (State.RECEIVED, State.REOPENED) not in states.TABLE
    assert (State.REOPENED, State.RECEIVED) not in states.TABLE
    assert (State.CANCELLED, State.REOPEN_REQUESTED) not in states.TABLE
    assert states.TABLE[State.CANCELLED, State.REOPENED] == {Who.HANDLER}
    assert Who.DUTY not in states.TABLE[State.ACCEPTED, State.RESOLVED]
    assert states.targets(State.QUARANTINED, [Who.HANDLER]) == []


def test_refusing_to_reopen_goes_back_to_the_earlier_state_with_a_reason() -> None:
    asked = State.REOPEN_REQUESTED
    assert states.transition(asked, State.RESOLVED, Who.HANDLER, earlier=State.RESOLVED).closes
    with pytest.raises(RuleViolation):
        states.transition(asked, State.REFERRED, Who.HANDLER, earlier=State.RESOLVED)
    assert "reason" in states.missing(asked, State.RESOLVED, {"public_text": "x"})


def test_asking_to_reopen_stops_after_its_days() -> None:
    with pytest.raises(RuleViolation, match="termijn"):
        states.transition(State.RESOLVED, State.REOPEN_REQUESTED, Who.REPORTER, reopen_until_passed=True)


def test_what_a_state_needs_is_asked_by_name() -> None:
    assert set(states.missing(State.ACCEPTED, State.NOT_RESOLVED, {"reason": " "})) == {"reason", "public_text"}
    assert states.missing(State.ACCEPTED, State.PLANNED, {"planned_on": "2027-04-02"}) == {}


def test_every_state_has_a_word_and_can_be_reached() -> None:
    assert set(states.WORDS_NL) == set(State)
    assert {to for _, to in states.TABLE} | set(states.START) == set(State)


# --- danger ------------------------------------------------------------------------------------------------------

LEXICON = (
    Term("gasgeur*", DangerClass.GAS),
    Term("gas", DangerClass.GAS, needs=("ruik*", "lek*")),
    Term("draad", DangerClass.ELECTRICITY, needs=("los", "hangt"), not_with=("prikkeldraad",)),
    Term("brand", DangerClass.FIRE, not_with=("brandoefening",)),
    Term("te water", DangerClass.PERSON_IN_NEED),
    Term("fuite de gaz", DangerClass.GAS),
    Term("elektrocutie", DangerClass.ELECTRICITY),
    Term("staat onder water", DangerClass.WATER),
)
NEGATIONS = ("geen", "niet", "nooit", "zonder", "pas de")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Gasgeur achter de sporthal", {DangerClass.GAS}),
        ("sterke GASGEUREN in de straat", {DangerClass.GAS}),
        ("ik ruik gas", {DangerClass.GAS}),
        ("de gasmeter is stuk", set()),
        ("lege gas fles gedumpt", set()),
        ("een boom, en er hangt een draad los", {DangerClass.ELECTRICITY}),
        ("een draad van de prikkeldraad hangt los", set()),
        ("auto te water!", {DangerClass.PERSON_IN_NEED}),
        ("Il y a une fuite de gaz", {DangerClass.GAS}),
        ("Élektrocutie", {DangerClass.ELECTRICITY}),
        ("losliggende stoeptegel", set()),
        ("", set()),
    ],
)
def test_words_of_danger(text: str, found: set[DangerClass]) -> None:
    assert set(danger(text, LEXICON).classes) == found


def test_water_raises_but_does_not_call_for_112() -> None:
    assert danger("De straat staat onder water", LEXICON).level is Level.RAISED


def test_spans_point_at_the_words_as_typed() -> None:
    text = "Hier is GASGEUR en brand"
    assert [text[start:end] for start, end in danger(text, LEXICON).spans] == ["GASGEUR", "brand"]


@given(st.sampled_from(NEGATIONS), st.sampled_from([term.text.strip("*") for term in LEXICON if not term.needs]))
def test_a_negation_is_never_believed(negation: str, word: str) -> None:
    assert danger(f"{negation} {word}", LEXICON).level == danger(word, LEXICON).level > Level.NONE


plain_lexicon = tuple(term for term in LEXICON if not term.not_with)


@given(
    st.lists(st.sampled_from(["gasgeur", "ik ruik gas", "auto te water", "tegel los", "staat onder water"])), st.text()
)
def test_more_words_never_lower_the_level(parts: list[str], extra: str) -> None:
    text = ". ".join(parts)
    assert danger(f"{text}. {extra}", plain_lexicon).level >= danger(text, plain_lexicon).level


@given(st.text(max_size=300))
def test_danger_takes_any_text(text: str) -> None:
    found = danger(text, LEXICON)
    assert all(0 <= start < end <= len(text) for start, end in found.spans)


@given(st.sampled_from(list(Urgency)), st.sampled_from(list(Level)), st.sampled_from(list(Answer)))
def test_urgency_is_never_lowered_in_silence(default: Urgency, level: Level, answer: Answer) -> None:
    decided = decide_urgency(default, Danger(level), answer)
    suspected = default is Urgency.ACUTE or level is Level.LIFE
    if answer is Answer.YES or (suspected and answer is Answer.NONE):
        assert decided.urgency is Urgency.ACUTE
    elif suspected:
        assert decided.urgency is Urgency.HIGH
    else:
        assert decided.urgency.rank >= default.rank
        assert level is Level.NONE or decided.urgency.rank >= Urgency.HIGH.rank
    assert decided.asks == (suspected or answer is Answer.YES)


# --- routing -----------------------------------------------------------------------------------------------------

KORTRIJK, ZWEVEGEM, MENEN = Receiver(1, "Kortrijk", True), Receiver(2, "Zwevegem", True), Receiver(3, "Menen", False)


def test_inside_one_municipality_it_gets_the_report_whatever_the_channel() -> None:
    decided = route(Place((ZWEVEGEM,), known=True), KORTRIJK)
    assert (decided.outcome, decided.owner, decided.asks) == (Outcome.OWNER, ZWEVEGEM, False)


def test_near_a_border_both_are_offered_and_the_answer_wins() -> None:
    border = Place((KORTRIJK, ZWEVEGEM), known=True, ask=True)
    asked = route(border, KORTRIJK)
    assert asked.asks and asked.offered == (KORTRIJK, ZWEVEGEM)
    assert route(border, KORTRIJK, chosen=2).owner == ZWEVEGEM
    assert route(border, KORTRIJK, chosen=99).asks


def test_a_municipality_outside_the_reporting_point_leaves_it_with_the_channel() -> None:
    decided = route(Place((MENEN,), known=True), KORTRIJK)
    assert (decided.outcome, decided.owner, decided.lies_in) == (Outcome.NOT_MEMBER, KORTRIJK, MENEN)


def test_unknown_and_outside_never_lose_a_report() -> None:
    assert route(Place(), KORTRIJK).outcome is Outcome.UNPLACED
    assert route(Place(known=True, outside=True), KORTRIJK).asks
    kept = route(Place(known=True, outside=True), KORTRIJK, keep_outside=True)
    assert (kept.outcome, kept.owner) == (Outcome.UNPLACED, KORTRIJK)


# --- form --------------------------------------------------------------------------------------------------------


def test_text_limits_are_told_in_numbers() -> None:
    assert form.text_problem("  \n ") == form.TEXT_MISSING
    assert form.text_problem("x" * 4_000) is None
    assert form.text_problem("x" * 4_001) == ("Uw tekst is 4.001 tekens lang. Er passen er 4.000. Haal 1 teken weg.")
    assert form.text_problem("a\r\n" * 2_000) is None


def test_suggestion_says_which_word_decided() -> None:
    words = {"put": ("put in",), "gasgeur": ("gasgeur",), "andere": ()}
    assert form.suggest_category("Gasgeur uit een put in de weg", words) == ("gasgeur", "gasgeur")
    assert form.suggest_category("iets", words) is None
