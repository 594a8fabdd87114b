"""Mijn wacht: my shifts, taking one over, asking a colleague, being away. Everything by POST to a noun, without a script."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from nabij.design import refusals
from nabij.kernel.access.routes import staff_page
from nabij.kernel.calendar import clock
from nabij.kernel.errors import NotFound

from ..actions import swaps as actions
from ..actions.swaps import SELF, Stretch
from ..models.duty import DutyPerson
from ..queries import methods, rota, swaps
from ..queries.swaps import ShiftCard
from ..rota_forms import StretchForm, stretch_of

DONE = {
    "overname": "U nam de wachtbeurt over. Uw collega krijgt een bericht.",
    "vraag": "Uw vraag staat bij uw collega's.",
    "aanbod": "Uw aanbod is verstuurd. U hoort of het goed is.",
    "aanvaarding": "De ruil is in orde. Uw collega krijgt een bericht.",
    "planner": "De ruil breekt een regel. De planner beslist; u krijgt een bericht.",
    "weigering": "U weigerde het aanbod. Uw collega krijgt een bericht.",
    "intrekking": "De vraag is ingetrokken.",
    "afwezigheid": "Uw afwezigheid staat genoteerd. Hieronder ziet u wie nog moet overnemen.",
    "terug": "Uw afwezigheid is geschrapt.",
}


@staff_page(SELF, module="meldpunt")
def own(request: HttpRequest) -> HttpResponse:
    """The whole page, also for who stands on no list yet."""
    return _shown(request)


def _shown(request: HttpRequest, failed: forms.Form | None = None, key: str = "", status: int = 200) -> HttpResponse:
    at = clock.now()
    person = swaps.person_of(request.scope.actor.account_id)  # type: ignore[attr-defined]
    context: dict[str, Any] = {"person": person, "done": DONE.get(request.GET.get("gedaan", "")), "problem": _problem(failed)}
    if person is not None:
        context |= _lists(person, at, failed, key)
    return render(request, "meldpunt/rota/own.html", context, status=status)


def _problem(failed: forms.Form | None) -> list[str]:
    return [str(sentence) for sentence in failed.non_field_errors()] if failed is not None else []


def _lists(person: DutyPerson, at: datetime, failed: forms.Form | None, key: str) -> dict[str, Any]:
    shifts, asked = swaps.upcoming(at), swaps.requests(at)
    away = swaps.absences(person, at)

    def entry(card: ShiftCard) -> dict[str, Any]:
        form = failed if failed is not None and key == card.key else StretchForm(prefix=card.key, initial=stretch_of(card.start, card.end))
        gone = any(a.period.lower < card.end and card.start < a.period.upper for a in away)
        return {"card": card, "form": form, "open": form is failed, "away": gone}

    mine = [entry(card) for card in shifts if card.person_id == person.id]
    others = [entry(card) for card in shifts if card.person_id != person.id]
    # The next turn, and whatever needs somebody else because of an absence; the rest is folded away.
    first = [one for number, one in enumerate(mine) if number == 0 or one["away"]]
    later = [one for one in mine if one not in first]
    return {
        "mine": mine, "next": first, "later": later, "later_open": any(one["open"] for one in later),
        "others": others, "others_open": any(one["open"] for one in others), "past": swaps.past(person, at),
        "ways": methods.ways(person),
        "asked": [r for r in asked if r.asker_id == person.id],
        "offered": [r for r in asked if r.taker_id == person.id],
        "open": [r for r in asked if r.asker_id != person.id and r.state == "open"],
        "absences": away,
        "away_form": failed if failed is not None and key == "afwezigheid" else StretchForm(prefix="afwezig"),
    }


_KEY = re.compile(r"(?P<line>[\w-]+)-(?P<role>first|backup|second)-(?P<person>[0-9a-f-]{36})-(?P<start>\d{8}T\d{6}Z)-(?P<end>\d{8}T\d{6}Z)")


@dataclass(frozen=True)
class Named:
    """A shift as a form names it. It may have changed since the page was shown: the act itself says who has it now."""

    key: str
    line_id: UUID
    role: str
    person_id: UUID
    start: datetime
    end: datetime


def _named(key: str) -> Named:
    found = _KEY.fullmatch(key)
    line = next((one for one in rota.lines() if found and one.slug == found["line"]), None)
    if found is None or line is None:
        raise NotFound()
    try:
        start, end = (datetime.strptime(found[name], "%Y%m%dT%H%M%S%z") for name in ("start", "end"))
        return Named(key, line.id, found["role"], UUID(found["person"]), start, end)
    except ValueError:
        raise NotFound() from None


def _form_for(request: HttpRequest, card: Named) -> forms.Form:
    """The whole shift with one click; a part of it when the days were sent."""
    if "deel" in request.POST:
        return StretchForm(request.POST, prefix=card.key)
    whole = stretch_of(card.start, card.end)
    form = StretchForm({f"{card.key}-{name}": value for name, value in whole.items()}, prefix=card.key)
    return form


def _stretch(form: forms.Form, card: Named, whole: bool) -> Stretch:
    start, end = (card.start, card.end) if whole else (form.cleaned_data["start"], form.cleaned_data["end"])
    return Stretch(card.line_id, card.role, start, end)


@staff_page(SELF, module="meldpunt")
def take(request: HttpRequest) -> HttpResponse:
    """Take a colleague's shift over, all or part of it."""
    return _with_shift(request, "overname", lambda s, card: actions.take_over(stretch=s, giver_id=card.person_id))


