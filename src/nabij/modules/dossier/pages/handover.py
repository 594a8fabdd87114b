"""A hand-over from both sides: state, who is at turn, the choice, the letter, the answers, the objection, the release."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from nabij.design.refusals import outcome
from nabij.kernel.access.policy import may
from nabij.kernel.calendar import clock
from nabij.kernel.errors import NotFound
from nabij.kernel.tenancy import queries as directory

from .. import access
from ..actions import answers as answer_acts
from ..actions import release as release_acts
from ..actions import requests as request_acts
from ..actions import selection as selection_acts
from ..actions.answers import Given
from ..actions.requests import REFUSALS_NL
from ..forms import AnswersForm, DecisionForm, ReasonForm, RefuseForm
from ..models import Handover
from ..queries import casework, files, handovers, journal
from ..queries.files import OpenFile
from ..rules.evidence import PROPOSALS_NL, Proposal
from ..rules.handovers import STATES_NL, Reply, State
from .acting import posted, status_of, worker_page

#: POST noun → (action, states in which its button stands, side).
ACTS = {
    "ontvangst": (request_acts.accept, (State.REQUESTED,), "holder"),
    "vrijgave": (release_acts.release, (State.PREVIEW, State.OBJECTION), "holder"),
    "aanvulling": (release_acts.supplement, (State.RELEASED, State.COLLECTED, State.REVIEW), "holder"),
    "ophaling": (release_acts.collect, (State.RELEASED,), "requester"),
    "bijkomend": (release_acts.collect_supplement, (State.REVIEW,), "requester"),
}


@worker_page
def detail(request: HttpRequest, handover_id: UUID) -> HttpResponse:
    return _page(request, handovers.by_id(handover_id))


@worker_page
def act(request: HttpRequest, handover_id: UUID, noun: str) -> HttpResponse:
    """POST to a noun: take up, release, supplement, collect."""
    handover = handovers.by_id(handover_id)
    if noun not in ACTS or handover.side != ACTS[noun][2]:
        raise NotFound()
    form = forms.Form(posted(request))
    if form.is_bound and form.is_valid() and outcome(form, lambda: ACTS[noun][0](handover_id=handover_id)):
        return redirect(_next_page(noun, handover_id))
    return _page(request, handovers.by_id(handover_id), form=form)


def _next_page(noun: str, handover_id: UUID) -> str:
    ends = {"ontvangst": "/keuze", "ophaling": "/beoordeling", "bijkomend": "/beoordeling"}
    return f"/dossier/overdrachten/{handover_id}{ends.get(noun, '')}"


@worker_page
def refusal(request: HttpRequest, handover_id: UUID) -> HttpResponse:
    """The holder says no; or the requester withdraws."""
    handover = handovers.by_id(handover_id)
    holder = handover.side == "holder"
    form: forms.Form = RefuseForm(posted(request), codes=REFUSALS_NL) if holder else ReasonForm(posted(request))
    act = request_acts.refuse if holder else request_acts.withdraw
    if form.is_bound and form.is_valid() and outcome(form, lambda: act(handover_id=handover_id, **form.cleaned_data)):
        return redirect(f"/dossier/overdrachten/{handover_id}")
    context = {"handover": handover, "other": directory.name_of(handover.other_id), "form": form, "holder": holder}
    return render(request, "dossier/refusal.html", context, status=status_of(form))


def _page(request: HttpRequest, handover: Handover, form: forms.Form | None = None) -> HttpResponse:
    """Process for every worker here; what it is about only with a grant on the own file."""
    actor = request.scope.actor  # type: ignore[attr-defined]
    file = _own_file(handover)
    state = handovers.state_of(handover)
    buttons = [noun for noun, (_, states, side) in ACTS.items() if state in states and side == handover.side and file]
    if file:
        journal.log_read(file.dossier, "handover")
    context: dict[str, Any] = {
        "handover": handover, "other": directory.name_of(handover.other_id), "file": file, "steps": _steps(handover),
        "state": state, "holder": handover.side == "holder", "buttons": buttons, "decides": may(actor, access.DECIDE), "form": form,
        "items": handovers.items(file, handover) if file and handover.side == "holder" else [],
        "disputes": handovers.message(handover.organisation_id, handover.exchange, "dispute") if file else [],
        "refusals": _reasons(handover) if file else [], "person": files.person(file) if file else None,
        "later": handovers.message(handover.organisation_id, handover.exchange, "supplement") if file else [],
        "may_stop": state in (State.REQUESTED, State.SELECTION, State.PREVIEW, State.OBJECTION),
    }
    return render(request, "dossier/handover.html", context, status=status_of(form))


def _steps(handover: Handover) -> list[dict[str, Any]]:
    """The course in words, newest first."""
    return [
        {"to": STATES_NL[State(step.to_state)], "at": step.at, "who": step.who} for step in handovers.steps(handover.id)
        if step.to_state != step.from_state
    ]


def _reasons(handover: Handover) -> list[dict[str, Any]]:
    found = handovers.message(handover.organisation_id, handover.exchange, "refuse")
    return [one["body"] | {"code_nl": REFUSALS_NL.get(one["body"]["code"], "")} for one in found]


def _own_file(handover: Handover) -> OpenFile | None:
    try:
        return files.opened_by_id(handover.dossier_id) if handover.dossier_id else None
    except NotFound:
        return None


def _holding(handover_id: UUID) -> tuple[Handover, OpenFile]:
    """A hand-over of which the own OCMW holds the file, and that file."""
    handover = handovers.by_id(handover_id)
    if handover.side != "holder" or handover.dossier_id is None:
        raise NotFound()
    return handover, files.opened_by_id(handover.dossier_id)


@worker_page
def selection(request: HttpRequest, handover_id: UUID) -> HttpResponse:
    """Proposed, off and never, each with why; "everything" is not on the page."""
    handover, file = _holding(handover_id)
    offer = selection_acts.proposal(handover_id)
    form = forms.Form(posted(request))
    if form.is_bound and form.is_valid():
        keys = {str(choice.finding.key): choice.finding.key for choice in offer.choices}
        chosen = [keys[key] for key in request.POST.getlist("gekozen") if key in keys]
        reasons = {key: request.POST.get(f"reden_{text}", "") for text, key in keys.items()}
        if outcome(form, lambda: selection_acts.show(handover_id=handover_id, chosen=chosen, reasons=reasons)):
            return redirect(f"/dossier/overdrachten/{handover_id}/brief")
    journal.log_read(file.dossier, "selection")
    context = {"handover": handover, "other": directory.name_of(handover.other_id), "form": form, "of": offer.of_count}
    return render(request, "dossier/selection.html", context | {"groups": _groups(request, offer)}, status=status_of(form))


def _groups(request: HttpRequest, offer: selection_acts.Choosable) -> list[dict[str, Any]]:
    """Choices by proposal, with what was ticked and typed."""
    labels = {need.code: need.label for need in casework.needs()}
    ticked = set(request.POST.getlist("gekozen"))
    groups = []
    for proposal in Proposal:
        lines = [
            {
                "choice": c, "label": labels[c.finding.requirement], "key": str(c.finding.key),
                "ticked": str(c.finding.key) in ticked if request.method == "POST" else proposal is Proposal.PROPOSED,
                "reason": request.POST.get(f"reden_{c.finding.key}", ""),
            }
            for c in offer.choices if c.proposal is proposal
        ]
        groups.append({"code": proposal.value, "title": PROPOSALS_NL[proposal].capitalize(), "lines": lines})
    return groups


@worker_page
def letter(request: HttpRequest, handover_id: UUID) -> HttpResponse:
    """The letter with the reply card: exactly what would leave, item by item, with the same numbers."""
    handover, file = _holding(handover_id)
    shown = handovers.preview(file, handover)
    if shown is None:
        raise NotFound()
    journal.log_read(file.dossier, "preview")
    context = {
        "handover": handover, "other": directory.name_of(handover.other_id), "person": files.person(file), "preview": shown[0],
        "items": handovers.items(file, handover), "file": file, "printed_at": clock.now(),
    }
    return render(request, "dossier/letter.html", context)


@worker_page
def answers(request: HttpRequest, handover_id: UUID) -> HttpResponse:
    """Key in what the person says, per item, by whatever channel."""
    handover, file = _holding(handover_id)
    items = handovers.items(file, handover)
    if not items:
        raise NotFound()
    form = AnswersForm(posted(request), items=items)
    if form.is_bound and form.is_valid() and outcome(form, lambda: _answered(handover_id, form)):
        return redirect(f"/dossier/overdrachten/{handover_id}")
    journal.log_read(file.dossier, "preview")
    context = {"handover": handover, "person": files.person(file), "form": form, "other": directory.name_of(handover.other_id)}
    return render(request, "dossier/answers.html", context, status=status_of(form))


def _answered(handover_id: UUID, form: AnswersForm) -> Handover:
    given = [Given(number, Reply(reply), text) for number, reply, text in form.given()]
    return answer_acts.record_answers(handover_id=handover_id, answers=given, channel=form.cleaned_data["channel"])


@worker_page
def objection(request: HttpRequest, handover_id: UUID, number: int) -> HttpResponse:
    """What the person objects to, and the decision of somebody who did not select it."""
    handover, file = _holding(handover_id)
    item = next((one for one in handovers.items(file, handover) if one.number == number and one.objected), None)
    if item is None:
        raise NotFound()
    form = DecisionForm(posted(request))
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        decided = outcome(form, lambda: answer_acts.decide_objection(
            handover_id=handover_id, number=number, upheld=data["outcome"] == "upheld", reason=data["reason"]
        ))
        if decided:
            return redirect(f"/dossier/overdrachten/{handover_id}/bezwaren/{number}/brief")
    journal.log_read(file.dossier, "handover", why="beslissen over uw bezwaar")
    actor = request.scope.actor  # type: ignore[attr-defined]
    context = {"handover": handover, "item": item, "form": form, "decision": handovers.decision(file, item.row)}
    mine = may(actor, access.DECIDE) and actor.account_id != handover.selected_by_id
    return render(request, "dossier/objection.html", context | {"may_decide": mine}, status=status_of(form))


@worker_page
def objection_letter(request: HttpRequest, handover_id: UUID, number: int) -> HttpResponse:
    """The reasoned letter, with the two ways on: the data protection officer and the court."""
    handover, file = _holding(handover_id)
    item = next((one for one in handovers.items(file, handover) if one.number == number), None)
    decided = handovers.decision(file, item.row) if item else None
    if item is None or decided is None:
        raise NotFound()
    journal.log_read(file.dossier, "handover", why="brief over uw bezwaar")
    context = {
        "handover": handover, "item": item, "decision": decided[0], "reason": decided[1]["reason"], "person": files.person(file),
        "other": directory.name_of(handover.other_id), "file": file, "printed_at": clock.now(),
    }
    return render(request, "dossier/objection_letter.html", context)
