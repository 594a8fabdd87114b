"""``/werk``: wat wordt er van mij gevraagd, tegen wanneer."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from nabij.kernel.access import may
from nabij.kernel.access.routes import staff_page
from nabij.kernel.calendar import clock, words
from nabij.kernel.modules import registry

from .. import access
from ..queries import asked
from ..rules import work as rules


@staff_page(access.WORK, module="desk")
def home(request: HttpRequest) -> HttpResponse:
    """Everything that enabled modules ask of this person, soonest first; a silent module is named."""
    actor, enabled, at = request.scope.actor, request.enabled, clock.now()  # type: ignore[attr-defined]
    found = asked.work(actor, enabled, at)
    groups = [(group.label, [_row(task, at) for task in group.tasks]) for group in rules.grouped(found.tasks, clock.today())]
    context = {"summary": rules.summary(found.tasks), "groups": groups, "silent": found.silent, "doors": doors(actor, enabled)}
    return render(request, "desk/work.html", context)


def _row(task: rules.Asked, at: datetime) -> dict[str, Any]:
    written, hour = (words.date_text(task.due, year=False), words.time_text(task.due)) if task.due else ("", "")
    return {"task": task, "term": rules.term(task.due, at, written, hour), "late": rules.is_late(task.due, at)}


def doors(actor: Any, enabled: frozenset[str]) -> list[Any]:
    """Menu items of the other modules that this person may open."""
    return [
        item for module in registry.installed() if module.name in enabled and module.name != "desk"
        for item in module.menu if may(actor, item.verb)
    ]
