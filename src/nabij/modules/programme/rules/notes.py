"""The content of a personal note: facts of one member in, one typed document out (programme 4.5, founding note N94–N110).

Every figure comes from a row; this file only knows the order, the words and the arithmetic that it explains.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from nabij.kernel.calendar.words import date_text, table_date
from nabij.kernel.documents.content import Block, Column, Document, Facts, Heading, Items, Panel, Paragraph, Table, Writing

NBSP = "\u00a0"
#: Minutes in half a day: a week of 38 hours over ten halves (Flemish local government; verify for other regimes).
HALF_DAY_MINUTES = 228


CHANGES = "Wat veranderde sinds de vorige nota?"


@dataclass(frozen=True, slots=True)
class Scenario:
    """What one member would pay a year, in cents, with these payers. ``weights`` is 0 when everyone pays the same."""

    text: str
    payers: int
    weights: int
    cents: int


@dataclass(frozen=True, slots=True)
class Cost:
    """``since`` = from when these are the costs; ``inhabitants`` of the member is 0 when everyone pays the same."""

    yearly_cents: int
    since: date
    equal: bool
    inhabitants: int
    source: str
    scenarios: tuple[Scenario, ...]


@dataclass(frozen=True, slots=True)
class Effort:
    level: str
    half_days: int
    text: str
    own: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it stands in the note."""

    number: int
    text: str
    who: str
    how: str
    consequence: str


@dataclass(frozen=True, slots=True)
class Engagement:
    code: str
    text: str
    until: date | None
    half_days: int | None
    cents: int | None


@dataclass(frozen=True, slots=True)
class Benefit:
    kind: str
    text: str
    used_for: str


@dataclass(frozen=True, slots=True)
class NoteFacts:
    """Everything that a note says of one member and one round. ``late_from`` is the first day after the last one to answer."""

    member: str
    accent: str
    sender: tuple[str, ...]
    contact: str
    example: bool
    round_number: int
    round_title: str
    project: str
    service_goal: str
    for_whom: str
    means: str
    vision: str
    reason: str
    opens: date
    late_from: date
    own_word: str
    taking_part: tuple[str, ...]
    members: int
    cost: Cost | None
    efforts: tuple[Effort, ...]
    benefits: tuple[Benefit, ...]
    questions: tuple[Asked, ...]
    political: tuple[Engagement, ...]
    administrative: tuple[Engagement, ...]


def note(facts: NoteFacts, version: int = 1, changes: Sequence[str] = ()) -> Document:
    """The document. ``changes`` are sentences on what differs from the version before; they stand right under the title."""
    blocks: list[Block] = [Paragraph(_lead(facts), "lead")]
    if changes:
        blocks.append(Panel(CHANGES, tuple(changes)))
    blocks.append(_in_short(facts))
    blocks += [*_why(facts), *_standing(facts), *_costs(facts), *_work(facts), *_asked(facts), *_engagements(facts), *_answering(facts)]
    footer = f"Bevraging {facts.round_number}: {facts.round_title}"
    if facts.example:
        footer = f"Voorbeeldgegevens: geen echte standpunten · {footer}"
    return Document(
        title=f"{facts.project}: wat vragen we aan {facts.member}?",
        genre=f"Nota aan het college van burgemeester en schepenen van {facts.member}",
        sender=facts.sender, on=facts.opens, reference=f"Bevraging {facts.round_number}, {facts.member}, versie {version}",
        footer=footer, subject=facts.round_title, accent=facts.accent, blocks=tuple(blocks),
    )


def last_day(facts: NoteFacts) -> date:
    return facts.late_from - timedelta(days=1)


def _lead(facts: NoteFacts) -> str:
    asked = len(facts.political) + len(facts.administrative)
    return (
        f"We vragen uw college een antwoord op {_count(len(facts.questions), 'vraag', 'vragen')} en "
        f"{_count(asked, 'engagement', 'engagementen')}, ten laatste op {date_text(last_day(facts))}. "
        "Nee is ook een antwoord: dan gaan de anderen verder, en later instappen kan altijd."
    )


