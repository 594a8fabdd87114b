"""The planner's acts on the rota: a deviation or a temporary schedule, seen before it is published; swaps; looking now; print."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from nabij.design import refusals
from nabij.kernel.access.routes import staff_page
from nabij.kernel.calendar import clock
from nabij.kernel.errors import NotFound, RuleViolation

from ..actions import planning, rota_check, swaps
from ..actions import rota as actions
from ..actions.rehearsal import rehearse
from ..actions.rota import PLAN
from ..models.duty import DutyLine
from ..queries import rota, rota_quality
from ..rota_forms import OverrideForm, TemporaryForm, TurnForm
from ..rules.rota import OverrideKind, Unit

ROTA = "/wacht/rooster"


def line_asked(request: HttpRequest) -> DutyLine:
    """The line named in the address or form, or the only one. Raises ``NotFound``."""
    wanted = request.POST.get("lijn") or request.GET.get("lijn")
    found = next((line for line in rota.lines() if not wanted or line.slug == wanted), None)
    if found is None:
        raise NotFound("Deze wachtlijn bestaat niet. Kies er een op het rooster.")
    return found


@staff_page(PLAN, module="meldpunt")
def override(request: HttpRequest) -> HttpResponse:
    """One more, one less, one instead of another."""
    line = line_asked(request)
    form = OverrideForm(request.POST or None, people=_people(line))

    def write() -> Any:
        said = form.cleaned_data
        return actions.add_override(
            line=line, role=said["role"], kind=OverrideKind(said["kind"]), person=form.person_of("person"),  # type: ignore[arg-type]
            replaces=form.person_of("replaces"), start=said["start"], end=said["end"], reason=said["reason"],
        )  # fmt: skip

    return _edited(request, line, form, write, title="Wijk af van het rooster", done="afwijking")


@staff_page(PLAN, module="meldpunt")
def temporary(request: HttpRequest) -> HttpResponse:
    """Replace everything of a role for a while."""
    line = line_asked(request)
    form = TemporaryForm(request.POST or None, people=_people(line))

    def write() -> Any:
        said = form.cleaned_data
        return planning.add_temporary(
            line=line, role=said["role"], start=said["start"], end=said["end"], reason=said["reason"], people=form.shifts()
        )

    return _edited(request, line, form, write, title="Tijdelijk rooster", done="tijdelijk")


@staff_page(PLAN, module="meldpunt")
def turn(request: HttpRequest) -> HttpResponse:
    """Who takes turns, in which order, how long each."""
    line = line_asked(request)
    form = TurnForm(request.POST or None, people=_people(line))

    def write() -> Any:
        said = form.cleaned_data
        how = actions.Turn(unit=Unit(said["unit"]), length=said["length"])
        return actions.set_rotation(line=line, role=said["role"], start_local=form.start_local(), people=form.members(), turn=how)

    return _edited(request, line, form, write, title="Nieuwe beurtrol", done="beurtrol")


def _people(line: DutyLine) -> list[Any]:
    return sorted(rota_quality.people_of(line).values(), key=str)


def _edited(request: HttpRequest, line: DutyLine, form: Any, write: Callable[[], Any], *, title: str, done: str) -> HttpResponse:
    """Look first ("kijk"), then publish ("bewaar"); what was typed stays."""
    context: dict[str, Any] = {"form": form, "line": line, "title": title, "here": request.path}
    if request.method == "POST" and form.is_valid():
        if "bewaar" in request.POST:
            if refusals.outcome(form, write):
                return redirect(f"{ROTA}?gedaan={done}")
        else:
            try:
                return render(request, "meldpunt/rota/edit.html", context | {"seen": rehearse(line, write)})
            except RuleViolation as error:
                refusals.told(form, error)
    return render(request, "meldpunt/rota/edit.html", context, status=422 if request.method == "POST" else 200)


@staff_page(PLAN, module="meldpunt")
def withdrawal(request: HttpRequest) -> HttpResponse:
    """Take a deviation or a temporary schedule back."""
    if request.method == "POST":
        planning.withdraw(row_id=_id(request))
        return redirect(f"{ROTA}?gedaan=intrekking")
    return redirect(ROTA)


@staff_page(PLAN, module="meldpunt")
def decision(request: HttpRequest) -> HttpResponse:
    """Let a swap through that breaks a rule, or refuse it."""
    if request.method == "POST":
        swaps.decide(request_id=_id(request), agreed=request.POST.get("wat") == "toelating")
        return redirect(f"{ROTA}?gedaan=ruil")
    return redirect(ROTA)


@staff_page(PLAN, module="meldpunt")
def look(request: HttpRequest) -> HttpResponse:
    """The daily look, now: what is new is told at once."""
    if request.method == "POST":
        rota_check.check(line=line_asked(request))
        return redirect(f"{ROTA}?gedaan=nakijken")
    return redirect(ROTA)


def _id(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("id", ""))
    except ValueError:
        raise NotFound() from None


@staff_page("meldpunt.duty.read", module="meldpunt")
def printed(request: HttpRequest) -> HttpResponse:
    """Eight weeks on A4: names and hours, no numbers."""
    at = clock.now()
    lines = [{"line": line, "turns": rota.turns(line, at)} for line in rota.lines()]
    return render(request, "meldpunt/rota/printed.html", {"lines": lines, "printed_at": at, "page_url": ROTA})
