"""Rounds of questions: what is asked, how far each of the thirteen is, what one member answered."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from nabij.kernel.errors import NotFound

from ..models import (
    Answer,
    Consultation,
    DispatchEvent,
    EffortEstimate,
    EngagementRequest,
    EngagementResponse,
    ExpectedBenefit,
    Note,
    NoteOrder,
    Question,
)
from ..rules import consultation as rules
from ..rules.consultation import ADMINISTRATIVE, POLITICAL, ProjectFacts, Response, Step
from . import membership, needs, programme
from .programme import Member, ProjectView

LEVELS = (POLITICAL, ADMINISTRATIVE)


@dataclass(frozen=True, slots=True)
class Round:
    """One consultation with its parts, each in the order of its number. ``last_day`` = the last day on which an answer is in time."""

    id: uuid.UUID
    organisation_id: int
    number: int
    title: str
    reason: str
    state: str
    word: str
    opens: date
    late_from: date
    origin: str
    project: ProjectView
    questions: tuple[Question, ...]
    requests: tuple[EngagementRequest, ...]
    benefits: tuple[ExpectedBenefit, ...]

    @property
    def last_day(self) -> date:
        return self.late_from - timedelta(days=1)

    @property
    def political(self) -> list[EngagementRequest]:
        return [one for one in self.requests if one.level == POLITICAL]

    @property
    def administrative(self) -> list[EngagementRequest]:
        return [one for one in self.requests if one.level == ADMINISTRATIVE]

    def asked_on(self, level: str) -> list[uuid.UUID]:
        """Ids of what one level answers: its questions and its engagements."""
        questions = rules.wanted([(one.id, one.respondent) for one in self.questions], level)
        return [*questions, *(one.id for one in self.requests if one.level == level)]


@dataclass(frozen=True, slots=True)
class StepView:
    """One step of a note, in words."""

    step: str
    word: str
    on: date
    reference: str


@dataclass(frozen=True, slots=True)
class Line:
    """One of the thirteen: its note, the way of it, and how far each level answered. Alphabetical, never ranked."""

    member: Member
    order: NoteOrder | None
    version: int
    made_at: datetime | None
    sent: date | None
    agenda: date | None
    decided: date | None
    reference: str
    political: Response
    administrative: Response


def rounds() -> list[tuple[Consultation, ProjectView]]:
    """Every round that the reader may see, newest first, with its project."""
    views = {view.id: view for view in programme.projects()}
    return [(row, views[row.project_id]) for row in Consultation.objects.order_by("-number") if row.project_id in views]


def of_project(project_id: uuid.UUID) -> list[Consultation]:
    return list(Consultation.objects.filter(project_id=project_id).order_by("-number"))


def open_rounds() -> list[Consultation]:
    """Rounds that are open, the one that closes soonest first."""
    return sorted(Consultation.objects.filter(state=Consultation.State.OPEN), key=lambda row: row.asked.upper)


def get(consultation_id: uuid.UUID) -> Round:
    """Raises NotFound when it does not exist or may not be seen."""
    row = Consultation.objects.filter(id=consultation_id).first()
    if row is None:
        raise NotFound()
    return Round(
        id=row.id, organisation_id=row.organisation_id, number=row.number, title=row.title, reason=row.reason, state=row.state,
        word=row.get_state_display(), opens=row.asked.lower, late_from=row.asked.upper, origin=row.get_origin_display(),
        project=programme.project(row.project_id),
        questions=tuple(Question.objects.filter(consultation_id=row.id).order_by("number")),
        requests=tuple(EngagementRequest.objects.filter(consultation_id=row.id).order_by("-level", "number")),
        benefits=tuple(ExpectedBenefit.objects.filter(consultation_id=row.id).order_by("number")),
    )


def for_update(consultation_id: uuid.UUID) -> Consultation:
    """The row, locked until the transaction ends. Raises NotFound."""
    row = Consultation.objects.select_for_update(of=("self",)).filter(id=consultation_id).first()
    if row is None:
        raise NotFound()
    return row


def project_facts(project: ProjectView, today: date, now: datetime) -> ProjectFacts:
    """What the maturity of a project is computed from."""
    column = membership.coalition_with_facts(project, today, now, today)
    efforts = EffortEstimate.objects.filter(project_id=project.id).count()
    return ProjectFacts(project.service_goal, project.for_whom, len(column.coalition), efforts, needs.begun(project.id))


def efforts(project_id: uuid.UUID) -> list[EffortEstimate]:
    """Estimates of a project, from the lightest way of taking part to the heaviest."""
    return sorted(EffortEstimate.objects.filter(project_id=project_id), key=lambda row: row.half_days)


def lines(round: Round, today: date) -> list[Line]:
    """The thirteen rows of the round, in alphabetical order. Who may not read answers or notes of others sees empty ones."""
    members = programme.members(today, round.organisation_id)
    orders = {row.addressee_id: row for row in NoteOrder.objects.filter(consultation_id=round.id)}
    notes = {row.addressee_id: row for row in Note.objects.filter(consultation_id=round.id).defer("content").order_by("version")}
    steps = _steps(round)
    given = _given(round)
    return [_line(member, round, orders, notes, steps, given) for member in members]


def _line(member: Member, round: Round, orders: Any, notes: Any, steps: Any, given: Any) -> Line:
    own_steps: list[DispatchEvent] = steps.get(member.id, [])
    on = {event.step: event.on for event in own_steps}
    decided = next((event for event in reversed(own_steps) if event.step == Step.DECIDED), None)
    note = notes.get(member.id)
    answered = {level: rules.response(round.asked_on(level), given.get((member.id, level), {})) for level in LEVELS}
    return Line(
        member=member, order=orders.get(member.id), version=note.version if note else 0, made_at=note.made_at if note else None,
        sent=on.get(Step.SENT), agenda=on.get(Step.ON_AGENDA), decided=decided.on if decided else None,
        reference=_reference(decided),
        political=answered[POLITICAL], administrative=answered[ADMINISTRATIVE],
    )


def _steps(round: Round) -> dict[int, list[DispatchEvent]]:
    found: dict[int, list[DispatchEvent]] = {}
    rows = DispatchEvent.objects.filter(consultation_id=round.id).select_related("decision").order_by("recorded_at", "id")
    for row in rows:
        found.setdefault(row.addressee_id, []).append(row)
    return found


def _given(round: Round, organisation_id: int | None = None) -> dict[tuple[int, str], dict[uuid.UUID, Any]]:
    """(member, level) → question or engagement → its latest answer."""
    levels = {one.id: one.level for one in round.requests}
    answers = Answer.objects.filter(question_id__in=[one.id for one in round.questions])
    responses = EngagementResponse.objects.filter(request_id__in=list(levels))
    if organisation_id is not None:
        answers, responses = answers.filter(organisation_id=organisation_id), responses.filter(organisation_id=organisation_id)
    found: dict[tuple[int, str], dict[uuid.UUID, Any]] = {}
    for answer in answers.order_by("version"):
        found.setdefault((answer.organisation_id, answer.level), {})[answer.question_id] = answer
    for response in responses.order_by("version"):
        found.setdefault((response.organisation_id, levels[response.request_id]), {})[response.request_id] = response
    return found


def own_answers(round: Round, organisation_id: int) -> dict[str, dict[uuid.UUID, Any]]:
    """Level → question or engagement → the latest answer of one member."""
    given = _given(round, organisation_id)
    return {level: given.get((organisation_id, level), {}) for level in LEVELS}


def own_steps(round: Round, organisation_id: int) -> list[StepView]:
    """The way of one member's note, oldest first."""
    rows = _steps(round).get(organisation_id, [])
    return [StepView(row.step, row.get_step_display(), row.on, _reference(row)) for row in rows]


def _reference(row: DispatchEvent | None) -> str:
    return (row.decision.number or row.decision.uri) if row and row.decision else ""


def last_step(consultation_id: uuid.UUID, addressee_id: int) -> Step | None:
    """Where the note of one member is; None = it went nowhere yet."""
    row = DispatchEvent.objects.filter(consultation_id=consultation_id, addressee_id=addressee_id).order_by("recorded_at", "id").last()
    return Step(row.step) if row else None


def still_asked(round: Round, organisation_id: int) -> bool:
    """Whether one member has something left to answer."""
    own = own_answers(round, organisation_id)
    return any(not rules.response(round.asked_on(level), own[level]).complete for level in LEVELS)


def is_asked(round: Round, organisation_id: int, today: date) -> bool:
    """Whether the round is put to this organisation: a municipality of the partnership that owns it."""
    return any(member.id == organisation_id for member in programme.members(today, round.organisation_id))
