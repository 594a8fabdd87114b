"""API of calls, dates, applications and scenarios: the same reads and actions as the screens."""

import uuid
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema
from pydantic import Field

from nabij.kernel.access.api import answer, operation
from nabij.kernel.calendar import clock
from nabij.kernel.errors import Invalid

from . import access, actions
from .queries import funding, programme
from .queries.funding import CallView
from .rules.calls import CallDateKind, fitting_types

router = Router(tags=["programme"])
MOST = 10**13


class MatchIn(Schema):
    """Projects to lay beside a call; ``requested_cents`` replaces what their parts need."""

    projects: list[uuid.UUID] = Field(max_length=100)
    requested_cents: int | None = Field(None, ge=1, le=MOST)

    model_config = {"extra": "forbid"}


class DateIn(Schema):
    """One date as the funder stated it; ``document`` is needed to move a hard one."""

    kind: CallDateKind
    stated_as: str = Field(min_length=1, max_length=120)
    first_day: date | None = None
    last_day: date | None = None
    hard: bool = False
    for_organisation_id: int | None = Field(None, ge=1, le=2**31)
    document: str = Field("", max_length=200)

    model_config = {"extra": "forbid"}


class ApplicationIn(Schema):
    """A sum in cents for a project, in one type of a call."""

    project_id: uuid.UUID
    call_type_id: uuid.UUID
    requested_cents: int = Field(ge=-MOST, le=MOST)
    lead: str = Field(max_length=60)
    others: list[str] = Field([], max_length=100)

    model_config = {"extra": "forbid"}


class PlacementIn(Schema):
    part_id: uuid.UUID
    call_type_id: uuid.UUID
    number: int = Field(1, ge=1, le=20)

    model_config = {"extra": "forbid"}


class ScenarioIn(Schema):
    """Parts of a project in applications of a call; a part that is not named gets no subsidy."""

    project_id: uuid.UUID
    call_id: uuid.UUID
    name: str = Field(min_length=1, max_length=120)
    placements: list[PlacementIn] = Field([], max_length=100)

    model_config = {"extra": "forbid"}


@router.get("/calls", url_name="programme-calls")
@operation(access.READ, module="programme")
def calls(request: HttpRequest) -> HttpResponse:
    """Every call with its types and its six dates."""
    return answer({"items": [_call(one) for one in funding.calls(clock.today())]})


@router.get("/calls/{call_id}/fitting-types", url_name="programme-fitting-types")
@operation(access.READ, module="programme")
def fitting(request: HttpRequest, call_id: uuid.UUID, cents: int) -> HttpResponse:
    """Types that a sum fits in, the smallest ceiling first."""
    seen = funding.call(call_id, clock.today())
    return answer({"items": [_type(one.key, one.label, one.ceiling_cents) for one in fitting_types(cents, seen.facts)]})


@router.post("/calls/{call_id}/matches", url_name="programme-matches")
@operation(access.READ, module="programme")
def matches(request: HttpRequest, call_id: uuid.UUID, body: MatchIn) -> HttpResponse:
    """What each project meets, misses or cannot know in this call, with the source of every condition."""
    today, now = clock.today(), clock.now()
    seen = funding.call(call_id, today)
    views = [programme.project(one) for one in body.projects]
    return answer({"items": [
        {"project": view.slug, "findings": [
            {"rule": one.kind, "outcome": one.outcome.value, "sentence_nl": one.sentence, "source": one.source}
            for one in funding.findings(view, seen, body.requested_cents, today, now)
        ]} for view in views
    ]})  # fmt: skip


@router.post("/calls/{call_id}/dates", url_name="programme-call-dates")
@operation(access.STEER, module="programme", creates=True)
def state_date(request: HttpRequest, call_id: uuid.UUID, body: DateIn) -> HttpResponse:
    """Write down a date; 403 ``harde-datum`` without the funder's document."""
    days = (body.first_day, body.last_day or body.first_day) if body.first_day else None
    row = actions.state_date(
        call_id=call_id, kind=body.kind, days=days, stated_as=body.stated_as, hard=body.hard,
        for_organisation_id=body.for_organisation_id, document=body.document,
    )
    return answer({"id": str(row.id), "kind": row.kind, "hard": row.hard}, status=201)


@router.post("/applications", url_name="programme-applications")
@operation(access.STEER, module="programme", creates=True)
def compose(request: HttpRequest, body: ApplicationIn) -> HttpResponse:
    """Begin an application; 422 ``boven-plafond`` for one cent too many."""
    row = actions.compose_application(
        project_id=body.project_id, call_type_id=body.call_type_id, requested_cents=body.requested_cents,
        lead_id=programme.member_by_slug(body.lead).id, others=[programme.member_by_slug(slug).id for slug in body.others],
    )
    return answer({"id": str(row.id), "state": row.state, "requested": _money(row.requested_cents)}, status=201)


@router.get("/scenarios", url_name="programme-scenario-list")
@operation(access.READ, module="programme")
def scenarios(request: HttpRequest, project_id: uuid.UUID, call_id: uuid.UUID) -> HttpResponse:
    """Scenarios of a project in a call, side by side; own shares add up to the own contribution."""
    seen = funding.compared(programme.project(project_id), call_id, clock.today(), clock.now())
    return answer({"items": [
        {
            "name": one.name, "total": _money(one.total), "subsidy": _money(one.subsidy), "own": _money(one.own),
            "shares": [{"name": name, **_money(cents[n])} for name, cents in seen.rows],
        } for n, one in enumerate(seen.outcomes)
    ]})  # fmt: skip


@router.post("/scenarios", url_name="programme-scenarios")
@operation(access.STEER, module="programme", creates=True)
def make_scenario(request: HttpRequest, body: ScenarioIn) -> HttpResponse:
    """Keep a scenario; nothing is asked of a funder by it."""
    placements = {one.part_id: (one.call_type_id, one.number) for one in body.placements}
    if len(placements) < len(body.placements):
        raise Invalid({"placements": "Een deel kan maar in één aanvraag staan."})
    row = actions.make_scenario(project_id=body.project_id, call_id=body.call_id, name=body.name, placements=placements)
    return answer({"id": str(row.id), "name": row.name}, status=201)


def _money(cents: int) -> dict[str, Any]:
    return {"cents": cents, "currency": "EUR"}


def _type(key: Any, label: str, ceiling: int) -> dict[str, Any]:
    return {"id": str(key), "label": label, "ceiling": _money(ceiling)}


def _call(one: CallView) -> dict[str, Any]:
    return {
        "id": str(one.row.id), "name": one.row.name, "programme": one.row.programme.name, "closed": one.row.closed,
        "last_round_of": one.row.last_round_of or None, "types": [_type(t.id, t.label, t.ceiling_cents) for t in one.types],
        "dates": [
            {
                "kind": d.kind.value, "stated_as": d.row.stated_as if d.row else None, "hard": d.row.hard if d.row else None,
                "from": d.first_day.isoformat() if d.first_day else None, "to": d.last_day.isoformat() if d.last_day else None,
            } for d in one.dates
        ],
        "rules": [{"kind": r.kind, "sentence_nl": r.sentence, "source": r.source} for r in one.rules],
    }  # fmt: skip
