"""``/wacht/partners``: the coordinator's doors for partners. Issued, dated, withdrawn; counted each on its own."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control

from nabij.kernel.access import throttle
from nabij.kernel.access.policy import may
from nabij.kernel.access.routes import staff_page
from nabij.kernel.audit import entries as audit
from nabij.kernel.calendar import clock
from nabij.kernel.errors import Invalid, NotFound, RuleViolation

from ..actions import partners as actions
from ..doors_forms import DoorForm, VoiceForm
from ..queries import partners as queries
from ..queries.intake import receivers
from ..queries.partners import ListedDoor
from ..rules.partners import voice_grouped


@staff_page(actions.MANAGE, module="meldpunt")
def doors(request: HttpRequest) -> HttpResponse:
    """The list, and the form for one more. The address of a new door is shown once, in the answer to its own form."""
    form = DoorForm(request.POST or None, hosts=_hosts())
    if request.method != "POST":
        return _page(request, form)
    if not form.is_valid():
        return _page(request, form, status=422)
    data = form.cleaned_data
    wish = actions.Wish(data["name"], data["kind"], data["host"], data["callback"], data["valid_until"])
    try:
        issued = actions.issue(wish=wish)
    except Invalid as problem:
        for name, sentence in problem.fields.items():
            form.add_error(name, sentence)
        return _page(request, form, status=422)
    return _page(request, DoorForm(hosts=_hosts()), issued=issued, address=request.build_absolute_uri("/partner"))


@staff_page(actions.MANAGE, module="meldpunt")
def withdrawal(request: HttpRequest, door_id: UUID) -> HttpResponse:
    """First what follows, then the act by POST."""
    door = _listed(request, door_id)
    if request.method != "POST":
        return render(request, "meldpunt/partner/withdrawal.html", {"door": door})
    actions.withdraw(door_id=door_id)
    return redirect("/wacht/partners")


@staff_page(actions.MANAGE, module="meldpunt")
def voice(request: HttpRequest, door_id: UUID) -> HttpResponse:
    """A voice code: what it does, then by POST a new one (shown once, the old one ends) or none any more."""
    door = _listed(request, door_id)
    if request.method != "POST":
        return render(request, "meldpunt/partner/voice.html", {"door": door})
    if "weg" in request.POST:
        actions.withdraw_voice(door_id=door_id)
        return redirect("/wacht/partners")
    try:
        made = actions.issue_voice(door_id=door_id)
    except RuleViolation as refused:
        return render(request, "meldpunt/partner/voice.html", {"door": door, "problem": refused.sentence_nl}, status=refused.status)
    shown = render(request, "meldpunt/partner/voice.html", {"door": _listed(request, door_id), "figures": voice_grouped(made.figures)})
    patch_cache_control(shown, private=True, no_store=True)
    return shown


@staff_page(actions.RECOGNISE, module="meldpunt")
def recognition(request: HttpRequest) -> HttpResponse:
    """``/wacht/stemcode``: who says this code on the telephone. Wrong codes are counted per address and kept on record."""
    form, found = VoiceForm(request.POST or None), None
    if request.method == "POST":
        throttle.refuse_guessing(request, "voice")
        if form.is_valid():
            try:
                found = actions.recognise(said=form.cleaned_data["said"])
            except Invalid as problem:
                throttle.note_wrong_guess(request, "voice")
                actor = request.scope.actor  # type: ignore[attr-defined]
                audit.write_refusal(actor, "meldpunt.partner.recognise", problem.fields["code"], request.path)
                form.add_error("said", problem.fields["code"])
    may_enter = may(request.scope.actor, "meldpunt.report.enter")  # type: ignore[attr-defined]
    context = {"form": VoiceForm() if found else form, "found": found, "may_enter": may_enter}
    return render(request, "meldpunt/duty/recognition.html", context, status=422 if form.errors else 200)


def _listed(request: HttpRequest, door_id: UUID) -> ListedDoor:
    own = request.scope.organisation_id  # type: ignore[attr-defined]
    door = next((one for one in queries.doors(own, clock.today()) if one.id == door_id), None)
    if door is None:
        raise NotFound()
    return door


def _hosts() -> list[tuple[int, str]]:
    found = [one for one in receivers(clock.today()).values() if one.takes_reports]
    return [(one.organisation_id, one.name) for one in sorted(found, key=lambda one: one.name)]


def _page(request: HttpRequest, form: DoorForm, *, status: int = 200, **more: Any) -> HttpResponse:
    own = request.scope.organisation_id  # type: ignore[attr-defined]
    context = {"form": form, "doors": queries.doors(own, clock.today())} | more
    return render(request, "meldpunt/partner/doors.html", context, status=status)
