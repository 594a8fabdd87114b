"""The table is total; every state and exit is reached; what leaves when; the drawings in the README are the tables."""

from __future__ import annotations

from datetime import date
from itertools import product
from pathlib import Path

import pytest

from nabij.modules.dossier.models.handover import STATES
from nabij.modules.dossier.rules import applications, folders
from nabij.modules.dossier.rules.handovers import (
    ENDED,
    EXITS,
    TABLE,
    Event,
    Objected,
    Offered,
    Refusal,
    Reply,
    Side,
    State,
    Step,
    drawing,
    lacking,
    leaving,
    may_release,
    next_step,
)  # fmt: skip

README = Path(__file__).resolve().parents[1] / "README.md"
DAY = date(2027, 4, 8)


def test_every_triple_answers_and_only_the_table_moves() -> None:
    steps = 0
    for state, event, side in product(State, Event, Side):
        answer = next_step(state, event, side)
        if isinstance(answer, Step):
            steps += 1
            assert TABLE[state, event][0] is answer.to and side in TABLE[state, event][1]
        else:
            assert isinstance(answer, Refusal) and answer.sentence.endswith(".") and answer.code in ("state", "side")
    assert steps == sum(len(sides) for _, sides in TABLE.values())


def test_all_eleven_states_and_eight_exits_are_reached_and_ends_end() -> None:
    seen, todo = {State.SIGNAL}, [State.SIGNAL]
    while todo:
        here = todo.pop()
        for (state, _), (to, _) in TABLE.items():
            if state is here and to not in seen:
                seen.add(to)
                todo.append(to)
    assert seen == set(State) and len(EXITS) == 8 and len(set(State) - EXITS) == 11
    assert not any(state in ENDED for state, _ in TABLE)


def test_the_database_knows_exactly_these_states() -> None:
    assert {code for code, _ in STATES} == {state.value for state in State}


@pytest.mark.parametrize("text", [drawing(), applications.drawing(), folders.drawing()])
def test_the_drawings_in_the_readme_are_the_tables(text: str) -> None:
    assert f"```mermaid\n{text}\n```" in README.read_text(encoding="utf-8")


ITEMS = [
    Offered(1, Reply.AGREE, False), Offered(2, Reply.NONE, True), Offered(3, Reply.NONE, False),
    Offered(4, Reply.OBJECT, True, Objected.OPEN),
    Offered(5, Reply.OBJECT, False, Objected.UPHELD),
    Offered(6, Reply.OBJECT, False, Objected.DISMISSED, DAY), Offered(7, Reply.CORRECT, False),
]  # fmt: skip


def test_only_answered_items_leave_inside_the_window() -> None:
    assert leaving(ITEMS, window_over=False, today=date(2027, 4, 1)) == [1, 7]


def test_without_answer_only_what_the_law_asks_leaves_after_the_window() -> None:
    assert leaving(ITEMS, window_over=True, today=date(2027, 4, 9)) == [1, 2, 6, 7]


def test_the_window_ends_early_on_a_full_answer_only() -> None:
    assert not may_release(ITEMS, last_day=DAY, today=DAY) and may_release(ITEMS, last_day=DAY, today=date(2027, 4, 9))
    assert may_release([ITEMS[0], ITEMS[6]], last_day=DAY, today=date(2027, 3, 30))


def test_everything_cannot_be_asked_and_the_basis_must_be_whole() -> None:
    whole = {"competence": "a", "legal_basis": "b", "purpose": "c", "informed": "d"}
    checks = ["bound", "finality", "necessary", "informed", "interest"]
    assert lacking(whole, checks, ["rent"], ["rent", "income"]) == {}
    assert "requirements" in lacking(whole, checks, ["rent", "everything"], ["rent", "income"])
    assert set(lacking({}, checks[:4], [], ["rent"])) == {*whole, "checks", "requirements"}
