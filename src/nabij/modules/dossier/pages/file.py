"""One file: head, applications, findings, household, log. A section that is shown stands in the person's log."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from nabij.design.refusals import outcome
from nabij.kernel.calendar import clock
from nabij.kernel.calendar.rules.holidays import BRUSSELS

from ..actions import casework as casework_acts
from ..actions import files as acts
from ..actions.casework import NewFinding
from ..actions.files import HouseholdChange
from ..forms import ApplicationForm, FindingForm, HouseholdForm, MomentForm, ReasonForm, ReplacementForm
from ..queries import casework, files, folders, handovers, journal
from ..queries.files import OpenFile
from .acting import posted, status_of, worker_page


@worker_page
def detail(request: HttpRequest, ref: str) -> HttpResponse:
    """Who it is, what is asked with its clock, who lives in the household, what runs."""
    file, today = files.open_file(ref), clock.today()
    journal.log_read(file.dossier, "head", "applications", "household")
    person = files.person(file)
    context = {
        "file": file, "person": person, "age": person.age(today), "applications": casework.applications_of(file, today),
        "household": files.household(file, today, clock.now()), "handovers": _handovers(file), "folders": folders.of_file(file),
    }
    return render(request, "dossier/file.html", context)


def _handovers(file: OpenFile) -> list[tuple[Any, str]]:
    return [(row, str(row.other)) for row in handovers.of_file(file.dossier.id)]


@worker_page
def access_asked(request: HttpRequest, ref: str) -> HttpResponse:
    """A chief opens a file with a reason."""
    dossier, form = files.by_ref(ref), ReasonForm(posted(request))
    if form.is_bound and form.is_valid() and outcome(form, lambda: acts.look_with_reason(ref=ref, reason=form.cleaned_data["reason"])):
        return redirect(f"/dossier/{dossier.ref}")
    return render(request, "dossier/access.html", {"form": form, "ref": dossier.ref, "worker": dossier.worker}, status=status_of(form))


@worker_page
def findings(request: HttpRequest, ref: str) -> HttpResponse:
    """What is known, newest first, with source, age and validity; and the form for one more."""
    file = files.open_file(ref)
    form = FindingForm(posted(request), members=_members(file))
    if form.is_bound and form.is_valid():
        made = outcome(form, lambda: casework_acts.record_finding(ref=ref, finding=_named(file, form.cleaned_data)))
        if made:
            return redirect(f"/dossier/{file.ref}/bevindingen?bewaard=1")
    journal.log_read(file.dossier, "findings")
    wanted = request.GET.get("over", "")
    context = {
        "file": file, "person": files.person(file), "form": form, "needs": casework.needs(), "wanted": wanted,
        "findings": casework.finding_views(file, clock.today(), wanted), "saved": request.GET.get("bewaard") == "1",
    }
    return render(request, "dossier/findings.html", context, status=status_of(form))


def _members(file: OpenFile) -> list[tuple[str, str]]:
    """(key, name) of who lives in the household today, the person self left out: about her is the first choice."""
    name = files.person(file).name
    return [(str(m.subject), m.name) for m in files.household(file, clock.today(), clock.now()) if m.name != name]


def _named(file: OpenFile, data: dict[str, Any]) -> NewFinding:
    """The finding with the name beside the key of whom it is about: the name is what another OCMW may read, never the key."""
    names = dict(_members(file))
    return NewFinding(**data, subject_name=names.get(data["subject"], ""))


@worker_page
def replacement(request: HttpRequest, ref: str, finding_id: UUID) -> HttpResponse:
    """A better finding in the place of this one. What stood there stays readable, with why."""
    file = files.open_file(ref)
    old = casework.finding(file, finding_id)
    form = ReplacementForm(posted(request), initial=_as_typed(old.data))
    if form.is_bound and form.is_valid():
        data = dict(form.cleaned_data)
        reason = data.pop("reason")
        new = NewFinding(requirement=old.data["requirement"], **data)
        if outcome(form, lambda: casework_acts.replace_finding(ref=ref, finding_id=finding_id, finding=new, reason=reason)):
            return redirect(f"/dossier/{file.ref}/bevindingen?bewaard=1")
    journal.log_read(file.dossier, "findings", why="een bevinding vervangen")
    labels = {need.code: need.label for need in casework.needs()}
    context = {
        "file": file, "person": files.person(file), "form": form, "old": old, "label": labels.get(old.data["requirement"], ""),
    }
    return render(request, "dossier/replacement.html", context, status=status_of(form))


def _as_typed(data: dict[str, Any]) -> dict[str, Any]:
    """The old one's kind, source and proof stand ready; value and day are asked anew."""
    return {name: data[name] for name in ("kind", "source", "evidence", "health")} | {"observed_on": clock.today()}