@staff_page(SELF, module="meldpunt")
def ask(request: HttpRequest) -> HttpResponse:
    """Ask who can take mine."""
    return _with_shift(request, "vraag", lambda s, _: actions.ask(stretch=s, message=request.POST.get("bericht", "")))


def _with_shift(request: HttpRequest, done: str, act: Callable[[Stretch, Named], Any]) -> HttpResponse:
    if request.method != "POST":
        return redirect("/wacht/mij")
    card = _named(request.POST.get("beurt", ""))
    form, whole = _form_for(request, card), "deel" not in request.POST
    if form.is_valid() and refusals.outcome(form, lambda: act(_stretch(form, card, whole), card)):
        return redirect(f"/wacht/mij?gedaan={done}")
    return _shown(request, form, card.key, status=422)


ANSWERS: dict[str, Callable[..., Any]] = {
    "aanbod": actions.offer, "aanvaarding": actions.accept, "weigering": actions.decline, "intrekking": actions.withdraw,
}  # fmt: skip


@staff_page(SELF, module="meldpunt")
def answer(request: HttpRequest) -> HttpResponse:
    """Offer, accept, decline or withdraw; an offer may ask one of the asker's hands in return."""
    if request.method != "POST":
        return redirect("/wacht/mij")
    noun, form = request.POST.get("wat", ""), forms.Form({})
    if noun not in ANSWERS:
        raise NotFound()
    more = {"returned": _returned(request)} if noun == "aanbod" and request.POST.get("terug") else {}
    form.is_valid()
    done = refusals.outcome(form, lambda: ANSWERS[noun](request_id=_id(request), **more))
    if done is None:
        return _shown(request, form, status=422)
    return redirect(f"/wacht/mij?gedaan={'planner' if noun == 'aanvaarding' and done.blocked else noun}")


def _returned(request: HttpRequest) -> Stretch:
    card = _named(request.POST["terug"])
    return Stretch(card.line_id, card.role, card.start, card.end)


def _id(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("id", ""))
    except ValueError:
        raise NotFound() from None


@staff_page(SELF, module="meldpunt")
def away(request: HttpRequest) -> HttpResponse:
    """I am away; or, with an id, I am there after all."""
    if request.method != "POST":
        return redirect("/wacht/mij")
    if "id" in request.POST:
        actions.end_absence(absence_id=_id(request))
        return redirect("/wacht/mij?gedaan=terug")
    form = StretchForm(request.POST, prefix="afwezig")

    def report() -> bool:
        actions.report_absence(start=form.cleaned_data["start"], end=form.cleaned_data["end"])
        return True

    if form.is_valid() and refusals.outcome(form, report):
        return redirect("/wacht/mij?gedaan=afwezigheid")
    return _shown(request, form, "afwezigheid", status=422)
