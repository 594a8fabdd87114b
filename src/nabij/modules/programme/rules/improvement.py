"""What a test says about a change: better, no better, too early, or not complete (programme 4.5, founding note N32–N34).

Figures only propose; each member gives its own verdict. Nothing is averaged: one thing that got worse is named.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum


class Verdict(StrEnum):
    """What one member concludes."""

    IMPROVEMENT = "improvement"
    NO_IMPROVEMENT = "no_improvement"
    TOO_EARLY = "too_early"
    INCOMPLETE = "incomplete"


class Baseline(StrEnum):
    """How it was before: a figure, words, or it was not there yet."""

    NUMBER = "number"
    TEXT = "text"
    DOES_NOT_EXIST = "does_not_exist"


class Better(StrEnum):
    """Which way a figure must go to be better."""

    HIGHER = "higher"
    LOWER = "lower"


class Change(StrEnum):
    """What one line of a test shows."""

    BETTER = "better"
    SAME = "same"
    WORSE = "worse"
    NEW = "new"
    NOT_MEASURED = "not_measured"
    IN_WORDS = "in_words"
    INCOMPLETE = "incomplete"


VERDICT_WORDS = {
    Verdict.IMPROVEMENT: "verbetering",
    Verdict.NO_IMPROVEMENT: "geen verbetering",
    Verdict.TOO_EARLY: "te vroeg om te zeggen",
    Verdict.INCOMPLETE: "nog niet volledig",
}
#: Verdicts that a member may give itself; ``incomplete`` is only what figures say.
GIVEN = (Verdict.IMPROVEMENT, Verdict.NO_IMPROVEMENT, Verdict.TOO_EARLY)
BASELINE_WORDS = {
    Baseline.NUMBER: "een cijfer",
    Baseline.TEXT: "in woorden",
    Baseline.DOES_NOT_EXIST: "dit bestaat nog niet",
}
CHANGE_WORDS = {
    Change.BETTER: "beter",
    Change.SAME: "gelijk",
    Change.WORSE: "slechter",
    Change.NEW: "nieuw",
    Change.NOT_MEASURED: "nog niet gemeten",
    Change.IN_WORDS: "in woorden",
    Change.INCOMPLETE: "nog niet volledig",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One question as one member answered it. ``unit`` empty = answered in words."""

    question: str
    unit: str
    better: Better
    baseline_kind: Baseline
    baseline: str
    expected: str
    measured: str


def figure(text: str) -> Decimal | None:
    """A Dutch figure ("12,5", "1.200") or None when it is none. A point may only stand before three digits."""
    plain = text.strip().replace("\u00a0", "")
    if not re.fullmatch(r"-?(\d{1,3}(\.\d{3})+|\d+)(,\d+)?", plain):
        return None
    try:
        return Decimal(plain.replace(".", "").replace(",", "."))
    except InvalidOperation:
        return None


def change_of(line: Line) -> Change:
    """What one line shows. "Does not exist" needs only what is expected: whatever comes is new."""
    if not line.expected.strip():
        return Change.INCOMPLETE
    if line.baseline_kind is Baseline.DOES_NOT_EXIST:
        return Change.NEW
    if not line.baseline.strip():
        return Change.INCOMPLETE
    if not line.measured.strip():
        return Change.NOT_MEASURED
    before, now = figure(line.baseline), figure(line.measured)
    if line.baseline_kind is Baseline.TEXT or not line.unit or before is None or now is None:
        return Change.IN_WORDS
    if before == now:
        return Change.SAME
    return Change.BETTER if (now > before) == (line.better is Better.HIGHER) else Change.WORSE


def improvement_verdict(lines: Sequence[Line]) -> Verdict | None:
    """What the figures propose; None when everything was answered in words, so that only the member can say."""
    seen = [change_of(line) for line in lines]
    if not seen or Change.INCOMPLETE in seen:
        return Verdict.INCOMPLETE
    if Change.WORSE in seen:
        return Verdict.NO_IMPROVEMENT
    if Change.BETTER in seen or Change.NEW in seen:
        return Verdict.IMPROVEMENT
    if Change.NOT_MEASURED in seen:
        return Verdict.TOO_EARLY
    return Verdict.NO_IMPROVEMENT if Change.SAME in seen else None


def worsened(lines: Sequence[Line]) -> list[str]:
    """Questions of which the figure got worse; named, whatever the rest gained."""
    return [line.question for line in lines if change_of(line) is Change.WORSE]


def missing(line: Line) -> dict[str, str]:
    """What a line lacks or cannot be read as, per part, each with its sentence."""
    lacking = {}
    if not line.expected.strip():
        lacking["expected"] = f"Zeg wat u verwacht bij “{line.question}”."
    if line.baseline_kind is not Baseline.DOES_NOT_EXIST and not line.baseline.strip():
        lacking["baseline"] = f"Zeg hoe het nu is bij “{line.question}”, of kies “dit bestaat nog niet”."
    if line.unit:
        numbers = {"measured": line.measured}
        if line.baseline_kind is Baseline.NUMBER:
            numbers["baseline"] = line.baseline
        for part, text in numbers.items():
            if text.strip() and figure(text) is None:
                lacking[part] = f"“{text}” is geen cijfer. Schrijf het in {line.unit}, bijvoorbeeld 12 of 2,5."
    return lacking