@worker_page
def household(request: HttpRequest, ref: str) -> HttpResponse:
    """Who lives there on a day, as known on a day; each event is a form."""
    file = files.open_file(ref)
    members = [(str(m.subject), m.name) for m in files.household(file, clock.today(), clock.now())]
    form = HouseholdForm(posted(request), members=members)
    if form.is_bound and form.is_valid() and outcome(form, lambda: acts.change_household(ref=ref, change=_change(form.cleaned_data))):
        return redirect(f"/dossier/{file.ref}/gezin?bewaard=1")
    journal.log_read(file.dossier, "household")
    moment = MomentForm(request.GET if "dag_day" in request.GET or "dag" in request.GET else None)
    day, known = _moment(moment)
    context = {
        "file": file, "person": files.person(file), "form": form, "moment": moment, "day": day, "known": known,
        "factual": files.household(file, day, known), "registered": files.household(file, day, known, "registered"),
        "saved": request.GET.get("bewaard") == "1",
    }
    return render(request, "dossier/household.html", context, status=status_of(form))


def _change(data: dict[str, Any]) -> HouseholdChange:
    subject = UUID(data["subject"]) if data["subject"] else None
    return HouseholdChange(data["kind"], data["on"], data["basis"], subject, data["name"], data["birth"], data["role"])


def _moment(form: MomentForm) -> tuple[Any, datetime]:
    """The chosen day, and the end of the chosen day of knowing; both today when nothing was chosen."""
    if not form.is_bound or not form.is_valid():
        return clock.today(), clock.now()
    day, known = form.cleaned_data["dag"] or clock.today(), form.cleaned_data["gekend"]
    if known is None or known >= clock.today():
        return day, clock.now()
    return day, datetime.combine(known + timedelta(days=1), time(), BRUSSELS)


@worker_page
def applications(request: HttpRequest, ref: str) -> HttpResponse:
    """Write down a request for aid."""
    file, form = files.open_file(ref), ApplicationForm(posted(request), initial={"received_on": clock.today()})
    if form.is_bound and form.is_valid():
        made = outcome(form, lambda: casework_acts.receive_application(ref=ref, **form.cleaned_data))
        if made:
            return redirect(f"/dossier/aanvragen/{made.id}")
    journal.log_read(file.dossier, "head")
    context = {"file": file, "person": files.person(file), "form": form}
    return render(request, "dossier/new_application.html", context, status=status_of(form))


@worker_page
def log(request: HttpRequest, ref: str) -> HttpResponse:
    """The person's own page, to print and give: who looked, when, why, in sentences."""
    file = files.open_file(ref)
    journal.log_read(file.dossier, "log", why="afgedrukt voor de persoon")
    context = {
        "file": file, "person": files.person(file), "lines": journal.lines(file.dossier.organisation_id, file.dossier.id),
        "handovers": _handovers(file), "applications": casework.applications_of(file, clock.today()), "printed_at": clock.now(),
    }
    return render(request, "dossier/log.html", context)
