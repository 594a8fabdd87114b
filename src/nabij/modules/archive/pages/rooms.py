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
from ..record_forms import AssignForm, PlatformForm, RoomsForm
from ..rules.rooms import FLAG_NL, MOST_LINES, read_csv
from .answering import posted


@staff_page(access.INVENTORY, module="archive")
def rooms(request: HttpRequest) -> HttpResponse:
    """Counts of what asks for a person; the rooms behind each count."""
    return _page(request)


@staff_page(access.INVENTORY_WRITE, module="archive")
@posted
def platforms(request: HttpRequest) -> HttpResponse:
    """POST: what a platform is, on which licence, and who answers for it."""
    own = request.scope.organisation_id  # type: ignore[attr-defined]
    form = PlatformForm(request.POST)
    if accepted(form, lambda: actions.record_platform(organisation_id=own, **form.cleaned_data)):
        return redirect("/archief/kamers?bewaard=platform")
    return _page(request, platform=form)


@staff_page(access.INVENTORY_WRITE, module="archive")
@posted
def assignments(request: HttpRequest) -> HttpResponse:
    """POST: owner and series for the chosen rooms, or for every room of the choice that was shown."""
    own = request.scope.organisation_id  # type: ignore[attr-defined]
    form, ids = AssignForm(request.POST, series=plan.all_series(own)), [_uuid(text) for text in request.POST.getlist("rooms")]

    def act() -> None:
        given = dict(form.cleaned_data)
        chosen = _every(request) if given.pop("every") else [one for one in ids if one]
        actions.assign_rooms(organisation_id=own, room_ids=chosen, **given)

    if accepted(form, act):
        return redirect("/archief/kamers?bewaard=toegewezen")
    return _page(request, assign=form)


def _every(request: HttpRequest) -> list[UUID]:
    own = request.scope.organisation_id  # type: ignore[attr-defined]
    found = inventory.rooms(own, flag=_flag(request.POST), words=request.POST.get("woord", ""), limit=MOST_LINES)
    return [view.row.id for view in found.shown]


@staff_page(access.INVENTORY_WRITE, module="archive")
@posted
def exports(request: HttpRequest) -> HttpResponse:
    """POST: look at an export, or take it over."""
    own = request.scope.organisation_id  # type: ignore[attr-defined]
    form, done = RoomsForm(request.POST, request.FILES, platforms=inventory.platforms(own)), []

    def act() -> None:
        facts = read_csv(form.cleaned_data["text"])
        preview = "neem" not in request.POST
        done.append(
            actions.import_rooms(organisation_id=own, platform_id=UUID(form.cleaned_data["platform"]), facts=facts, preview=preview)
        )

    if accepted(form, act) and "neem" in request.POST:
        return redirect(f"/archief/kamers?bewaard={'ingelezen' if done[0].new or done[0].changed or done[0].gone else 'gelijk'}")
    return _page(request, load=form, preview=done[0] if done else None)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _flag(given: Any) -> str:
    flag = given.get("vlag", "")
    return flag if flag in FLAG_NL else ""


def _page(request: HttpRequest, *, preview: Any = None, **bound: Any) -> HttpResponse:
    running = request.scope  # type: ignore[attr-defined]
    own, writes = running.organisation_id, may(running.actor, access.INVENTORY_WRITE)
    given = request.POST if request.method == "POST" else request.GET
    flag, word, first = _flag(given), given.get("woord", ""), given.get("vanaf", "")
    platforms = inventory.platforms(own)
    form = next(iter(bound.values()), None)
    context = {
        "platforms": platforms, "rooms": inventory.rooms(own, flag=flag, words=word, first=int(first) if first.isdecimal() else 0),
        "flag": flag, "word": word, "saved": request.GET.get("bewaard", ""), "preview": preview, "form": form, "writes": writes,
        "flag_word": FLAG_NL[flag] if flag else "",  # type: ignore[index]
        "assign": writes and (bound.get("assign") or AssignForm(series=plan.all_series(own))),
        "load": writes and platforms and (bound.get("load") or RoomsForm(platforms=platforms)),
        "platform": writes and (bound.get("platform") or _platform_form(request, own)),
    }
    return render(request, "archive/rooms.html", context, status=422 if form is not None and form.errors else 200)


def _platform_form(request: HttpRequest, own: int) -> PlatformForm:
    """Filled with the platform that ``?platform=`` names; empty for a new one."""
    row = inventory.platform_of(request.GET.get("platform", ""), own)
    form = PlatformForm(initial={name: getattr(row, name) for name in PlatformForm.base_fields} if row else None)
    form.changes = row  # type: ignore[attr-defined]
    return form