def _in_short(facts: NoteFacts) -> Panel:
    lines = [f"Wat het geeft: {facts.service_goal}"]
    own = next((e for e in facts.efforts if e.own), None)
    if facts.cost and facts.cost.scenarios:
        amounts = " of ".join(f"{money(one.cents)} ({one.text})" for one in facts.cost.scenarios)
        lines.append(f"Wat het {facts.member} kost, per jaar: {amounts}.")
    else:
        lines.append("Wat het kost: voor dit project is nog geen bedrag gekend.")
    if own:
        lines.append(f"Wat het aan werk vraagt: {hours(own.half_days)} per maand ({own.level}).")
    lines.append(f"Tegen wanneer: {date_text(last_day(facts))}.")
    return Panel("In het kort", tuple(lines))


def _why(facts: NoteFacts) -> list[Block]:
    blocks: list[Block] = [
        Heading("Waarom nu?"), Paragraph(facts.reason), Paragraph(f"Het hoort bij onze gedeelde visie: “{facts.vision}”"),
        Heading("Wat wordt beter, en voor wie?"), Paragraph(facts.service_goal), Paragraph(f"Voor wie: {facts.for_whom}."),
    ]
    if facts.means:
        blocks.append(Paragraph(f"Hoe: {facts.means}"))
    if facts.benefits:
        rows = tuple((one.kind, one.text, one.used_for or "–") for one in facts.benefits)
        columns = (Column("Winst", 3), Column("Wat u merkt", 6), Column("Waarvoor gebruikt u dat?", 4))
        blocks.append(Table(f"Wat {facts.member} mag verwachten", columns, rows))
    return blocks


def _standing(facts: NoteFacts) -> list[Block]:
    names = ", ".join(facts.taking_part) if facts.taking_part else "nog niemand"
    rows = (
        ("Antwoord tot nu", facts.own_word),
        ("Wie doet mee", f"{len(facts.taking_part)} van {facts.members} gemeenten: {names}"),
    )
    return [Heading(f"Waar staat {facts.member} vandaag?"), Facts(f"Deelname aan {facts.project}", rows)]


_NO_COST = "Voor dit project is nog geen bedrag vastgelegd. Er wordt niets aangerekend zonder nieuwe vraag aan uw college."


def _costs(facts: NoteFacts) -> list[Block]:
    title = Heading(f"Wat kost het {facts.member}?")
    cost = facts.cost
    if cost is None:
        return [title, Paragraph(_NO_COST)]
    rows = [("Kosten samen, per jaar", money(cost.yearly_cents)), ("Vanaf", date_text(cost.since))]
    rows.append(("Verdeling", "iedereen evenveel" if cost.equal else "naar inwoners"))
    if not cost.equal:
        rows.append((f"Inwoners van {facts.member}", f"{number(cost.inhabitants)} ({cost.source})"))
    rows += [(f"Uw aandeel per jaar, {one.text}", money(one.cents)) for one in cost.scenarios]
    return [title, Facts("Kosten en eigen aandeel", tuple(rows)), Paragraph(_how(facts, cost), "small")]


def _how(facts: NoteFacts, cost: Cost) -> str:
    if cost.equal:
        return f"Hoe berekend: {money(cost.yearly_cents)}, gedeeld door wie betaalt. De laatste centen worden één voor één verdeeld."
    sums = "; ".join(
        f"{one.text}: {money(cost.yearly_cents)} × {number(cost.inhabitants)} ÷ {number(one.weights)} inwoners samen = {money(one.cents)}"
        for one in cost.scenarios
    )
    return (
        f"Hoe berekend: {sums}. We ronden af naar beneden; de centen die overblijven, gaan naar wie het grootste stuk van een cent "
        "tekortkwam. Zo klopt de som altijd."
    )


def _work(facts: NoteFacts) -> list[Block]:
    if not facts.efforts:
        return []
    rows = tuple((e.level + " (zo doet u mee)" * e.own, e.text, number(e.half_days), hours(e.half_days)) for e in facts.efforts)
    columns = (Column("Hoe u meedoet", 3), Column("Waarvoor", 5), Column("Halve dagen", 2, True), Column("Uren", 2, True))
    how = f"Hoe berekend: een halve dag is {number(HALF_DAY_MINUTES / 60, 1)} uur, een tiende van een week van 38 uur."
    return [
        Heading("Hoeveel werk vraagt het van uw mensen?"), Table("Eigen werk per maand", columns, rows), Paragraph(how, "small"),
    ]


