"""API of the improvement test, of a year's cost, of silence and of ratifications: the same reads and actions as the screens."""

import uuid
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Field, Router, Schema

from nabij.kernel.access.api import answer, operation
from nabij.kernel.calendar import clock
from nabij.kernel.errors import NotFound

from . import access, actions
from .actions.improvement import Result
from .queries import improvement, movement, programme, vision, years
from .queries.improvement import RoundView
from .rules.improvement import Baseline, Verdict

router = Router(tags=["programme"])


class ResultIn(Schema):
    """One question, by its number in the round."""

    number: int
    baseline_kind: Baseline = Baseline.NUMBER
    baseline: str = Field("", max_length=120)
    expected: str = Field("", max_length=120)
    measured: str = Field("", max_length=120)
    evidence: str = Field("", max_length=200)

    model_config = {"extra": "forbid"}


class TestIn(Schema):
    """The caller's own verdict in a round."""

    __test__ = False

    organisation_id: int | None = None
    round_id: uuid.UUID
    verdict: Verdict
    motive: str = Field("", max_length=600)
    tested_on: date | None = None
    results: list[ResultIn] = []

    model_config = {"extra": "forbid"}


class RatificationIn(Schema):
    """The caller's own decision about a version of the vision."""

    organisation_id: int | None = None
    vision_id: uuid.UUID
    ratified_on: date
    body_kind: str = Field("council", max_length=16)
    number: str = Field("", max_length=60)
    uri: str = Field("", max_length=300)

    model_config = {"extra": "forbid"}


@router.get("/projects/{project_id}/improvement-rounds", url_name="programme-improvement-rounds")
@operation(access.READ, module="programme")
def rounds(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    """Rounds of a project with everyone's verdict, newest first."""
    project = programme.project(project_id)
    return answer({"items": [_round(one) for one in improvement.rounds(project, clock.today())]})


@router.post("/projects/{project_id}/improvement-tests", url_name="programme-improvement-tests")
@operation(access.READ, module="programme", creates=True)
def record(request: HttpRequest, project_id: uuid.UUID, body: TestIn) -> HttpResponse:
    """Keep the verdict of the caller's own organisation."""
    project = programme.project(project_id)
    if body.round_id not in {one.row.id for one in improvement.rounds(project, clock.today())}:
        raise NotFound()
    row = actions.record_test(
        organisation_id=_own(request, body.organisation_id), round_id=body.round_id, verdict=body.verdict, motive=body.motive,
        tested_on=body.tested_on, results=[Result(**one.dict()) for one in body.results],
    )
    return answer({"id": str(row.id), "verdict": row.verdict}, status=201)


@router.get("/projects/{project_id}/cost-division", url_name="programme-cost-division")
@operation(access.READ, module="programme")
def cost_division(request: HttpRequest, project_id: uuid.UUID, year: int) -> HttpResponse:
    """One calendar year of a project, divided to the cent; the shares and what nobody carried add up to the total."""
    if not 1900 <= year <= 2200:
        raise NotFound("Voor dit jaar is er geen kost.")
    found = years.year_of(programme.project(project_id), year, clock.now())
    if found is None:
        raise NotFound("Voor dit jaar is er geen kost.")
    return answer({
        "year": year, "total": _money(found.total_cents), "key": "equal" if found.equal else "per_inhabitant",
        "slices": [
            {"from": one.start.isoformat(), "to": one.end.isoformat(), "days": one.days, **_money(one.cents)} for one in found.slices
        ],
        "shares": [
            {"organisation": one.slug, "name": one.name, **_money(one.total), "per_slice": [cents for cents in one.per_slice]}
            for one in found.lines
        ],
        "by_nobody": _money(found.by_nobody),
    })


@router.get("/silences", url_name="programme-silences")
@operation(access.READ, module="programme")
def silences(request: HttpRequest, days: int = 42) -> HttpResponse:
    """How long each project is silent, and who would hear what after ``days`` days; sends nothing."""
    found = movement.silences(programme.projects(), clock.today())
    return answer({"days": days, "items": [
        {
            "project": one.project.slug, "quiet_since": one.since.isoformat(), "quiet_days": one.days, "stalls": one.stalls,
            "last_act": one.last.what if one.last else None,
            "steps": [
                {"step": rung.step.value, "after_days": rung.after_days, "on": on.isoformat(), "told": rung.told, "heard": heard}
                for rung, on, heard in movement.simulated(one, days)
            ],
        } for one in found
    ]})  # fmt: skip


@router.get("/vision-versions", url_name="programme-vision-versions")
@operation(access.READ, module="programme")
def versions(request: HttpRequest) -> HttpResponse:
    """Every version with who ratified it when."""
    return answer({"items": [
        {
            "id": str(one.row.id), "version": one.row.version, "stated_on": one.row.stated_on.isoformat(),
            "sentences": [sentence.text for sentence in one.sentences],
            "ratifications": [
                {"organisation": line.member.slug, "on": line.row.ratified_on.isoformat() if line.row else None} for line in one.lines
            ],
        } for one in vision.versions(clock.today())
    ]})  # fmt: skip


@router.post("/ratifications", url_name="programme-ratifications")
@operation(access.READ, module="programme", creates=True)
def ratify(request: HttpRequest, body: RatificationIn) -> HttpResponse:
    """Record that the caller's own organisation ratified a version."""
    decision = actions.DecisionGiven(body.body_kind, body.ratified_on, "Bekrachtiging van de visie", body.number, body.uri)
    row = actions.ratify(
        organisation_id=_own(request, body.organisation_id), vision_id=body.vision_id, ratified_on=body.ratified_on, decision=decision
    )
    return answer({"id": str(row.id), "on": row.ratified_on.isoformat()}, status=201)


def _own(request: HttpRequest, named: int | None) -> int:
    """The named organisation, or the caller's own; the action refuses any other than the own one."""
    return named if named is not None else request.scope.organisation_id  # type: ignore[attr-defined,no-any-return]


def _money(cents: int) -> dict[str, Any]:
    return {"cents": cents, "currency": "EUR"}


def _round(one: RoundView) -> dict[str, Any]:
    return {
        "id": str(one.row.id), "number": one.row.number, "title": one.row.title, "opened_on": one.row.opened_on.isoformat(),
        "criteria": [{"number": c.number, "question": c.question, "unit": c.unit, "better": c.better} for c in one.criteria],
        "tests": [
            {
                "organisation": test.member.slug, "verdict": test.row.verdict, "word": test.word, "motive": test.row.motive,
                "tested_on": test.row.tested_on.isoformat(),
                "results": [
                    {
                        "number": r.criterion.number, "baseline_kind": r.row.baseline_kind, "baseline": r.row.baseline,
                        "expected": r.row.expected, "measured": r.row.measured, "evidence": r.row.evidence, "change": r.change,
                    } for r in test.results
                ],
            } for test in one.tests
        ],
    }  # fmt: skip
