"""The monthly overview and the agenda of the next meeting, as documents (programme 4.5, founding note N72–N75). Pure.

Every figure comes from a row. This file knows the order and the words; nobody types.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from nabij.kernel.calendar.rules.holidays import BRUSSELS
from nabij.kernel.calendar.words import date_text, day_month, table_date, time_text
from nabij.kernel.documents.content import Block, Column, Document, Heading, Items, Panel, Paragraph, Table, Writing


@dataclass(frozen=True, slots=True)
class ProjectLine:
    """One project on the last day of the month: who takes part, since when nothing happened, and who hears of it next."""

    name: str
    phase: str
    taking_part: int
    last_act: str
    quiet_days: int
    stalls: bool
    next_heard: str


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """An answer that a municipality gave in the month. ``late`` = about a day in an earlier month (a correction)."""

    on: date
    member: str
    project: str
    word: str
    effective: date
    late: bool


@dataclass(frozen=True, slots=True)
class RoundLine:
    title: str
    last_day: date
    noted: int
    board: int
    services: int


@dataclass(frozen=True, slots=True)
class Coming:
    """A day ahead and what happens then."""

    on: date
    what: str


@dataclass(frozen=True, slots=True)
class MeetingFacts:
    """The meeting for which the agenda is made. ``regular`` = points of the group itself, which the programme does not touch."""

    title: str
    rhythm: str
    place: str
    minutes: int
    regular: tuple[str, ...]
    dates: tuple[datetime, ...]


@dataclass(frozen=True, slots=True)
class MonthFacts:
    """Everything that the overview and the agenda say. ``until`` is the last day that counts, at most today."""

    first: date
    until: date
    whole: bool
    sender: tuple[str, ...]
    accent: str
    example: bool
    members: int
    projects: tuple[ProjectLine, ...]
    answers: tuple[AnswerLine, ...]
    decisions: tuple[tuple[date, str, str], ...]
    rounds: tuple[RoundLine, ...]
    coming: tuple[Coming, ...]

    @property
    def month(self) -> str:
        """``maart 2027``."""
        return f"{day_month(self.first).partition(' ')[2]} {self.first.year}"


def sentence(projects: Sequence[ProjectLine]) -> str:
    """How it goes, in one sentence."""
    stalled = sum(one.stalls for one in projects)
    if not projects:
        return "Er loopt nog geen project."
    if not stalled:
        return "Alle projecten bewegen."
    return f"{len(projects) - stalled} van de {len(projects)} projecten bewegen; {stalled} {'valt' if stalled == 1 else 'vallen'} stil."


def overview(facts: MonthFacts) -> Document:
    """The overview of one month."""
    until = "" if facts.whole else f" (tot en met {date_text(facts.until)})"
    blocks: list[Block] = [Paragraph(sentence(facts.projects), "lead"), *_stalled(facts), *_projects(facts), *_answers(facts)]
    blocks += [*_decisions(facts), *_rounds(facts), *_coming(facts)]
    return _document(facts, f"Maandoverzicht {facts.month}", f"Programma, {facts.month}{until}", "Maandoverzicht", facts.until, blocks)


def corrected(
    documents: Sequence[tuple[str, Document]], *, version: int, on: date, instead_of: date | None, remark: str
) -> list[tuple[str, Document]]:
    """The documents of a version: as they are for the first; a later one says first what it puts right and which one it replaces."""
    if version == 1 or instead_of is None:
        return list(documents)
    replaces = f"Versie {version} van {date_text(on)} vervangt versie {version - 1} van {date_text(instead_of)}."
    notice = Panel("Verbeterde versie", (replaces, f"Wat is verbeterd: {remark}"))
    return [
        (name, replace(document, title=f"{document.title} (versie {version})", blocks=(notice, *document.blocks)))
        for name, document in documents
    ]


def agenda(facts: MonthFacts, meeting: MeetingFacts) -> Document:
    """The agenda of the next meeting: the block of the programme is filled in, the block of the group stays its own."""
    start = meeting.dates[0].astimezone(BRUSSELS)
    lead = f"{date_text(start.date()).capitalize()}, {time_text(start)}, {meeting.minutes} minuten. {meeting.place}"
    blocks: list[Block] = [
        Paragraph(lead.strip(), "lead"), Heading("Programma"),
        Paragraph("Dit deel vult zich uit de gegevens van het programma.", "small"), Items(tuple(points(facts)), numbered=True),
        Heading("Vaste punten van het overleg"),
    ]
    blocks.append(Items(meeting.regular, numbered=True) if meeting.regular else Paragraph("Er zijn geen vaste punten."))
    blocks += [Writing("Aanwezig", 2), Writing("Beslissingen en wie wat doet", 6), Heading("Volgende data"), _dates(meeting)]
    return _document(facts, f"Agenda: {meeting.title}", meeting.rhythm, "Agenda", start.date(), blocks)


def points(facts: MonthFacts) -> list[str]:
    """What the programme puts on the agenda: what stalls, answers, rounds that end, days ahead. Never empty."""
    found = [f"{one.name} staat {one.quiet_days} dagen stil. Gaat het goed, zit het vast, of mag het stoppen?"
             for one in facts.projects if one.stalls]
    found += [f"{one.member}, {one.project}: {one.word} vanaf {date_text(one.effective)}. Ter kennisneming." for one in facts.answers]
    found += [f"Bevraging “{one.title}”: bestuur {one.board} en diensten {one.services} van {facts.members}, laatste dag "
              f"{date_text(one.last_day)}." for one in facts.rounds]
    found += [f"{date_text(one.on).capitalize()}: {one.what}." for one in facts.coming]
    return found or ["Er is deze maand niets te bespreken over het programma."]


def _document(facts: MonthFacts, title: str, subject: str, genre: str, on: date, blocks: Sequence[Block]) -> Document:
    footer = f"Voorbeeldgegevens: geen echte standpunten · {title}" if facts.example else title
    return Document(
        title=title, genre=genre, sender=facts.sender, on=on, reference=f"{facts.first:%Y-%m}", footer=footer, subject=subject,
        accent=facts.accent, blocks=tuple(blocks),
    )


def _stalled(facts: MonthFacts) -> list[Block]:
    lines = tuple(
        f"{one.name}: {one.quiet_days} dagen niets gemeld.{f' {one.next_heard}.' if one.next_heard else ''}"
        for one in facts.projects if one.stalls
    )
    return [Panel("Wat stilvalt", lines)] if lines else []


def _projects(facts: MonthFacts) -> list[Block]:
    columns = (Column("Project", 4), Column("Fase", 2), Column("Doen mee", 2), Column("Laatste daad", 6))
    rows = tuple((one.name, one.phase, f"{one.taking_part} van {facts.members}", one.last_act) for one in facts.projects)
    return [Heading("Projecten"), Table("Waar elk project staat, alfabetisch", columns, rows)]


def _answers(facts: MonthFacts) -> list[Block]:
    title = Heading("Antwoorden van gemeenten")
    if not facts.answers:
        return [title, Paragraph(f"In {facts.month} veranderde geen gemeente haar antwoord.")]
    columns = (Column("Gemeente", 3), Column("Project", 4), Column("Antwoord", 4), Column("Vanaf", 2), Column("Gegeven op", 2))
    rows = tuple(
        (one.member, one.project, f"{one.word}{' (nagekomen)' if one.late else ''}", table_date(one.effective), table_date(one.on))
        for one in facts.answers
    )
    return [title, Table(f"Wat in {facts.month} werd geantwoord, alfabetisch", columns, rows)]


def _decisions(facts: MonthFacts) -> list[Block]:
    title = Heading("Beslissingen")
    if not facts.decisions:
        return [title, Paragraph(f"In {facts.month} werd op geen bijeenkomst iets beslist.")]
    columns = (Column("Dag", 2), Column("Bijeenkomst", 4), Column("Beslissing", 7))
    return [title, Table("Wat werd beslist", columns, tuple((table_date(on), where, text) for on, where, text in facts.decisions))]


def _rounds(facts: MonthFacts) -> list[Block]:
    if not facts.rounds:
        return []
    columns = (Column("Bevraging", 5), Column("Laatste dag", 3), Column("Nota's", 2), Column("Bestuur", 2), Column("Diensten", 2))
    rows = tuple(
        (one.title, table_date(one.last_day), *(f"{number} van {facts.members}" for number in (one.noted, one.board, one.services)))
        for one in facts.rounds
    )
    return [Heading("Bevragingen die lopen"), Table("Nota's verstuurd, en hoeveel gemeenten volledig antwoordden", columns, rows)]


def _coming(facts: MonthFacts) -> list[Block]:
    if not facts.coming:
        return []
    columns = (Column("Dag", 3), Column("Wat", 8))
    rows = tuple((table_date(one.on), one.what) for one in facts.coming)
    return [Heading("Wat komt eraan?"), Table("De volgende negentig dagen", columns, rows)]


def _dates(meeting: MeetingFacts) -> Table:
    rows = tuple((date_text(one), time_text(one), meeting.place or "–") for one in meeting.dates)
    return Table(f"{meeting.title}, {meeting.rhythm}", (Column("Dag", 5), Column("Uur", 2), Column("Waar", 5)), rows)
