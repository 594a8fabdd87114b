"""``…/deelname`` and ``…/gevolgen``: form → consequences → confirmation. Nothing is wiped on the way."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from nabij.kernel.access import authorise, require_own
from nabij.kernel.access.routes import READS, staff_page
from nabij.kernel.calendar import clock
from nabij.kernel.errors import Invalid, NotFound, RuleViolation, Stale

from .. import access, actions
from ..actions.membership import FIELDS
from ..actions.membership import consequences as worked_out
from ..forms import AnswerForm
from ..models import Membership
from ..queries import funding, improvement, membership, money, programme, world
from ..queries.programme import ProjectView
from ..rules import states
from ..rules.preview import Preview
from ..rules.states import Need, State, Transition
from .project import STEPS


@staff_page(access.READ, module="programme")
def answer(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    """GET: the form of one step. POST: write the answer; on success one redirect, otherwise everything typed is kept."""
    project, step = _step(request, project_id)
    if request.method in READS:
        return _form(request, project, step, AnswerForm(step=step, initial=_because_of_test(request, project)))
    form = AnswerForm(request.POST, step=step)
    if not form.is_valid():
        return _form(request, project, step, form)
    if "opnieuw" in request.POST:
        return _form(request, project, step, AnswerForm(initial=form.cleaned_data, step=step))
    try:
        with transaction.atomic():
            actions.record_membership(
                organisation_id=_own(request), project_id=project.id, preview_digest=request.POST.get("preview_digest", ""),
                accept_unknown="unknown_accepted" in request.POST, **form.action_arguments(project.name),
            )
    except Stale as stale:
        return _changed(request, project, form, stale)
    except RuleViolation as error:
        return _form(request, project, step, _with_errors(form, error))
    return redirect(f"/programma/projecten/{project.id}?bewaard={step.to}#geschiedenis", permanent=False)


@staff_page(access.READ, module="programme")
def consequences(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    """What the step would do, before anything is written."""
    project, step = _step(request, project_id)
    if request.method in READS:
        return redirect(f"/programma/projecten/{project.id}/deelname?naar={step.to}")
    form = AnswerForm(request.POST, step=step)
    if not form.is_valid():
        return _form(request, project, step, form)
    try:
        _require_all(step, form.action_arguments(project.name))
        seen = _worked_out(request, project, form)
    except RuleViolation as error:
        return _form(request, project, step, _with_errors(form, error))
    return _consequences(request, project, form, seen)


def _own(request: HttpRequest) -> int:
    return request.scope.organisation_id  # type: ignore[attr-defined,no-any-return]


def _changed(request: HttpRequest, project: ProjectView, form: AnswerForm, stale: Stale) -> HttpResponse:
    """Someone was first: the consequences as they are now, or the form when the step itself is gone; typed words stay."""
    try:
        given = stale.facts.get("preview")
        seen = given if isinstance(given, Preview) else _worked_out(request, project, form)
    except RuleViolation:
        form.add_error(None, stale.sentence_nl)
        return _form(request, project, form.step, form)
    return _consequences(request, project, form, seen, changed=stale.sentence_nl)


def _worked_out(request: HttpRequest, project: ProjectView, form: AnswerForm) -> Preview:
    given = form.action_arguments(project.name)
    return worked_out(
        organisation_id=_own(request), project_id=project.id, to=given["to"], effective=given["effective"], level=given["level"]
    )


def _step(request: HttpRequest, project_id: uuid.UUID) -> tuple[ProjectView, Transition]:
    """The asked step of the own organisation. Asking it for another one ends here: only Kuurne decides for Kuurne."""
    asked = request.POST if request.method == "POST" else request.GET
    if asked.get("voor"):
        require_own(programme.member_by_slug(asked["voor"]).id)
    project = programme.project(project_id)
    own = membership.own_cells([project], _own(request), clock.today(), clock.now()).get(project.id)
    try:
        step = states.transition(own.cell.state if own else None, State(asked.get("naar", "")))
    except ValueError as error:
        raise NotFound() from error
    authorise(access.deciding_verb(step.functions))
    return project, step


def _because_of_test(request: HttpRequest, project: ProjectView) -> dict[str, Any]:
    """Who comes from the own improvement test finds its verdict filled in as the reason (N34)."""
    try:
        asked = uuid.UUID(request.GET.get("toets", ""))
    except ValueError:
        return {}
    test = improvement.own_verdict(asked, organisation_id=_own(request), project_id=project.id)
    return {"test": test.id, "reason_kind": Membership.ReasonKind.NO_IMPROVEMENT, "reason": test.motive}


def _require_all(step: Transition, given: dict[str, Any]) -> None:
    """Everything but the digest, which this page itself gives."""
    have = {
        Need.LEVEL: given["level"], Need.DECISION: given["decision"],
        Need.REASON: given["reason"] or given["reason_kind"] or given["test_id"],
        Need.DIGEST: True,
    }
    lacking = states.missing(step, [need for need, value in have.items() if value])
    if lacking:
        raise Invalid({FIELDS[need]: sentence for need, sentence in lacking.items()})


def _with_errors(form: AnswerForm, error: RuleViolation) -> AnswerForm:
    fields = error.fields if isinstance(error, Invalid) else {None: error.sentence_nl}
    for name, sentence in fields.items():
        form.add_error(name if name in form.fields else None, sentence)
    return form


def _form(request: HttpRequest, project: ProjectView, step: Transition, form: AnswerForm) -> HttpResponse:
    label, text = STEPS[step.to]
    context = {
        "project": project, "form": form, "step": step, "title": f"{label}: {project.name}", "text": text, "label": label,
        "next": "gevolgen" if Need.DIGEST in step.needs else "deelname",
    }
    return render(request, "programme/answer.html", context, status=422 if form.is_bound and form.errors else 200)


def _consequences(
    request: HttpRequest, project: ProjectView, form: AnswerForm, seen: Preview, *, changed: str = ""
) -> HttpResponse:
    names = {member.key: member.name for member in programme.members(clock.today(), project.organisation_id)}
    cost = world.cost(project, seen.change.effective_from)
    label, _ = STEPS[form.step.to]
    context = {
        "project": project, "form": form, "seen": seen, "changed": changed, "typed": form.typed(), "step": form.step,
        "label": label, "others": sorted((names.get(key, "") for key in seen.others), key=str.casefold),
        "shares": money.named(seen.shares, names, cost), "cost": cost,
        "eligibility": funding.eligibility_after(project, len(seen.others), seen.change.effective_from, clock.now(), form.step.to),
        "weights": sum(cost.figures.get(s.organisation, 0) for s in seen.shares if s.after is not None) if cost else 0,
    }
    return render(request, "programme/consequences.html", context, status=409 if changed else 200)
