"""``/programma/projecten/<id>``: one project, its coalition on any day, the own answer and its history."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from nabij.kernel.access import may
from nabij.kernel.access.routes import staff_page
from nabij.kernel.calendar import clock
from nabij.kernel.modules import queries as enablement

from .. import access
from ..queries import consultations, membership, money, programme, world
from ..queries.membership import CellView, Column
from ..queries.programme import Member, ProjectView
from ..rules import states
from ..rules.preview import division, payers
from ..rules.states import State
from . import moment

STEPS = {
    State.IN: ("Doe mee", "Met een besluit, of met de dag waarop het besluit volgt."),
    State.IN_CONDITIONAL: ("Doe mee onder voorwaarden", "U telt mee; wat het project opent, blijft nog dicht."),
    State.CONSIDERING: ("Zeg dat u het overweegt", "Dan vragen we u twee weken niets."),
    State.OUT: ("Zeg dat u niet meedoet", "De anderen gaan verder. U kunt later nog meedoen."),
    State.LEFT: ("Stap uit", "U ziet eerst wat er verandert. De anderen gaan verder."),
}


@staff_page(access.READ, module="programme")
def project(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    """The page of one project: the own answer as it is now, the coalition and the costs on the asked day."""
    view, seen = programme.project(project_id), moment.asked(request)
    column = membership.coalition_with_facts(view, seen.on, seen.known_at, seen.today)
    costs = world.costs(view)
    names = {cell.member.key: cell.member.name for cell in column.cells}
    running = request.scope  # type: ignore[attr-defined]
    context = {
        "project": view, "moment": seen, "form": seen.form, "cells": column.cells, "coalition": column.coalition,
        "division": money.divided(column.facts, seen.on, seen.known_at, costs.on(seen.on), names),
        "saved": request.GET.get("bewaard", ""),
        "rounds": consultations.of_project(view.id), "steers": _steers(running, view),
        "may_invite": may(running.actor, access.INVITE) and running.organisation_id == view.organisation_id,
        **_own(running, view, column, seen, costs),
    }
    return render(request, "programme/project.html", context)


def _steers(running: Any, view: ProjectView) -> bool:
    return may(running.actor, access.CONSULT) and running.organisation_id == view.organisation_id


def _own(running: Any, view: ProjectView, column: Column, seen: moment.Moment, costs: world.Costs) -> dict[str, Any]:
    """The own organisation's part, always as it is now: nothing for who is no member."""
    member = next((cell.member for cell in column.cells if cell.member.id == running.organisation_id), None)
    if member is None:
        return {"own": None}
    own = column.cell_of(member, seen.today, clock.now())
    standing = enablement.standing(member.id, view.operates_module, seen.today) if view.operates_module else None
    return {
        "own": own, "steps": _steps(running.actor, own), "standing": standing,
        "planned": column.planned(member, seen.today, clock.now()),
        "start": _start(view, column, member, standing, costs),
        "history": membership.history(view.id, member.id),
        "may_start": bool(view.operates_module) and may(running.actor, access.GO_LIVE)
        and view.id not in membership.go_lives(member.id, [view.id]),
    }


def _start(view: ProjectView, column: Column, member: Member, standing: Any, costs: world.Costs) -> dict[str, Any] | None:
    """What a planned start means for this member: lines of the module itself, and the share from that day on."""
    if standing is None or standing.state != "planned":
        return None
    on = standing.next.effective
    lines, unknown = world.module_lines(view.operates_module, member.id, "in", on)
    shares = division(payers(column.facts, on, clock.now()), costs.on(on))
    return {"on": on, "lines": lines, "unknown": unknown, "share": shares.get(member.key)}


def _steps(actor: Any, own: CellView) -> list[dict[str, str]]:
    """Steps of the table that this person may take from the own state; other functions see none."""
    rows = [states.transition(own.cell.state, to) for to in states.possible(own.cell.state) if to is not own.cell.state]
    return [
        {"to": row.to.value, "label": STEPS[row.to][0], "text": STEPS[row.to][1]}
        for row in rows if may(actor, access.deciding_verb(row.functions))
    ]
