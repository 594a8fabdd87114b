"""What a member says on a round: answers, engagements, and what its board did with the note. Only it decides for itself (N29)."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from nabij.kernel.access import authorise, require_own
from nabij.kernel.audit import entries
from nabij.kernel.calendar import clock
from nabij.kernel.errors import Invalid, RuleViolation
from nabij.kernel.events import facade as events

from .. import access
from ..events import ANSWER_GIVEN, DECISION_RECORDED, NOTE_DISPATCHED
from ..models import Answer, DispatchEvent, EngagementResponse
from ..queries import consultations
from ..queries.consultations import Round
from ..rules import consultation as rules
from . import decisions
from .decisions import DecisionGiven


@dataclass(frozen=True, slots=True)
class Engaged:
    """A member's word on one engagement; ``text`` only when amended."""

    state: str
    text: str = ""


def answer(
    *, organisation_id: int, consultation_id: uuid.UUID, level: str, values: Mapping[uuid.UUID, str],
    engagements: Mapping[uuid.UUID, Engaged], origin: str = "",
) -> int:
    """Keep a member's answers on one level; returns how many were new or different. The same answer twice is one.

    Raises Refused ("Alleen Kuurne beslist voor Kuurne."), Invalid with a sentence per question under its id, RuleViolation for a round
    that is not open to answers. An answer after the last day is kept as late.
    """
    require_own(organisation_id)
    authorise(access.answering_verb(level))
    round = _asked_round(consultation_id, organisation_id)
    own = consultations.own_answers(round, organisation_id)[level]
    kept, lacking = _judged(round, level, values, engagements)
    if lacking:
        raise Invalid(lacking)
    shared = {
        "organisation_id": organisation_id, "audience": f"organisation:{round.organisation_id}", "origin": origin,
        "consultation_organisation_id": round.organisation_id, "recorded_at": clock.now(),
        "late": round.state == rules.State.CLOSED or rules.is_late(round.late_from, clock.today()),
    }
    changed = [_write(shared, level, id, value, own.get(id)) for id, value in kept.items() if _differs(own.get(id), value)]
    if changed:
        entries.record("programme.answer.given", changed[0], detail={"round": round.number, "level": level, "answers": len(changed)})
        events.publish(ANSWER_GIVEN, changed[0], data={"consultation_id": str(round.id), "level": level, "answers": len(changed)})
    return len(changed)


def _asked_round(consultation_id: uuid.UUID, organisation_id: int) -> Round:
    round = consultations.get(consultation_id)
    if round.state == rules.State.DRAFT:
        raise RuleViolation("Deze bevraging is nog niet open.")
    if not consultations.is_asked(round, organisation_id, clock.today()):
        raise RuleViolation("Deze bevraging gaat naar de gemeenten. Uw organisatie hoeft niet te antwoorden.")
    return round


def _judged(
    round: Round, level: str, values: Mapping[uuid.UUID, str], engagements: Mapping[uuid.UUID, Engaged]
) -> tuple[dict[uuid.UUID, str | Engaged], dict[str, str]]:
    """What may be kept, and a sentence for what may not. What is left open stays open: half an answer is better than none."""
    asked = set(round.asked_on(level))
    kept: dict[uuid.UUID, str | Engaged] = {}
    lacking: dict[str, str] = {}
    for question in round.questions:
        given = values.get(question.id, "")
        if question.id not in asked or not given.strip():
            continue
        try:
            kept[question.id] = rules.judged(question.answer_type, given, question.choices)
        except RuleViolation as wrong:
            lacking[str(question.id)] = wrong.sentence_nl
    for id, word in engagements.items():
        if id not in asked or not word.state:
            continue
        amended = word.state == EngagementResponse.State.AMENDED
        if amended and not word.text.strip():
            lacking[str(id)] = "Schrijf in uw eigen woorden hoe u het engagement aanpast."
        kept[id] = Engaged(word.state, word.text.strip() if amended else "")
    return kept, lacking


def _differs(before: Any, value: str | Engaged) -> bool:
    if before is None:
        return True
    if isinstance(value, Engaged):
        return (before.state, before.amended_text) != (value.state, value.text)
    return bool(before.value != value)


def _write(shared: dict[str, Any], level: str, id: uuid.UUID, value: str | Engaged, before: Any) -> Answer | EngagementResponse:
    version = before.version + 1 if before else 1
    if isinstance(value, Engaged):
        return EngagementResponse.objects.create(
            **shared, request_id=id, version=version, state=value.state, amended_text=value.text
        )
    return Answer.objects.create(**shared, question_id=id, level=level, version=version, value=value)


def take_step(
    *, organisation_id: int, consultation_id: uuid.UUID, step: rules.Step, on: date, decision: DecisionGiven | None = None,
    origin: str = "",
) -> DispatchEvent:
    """Record what the member's own board did with its note. Raises Invalid for "decided" without the reference of the decision.

    Raises Refused for another organisation, and RuleViolation for a step that cannot follow.
    """
    require_own(organisation_id)
    authorise(access.HANDLE_NOTE)
    step = rules.Step(step)
    if step is rules.Step.SENT:
        raise RuleViolation("Versturen doet het secretariaat.")
    round = _asked_round(consultation_id, organisation_id)
    rules.taken(consultations.last_step(round.id, organisation_id), step)
    if step is rules.Step.DECIDED and decision is None:
        raise Invalid({"decision_number": "Vul het nummer of het adres van het besluit in, zodat men het terugvindt."})
    if step in (rules.Step.DECIDED, rules.Step.RECEIVED) and on > clock.today():
        raise Invalid({"on": "Deze dag moet nog komen. Kies vandaag of een dag daarvoor."})
    audience = f"organisation:{round.organisation_id}"
    kept = decisions.keep(decision, organisation_id=organisation_id, audience=audience)
    row = DispatchEvent.objects.create(
        organisation_id=organisation_id, audience=audience, consultation_organisation_id=round.organisation_id, origin=origin,
        consultation_id=round.id, addressee_id=organisation_id, step=step.value, on=on, decision=kept, recorded_at=clock.now(),
    )
    entries.record("programme.note.step_taken", row, detail={"round": round.number, "step": step.value, "on": on.isoformat()})
    event = DECISION_RECORDED if step is rules.Step.DECIDED else NOTE_DISPATCHED
    events.publish(event, row, data={"consultation_id": str(round.id), "addressee": organisation_id, "step": step.value})
    return row
