"""``/programma/projecten/<id>``: one project, its coalition on any day, the own answer and its history."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from nabij.kernel.access import may
from nabij.kernel.access.routes import staff_page
from nabij.kernel.modules import queries as enablement

from .. import access
from ..queries import membership, money, programme, world
from ..queries.membership import CellView, Column
from ..queries.programme import ProjectView
from ..rules import states
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
    """The page of one project on a day; own steps only for who may take them."""
    view = programme.project(project_id)
    seen = moment.asked(request)
    column = membership.coalition_with_facts(view, seen.on, seen.known_at, seen.today)
    cost = world.cost(view, seen.on)
    names = {cell.member.key: cell.member.name for cell in column.cells}
    context = {
        "project": view, "moment": seen, "form": seen.form, "cells": column.cells, "coalition": column.coalition,
        "division": money.divided(column.facts, seen.on, seen.known_at, cost, names),
        "saved": request.GET.get("bewaard", ""), **_own(request, view, column, seen),
    }
    return render(request, "programme/project.html", context)


def _own(request: HttpRequest, view: ProjectView, column: Column, seen: moment.Moment) -> dict[str, Any]:
    running = request.scope  # type: ignore[attr-defined]
    own = next((cell for cell in column.cells if cell.member.id == running.organisation_id), None)
    invites = may(running.actor, access.INVITE) and running.organisation_id == view.organisation_id
    if own is None:
        return {"own": None, "may_invite": invites}
    standing = None
    if view.operates_module:
        standing = enablement.standing(own.member.id, view.operates_module, seen.today)
    return {
        "own": own, "steps": _steps(running.actor, own), "standing": standing,
        "planned": column.planned(own.member, seen.on, seen.known_at),
        "history": membership.history(view.id, own.member.id), "may_invite": invites,
        "may_start": may(running.actor, access.GO_LIVE) and bool(view.operates_module)
        and view.id not in membership.go_lives(own.member.id, [view.id]),
    }


def _steps(actor: Any, own: CellView) -> list[dict[str, str]]:
    """Steps of the table that this person may take from the own state; other functions see none."""
    rows = [states.transition(own.cell.state, to) for to in states.possible(own.cell.state) if to is not own.cell.state]
    return [
        {"to": row.to.value, "label": STEPS[row.to][0], "text": STEPS[row.to][1]}
        for row in rows if may(actor, access.deciding_verb(row.functions))
    ]
