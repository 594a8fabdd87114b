"""The programme's part of the story: the note's own vision and groups, and invented answers of real municipalities.

Told through the same actions that people use; facts from before the beginning go through the importing ones.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from nabij.kernel.calendar.rules.holidays import BRUSSELS

from . import actions, consultation_demo, demo_depth
from .actions.decisions import Decision
from .demo_scope import DATA, PARTNERSHIP, as_organisation, lines
from .models import Group, Project, VisionSentence
from .models.programme import Origin
from .rules.states import Level, State

CONTACT = "Bel het secretariaat van Exello, 056 00 02 01"


def seed(story: Any) -> str:
    """Tell it; returns in words what was made. ``story.organisations`` maps slug → id."""
    ids: dict[str, int] = story.organisations
    programme = json.loads((DATA / "projects.json").read_text(encoding="utf-8"))
    with as_organisation(ids, PARTNERSHIP):
        projects = _projects(ids[PARTNERSHIP], programme)
        _cost(projects, programme["cost"])
        _questions(ids, projects)
    _populations(ids, programme["population"])
    tested = demo_depth.tests(ids, projects)
    answers = _answers(ids, projects, tested)
    gates = _gates(ids, projects)
    demo_depth.movement(ids, projects)
    demo_depth.signals(ids)
    demo_depth.funding(ids, projects)
    demo_depth.ratifications(ids)
    demo_depth.rhythm(ids, projects)
    rounds = consultation_demo.set_up(ids, projects, as_organisation)
    demo_depth.published(ids)
    return f"{len(projects)} projecten, {answers} verzonnen antwoorden, {gates} gemeenten klaar voor de start, {rounds}"


def _noon(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), time(12), BRUSSELS)


def _projects(partnership_id: int, programme: dict[str, Any]) -> dict[str, UUID]:
    vision = programme["vision"]
    stated = actions.state_vision(
        partnership_id=partnership_id, title=vision["title"], stated_on=date.fromisoformat(vision["stated_on"]),
        sentences=vision["sentences"], origin=Origin.NOTE,
    )
    sentence = stated.sentences.get(number=1)
    found = {}
    for number, told in enumerate(programme["groups"], 1):
        group = actions.found_group(
            partnership_id=partnership_id, slug=told["slug"], name=told["name"], goal=told["goal"], number=number,
            since=date(2021, 10, 1), origin=Origin.NOTE, quote=told["quote"],
        )
        project = _project(group, sentence, told["project"])
        found[project.slug] = project.id
    return found


def _project(group: Group, sentence: VisionSentence, told: dict[str, Any]) -> Project:
    fields = {**told, "started_on": date.fromisoformat(told["started_on"]), "contact_text": CONTACT}
    return actions.start_project(group=group, sentence=sentence, **fields)


def _cost(projects: dict[str, UUID], told: dict[str, Any]) -> None:
    actions.set_cost_key(
        project_id=projects[told["project"]], kind=told["kind"], yearly_cents=told["yearly_cents"],
        since=date.fromisoformat(told["since"]), origin=Origin.EXAMPLE,
    )


def _questions(ids: dict[str, int], projects: dict[str, UUID]) -> None:
    municipalities = sorted(json.loads((DATA / "projects.json").read_text(encoding="utf-8"))["population"]["inhabitants"])
    for line in lines("questions.csv"):
        for slug in municipalities if line["organisations"] == "*" else [line["organisations"]]:
            actions.invite(
                project_id=projects[line["project"]], organisation_id=ids[slug], opens=date.fromisoformat(line["opens"]),
                closes=date.fromisoformat(line["closes"]), round=line["round"], recorded=_noon(line["recorded"]),
            )


def _populations(ids: dict[str, int], told: dict[str, Any]) -> None:
    for slug, inhabitants in told["inhabitants"].items():
        with as_organisation(ids, slug):
            actions.record_population(
                organisation_id=ids[slug], partnership_id=ids[PARTNERSHIP], inhabitants=inhabitants,
                reference_date=date.fromisoformat(told["reference_date"]), source=told["source"], origin=Origin.EXAMPLE,
            )


def _answers(ids: dict[str, int], projects: dict[str, UUID], tested: dict[tuple[str, str], UUID]) -> int:
    told = lines("memberships.csv")
    for slug, mine in _by_organisation(told):
        with as_organisation(ids, slug):
            for line in sorted(mine, key=lambda one: one["recorded"]):
                _answer(ids[slug], projects[line["project"]], line, tested.get((slug, line["project"])))
    return len(told)


def _answer(organisation_id: int, project_id: UUID, line: dict[str, str], test_id: UUID | None) -> None:
    actions.import_membership_fact(
        organisation_id=organisation_id, project_id=project_id, state=State(line["state"]),
        effective=date.fromisoformat(line["effective"]), recorded=_noon(line["recorded"]), level=Level(line["level"]),
        reason=line["reason"], reason_kind=line["reason_kind"], decision=_decision(line), origin=Origin.INVENTED,
        test_id=test_id if line["reason_kind"] == "no_improvement" else None,
    )


def _decision(line: dict[str, str]) -> Decision | None:
    if line["decision_due"]:
        return actions.DecisionFollows(date.fromisoformat(line["decision_due"]))
    if not line["decision_number"]:
        return None
    return actions.DecisionGiven(
        body_kind=line["decision_body"], decided_on=date.fromisoformat(line["decision_on"]),
        title="Antwoord over een project van de regio", number=line["decision_number"], origin=Origin.INVENTED,
    )


def _gates(ids: dict[str, int], projects: dict[str, UUID]) -> int:
    told = lines("go_lives.csv")
    for line in told:
        with as_organisation(ids, line["organisation"]):
            actions.pass_go_live(
                organisation_id=ids[line["organisation"]], project_id=projects[line["project"]],
                passed_on=date.fromisoformat(line["passed_on"]), agreement_ref=line["agreement_ref"],
                inclusion_ref=line["inclusion_ref"], human_route=line["human_route"],
            )
    return len(told)


def _by_organisation(told: list[dict[str, str]]) -> Iterator[tuple[str, list[dict[str, str]]]]:
    for slug in sorted({line["organisation"] for line in told}):
        yield slug, [line for line in told if line["organisation"] == slug]
