"""``/balie/terugbellen``: everyone who waits for a person, in the order of asking."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from nabij.design.refusals import told
from nabij.kernel.access.routes import staff_page
from nabij.kernel.audit import entries
from nabij.kernel.calendar import clock
from nabij.kernel.errors import Invalid, NotFound, RuleViolation
from nabij.kernel.notices import calls

from ... import access
from ...actions.passing import note_call, take_call
from ...counter_forms import OutcomeForm
from ...queries import counter
from ...rules.figures import in_words
from .conversation import own_id


@staff_page(access.COUNTER, module="desk")
def listing(request: HttpRequest) -> HttpResponse:
    rows = counter.queue(own_id(request))
    entries.log_read("desk.call.listed", organisation_id=own_id(request), detail={"codes": [row.waiting.task.code for row in rows]})
    return render(request, "desk/counter/calls.html", {"queue": rows, "ages": [in_words(row.age) for row in rows], "now": clock.now()})


@staff_page(access.COUNTER, module="desk")
def detail(request: HttpRequest, callback_id: UUID) -> HttpResponse:
    """Who, where, about what; the words to begin with; what came of it."""
    return _page(request, callback_id, OutcomeForm())


def _page(request: HttpRequest, callback_id: UUID, form: OutcomeForm, sentence: str = "") -> HttpResponse:
    task = calls.by_id(own_id(request), callback_id)
    entries.log_read("desk.call.read", task)
    mine = task.taken_by_id == request.scope.actor.account_id  # type: ignore[attr-defined]
    context = {"one": calls.opened(task), "form": form, "mine": mine, "waits": task.state in calls.WAITING, "sentence": sentence}
    return render(request, "desk/counter/call.html", context, status=422 if sentence or form.errors else 200)


@staff_page(access.COUNTER, module="desk")
@require_POST
def take(request: HttpRequest, callback_id: UUID) -> HttpResponse:
    """"Ik bel": a colleague sees it."""
    try:
        with transaction.atomic():
            take_call(organisation_id=own_id(request), call_id=callback_id)
    except (NotFound, Invalid):
        raise
    except RuleViolation as refused:
        return _page(request, callback_id, OutcomeForm(), refused.sentence_nl)
    return redirect(f"/balie/terugbellen/{callback_id}")


@staff_page(access.COUNTER, module="desk")
@require_POST
def outcome(request: HttpRequest, callback_id: UUID) -> HttpResponse:
    """What came of it; without answer the person keeps the place in the queue."""
    calls.by_id(own_id(request), callback_id)
    form = OutcomeForm(request.POST)
    if not form.is_valid():
        return _page(request, callback_id, form)
    try:
        with transaction.atomic():
            note_call(organisation_id=own_id(request), call_id=callback_id, **form.cleaned_data)
    except RuleViolation as refused:
        told(form, refused)
        return _page(request, callback_id, form)
    return redirect("/balie/terugbellen")
