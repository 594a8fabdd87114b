"""Who answers for which municipality and kind of duty in the coming weeks, and who takes part in which line with what share."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from nabij.kernel.calendar import words
from nabij.kernel.tenancy import queries as directory

from ..models.duty import DutyLine
from ..models.rota import DutyCoverage, DutyKind
from ..rules import coverage as rules
from ..rules.hours import Share
from ..rules.rota import BRUSSELS

WEEKS = 8


@dataclass(frozen=True)
class Member:
    """One municipality on one line in a period, with its weight in the division of hours."""

    organisation_id: int
    line_id: UUID
    first: date
    until: date | None
    share: int
    public_number: str


def members(partnership_id: int) -> list[Member]:
    """Everyone who takes part now, earlier or later."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM nabij.duty_members(%s) ORDER BY organisation_id, first", [partnership_id])
        return [Member(*row) for row in cursor.fetchall()]


def shares(line: DutyLine) -> list[Share]:
    """The shares of a line, in the shape of the rules."""
    return [Share(m.organisation_id, m.share, m.first, m.until) for m in members(line.organisation_id) if m.line_id == line.id]


def decisions() -> dict[int, list[rules.Decision]]:
    """Own decisions per municipality."""
    found: dict[int, list[rules.Decision]] = defaultdict(list)
    for row in DutyCoverage.objects.order_by("period"):
        line = str(row.line_id) if row.line_id else ""
        found[row.organisation_id].append(rules.Decision(row.kind, row.period.lower, row.period.upper, line, row.public_number))
    return found


def taking_part(partnership_id: int, lines: dict[str, DutyLine]) -> dict[int, list[rules.Participation]]:
    """Lines per municipality."""
    found: dict[int, list[rules.Participation]] = defaultdict(list)
    for member in members(partnership_id):
        line = lines.get(str(member.line_id))
        if line is not None:
            found[member.organisation_id].append(rules.Participation(str(line.id), line.kind, member.first, member.until))
    return found


def kinds() -> list[DutyKind]:
    """The kinds of duty, in the order of the partnership."""
    return list(DutyKind.objects.order_by("position", "name"))


def answers(organisation_id: int, start: date, end: date) -> dict[str, list[rules.Answer]]:
    """Per kind the answers for one municipality over [start, end)."""
    region = directory.partnership().id
    lines = {str(line.id): line for line in DutyLine.objects.all()}
    decided, part = decisions()[organisation_id], taking_part(region, lines)[organisation_id]
    return {kind.code: rules.coverage(kind.code, start, end, decided, part) for kind in kinds()}


@dataclass(frozen=True)
class Answering:
    """Who answers for one kind of duty at a moment: a line, else a number, else nobody decided."""

    kind: str
    line: UUID | None = None
    number: str = ""


def answering(organisation_id: int, kind: str, at: datetime) -> Answering:
    """For any scope that reads the municipality, also that of a resident's report. One question to the database."""
    day = at.astimezone(BRUSSELS).date()
    with connection.cursor() as cursor:
        cursor.execute("SELECT nabij.duty_coverage(%s, %s)", [organisation_id, day])
        (answer,) = cursor.fetchone()
    found: dict[str, Any] = json.loads(answer) if isinstance(answer, str) else answer
    decided = [rules.Decision(row["kind"], *_days(row), row["line"] or "", row["number"]) for row in found["decisions"]]
    part = [rules.Participation(row["line"], row["kind"], *_days(row)) for row in found["taking_part"]]
    line, number = rules.answer_on(kind, day, decided, part)
    return Answering(kind, UUID(line) if line else None, number)


def _days(row: dict[str, Any]) -> tuple[date, date | None]:
    first, until = (date.fromisoformat(row[name]) if row[name] else None for name in ("first", "until"))
    return first or date.min, until


@dataclass(frozen=True)
class Cell:
    """Kinds with the same answer, in words."""

    kinds: str
    answers: tuple[str, ...]
    has_hole: bool


@dataclass(frozen=True)
class Row:
    """One municipality."""

    name: str
    cells: tuple[Cell, ...]


def grid(on: date, weeks: int = WEEKS) -> list[Row]:
    """Every municipality of the partnership with every kind, over the coming weeks, holidays included."""
    region, end = directory.partnership().id, on + timedelta(weeks=weeks)
    lines = {str(line.id): line for line in DutyLine.objects.all()}
    decided, part, known = decisions(), taking_part(region, lines), kinds()
    names = {code: line.name for code, line in lines.items()}
    return [
        Row(str(one), _cells([(k, rules.coverage(k.code, on, end, decided[one.id], part[one.id])) for k in known], names, on, end))
        for one in directory.members(region, on)
        if one.kind == "municipality"
    ]


def _cells(found: list[tuple[DutyKind, list[rules.Answer]]], names: dict[str, str], start: date, end: date) -> tuple[Cell, ...]:
    groups: dict[tuple[rules.Answer, ...], list[str]] = defaultdict(list)
    for kind, given in found:
        groups[tuple(given)].append(kind.name)
    return tuple(
        Cell(
            "alle wachtsoorten" if len(kinds_) == len(found) else ", ".join(kinds_),
            tuple(_words(answer, names, start, end) for answer in given), any(answer.is_hole for answer in given),
        )
        for given, kinds_ in groups.items()
    )  # fmt: skip


def _words(answer: rules.Answer, names: dict[str, str], start: date, end: date) -> str:
    who = names.get(answer.line, "een andere lijn") if answer.line else f"eigen nummer {answer.number}"
    if answer.is_hole:
        who = "niemand: beslis wie antwoordt"
    from_ = "" if answer.first == start else f"vanaf {words.day_month(answer.first)} "
    until = "" if answer.until == end else f"tot {words.day_month(answer.until)} "
    return f"{from_}{until}{who}".strip()
