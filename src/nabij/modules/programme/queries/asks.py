"""What is asked of one organisation now: open questions, decisions that would follow, modules that start soon."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q

from nabij.kernel.modules import queries as enablement

from ..models import Answer, Consultation, EngagementRequest, EngagementResponse, Membership, Note, Question
from ..rules import membership as rules
from ..rules.consultation import ADMINISTRATIVE, POLITICAL, RESPONDENTS
from ..rules.states import Presented
from . import membership, programme
from .programme import ProjectView

SOON = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Start:
    """A module that starts for this organisation within two weeks, or did so this week."""

    project: ProjectView
    on: date


def starts(organisation_id: int, views: list[ProjectView], today: date) -> list[Start]:
    """Starts of operated modules from today until two weeks ahead, soonest first."""
    by_module = {view.operates_module: view for view in views if view.operates_module}
    facts = enablement.facts(organisation_id) if by_module else []
    known: dict[tuple[str, date], str] = {(f.module, f.effective): f.state for f in facts}
    found = [
        Start(by_module[module], on) for (module, on), state in known.items()
        if module in by_module and state == "on" and today < on <= today + SOON
    ]
    return sorted(found, key=lambda start: start.on)


def open_questions(
    organisation_id: int, views: list[ProjectView], today: date, now: datetime
) -> list[tuple[ProjectView, date]]:
    """Projects for which this organisation was invited and did not answer, with the day an answer is hoped for."""
    ids = [view.id for view in views]
    asked, facts = membership.asked(ids, organisation_id), membership.facts(ids, organisation_id)
    found = []
    for view in views:
        of_project = [a for a in asked if a.project == view.id]
        cell = rules.presented_state([f for f in facts if f.project == view.id], of_project, today, now)
        if cell and cell.presented is Presented.INVITED:
            found.append((view, max(a.closes or date.max for a in of_project)))
    return sorted(found, key=lambda question: question[1])


def decisions_due(organisation_id: int) -> list[tuple[Membership, ProjectView]]:
    """Answers that still wait for the reference of their decision, earliest due first."""
    rows = Membership.objects.filter(
        organisation_id=organisation_id, recorded__upper_inf=True, decision__isnull=True, decision_due__isnull=False
    ).order_by("decision_due")
    views = {view.id: view for view in programme.projects()}
    return [(row, views[row.project_id]) for row in rows if row.project_id in views]


def rounds_to_answer(organisation_id: int, levels: Sequence[str] = (POLITICAL, ADMINISTRATIVE)) -> list[Consultation]:
    """Open rounds of which this organisation has its note and did not answer everything yet on these levels, the one that ends soonest
    first.

    One query: it stands on everyone's first page.
    """
    own = {"organisation_id": organisation_id}
    answered = Answer.objects.filter(**own, question_id=OuterRef("id"))
    left = Q(Exists(EngagementRequest.objects.filter(consultation_id=OuterRef("id"), level__in=levels).exclude(
        Exists(EngagementResponse.objects.filter(**own, request_id=OuterRef("id")))
    )))
    for level in levels:
        respondents = [who for who, levels in RESPONDENTS.items() if level in levels]
        asked = Question.objects.filter(consultation_id=OuterRef("id"), respondent__in=respondents)
        left |= Q(Exists(asked.exclude(Exists(answered.filter(level=level)))))
    note = Note.objects.filter(addressee_id=organisation_id, consultation_id=OuterRef("id"))
    found = Consultation.objects.filter(Exists(note), left, state=Consultation.State.OPEN)
    return sorted(found, key=lambda row: row.asked.upper)
