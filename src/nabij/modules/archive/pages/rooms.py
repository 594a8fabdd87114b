"""``/archief/kamers``: platforms and digital rooms, with owner and series, and what asks for a person."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from nabij.design.refusals import accepted
from nabij.kernel.access import may
from nabij.kernel.access.routes import staff_page

from .. import access
from ..actions import inventory as actions
from ..queries import inventory, plan
from ..record_forms import AssignForm, RoomsForm
from ..rules.rooms import FLAG_NL, read_csv
from .answering import posted


@staff_page(access.INVENTORY, module="archive")
def rooms(request: HttpRequest) -> HttpResponse:
    """Counts of what asks for a person; the rooms behind each count."""
    return _page(request)


@staff_page(access.INVENTORY_WRITE, module="archive")
@posted
def assignments(request: HttpRequest) -> HttpResponse:
    """POST: owner and series for the chosen rooms."""
    own = request.scope.organisation_id  # type: ignore[attr-defined]
    form, chosen = AssignForm(request.POST, series=plan.all_series(own)), [_uuid(text) for text in request.POST.getlist("rooms")]
    ids = [one for one in chosen if one]
    if accepted(form, lambda: actions.assign_rooms(organisation_id=own, room_ids=ids, **form.cleaned_data)):
        return redirect("/archief/kamers?bewaard=toegewezen")
    return _page(request, assign=form)


@staff_page(access.INVENTORY_WRITE, module="archive")
@posted
def exports(request: HttpRequest) -> HttpResponse:
    """POST: look at an export, or take it over."""
    own = request.scope.organisation_id  # type: ignore[attr-defined]
    form, done = RoomsForm(request.POST, platforms=inventory.platforms(own)), []

    def act() -> None:
        facts = read_csv(form.cleaned_data["text"])
        preview = "neem" not in request.POST
        done.append(
            actions.import_rooms(organisation_id=own, platform_id=UUID(form.cleaned_data["platform"]), facts=facts, preview=preview)
        )

    if accepted(form, act) and "neem" in request.POST:
        return redirect("/archief/kamers?bewaard=ingelezen")
    return _page(request, load=form, preview=done[0] if done else None)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _page(request: HttpRequest, *, preview: Any = None, **bound: Any) -> HttpResponse:
    running = request.scope  # type: ignore[attr-defined]
    own, writes = running.organisation_id, may(running.actor, access.INVENTORY_WRITE)
    flag = request.GET.get("vlag", "")
    flag = flag if flag in FLAG_NL else ""
    platforms = inventory.platforms(own)
    form = next(iter(bound.values()), None)
    context = {
        "platforms": platforms, "rooms": inventory.rooms(own, flag=flag, words=request.GET.get("woord", "")), "flag": flag,
        "word": request.GET.get("woord", ""), "saved": request.GET.get("bewaard", ""), "preview": preview, "form": form,
        "flag_word": FLAG_NL[flag] if flag else "",  # type: ignore[index]
        "assign": writes and (bound.get("assign") or AssignForm(series=plan.all_series(own))),
        "load": writes and platforms and (bound.get("load") or RoomsForm(platforms=platforms)),
    }
    return render(request, "archive/rooms.html", context, status=422 if form is not None and form.errors else 200)
