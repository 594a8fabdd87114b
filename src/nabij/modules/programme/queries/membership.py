"""Who takes part in what, on any date, as known at any moment."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from nabij.kernel.calendar import words

from ..models import BoardDecision, GoLive, Invitation, Membership
from ..rules import membership as rules
from ..rules.membership import Asked, Cell, Fact
from ..rules.states import COALITION, LEVEL_WORDS, WORDS, Level, Presented, State
from .programme import Member, ProjectView, members, projects

KINDS = {
    Presented.IN: "ok", Presented.REJOINED: "ok", Presented.IN_CONDITIONAL: "warn", Presented.CONSIDERING: "info",
    Presented.INVITED: "info",
}
#: Words short enough for a tag; ``more`` says the rest beside it.
SHORT = {Presented.INVITED: "gevraagd", Presented.IN_CONDITIONAL: "doet mee"}


@dataclass(frozen=True, slots=True)
class Words:
    """An answer in words: ``word`` and ``more`` say it all, ``kind`` only chooses the drawing beside the word."""

    project: ProjectView
    cell: Cell

    @property
    def word(self) -> str:
        return SHORT.get(self.cell.presented) or WORDS[self.cell.presented]

    @property
    def more(self) -> str:
        """What the word alone does not say: conditions, or that an answer is awaited."""
        if self.cell.presented is Presented.INVITED:
            return "nog geen antwoord"
        return "onder voorwaarden" if self.cell.conditional else ""

    @property
    def level(self) -> str:
        taking_part = self.cell.state in (State.IN, State.IN_CONDITIONAL)
        return LEVEL_WORDS[self.cell.level] if taking_part and self.cell.level else ""

    @property
    def kind(self) -> str:
        return KINDS.get(self.cell.presented, "neutral")


@dataclass(frozen=True, slots=True)
class CellView(Words):
    """One cell of the matrix: a member's answer in words."""

    member: Member


