"""What figures of a test propose, line by line."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ..rules.improvement import Baseline, Better, Change, Line, Verdict, change_of, figure, improvement_verdict, missing, worsened


def line(baseline: str, measured: str, *, expected: str = "10", kind: Baseline = Baseline.NUMBER, better: Better = Better.LOWER) -> Line:
    return Line("Hoeveel?", "oproepen", better, kind, baseline, expected, measured)


@pytest.mark.parametrize(
    ("text", "value"),
    [("12", "12"), ("12,5", "12.5"), ("1.200", "1200"), ("1.5", None), ("1,2,3", None), ("", None), ("veel", None), ("-3", "-3")],
)
def test_a_figure_is_read_as_people_write_it(text: str, value: str | None) -> None:
    assert figure(text) == (Decimal(value) if value else None)


def test_does_not_exist_passes_with_only_what_is_expected() -> None:
    new = line("", "", kind=Baseline.DOES_NOT_EXIST)
    assert change_of(new) is Change.NEW
    assert improvement_verdict([new]) is Verdict.IMPROVEMENT
    assert missing(new) == {}


@pytest.mark.parametrize(
    ("lines", "verdict"),
    [
        ([line("40", "12")], Verdict.IMPROVEMENT),
        ([line("2", "2")], Verdict.NO_IMPROVEMENT),
        ([line("40", "12"), line("2", "3")], Verdict.NO_IMPROVEMENT),
        ([line("40", "")], Verdict.TOO_EARLY),
        ([line("", "3")], Verdict.INCOMPLETE),
        ([line("40", "12", expected="")], Verdict.INCOMPLETE),
        ([], Verdict.INCOMPLETE),
        ([line("stroef", "vlot", kind=Baseline.TEXT)], None),
        ([line("3", "5", better=Better.HIGHER)], Verdict.IMPROVEMENT),
    ],
)
def test_the_figures_propose(lines: list[Line], verdict: Verdict | None) -> None:
    assert improvement_verdict(lines) is verdict


def test_one_thing_that_got_worse_is_named_and_never_averaged_away() -> None:
    lines = [line("100", "1"), Line("Hoelang wacht men?", "minuten", Better.LOWER, Baseline.NUMBER, "5", "5", "6")]
    assert worsened(lines) == ["Hoelang wacht men?"]


def test_a_word_where_a_figure_is_asked_is_told_on_its_own_part() -> None:
    assert set(missing(line("veel", "weinig"))) == {"baseline", "measured"}
    assert set(missing(line("", "", expected=""))) == {"expected", "baseline"}
