"""Errands of the supervisor: the first line is the answer, one of a kind at a time, and each can be cut."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from nabij.demo import errands
from nabij.demo.errands import BUSY, Errands

Replies = list[tuple[str, bool, str]]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    for name in ("demo", "log"):
        (tmp_path / name).mkdir()
    return tmp_path


@pytest.fixture
def replies() -> Replies:
    return []


@pytest.fixture
def sent(home: Path, replies: Replies) -> Iterator[Errands]:
    made = Errands(home, lambda ticket, ok, said: replies.append((ticket, ok, said)))
    yield made
    made.end()


def program(home: Path, text: str) -> dict[str, str]:
    """``python -m nabij`` runs this instead."""
    (home / "nabij.py").write_text(text)
    return {"PYTHONPATH": str(home), "PATH": os.environ["PATH"], "PYTHONUNBUFFERED": "1"}


def until(sent: Errands, seen: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not seen():
        assert time.monotonic() < deadline
        sent.look()
        time.sleep(0.02)


def test_the_first_line_answers_while_the_errand_goes_on(home: Path, sent: Errands, replies: Replies) -> None:
    sent.start("storm", "een", program(home, "print('De storm begint.'); import time; time.sleep(60)"))
    until(sent, lambda: bool(replies))
    assert replies == [("een", True, "De storm begint.")]
    sent.start("storm", "twee", {})
    assert replies[1:] == [("twee", False, BUSY)]
    (home / "demo" / "storm.json").write_text("{}")
    sent.end()
    assert sorted(path.name for path in (home / "demo").iterdir()) == []
    sent.look()
    assert len(replies) == 2


def test_something_found_is_an_answer(home: Path, sent: Errands, replies: Replies) -> None:
    sent.start("verify", "een", program(home, "print('Regel 3 is gewijzigd.'); raise SystemExit(1)"))
    until(sent, lambda: bool(replies))
    assert replies == [("een", True, "Regel 3 is gewijzigd.")]


def test_the_sentence_of_a_failure_is_passed_on_and_kept(home: Path, sent: Errands, replies: Replies) -> None:
    told = "We bereiken de databank niet"
    sent.start("tamper", "een", program(home, f"import sys; print('{told}', file=sys.stderr); sys.exit(3)"))
    until(sent, lambda: bool(replies))
    assert replies == [("een", False, told)]
    assert told in (home / "log" / "tamper.log").read_text()


def test_a_silent_failure_is_said_too(home: Path, sent: Errands, replies: Replies) -> None:
    sent.start("tamper", "een", program(home, "raise SystemExit(3)"))
    until(sent, lambda: bool(replies))
    assert replies == [("een", False, errands.SILENT)]
