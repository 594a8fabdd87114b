"""``…/notas``: the thirteen notes as the secretariat makes, looks at and sends them."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render

from nabij.design.refusals import accepted
from nabij.kernel.access import require_own
from nabij.kernel.access.routes import READS, staff_page
from nabij.kernel.calendar import clock
from nabij.kernel.errors import RuleViolation

from .. import access, actions
from ..consultation_forms import SendForm
from ..models import NoteOrder
from ..queries import consultations, programme
from .note import presented, served


@staff_page(access.MAKE_NOTES, module="programme")
def orders(request: HttpRequest, consultation_id: uuid.UUID) -> HttpResponse:
    """GET: how far the thirteen are. POST: ask for all of them; each is made by itself, in alphabetical order."""
    if request.method in READS:
        return _progress(request, consultation_id)
    try:
        with transaction.atomic():
            actions.order_notes(consultation_id=consultation_id)
    except RuleViolation as error:
        return _progress(request, consultation_id, error.sentence_nl, status=422)
    return redirect(f"/programma/bevragingen/{consultation_id}/notas")


def _progress(request: HttpRequest, consultation_id: uuid.UUID, problem: str = "", status: int = 200) -> HttpResponse:
    round = consultations.get(consultation_id)
    require_own(round.organisation_id)
    lines = consultations.lines(round, clock.today())
    asked = [line for line in lines if line.order]
    done = [line for line in asked if line.order and line.order.state != NoteOrder.State.WAITING]
    context = {
        "round": round, "project": round.project, "lines": lines, "asked": len(asked), "done": len(done), "problem": problem,
        "failed": [line for line in done if line.order and line.order.state == NoteOrder.State.FAILED],
        "busy": len(done) < len(asked),
    }
    return render(request, "programme/notes.html", context, status=status)


@staff_page(access.MAKE_NOTES, module="programme")
def file(request: HttpRequest, consultation_id: uuid.UUID, slug: str) -> HttpResponse:
    """One note as file, for who makes them: ``?als=word``, ``?als=presentatie`` or PDF."""
    round = consultations.get(consultation_id)
    require_own(round.organisation_id)
    member = programme.member_by_slug(slug)
    if request.GET.get("als") == "presentatie":
        return presented(round, member.id)
    return served(round, member.id, "word" if request.GET.get("als") == "word" else "pdf")


@staff_page(access.MAKE_NOTES, module="programme")
def sending(request: HttpRequest, consultation_id: uuid.UUID) -> HttpResponse:
    """GET: the day. POST: record that every note that is ready goes to its board."""
    round = consultations.get(consultation_id)
    require_own(round.organisation_id)
    if request.method not in ("GET", "HEAD", "POST"):
        return HttpResponseNotAllowed(["GET", "POST"])
    form = SendForm(None if request.method in READS else request.POST)
    if form.is_bound and accepted(form, lambda: actions.send_notes(consultation_id=round.id, on=form.cleaned_data["on"])):
        return redirect(f"/programma/bevragingen/{round.id}?bewaard=verstuurd")
    ready = [line.member.name for line in consultations.lines(round, clock.today()) if line.version and not line.sent]
    context = {
        "project": round.project, "form": form, "title": "Verstuur de nota's", "button": f"Leg vast: {len(ready)} nota's verstuurd",
        "lead": f"Klaar om te versturen: {', '.join(ready)}." if ready else "Er ligt nu geen nota klaar die nog niet verstuurd is.",
        "action_url": request.path, "back_url": f"/programma/bevragingen/{round.id}", "back": round.title,
    }
    return render(request, "programme/round_form.html", context, status=422 if form.errors else 200)