def _asked(facts: NoteFacts) -> list[Block]:
    columns = (Column("Nr.", 1), Column("Vraag", 6), Column("Wie antwoordt", 3), Column("Wat uw antwoord betekent", 5))
    rows = tuple((str(one.number), f"{one.text} ({one.how})", one.who, one.consequence) for one in facts.questions)
    return [Heading("Concrete vragen"), Table("Vragen aan uw gemeente", columns, rows)]


def _engagements(facts: NoteFacts) -> list[Block]:
    blocks: list[Block] = [
        Heading("Gevraagde engagementen"),
        Paragraph("U kunt elk engagement aanvaarden, aanpassen in uw eigen woorden, of weigeren."),
    ]
    for title, caption, asked in (
        ("Politiek niveau", "Gevraagd van het bestuur", facts.political),
        ("Ambtelijk niveau", "Gevraagd van de diensten", facts.administrative),
    ):
        blocks += [Heading(title, 2), _engagement_table(caption, asked)]
    return blocks


def _engagement_table(caption: str, asked: Sequence[Engagement]) -> Table:
    """A column of amounts only where an amount is asked."""
    paid = any(one.cents is not None for one in asked)
    columns = [Column("Nr.", 1), Column("Engagement", 7), Column("Tot", 2), Column("Werk per maand", 2, True)]
    rows = []
    for one in asked:
        row = [one.code, one.text, table_date(one.until) if one.until else "–", hours(one.half_days) if one.half_days else "–"]
        rows.append((*row, money(one.cents) if one.cents is not None else "–") if paid else tuple(row))
    return Table(caption, (*columns, Column("Bedrag per jaar", 2, True)) if paid else tuple(columns), tuple(rows))


def _answering(facts: NoteFacts) -> list[Block]:
    aloud = facts.contact.rstrip(".") or "Vraag het aan het secretariaat"
    return [
        Heading("Hoe antwoordt u?"),
        Items((
            "Zet deze nota op de agenda van het college.",
            "Het college antwoordt op de vragen en de politieke engagementen, de diensten op de ambtelijke.",
            "Uw algemeen directeur vult de antwoorden in Nabij in, met het nummer van het besluit.",
        ), numbered=True),
        Paragraph(f"Liever mondeling? {aloud}."),
        Writing("Besluit van het college: datum en nummer", 1), Writing("Opmerkingen", 3),
    ]


def changes(before: Document, after: Document) -> tuple[str, ...]:
    """What a reader of the earlier note must know: at most twelve sentences, new and gone, in the order of the note (N109)."""
    old, new = _said(before), _said(after)
    found = [f"Nieuw: {text}" for text in new if text not in set(old)] + [f"Weg: {text}" for text in old if text not in set(new)]
    return tuple(found[:12]) + ((f"En nog {len(found) - 12} kleinere wijzigingen.",) if len(found) > 12 else ())


def _said(document: Document) -> list[str]:
    found: list[str] = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            found.append(block.text)
        elif isinstance(block, Panel) and block.title != CHANGES:
            found += block.lines
        elif isinstance(block, Facts):
            found += [f"{label}: {value}" for label, value in block.rows]
        elif isinstance(block, Table):
            found += [" · ".join(row) for row in block.rows]
    return found


def hours(half_days: int) -> str:
    """``11,4 uur``."""
    return f"{number(half_days * HALF_DAY_MINUTES / 60, 1)}{NBSP}uur"


def money(cents: int) -> str:
    """``€ 1.250,50``: in a note the cents always stand."""
    return f"€{NBSP}{number(cents / 100, 2)}"


def number(value: Any, decimals: int = 0) -> str:
    return f"{value:,.{decimals}f}".translate(str.maketrans(",.", ".,"))


def _count(amount: int, one: str, more: str) -> str:
    return f"{amount} {one if amount == 1 else more}"
