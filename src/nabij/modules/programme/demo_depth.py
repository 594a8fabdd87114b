"""The programme's story, part two: tests, gatherings, silence, calls and ratifications; told through the same actions."""

from __future__ import annotations

import json
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from nabij.kernel.calendar import clock
from nabij.kernel.calendar.rules.holidays import BRUSSELS
from nabij.kernel.tenancy.scope import Actor, scope

from . import actions
from .actions.funding import RuleGiven, TypeGiven
from .actions.improvement import Criterion, Result
from .actions.movement import Output
from .demo_scope import DATA, PARTNERSHIP, as_organisation, lines
from .models import Call, ProjectPart, Vision
from .models.programme import Origin
from .rules.calls import CallDateKind
from .rules.meetings import Rhythm
from .rules.needs import Layer, Status
from .rules.stalling import Step

#: The first step heard on day 28, the second on day 35 of the silence of Digitaal archief.
SIGNALLED = (date(2027, 3, 17), date(2027, 3, 24))


def _told(name: str) -> Any:
    return json.loads((DATA / name).read_text(encoding="utf-8"))


def _noon(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), time(12), BRUSSELS)


def tests(ids: dict[str, int], projects: dict[str, UUID]) -> dict[tuple[str, str], UUID]:
    """Five verdicts of 2022; returns (organisation, project) → id of who found no improvement."""
    told = _told("improvement.json")
    with as_organisation(ids, PARTNERSHIP):
        asked = actions.open_improvement_round(
            project_id=projects[told["project"]], title=told["title"], opened_on=date.fromisoformat(told["opened_on"]),
            criteria=[Criterion(**one) for one in told["criteria"]], origin=Origin.INVENTED,
        )
    found = {}
    for one in told["tests"]:
        with as_organisation(ids, one["organisation"]):
            row = actions.record_test(
                organisation_id=ids[one["organisation"]], round_id=asked.id, verdict=one["verdict"], motive=one.get("motive", ""),
                results=_results(one), tested_on=date.fromisoformat(one["tested_on"]), recorded=_noon(one["tested_on"]),
                origin=Origin.INVENTED,
            )
        if one["verdict"] == "no_improvement":
            found[(one["organisation"], told["project"])] = row.id
    return found


def _results(one: dict[str, Any]) -> list[Result]:
    figures = [Result(n, "number", was, hoped, now, one["evidence"]) for n, (was, hoped, now) in enumerate(one["figures"], 1)]
    if one["verdict"] == "no_improvement":
        last = Result(3, "text", "wie meldt, wordt teruggebeld", "een nummer en een antwoord", "wie meldt, wordt teruggebeld")
    else:
        last = Result(3, "does_not_exist", expected="een nummer en een antwoord", measured="elke melder krijgt een nummer")
    return [*figures, last]


def movement(ids: dict[str, int], projects: dict[str, UUID]) -> None:
    """Gatherings with their outcomes, who hears of silence, and who already heard."""
    with as_organisation(ids, PARTNERSHIP):
        for told in _told("gatherings.json"):
            first = date.fromisoformat(told["first_day"])
            actions.hold_gathering(
                partnership_id=ids[PARTNERSHIP], slug=told["slug"], title=told["title"], first_day=first,
                last_day=date.fromisoformat(told.get("last_day", told["first_day"])), present=told.get("present", ""),
                project_id=projects[told["project"]] if "project" in told else None, quote=told.get("quote", ""),
                origin=told["origin"], outputs=[Output(**one) for one in told["outputs"]],
            )
        for line in lines("signal_steps.csv"):
            actions.set_signal_step(
                partnership_id=ids[PARTNERSHIP], step=Step(line["step"]), told_id=ids[line["told"]], label=line["label"],
                project_id=projects[line["project"]] if line["project"] else None,
            )
        actions.set_quiet_period(
            partnership_id=ids[PARTNERSHIP], first_day=date(2026, 12, 21), last_day=date(2027, 1, 3), reason="kerstweken"
        )


def signals(ids: dict[str, int]) -> None:
    """What was told before the story begins; no message leaves for it. Answers must be there: they are acts."""
    with as_organisation(ids, PARTNERSHIP):
        for day in SIGNALLED:
            actions.raise_signals(today=day, send=False)


