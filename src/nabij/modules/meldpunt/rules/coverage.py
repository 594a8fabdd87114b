"""Who answers for a municipality, a kind of duty and a day: always a line or a decided number. Pure.

Order: the municipality's own decision for this kind; a line of this kind in which it takes part; its decision for every kind; the line
of the first response in which it takes part. Of two lines of one kind the one that it joined first answers, until it decides otherwise. A
decision that names a line counts while the municipality takes part in it: without that agreement its people may not read the reports.
What none of these answers is a hole, and a hole is refused before it is written.
"""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

FIRST_LINE = "first_line"
EVERY_KIND = ""


@dataclass(frozen=True)
class Decision:
    """What a municipality decided for one kind (or every kind): a line by its id, or a public number."""

    kind: str
    first: date
    until: date | None
    line: str = ""
    number: str = ""


@dataclass(frozen=True)
class Participation:
    """A line that answers for the municipality, by id, with its kind."""

    line: str
    kind: str
    first: date
    until: date | None


@dataclass(frozen=True)
class Answer:
    """From `first` until `until` (excluded): a line, a number, or neither (a hole)."""

    first: date
    until: date
    line: str = ""
    number: str = ""

    @property
    def is_hole(self) -> bool:
        """Nobody answers."""
        return not self.line and not self.number


def _holds(first: date, until: date | None, day: date) -> bool:
    return first <= day and (until is None or day < until)


def answer_on(kind: str, day: date, decisions: Sequence[Decision], taking_part: Sequence[Participation]) -> tuple[str, str]:
    """Line and number that answer on a day; one of both is empty, and both are in a hole."""
    part = sorted((p for p in taking_part if _holds(p.first, p.until, day)), key=lambda p: (p.first, p.line), reverse=True)
    lines, joined = {p.kind: p.line for p in part}, {p.line for p in part}
    now = [d for d in decisions if _holds(d.first, d.until, day) and (not d.line or d.line in joined)]
    for decided in (d for d in now if d.kind == kind):
        return decided.line, decided.number
    if kind in lines:
        return lines[kind], ""
    for decided in (d for d in now if d.kind == EVERY_KIND):
        return decided.line, decided.number
    return lines.get(FIRST_LINE, ""), ""


def coverage(kind: str, start: date, end: date, decisions: Sequence[Decision], taking_part: Sequence[Participation]) -> list[Answer]:
    """The answers of [start, end), in order and without hole between them: decisions begin and end at local midnight."""
    edges = sorted({start, end, *(day for day in _days(decisions, taking_part) if start < day < end)})
    found: list[Answer] = []
    for first, until in itertools.pairwise(edges):
        line, number = answer_on(kind, first, decisions, taking_part)
        if found and (found[-1].line, found[-1].number) == (line, number):
            found[-1] = Answer(found[-1].first, until, line, number)
        else:
            found.append(Answer(first, until, line, number))
    return found


def _days(decisions: Iterable[Decision], taking_part: Iterable[Participation]) -> Iterator[date]:
    periods = [(d.first, d.until) for d in decisions] + [(p.first, p.until) for p in taking_part]
    for first, until in periods:
        yield first
        if until is not None:
            yield until


def holes(
    kinds: Iterable[str], start: date, end: date, decisions: Sequence[Decision], taking_part: Sequence[Participation]
) -> list[tuple[str, Answer]]:
    """Every stretch in which nobody answers, with its kind."""
    return [(kind, a) for kind in kinds for a in coverage(kind, start, end, decisions, taking_part) if a.is_hole]
