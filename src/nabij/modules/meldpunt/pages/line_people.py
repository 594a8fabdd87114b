"""`/meldpunt/inrichting/wachtlijn/<lijn>/mensen`: who may be on duty, as what, with which proven ways to be reached, until when.

The list shows no number. The page of one person does, and opening it is an entry in the log.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from nabij.design.refusals import outcome, told
from nabij.kernel.access.routes import READS, staff_page
from nabij.kernel.audit import entries as audit
from nabij.kernel.calendar import clock
from nabij.kernel.errors import NotFound, RuleViolation
from nabij.kernel.tenancy import queries as organisations

from ..actions import people as actions
from ..actions.rehearsal import Rehearsal, rehearse
from ..line_forms import EndForm, NumberForm, PersonForm, RolesForm
from ..models.duty import DutyLine
from ..queries import people, rota

PLAN = "meldpunt.duty.plan"
DONE = {
    "persoon": "Deze persoon staat op de lijst. Voeg nu een nummer toe, of vraag om het zelf te doen bij Mijn toestellen.",
    "rollen": "De rollen zijn bewaard.",
    "nummer": "Het nummer staat erbij. Er vertrok een bericht: zodra dat nummer 1 antwoordt, is het bevestigd.",
    "einde": "De laatste dag is bewaard. Het rooster volgt.",
}


def own_line(request: HttpRequest, slug: str) -> DutyLine:
    """The line of the own organisation with this name. Raises ``NotFound``, also for a line of another one."""
    found = next((one for one in rota.lines() if one.slug == slug), None)
    if found is None or found.organisation_id != request.scope.organisation_id:  # type: ignore[attr-defined]
        raise NotFound()
    return found


@staff_page(PLAN)
def listing(request: HttpRequest, line: str) -> HttpResponse:
    """GET: the list and the form. POST: somebody new."""
    chosen = own_line(request, line)
    towns = [(one.id, str(one)) for one in organisations.members(chosen.organisation_id, clock.today()) if one.kind == "municipality"]
    form = PersonForm(None if request.method in READS else request.POST, employers=towns)
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        made = outcome(form, lambda: actions.add(
            line=chosen, given_name=said["given_name"], family_name=said["family_name"], employer_id=said["employer"],
            roles=said["roles"], username=said["username"],
        ))  # fmt: skip
        if made:
            return redirect(f"{_address(chosen, made.id)}?gedaan=persoon")
    found, today = people.people(chosen), clock.today()
    context = {
        "line": chosen, "form": form, "there": [one for one in found if not one.has_ended(today)],
        "gone": [one for one in found if one.has_ended(today)],
    }  # fmt: skip
    return render(request, "meldpunt/setup/people.html", context, status=422 if form.errors else 200)


def _address(line: DutyLine, person_id: UUID) -> str:
    return f"/meldpunt/inrichting/wachtlijn/{line.slug}/mensen/{person_id}"


def _roles(line: DutyLine, person_id: UUID, form: forms.Form) -> Any:
    return actions.set_roles(line=line, person_id=person_id, roles=form.cleaned_data["roles"])


def _number(line: DutyLine, person_id: UUID, form: forms.Form) -> Any:
    return actions.add_number(line=line, person_id=person_id, kind=form.cleaned_data["kind"], value=form.cleaned_data["value"])


def _end(line: DutyLine, person_id: UUID, form: forms.Form) -> Any:
    return actions.end(line=line, person_id=person_id, on=form.cleaned_data["on"])


ACTS: dict[str, tuple[type[forms.Form], Callable[[DutyLine, UUID, forms.Form], Any]]] = {
    "rollen": (RolesForm, _roles), "nummer": (NumberForm, _number), "einde": (EndForm, _end),
}  # fmt: skip


@staff_page(PLAN)
def one(request: HttpRequest, line: str, person_id: UUID) -> HttpResponse:
    """GET: one person with numbers, on record. POST with ``wat``: roles, a number, or the last day (looked at first)."""
    chosen = own_line(request, line)
    noun = "" if request.method in READS else request.POST.get("wat", "")
    if request.method not in READS and noun not in ACTS:
        raise NotFound()
    bound: forms.Form | None = None
    seen: Rehearsal | None = None
    if noun:
        kind, act = ACTS[noun]
        bound = kind(request.POST)
        write = partial(act, chosen, person_id, bound)
        if bound.is_valid():
            if noun == "einde" and "bewaar" not in request.POST:
                seen = _rehearsed(chosen, bound, write)
            elif outcome(bound, write):
                return redirect(f"{_address(chosen, person_id)}?gedaan={noun}")
    return _shown(request, chosen, person_id, noun, bound, seen)


def _rehearsed(line: DutyLine, form: forms.Form, act: Callable[[], Any]) -> Rehearsal | None:
    try:
        return rehearse(line, act)
    except RuleViolation as error:
        told(form, error)
        return None


def _shown(
    request: HttpRequest, line: DutyLine, person_id: UUID, noun: str, bound: forms.Form | None, seen: Rehearsal | None
) -> HttpResponse:
    found = people.person(line, person_id)
    if found is None:
        raise NotFound()
    audit.log_read("meldpunt.contact_method.read", organisation_id=line.organisation_id, detail={"person": found.name})
    fresh = {"rollen": RolesForm(initial={"roles": found.role_codes}), "nummer": NumberForm(), "einde": EndForm()}
    asked = fresh | ({noun: bound} if bound is not None else {})
    context = {
        "line": line, "person": found, "roles": asked["rollen"], "number": asked["nummer"], "ending": asked["einde"], "wrong": bound,
        "seen": seen, "here": _address(line, person_id), "done": DONE.get(request.GET.get("gedaan", "")), "today": clock.today(),
    }  # fmt: skip
    return render(request, "meldpunt/setup/person.html", context, status=422 if bound is not None and bound.errors else 200)
