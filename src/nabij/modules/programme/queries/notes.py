"""Notes to boards: the facts of one, the row of one, and the bytes of its files."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from nabij.design.queries import colours_of
from nabij.kernel.blobs import queries as blobs
from nabij.kernel.documents.content import Document, from_data
from nabij.kernel.errors import NotFound
from nabij.kernel.tenancy.scope import current, switch_to

from ..models import CostKey, EngagementRequest, Note, NoteOrder, Population
from ..models.programme import Origin
from ..rules import notes as rules
from ..rules.consultation import LETTERS
from ..rules.preview import Cost, Key, division, payers
from ..rules.states import LEVEL_WORDS, WORDS, Level
from . import consultations, membership, programme, world
from .consultations import Round
from .membership import Column
from .programme import Member


@dataclass(frozen=True, slots=True)
class NoteView:
    """The newest version of one note, with its content."""

    id: uuid.UUID
    version: int
    made_at: datetime
    sha256: str
    document: Document


def newest(consultation_id: uuid.UUID, addressee_id: int) -> Note | None:
    return Note.objects.filter(consultation_id=consultation_id, addressee_id=addressee_id).order_by("-version").first()


def view(consultation_id: uuid.UUID, addressee_id: int) -> NoteView | None:
    """The newest version; None when it was not made yet, or is for another board."""
    row = newest(consultation_id, addressee_id)
    return NoteView(row.id, row.version, row.made_at, row.sha256, from_data(row.content)) if row else None


def next_order(consultation_id: uuid.UUID, today: date, organisation_id: int) -> NoteOrder | None:
    """The first note in alphabetical order that still has to be made, locked; None when all are done."""
    order_of = {member.id: place for place, member in enumerate(programme.members(today, organisation_id))}
    waiting = NoteOrder.objects.select_for_update(of=("self",)).filter(consultation_id=consultation_id, state=NoteOrder.State.WAITING)
    return min(waiting, key=lambda row: order_of.get(row.addressee_id, len(order_of)), default=None)


def open_file(consultation_id: uuid.UUID, addressee_id: int, form: str) -> blobs.OpenFile:
    """The bytes of one file ("pdf" or "word") of the newest note. Raises NotFound.

    The files are the partnership's; who may read the row of the note reads them on that ground, and both logs say so.
    """
    row = newest(consultation_id, addressee_id)
    if row is None or form not in ("pdf", "word"):
        raise NotFound("Deze nota is er nog niet.")
    use_id = row.pdf_use_id if form == "pdf" else row.word_use_id
    if current().organisation_id == row.organisation_id:
        return _opened(use_id)
    with switch_to(row.organisation_id, ground=f"programma: nota {row.id} aan het eigen college"):
        return _opened(use_id)


def _opened(use_id: uuid.UUID) -> blobs.OpenFile:
    from nabij.kernel.blobs.models import BlobUse

    return blobs.open_original(blob_id=BlobUse.objects.values_list("blob_id", flat=True).get(id=use_id))


def facts(round: Round, addressee: Member, today: date, now: datetime) -> rules.NoteFacts:
    """Everything the note of one member says, read from rows."""
    column = membership.coalition_with_facts(round.project, today, now, today)
    cell = column.cell_of(addressee, today, now)
    example = bool(round.origin)
    return rules.NoteFacts(
        member=addressee.name, accent=colours_of(addressee.slug)["brand"], sender=_sender(round), contact=round.project.contact,
        example=example, round_number=round.number, round_title=round.title, project=round.project.name,
        service_goal=round.project.service_goal, for_whom=round.project.for_whom, means=round.project.means,
        vision=round.project.sentence, reason=round.reason, opens=round.opens, late_from=round.late_from,
        own_word=WORDS[cell.cell.presented], taking_part=tuple(one.member.name for one in column.coalition), members=len(column.cells),
        cost=_cost(round, addressee, column, today, now), efforts=_efforts(round, cell.cell.level), benefits=_benefits(round),
        questions=tuple(_question(one) for one in round.questions), political=_engagements(round.political),
        administrative=_engagements(round.administrative),
    )


def _sender(round: Round) -> tuple[str, ...]:
    contact = (round.project.contact,) if round.project.contact else ()
    return (programme.name_of(round.organisation_id), *contact)


def _efforts(round: Round, own: Level | None) -> tuple[rules.Effort, ...]:
    mine = (own or Level.LIGHT).value
    return tuple(
        rules.Effort(LEVEL_WORDS[Level(row.level)], row.half_days, row.text, row.level == mine)
        for row in consultations.efforts(round.project.id)
    )


def _benefits(round: Round) -> tuple[rules.Benefit, ...]:
    return tuple(rules.Benefit(row.get_benefit_display(), row.text, row.used_for) for row in round.benefits)


def _question(row: consultations.Question) -> rules.Asked:
    how = f"{row.get_answer_type_display()}: {' / '.join(row.choices)}" if row.choices else row.get_answer_type_display()
    return rules.Asked(row.number, row.text, row.get_respondent_display(), how, row.legal_consequence)


def _engagements(rows: Iterable[EngagementRequest]) -> tuple[rules.Engagement, ...]:
    return tuple(rules.Engagement(f"{LETTERS[r.level]}{r.number}", r.text, r.until, r.half_days, r.cents) for r in rows)


def _cost(round: Round, own: Member, column: Column, today: date, now: datetime) -> rules.Cost | None:
    """The costs that hold today, or the first that will; who does not pay yet sees what it would pay."""
    keys = sorted(CostKey.objects.filter(project_id=round.project.id), key=lambda key: key.valid.lower)
    key = next((k for k in keys if k.valid.upper is None or k.valid.upper > today), None)
    if key is None:
        return None
    day = max(key.valid.lower, today)
    populations = tuple(Population.objects.select_related("organisation").order_by("reference_date"))
    cost = Cost(key.yearly_cents, key.kind == CostKey.Kind.EQUAL, world.figures(populations, day))
    everyone = frozenset(cell.member.key for cell in column.cells)
    others = payers(column.facts, day, now) - {own.key}
    paying = others | {own.key}
    scenarios = [_scenario(f"samen met de {len(others)} gemeenten die nu meedoen", paying, own.key, cost)]
    if everyone != paying:
        scenarios.append(_scenario(f"als alle {len(everyone)} gemeenten meedoen", everyone, own.key, cost))
    shown = tuple(one for one in scenarios if one)
    source = next((row.source for row in reversed(populations) if row.organisation_id == own.id), "")
    if key.origin == Origin.EXAMPLE and not source:
        source = key.get_origin_display()
    return rules.Cost(key.yearly_cents, key.valid.lower, cost.equal, cost.figures.get(own.key, 0), source, shown) if shown else None


def _scenario(text: str, paying: frozenset[Key], own: Key, cost: Cost) -> rules.Scenario | None:
    """None when a figure is missing: then nothing is said rather than something wrong."""
    shares = division(paying, cost)
    if own not in shares:
        return None
    weights = 0 if cost.equal else sum(cost.figures[key] for key in paying)
    return rules.Scenario(text, len(paying), weights, shares[own])