@dataclass(frozen=True, slots=True)
class Row:
    member: Member
    cells: tuple[CellView, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Organisations × projects on a date as known at a moment; both alphabetical."""

    on: date
    known_at: datetime
    projects: tuple[ProjectView, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of an organisation's own history."""

    state: str
    level: str
    from_on: date
    until: date | None
    recorded_from: datetime
    recorded_to: datetime | None
    reason_kind: str
    reason: str
    decision: str
    decision_due: date | None
    origin: str
    entry: str
    tested: bool = False


def facts(project_ids: Iterable[uuid.UUID], organisation_id: int | None = None) -> list[Fact]:
    """All rectangles of these projects, old knowledge included; of one organisation when named."""
    rows = Membership.objects.filter(project_id__in=list(project_ids))
    if organisation_id is not None:
        rows = rows.filter(organisation_id=organisation_id)
    found = [fact_of(row) for row in rows.select_related("organisation").order_by("recorded", "effective")]
    return [fact for fact in found if fact.effective_to is None or fact.effective_from < fact.effective_to]


def fact_of(row: Membership) -> Fact:
    """The row as the pure rules see it: keys are (NIS, id) and the project's id; ``source`` is the row's id.

    An organisation that ended (a merger) takes part in nothing from that day on; its row stays what it was.
    """
    ends = [day for day in (row.effective.upper, row.organisation.valid.upper if row.organisation.valid else None) if day]
    return Fact(
        organisation=(row.organisation.nis, row.organisation_id), project=row.project_id, state=State(row.state),
        effective_from=row.effective.lower, effective_to=min(ends, default=None), recorded_from=row.recorded.lower,
        recorded_to=row.recorded.upper, level=Level(row.level), source=row.id,
    )


def asked(project_ids: Iterable[uuid.UUID], organisation_id: int | None = None) -> list[Asked]:
    """Invitations of these projects."""
    rows = Invitation.objects.filter(project_id__in=list(project_ids))
    if organisation_id is not None:
        rows = rows.filter(invited_id=organisation_id)
    return [
        Asked((r.invited.nis, r.invited_id), r.project_id, r.asked.lower, r.asked.upper, r.recorded_at)
        for r in rows.select_related("invited")
    ]


def matrix(on: date, known_at: datetime, today: date) -> Matrix:
    """The matrix of everyone who is a member today, on a date as known at a moment."""
    columns = projects()
    ids = [column.id for column in columns]
    rows = _rows(members(today), columns, facts(ids), asked(ids), on, known_at)
    return Matrix(on, known_at, tuple(columns), rows)


def own_cells(
    columns: list[ProjectView], organisation_id: int, on: date, known_at: datetime
) -> dict[uuid.UUID, Words]:
    """Where one organisation stands in each project; a project it was never asked for is left out."""
    ids = [column.id for column in columns]
    own_facts, own_asked = facts(ids, organisation_id), asked(ids, organisation_id)
    found: dict[uuid.UUID, Words] = {}
    for column in columns:
        of_project = [f for f in own_facts if f.project == column.id], [a for a in own_asked if a.project == column.id]
        cell = rules.presented_state(*of_project, on, known_at)
        if cell:
            found[column.id] = Words(column, cell)
    return found


@dataclass(frozen=True, slots=True)
class Column:
    """One project's column of the matrix, and the facts it was read from."""

    project: ProjectView
    cells: list[CellView]
    facts: list[Fact]
    invited: list[Asked]

    def cell_of(self, member: Member, on: date, known_at: datetime) -> CellView:
        """One member's word on another day than the column's."""
        return _rows([member], [self.project], self.facts, self.invited, on, known_at)[0].cells[0]

    @property
    def coalition(self) -> list[CellView]:
        """Cells of who takes part, conditions included."""
        return [cell for cell in self.cells if cell.cell.state in COALITION]

    def planned(self, member: Member, on: date, known_at: datetime) -> list[tuple[str, date]]:
        """Words of a member that begin after ``on``, with their day."""
        later = [f for f in rules.known_facts(self.facts, known_at) if f.organisation == member.key and f.effective_from > on]
        return [(WORDS[Presented(f.state)], f.effective_from) for f in later]


def coalition_with_facts(project: ProjectView, on: date, known_at: datetime, today: date) -> Column:
    """Every member with its word for one project on a date, as known at a moment."""
    known, invited = facts([project.id]), asked([project.id])
    rows = _rows(members(today, project.organisation_id), [project], known, invited, on, known_at)
    return Column(project, [row.cells[0] for row in rows], known, invited)


def _rows(
    shown: list[Member], columns: list[ProjectView], known: list[Fact], invited: list[Asked], on: date, known_at: datetime
) -> tuple[Row, ...]:
    cells = rules.matrix([m.key for m in shown], [c.id for c in columns], known, invited, on, known_at)
    return tuple(
        Row(member, tuple(CellView(column, cell, member) for column, cell in zip(columns, line, strict=True)))
        for member, line in zip(shown, cells, strict=True)
    )


def waiting_for_decision(project_id: uuid.UUID, organisation_id: int) -> Membership | None:
    """The organisation's answer that still waits for the reference of its decision, if any."""
    rows = Membership.objects.filter(
        project_id=project_id, organisation_id=organisation_id, recorded__upper_inf=True, decision__isnull=True,
        decision_due__isnull=False,
    )
    return rows.order_by("decision_due").first()


def history(project_id: uuid.UUID, organisation_id: int) -> list[Entry]:
    """What one organisation answered over the years, newest first.

    Continued rows are left out, and so is an answer whose place was taken by the same answer with its decision.
    """
    rows = Membership.objects.filter(project_id=project_id, organisation_id=organisation_id).select_related("decision")
    completed = {(r.state, r.effective.lower) for r in rows if r.entry == Membership.Entry.COMPLETED}
    shown = [
        r for r in rows if r.entry != Membership.Entry.REMAINDER
        and (r.entry == Membership.Entry.COMPLETED or (r.state, r.effective.lower) not in completed)
    ]
    return [_entry(row) for row in sorted(shown, key=lambda r: (r.effective.lower, r.recorded.lower), reverse=True)]


def _entry(row: Membership) -> Entry:
    return Entry(
        state=WORDS[Presented(row.state)], level=LEVEL_WORDS[Level(row.level)], from_on=row.effective.lower,
        until=row.effective.upper, recorded_from=row.recorded.lower, recorded_to=row.recorded.upper,
        reason_kind=row.get_reason_kind_display(), reason=row.reason, decision=_decision(row.decision),
        decision_due=row.decision_due, origin=row.get_origin_display(), entry=row.entry,
        tested=row.test_id is not None,
    )


def _decision(row: BoardDecision | None) -> str:
    if row is None:
        return ""
    return f"{row.get_body_kind_display()}, {words.table_date(row.decided_on)}, {row.number or row.uri}"


def go_lives(organisation_id: int, project_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, GoLive]:
    """Go-live gates that one organisation passed, by project."""
    rows = GoLive.objects.filter(organisation_id=organisation_id, project_id__in=list(project_ids))
    return {row.project_id: row for row in rows}