def funding(ids: dict[str, int], projects: dict[str, UUID]) -> None:
    """Two calls of the note and an example, seven participations, five parts, one application and two scenarios."""
    told = _told("calls.json")
    with as_organisation(ids, PARTNERSHIP):
        found = {one["key"]: _call(told, one) for one in told["calls"]}
        actions.set_parts(project_id=projects["streekproject"], parts=[tuple(p) for p in told["parts"]], origin=Origin.EXAMPLE)
        _application(ids, projects["streekproject"], told["application"], found)
        for one in told["scenarios"]:
            _scenario(projects["streekproject"], found["example"], one)
            _scenario(projects["streekproject"], found["may"], one)
        for one in told["calls"]:
            if one["closed"]:
                actions.close_call(call_id=found[one["key"]].id)
    for one in told["elsewhere"]:
        with as_organisation(ids, one["organisation"]):
            actions.record_elsewhere(
                organisation_id=ids[one["organisation"]], call_id=found["first"].id, lead_stated=one["lead_stated"], lead=one["lead"],
                about=one["about"], quote=one["quote"], stated_on=date.fromisoformat(told["stated_on"]), origin=Origin.NOTE,
            )


def _call(told: dict[str, Any], one: dict[str, Any]) -> Call:
    noted = one["origin"] == Origin.NOTE
    call = actions.open_call(
        programme_name=one["programme"], name=one["name"], source=one["source"], funder=one["funder"], origin=one["origin"],
        last_round_of=one.get("last_round_of", ""),
        types=[TypeGiven(kind["label"], kind["cents"], kind["quote"] if noted else "") for kind in told["types"]],
        rules=[RuleGiven(r["kind"], r["sentence"], r["source"], r["parameters"]) for r in one.get("rules", [])],
    )
    for stated in one["dates"]:
        days = (date.fromisoformat(stated["first"]), date.fromisoformat(stated["last"])) if "first" in stated else None
        actions.state_date(
            call_id=call.id, kind=CallDateKind(stated["kind"]), days=days, stated_as=stated["stated_as"],
            hard=stated.get("hard", False), quote=stated.get("quote", ""), origin=one["origin"],
        )
    return call


def _application(ids: dict[str, int], project_id: UUID, told: dict[str, Any], calls: dict[str, Call]) -> None:
    kind = calls[told["call"]].types.get(label=told["type"])
    members = [ids[slug] for slug in _told("projects.json")["population"]["inhabitants"]]
    row = actions.compose_application(
        project_id=project_id, call_type_id=kind.id, requested_cents=told["cents"], lead_id=ids[told["lead"]], others=members
    )
    actions.record_submission(application_id=row.id, submitted_on=date.fromisoformat(told["submitted_on"]))


def _scenario(project_id: UUID, call: Call, told: dict[str, Any]) -> None:
    parts = {str(part.number): part.id for part in ProjectPart.objects.filter(project_id=project_id)}
    types = {kind.label: kind.id for kind in call.types.all()}
    placements = {parts[number]: (types[label], place) for number, (label, place) in told["placed"].items()}
    actions.make_scenario(project_id=project_id, call_id=call.id, name=told["name"], placements=placements)


def ratifications(ids: dict[str, int]) -> None:
    """Eleven of thirteen made the vision their own; Anzegem and Avelgem did not yet."""
    for line in lines("ratifications.csv"):
        with as_organisation(ids, line["organisation"]):
            day = date.fromisoformat(line["ratified_on"])
            actions.ratify(
                organisation_id=ids[line["organisation"]], vision_id=Vision.objects.get(version=1).id, ratified_on=day,
                decision=actions.DecisionGiven(line["body"], day, "Bekrachtiging van de visie", line["number"], origin=Origin.INVENTED),
                origin=Origin.INVENTED,
            )


def published(ids: dict[str, int]) -> None:
    """February was published on 2 March and corrected two days later: both versions stand."""
    own, actor = [ids[PARTNERSHIP]], Actor(kind="system", label="Mieke Tanghe", permissions=frozenset({"*"}))
    tags = [f"partnership:{ids[PARTNERSHIP]}"]
    for day, remark in ((2, ""), (4, "De plaats van het volgende overleg ontbrak in de agenda.")):
        scoped = scope(reading=own, writing=own, actor=actor, tags=tags, organisation_id=own[0])
        with clock.frozen(datetime(2027, 3, day, 9, tzinfo=BRUSSELS)), scoped:
            actions.publish_month(partnership_id=ids[PARTNERSHIP], month=date(2027, 2, 1), remark=remark)


def rhythm(ids: dict[str, int], projects: dict[str, UUID]) -> None:
    """What projects need on six layers (the website was not looked at yet), and the monthly meeting of Exello."""
    with as_organisation(ids, PARTNERSHIP):
        for line in lines("needs.csv"):
            actions.state_need(
                project_id=projects[line["project"]], layer=Layer(line["layer"]), text=line["text"], status=Status(line["status"]),
            )
        for told in _told("meetings.json"):
            actions.set_series(
                partnership_id=ids[PARTNERSHIP], title=told["title"], rhythm=Rhythm(told["rhythm"]),
                first_day=date.fromisoformat(told["first_day"]), at=time.fromisoformat(told["at"]), minutes=told["minutes"],
                place=told["place"], regular=told["regular"], origin=Origin.EXAMPLE,
            )
