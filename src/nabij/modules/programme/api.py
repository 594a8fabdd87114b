"""``/api/v1/programme/``: the same reads and the same action as the screens.

Annotations are real types here: the framework reads them through the decorator, where a text could not be resolved.
"""

import uuid
from datetime import date, datetime
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Field, Router, Schema

from nabij.kernel.access.api import answer, operation
from nabij.kernel.calendar import clock
from nabij.kernel.errors import Invalid

from . import access, actions, api_funding, api_improvement
from .actions.membership import consequences
from .queries import membership, programme
from .queries.membership import CellView
from .queries.programme import ProjectView
from .rules.preview import Preview
from .rules.states import Level, State

router = Router(tags=["programme"])
router.add_router("", api_improvement.router)
router.add_router("", api_funding.router)


class DecisionIn(Schema):
    """``number`` or ``uri`` for a decision that was taken; only ``due`` for one that follows."""

    body_kind: str = Field("college", max_length=16)
    decided_on: date | None = None
    number: str = Field("", max_length=60)
    uri: str = Field("", max_length=300)
    title: str = Field("", max_length=200)
    due: date | None = None

    model_config = {"extra": "forbid"}


class ChangeIn(Schema):
    """A step of the caller's own organisation."""

    organisation_id: int | None = None
    to: Literal["considering", "in_conditional", "in", "out", "left"]
    effective: date
    level: Literal["light", "standard", "pilot", "host"] = "light"
    reason: str = Field("", max_length=600)
    reason_kind: str = Field("", max_length=16)
    decision: DecisionIn | None = None
    preview_digest: str = Field("", max_length=64)
    accept_unknown: bool = False

    model_config = {"extra": "forbid"}


@router.get("/projects", url_name="programme-project-list")
@operation(access.READ, module="programme")
def list_projects(request: HttpRequest) -> HttpResponse:
    """Projects of the partnership, by name."""
    return answer({"items": [_project(view) for view in programme.projects()]})


@router.get("/matrix", url_name="programme-matrix-list")
@operation(access.READ, module="programme")
def matrix(request: HttpRequest, on: date | None = None, known: datetime | None = None) -> HttpResponse:
    """Organisations × projects on a date, as known at a moment; the words are those of the screen."""
    today, known_at = clock.today(), known or clock.now()
    if known_at.tzinfo is None:
        raise Invalid({"known": "Geef het moment met zijn tijdzone, bijvoorbeeld 2022-04-01T00:00:00Z."})
    table = membership.matrix(on or today, known_at, today)
    return answer({
        "on": table.on.isoformat(), "known": known_at.isoformat(),
        "rows": [
            {"organisation": row.member.slug, "name": row.member.name, "cells": [_cell(cell) for cell in row.cells]}
            for row in table.rows
        ],
    })


@router.post("/projects/{project_id}/membership-previews", url_name="programme-previews")
@operation(access.READ, module="programme")
def preview(request: HttpRequest, project_id: uuid.UUID, body: ChangeIn) -> HttpResponse:
    """What the step would do; its ``digest`` is needed to confirm it."""
    seen = consequences(
        organisation_id=_organisation(request, body), project_id=project_id, to=State(body.to), effective=body.effective,
        level=Level(body.level),
    )
    return answer(_preview(seen))


@router.post("/projects/{project_id}/memberships", url_name="programme-memberships")
@operation(access.READ, module="programme", creates=True)
def record(request: HttpRequest, project_id: uuid.UUID, body: ChangeIn) -> HttpResponse:
    """Record the answer of the caller's own organisation."""
    row = actions.record_membership(
        organisation_id=_organisation(request, body), project_id=project_id, to=State(body.to), effective=body.effective,
        level=Level(body.level), reason=body.reason, reason_kind=body.reason_kind, decision=_decision(body.decision),
        preview_digest=body.preview_digest, accept_unknown=body.accept_unknown,
    )
    return answer(
        {"id": str(row.id), "state": row.state, "level": row.level, "effective": row.effective.lower.isoformat()}, status=201
    )


def _organisation(request: HttpRequest, body: ChangeIn) -> int:
    """The named organisation, or the caller's own; the action refuses any other than the own one."""
    own = request.scope.organisation_id  # type: ignore[attr-defined]
    return body.organisation_id if body.organisation_id is not None else own


def _decision(given: DecisionIn | None) -> actions.DecisionGiven | actions.DecisionFollows | None:
    if given is None:
        return None
    if given.decided_on is None and (given.number or given.uri):
        raise Invalid({"decision/decided_on": "Vul de datum van het besluit in."})
    if given.decided_on is None:
        return actions.DecisionFollows(given.due) if given.due else None
    return actions.DecisionGiven(given.body_kind, given.decided_on, given.title or "Deelname", given.number, given.uri)


def _project(view: ProjectView) -> dict[str, Any]:
    return {
        "id": str(view.id), "slug": view.slug, "name": view.name, "group": view.group, "service_goal": view.service_goal,
        "for_whom": view.for_whom, "phase": view.phase, "operates_module": view.operates_module or None,
        "started_on": view.started_on.isoformat(),
    }


def _cell(view: CellView) -> dict[str, Any]:
    cell = view.cell
    return {
        "project": view.project.slug, "state": cell.presented.value, "stored": cell.state.value if cell.state else None,
        "word": view.word, "more": view.more, "level": cell.level.value if cell.level else None,
        "since": cell.since.isoformat() if cell.since else None,
    }


def _preview(seen: Preview) -> dict[str, Any]:
    return {
        "digest": seen.digest, "waits_for_go_live": seen.waits_for_go_live,
        "switches": [{"on": s.on.isoformat(), "enabled": s.enabled} for s in seen.switches],
        "shares": [
            {"organisation_id": s.organisation[1], "before": _money(s.before), "after": _money(s.after)} for s in seen.shares
        ],
        "others": [key[1] for key in seen.others], "lines": list(seen.module_lines), "lines_unknown": seen.module_unknown,
    }


def _money(cents: int | None) -> dict[str, Any] | None:
    return None if cents is None else {"cents": cents, "currency": "EUR"}
