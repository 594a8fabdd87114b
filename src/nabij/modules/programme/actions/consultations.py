"""The partnership asks: it lays out a round, opens it and closes it. What stands in an open round does not change."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Max

from nabij.kernel.access import authorise, require_own
from nabij.kernel.audit import entries
from nabij.kernel.errors import Invalid, RuleViolation
from nabij.kernel.events import facade as events

from .. import access
from ..events import CONSULTATION_CLOSED, CONSULTATION_OPENED
from ..models import Consultation, EffortEstimate, EngagementRequest, ExpectedBenefit, Question
from ..queries import consultations, programme
from ..rules import consultation as rules
from ..rules.states import Level

PARTS: tuple[type[Question] | type[EngagementRequest] | type[ExpectedBenefit], ...] = (Question, EngagementRequest, ExpectedBenefit)


def estimate_effort(*, project_id: uuid.UUID, level: Level, half_days: int, text: str, origin: str = "") -> EffortEstimate:
    """Half-days a month that one way of taking part asks (N110); a new estimate takes the place of the earlier one."""
    authorise(access.STEER)
    project = programme.project(project_id)
    require_own(project.organisation_id)
    if not text.strip():
        raise Invalid({"text": "Zeg waarvoor die tijd nodig is, bijvoorbeeld: een overleg en een test per maand."})
    row, _ = EffortEstimate.objects.update_or_create(
        organisation_id=project.organisation_id, project_id=project.id, level=Level(level).value,
        defaults={
            "audience": f"partnership:{project.organisation_id}", "half_days": half_days, "text": text.strip(), "origin": origin,
        },
    )
    entries.record("programme.effort.estimated", row, detail={"project": project.slug, "level": row.level, "half_days": half_days})
    return row


def draft(*, project_id: uuid.UUID, title: str, reason: str, opens: date, last_day: date, origin: str = "") -> Consultation:
    """Begin a round about one project; members see nothing of it yet. ``last_day`` is the last day to answer in time.

    Raises Refused for anyone but the partnership's coordinator, Invalid for a period that ends before it begins.
    """
    authorise(access.CONSULT)
    project = programme.project(project_id)
    require_own(project.organisation_id)
    lacking = {}
    if last_day < opens:
        lacking["last_day"] = "De laatste dag om te antwoorden ligt voor de eerste. Kijk beide dagen na."
    if len(reason.strip()) < 20:
        lacking["reason"] = "Zeg in één of twee zinnen waarom dit nu nodig is. Dat staat bovenaan de nota."
    if lacking:
        raise Invalid(lacking)
    last = Consultation.objects.filter(organisation_id=project.organisation_id).aggregate(Max("number"))["number__max"] or 0
    row = Consultation.objects.create(
        organisation_id=project.organisation_id, audience="own", project_id=project.id, number=last + 1, title=title.strip(),
        reason=reason.strip(), asked=DateRange(opens, last_day + timedelta(days=1)), origin=origin,
    )
    entries.record("programme.consultation.drafted", row, detail={"project": project.slug, "number": row.number})
    return row


def ask(
    *, consultation_id: uuid.UUID, text: str, respondent: str, answer_type: str, legal_consequence: str, choices: Sequence[str] = (),
) -> Question:
    """Add a numbered question (N106). Raises Invalid without a consequence, or for a choice with fewer than two options."""
    lacking = _empty(text=text, legal_consequence=legal_consequence)
    if answer_type == Question.AnswerType.CHOICE and len(choices) < 2:
        lacking["choices"] = "Geef minstens twee keuzes, elk op een eigen regel."
    return _add(Question, consultation_id, lacking, {
        "text": text.strip(), "respondent": respondent, "answer_type": answer_type, "legal_consequence": legal_consequence.strip(),
        "choices": list(choices) if answer_type == Question.AnswerType.CHOICE else [],
    })


def request_engagement(
    *, consultation_id: uuid.UUID, level: str, text: str, until: date | None = None, half_days: int | None = None, cents: int | None = None,
) -> EngagementRequest:
    """Add an engagement on one of the two levels; numbers count per level (N107)."""
    fields = {"text": text.strip(), "level": level, "until": until, "half_days": half_days, "cents": cents}
    return _add(EngagementRequest, consultation_id, _empty(text=text), fields, level=level)


def expect_benefit(*, consultation_id: uuid.UUID, kind: str, text: str, used_for: str = "") -> ExpectedBenefit:
    """Add what members may expect. Raises Invalid for freed time that does not say what it is used for (N15)."""
    lacking = _empty(text=text)
    if kind == ExpectedBenefit.Kind.TIME_FREED and not used_for.strip():
        lacking["used_for"] = "Zeg waarvoor de vrijgekomen tijd dient, bijvoorbeeld: meer huisbezoeken."
    return _add(ExpectedBenefit, consultation_id, lacking, {"benefit": kind, "text": text.strip(), "used_for": used_for.strip()})


def open_round(*, consultation_id: uuid.UUID) -> Consultation:
    """Show the round to the members; from now on its questions stand still. Raises RuleViolation with what still lacks."""
    row = _own(consultation_id)
    rules.moved(rules.State(row.state), rules.State.OPEN)
    levels = set(EngagementRequest.objects.filter(consultation_id=row.id).values_list("level", flat=True))
    rules.require_questions(Question.objects.filter(consultation_id=row.id).count(), levels)
    audience = f"partnership:{row.organisation_id}"
    for part in PARTS:
        part.objects.filter(consultation_id=row.id).update(audience=audience)
    return _moved(row, rules.State.OPEN, CONSULTATION_OPENED, audience=audience)


def close_round(*, consultation_id: uuid.UUID) -> Consultation:
    """End the round; what comes later is kept as late. Nothing of it changes any more."""
    row = _own(consultation_id)
    rules.moved(rules.State(row.state), rules.State.CLOSED)
    return _moved(row, rules.State.CLOSED, CONSULTATION_CLOSED)


def _moved(row: Consultation, to: rules.State, event: str, **fields: Any) -> Consultation:
    row.state, row.row_version = to.value, row.row_version + 1
    for name, value in fields.items():
        setattr(row, name, value)
    row.save()
    entries.record(f"programme.{event}", row, detail={"number": row.number})
    events.publish(event, row, data={"project_id": str(row.project_id), "number": row.number})
    return row


def _own(consultation_id: uuid.UUID) -> Consultation:
    authorise(access.CONSULT)
    row = consultations.for_update(consultation_id)
    require_own(row.organisation_id)
    return row


def _add(model: Any, consultation_id: uuid.UUID, lacking: dict[str, str], fields: dict[str, Any], **numbered_in: Any) -> Any:
    row = _own(consultation_id)
    if row.state != rules.State.DRAFT:
        raise RuleViolation("Deze bevraging loopt al. Wat erin staat, verandert niet meer; begin een nieuwe bevraging.")
    if lacking:
        raise Invalid(lacking)
    last = model.objects.filter(consultation_id=row.id, **numbered_in).aggregate(Max("number"))["number__max"] or 0
    try:
        with transaction.atomic():
            part = model.objects.create(
                organisation_id=row.organisation_id, audience="own", consultation_id=row.id, number=last + 1, **fields
            )
    except IntegrityError as error:
        raise Invalid({"text": "Iemand voegde net ook iets toe. Kijk de lijst na en probeer het opnieuw."}) from error
    entries.record("programme.consultation.part_added", part, detail={"round": row.number, "kind": model.__name__, "number": part.number})
    return part


def _empty(**texts: str) -> dict[str, str]:
    said = {
        "text": "Schrijf in één zin wat u vraagt of verwacht.",
        "legal_consequence": "Zeg wat een antwoord betekent, bijvoorbeeld: bindt uw gemeente niet, het college beslist later.",
    }
    return {name: said[name] for name, value in texts.items() if not value.strip()}
