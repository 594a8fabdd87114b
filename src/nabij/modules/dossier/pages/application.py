"""One application: its clock with "waarom deze datum?", *wat nog moet*, what comes from elsewhere, and the request for it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from nabij.design.refusals import outcome
from nabij.kernel.calendar import clock
from nabij.kernel.tenancy import queries as directory

from ..actions import casework as acts
from ..actions import folders as folder_acts
from ..actions.requests import Basis, request_handover
from ..forms import ActForm, CodeForm, RequestForm, StepForm
from ..queries import casework, files, handovers, journal
from ..rules.applications import STEPS, State
from .acting import own_id, posted, status_of, worker_page


@worker_page
def detail(request: HttpRequest, application_id: UUID) -> HttpResponse:
    return _page(request, application_id)


@worker_page
def step(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """POST: the next step of the application."""
    _, seen = casework.application(application_id, clock.today())
    form = StepForm(posted(request), state=seen.state)
    if form.is_bound and form.is_valid() and outcome(form, lambda: _moved(application_id, form.cleaned_data["to"])):
        return redirect(f"/dossier/aanvragen/{application_id}")
    return _page(request, application_id, step_form=form)


@worker_page
def act(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """POST: the home visit or the consultation was done."""
    casework.application(application_id, clock.today())
    form = ActForm(posted(request))
    if form.is_bound and form.is_valid() and outcome(form, lambda: acts.record_act(application_id=application_id, **form.cleaned_data)):
        return redirect(f"/dossier/aanvragen/{application_id}#wat-nog-moet")
    return _page(request, application_id, act_form=form)


@worker_page
def pick_up(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """POST: the code of a meeneemmap."""
    casework.application(application_id, clock.today())
    form = CodeForm(posted(request))
    if form.is_bound and form.is_valid() and outcome(form, lambda: _picked_up(application_id, form.cleaned_data["code"])):
        return redirect(f"/dossier/aanvragen/{application_id}/ontvangen")
    return _page(request, application_id, code_form=form)


def _moved(application_id: UUID, to: str) -> Any:
    return acts.move_application(application_id=application_id, to=State(to))


def _picked_up(application_id: UUID, typed: str) -> int:
    return folder_acts.pick_up(application_id=application_id, typed=typed)


def _page(request: HttpRequest, application_id: UUID, **forms: Any) -> HttpResponse:
    file, seen = casework.application(application_id, clock.today())
    journal.log_read(file.dossier, "head", "applications", "findings", why=f"de aanvraag van {seen.received_on:%d/%m/%Y}")
    rows = [(row, str(row.other)) for row in handovers.of_application(application_id)]
    received = handovers.received(file, application_id, [])
    context: dict[str, Any] = {
        "file": file, "person": files.person(file), "seen": seen, "delta": casework.delta(file, seen, clock.today()),
        "handovers": rows, "steps": casework.steps(application_id), "received": received,
        "waiting": sum(not item.judged for item in received), "has_steps": bool(STEPS.get(seen.state)),
        "step_form": StepForm(state=seen.state), "act_form": ActForm(initial={"on": clock.today()}), "code_form": CodeForm(),
    } | forms
    failed = next((form for form in forms.values() if form.is_bound and form.errors), None)
    return render(request, "dossier/application.html", context | {"failed": failed}, status=status_of(failed))


@worker_page
def ask(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """The request for a hand-over: which OCMW, which gegevens, on what basis. All of it is needed."""
    file, seen = casework.application(application_id, clock.today())
    initial = {"informed_on": clock.today(), "purpose": f"Uw aanvraag om {seen.aid_nl} van {seen.received_on:%d/%m/%Y}"}
    form = RequestForm(posted(request), holders=_holders(request), aid=seen.aid, initial=initial)
    if form.is_bound and form.is_valid():
        made = outcome(form, lambda: _asked(application_id, form.cleaned_data))
        if made:
            return redirect(f"/dossier/overdrachten/{made.id}")
    journal.log_read(file.dossier, "head", why=f"de aanvraag van {seen.received_on:%d/%m/%Y}")
    context = {"file": file, "person": files.person(file), "seen": seen, "form": form}
    return render(request, "dossier/request.html", context, status=status_of(form))


def _holders(request: HttpRequest) -> list[tuple[str, str]]:
    found = directory.organisations(on=clock.today(), kind="ocmw")
    return [(str(one.id), str(one)) for one in found if one.id != own_id(request)]


def _asked(application_id: UUID, data: dict[str, Any]) -> Any:
    basis = Basis(
        data["competence"], data["legal_basis"], data["purpose"], data["informed"], data["informed_on"], data["checks"]
    )
    return request_handover(
        application_id=application_id, holder_id=int(data["holder"]), requirements=data["requirements"], basis=basis
    )
