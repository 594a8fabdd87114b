"""The rounds of the story: one that runs, with notes, decisions and answers; one for which thirteen notes must still be made; one idea.

Lendelede still has to answer, Zwevegem for its board. All answers are invented.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from uuid import UUID

from nabij.kernel.calendar.rules.holidays import BRUSSELS

from . import actions
from .actions import DecisionGiven, Engaged
from .models.programme import Origin
from .queries import consultations
from .rules.consultation import ADMINISTRATIVE, POLITICAL, Step
from .rules.states import Level

TOLD = Path(__file__).parent / "data" / "consultations.json"
PARTNERSHIP = "zuid-west-vlaanderen"
Acting = Callable[[dict[str, int], str], Any]


def set_up(ids: dict[str, int], projects: dict[str, UUID], acting: Acting) -> str:
    """Tell it; returns in words what was made."""
    told, made = json.loads(TOLD.read_text(encoding="utf-8")), 0
    for one in told:
        with acting(ids, PARTNERSHIP):
            round_id = _lay_out(projects[one["project"]], one)
            made += _notes(round_id, date.fromisoformat(one["made_on"])) if "made_on" in one else 0
            if "sent_on" in one:
                actions.send_notes(consultation_id=round_id, on=date.fromisoformat(one["sent_on"]))
        for slug, given in one["answers"].items():
            with acting(ids, slug):
                _answer(ids[slug], round_id, given)
    return f"{len(told)} bevragingen, {made} nota's"


def _lay_out(project_id: UUID, told: dict[str, Any]) -> UUID:
    if "cost" in told:
        cost = {**told["cost"], "since": date.fromisoformat(told["cost"]["since"])}
        actions.set_cost_key(project_id=project_id, origin=Origin.EXAMPLE, **cost)
    for level, half_days, text in told["efforts"]:
        actions.estimate_effort(project_id=project_id, level=Level(level), half_days=half_days, text=text, origin=Origin.EXAMPLE)
    opens, last_day = (date.fromisoformat(told[name]) for name in ("opens", "last_day"))
    round = actions.draft(
        project_id=project_id, title=told["title"], reason=told["reason"], opens=opens, last_day=last_day, origin=Origin.INVENTED
    )
    for text, respondent, answer_type, consequence, choices in told["questions"]:
        actions.ask(
            consultation_id=round.id, text=text, respondent=respondent, answer_type=answer_type, legal_consequence=consequence,
            choices=choices,
        )
    for level, text, until, half_days, cents in told["requests"]:
        actions.request_engagement(
            consultation_id=round.id, level=level, text=text, until=date.fromisoformat(until), half_days=half_days, cents=cents
        )
    for kind, text, used_for in told["benefits"]:
        actions.expect_benefit(consultation_id=round.id, kind=kind, text=text, used_for=used_for)
    if told["state"] == "open":
        actions.open_round(consultation_id=round.id)
    return round.id


def _notes(round_id: UUID, on: date) -> int:
    wanted = actions.order_notes(consultation_id=round_id)
    at = datetime.combine(on, time(12), BRUSSELS)
    while actions.make_next(consultation_id=round_id, made_at=at):
        pass
    return wanted


def _answer(organisation_id: int, round_id: UUID, told: dict[str, Any]) -> None:
    round = consultations.get(round_id)
    for level in (POLITICAL, ADMINISTRATIVE):
        if level not in told:
            continue
        values, (state, text) = told[level]
        asked = [one.id for one in round.questions if one.id in round.asked_on(level)]
        requests = [one.id for one in round.requests if one.level == level]
        engagements = {id: Engaged("accepted") for id in requests} | {requests[-1]: Engaged(state, text)}
        actions.answer(
            organisation_id=organisation_id, consultation_id=round_id, level=level, values=dict(zip(asked, values, strict=True)),
            engagements=engagements, origin=Origin.INVENTED,
        )
    _way(organisation_id, round_id, told)


def _way(organisation_id: int, round_id: UUID, told: dict[str, Any]) -> None:
    given: dict[str, Any] = {"organisation_id": organisation_id, "consultation_id": round_id, "origin": Origin.INVENTED}
    if "agenda" in told:
        actions.take_step(**given, step=Step.ON_AGENDA, on=date.fromisoformat(told["agenda"]))
    if "decided" in told:
        on, number = told["decided"]
        decision = DecisionGiven("college", date.fromisoformat(on), "Antwoord op een bevraging", number, origin=Origin.INVENTED)
        actions.take_step(**given, step=Step.DECIDED, on=date.fromisoformat(on), decision=decision)
