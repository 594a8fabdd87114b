"""``/website/plaatsen``: weekly hours and days that differ."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from nabij.design.refusals import told
from nabij.kernel.access.routes import READS, staff_page
from nabij.kernel.calendar import clock
from nabij.kernel.errors import RuleViolation

from ... import access
from ...actions import places as actions
from ...forms import ExceptionForm, WeekForm
from ...models import Place
from ...queries import places
from ...rules import hours
from ..public.showing import place_context
from .attempt import attempt

_WORDS = {hours.Access.WALK_IN: "", hours.Access.APPOINTMENT: " afspraak", hours.Access.PHONE: " telefoon"}


@staff_page(access.READ, module="website")
def listing(request: HttpRequest) -> HttpResponse:
    """Every place with its days, and who answers the telephone."""
    own = request.scope.organisation_id  # type: ignore[attr-defined]
    shown = [place_context(view) for view in places.places(own, clock.today())]
    return render(request, "website/staff/places.html", {"shown": shown, "saved": request.GET.get("bewaard", "")})


@staff_page(access.PLACE, module="website")
def week(request: HttpRequest, place_id: UUID) -> HttpResponse:
    """GET: the week as it stands. POST: another week from a day on."""
    place = places.row(place_id)
    form = WeekForm(None if request.method in READS else request.POST, initial=_initial(place_id))
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        try:
            attempt(lambda: actions.set_week(
                place_id=place_id, week=form.week(), first=data["first"], decision_ref=data["decision_ref"]
            ))
            return redirect("/website/plaatsen?bewaard=uren")
        except RuleViolation as error:
            told(form, error)
    return _form(request, "website/staff/week.html", place, form)


@staff_page(access.PLACE, module="website")
def exception(request: HttpRequest, place_id: UUID) -> HttpResponse:
    """GET: the form. POST: other hours, or closed, on some days."""
    place = places.row(place_id)
    form = ExceptionForm(None if request.method in READS else request.POST)
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        kind = hours.ExceptionKind.EMERGENCY if data["emergency"] else hours.ExceptionKind.LOCAL
        try:
            attempt(lambda: actions.add_exception(
                place_id=place_id, first=data["first"], last=data["last"], intervals=form.intervals(), kind=kind,
                reason_nl=data["reason_nl"],
            ))
            return redirect("/website/plaatsen?bewaard=uitzondering")
        except RuleViolation as error:
            told(form, error)
    return _form(request, "website/staff/exception.html", place, form)


def _form(request: HttpRequest, template: str, place: Place, form: WeekForm | ExceptionForm) -> HttpResponse:
    return render(request, template, {"place": place, "form": form}, status=422 if form.errors else 200)


def _initial(place_id: UUID) -> dict[str, object]:
    today = clock.today()
    typed: dict[str, object] = {"first": today}
    for rule in sorted(places.weekly_rules(place_id), key=lambda rule: (rule.weekday, rule.interval)):
        if rule.first <= today and (rule.until is None or today < rule.until):
            span = f"{hours.clock_text(rule.interval.start)}-{hours.clock_text(rule.interval.end)}{_WORDS[rule.interval.access]}"
            name = f"day_{rule.weekday}"
            typed[name] = f"{typed[name]}, {span}" if name in typed else span
    return typed
