"""``/balie``: one box, and today: who waits for a call, what must be printed, what was passed on, what can be started."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from nabij.kernel.access.routes import staff_page
from nabij.kernel.audit import entries
from nabij.kernel.calendar import clock
from nabij.kernel.drafts import actions as drafts
from nabij.kernel.identity import parties

from ... import access
from ...actions import passing
from ...models import PassedQuestion
from ...queries import asked, counter, directory
from ..search import SHORTEST
from . import conversation
from .conversation import own_id

SHOWN = 5


@staff_page(access.COUNTER, module="desk")
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "desk/counter/home.html", _today(request) | {"goodbye": "klaar" in request.GET})


def _today(request: HttpRequest) -> dict[str, Any]:
    own = own_id(request)
    rows, now = counter.queue(own), clock.now()
    passed = [row for row in counter.passed(own) if row.state == PassedQuestion.State.PASSED]
    entries.log_read("desk.call.listed", organisation_id=own, detail={"codes": [row.waiting.task.code for row in rows[:SHOWN]]})
    return {
        "queue": rows[:SHOWN], "waiting": len(rows), "letters": counter.letters_waiting(own), "drafts": drafts.waiting(own),
        "passed": passed, "now": now, "late": any(row.take_by <= now for row in passed),
        "services": counter.offered(request.scope.actor, own, request.enabled),  # type: ignore[attr-defined]
    }


@staff_page(access.COUNTER, module="desk")
def search(request: HttpRequest) -> HttpResponse:
    """Persons, numbers, services, saved forms by their code, organisations. By POST: what is typed stands in no address and no log."""
    words = " ".join(request.POST.get("q", "").split())[:120]
    if len(words) < SHORTEST:
        return redirect("/balie")
    own, actor, enabled = own_id(request), request.scope.actor, request.enabled  # type: ignore[attr-defined]
    groups, silent = asked.finds(actor, enabled, words)
    people = parties.found(own, words)
    conversation.open_for(request, [one.id for one in people if one.id])
    services, draft = counter.offered(actor, own, enabled, words), drafts.peek(own, words)
    organisations = directory.found(words, own)
    entries.log_read("desk.person.listed", organisation_id=own, detail={"found": [str(one.id) for one in people]})
    count = len(organisations) + len(services) + sum(len(group.found) for group in groups) + (draft is not None)
    context = {
        "query": words, "groups": groups, "silent": silent, "services": services, "draft": draft, "organisations": organisations,
        "count": count,
    }
    return render(request, "desk/counter/search.html", context)


@staff_page(access.COUNTER, module="desk")
@require_POST
def goodbye(request: HttpRequest) -> HttpResponse:
    """"Afscheid": the screen is empty for the next person, also behind the back button."""
    conversation.end(request)
    response = redirect("/balie?klaar")
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


@staff_page(access.COUNTER, module="desk")
@require_POST
def bring_back(request: HttpRequest) -> HttpResponse:
    """Take back what nobody took up in time; a job does the same by itself."""
    passing.bring_back(organisation_id=own_id(request))
    return redirect("/balie/terugbellen")
