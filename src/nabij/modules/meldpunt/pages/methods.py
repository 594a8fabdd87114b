"""``/wacht/mij/toestellen``: how an alarm reaches me. A page of its own, so that it can be opened in a hurry."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from nabij.kernel.access.routes import staff_page
from nabij.kernel.audit import entries as audit
from nabij.kernel.calendar import clock
from nabij.kernel.errors import HouseError, Invalid, NotFound

from ..actions import methods as actions
from ..doors_forms import MethodForm
from ..queries import handover, methods

HOME = "/wacht/mij/toestellen"


@staff_page(actions.ACT, module="meldpunt", widen=handover.line_scope)
def overview(request: HttpRequest) -> HttpResponse:
    """My methods in the order of the list, and the form for one more."""
    form = MethodForm(request.POST or None)
    if request.method != "POST":
        return _page(request, form)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        actions.add(kind=form.cleaned_data["kind"], value=form.cleaned_data["value"])
    except Invalid as problem:
        for name, sentence in problem.fields.items():
            form.add_error(name, sentence)
        return _page(request, form, status=422)
    return redirect(HOME)


def _page(request: HttpRequest, form: MethodForm, *, problem: str = "", said: str = "", status: int = 200) -> HttpResponse:
    found = methods.mine(request.scope.actor, clock.now())  # type: ignore[attr-defined]
    if found is not None:
        audit.log_read("meldpunt.contact_method.read", organisation_id=found.person.organisation_id)
    context = {"mine": found, "form": form, "problem": problem, "said": said}
    return render(request, "meldpunt/duty/methods.html", context, status=status)


def _act(request: HttpRequest, act: Callable[[UUID], Any], said: str) -> HttpResponse:
    try:
        method_id = UUID(request.POST.get("toestel", ""))
    except ValueError:
        raise NotFound() from None
    try:
        outcome = act(method_id)
    except NotFound:
        raise
    except HouseError as error:
        return _page(request, MethodForm(), problem=error.sentence_nl, status=error.status)
    if outcome is False:  # the wrong try is counted, so this is an answer and no error
        return _page(request, MethodForm(), problem="Die code klopt niet. Kijk ze na, of vraag een nieuwe.", status=422)
    return _page(request, MethodForm(), said=said)


@staff_page(actions.ACT, module="meldpunt", widen=handover.line_scope)
@require_POST
def code(request: HttpRequest) -> HttpResponse:
    """A new code."""
    return _act(request, lambda id: actions.send_code(method_id=id), "We stuurden een nieuwe code.")


@staff_page(actions.ACT, module="meldpunt", widen=handover.line_scope)
@require_POST
def proof(request: HttpRequest) -> HttpResponse:
    """The code comes back."""
    typed = request.POST.get("code", "")[:20]
    return _act(request, lambda id: actions.prove(method_id=id, code=typed), "Dit toestel is bevestigd. Alarmen komen nu ook hier.")


@staff_page(actions.ACT, module="meldpunt", widen=handover.line_scope)
@require_POST
def trial(request: HttpRequest) -> HttpResponse:
    """A test message now."""
    return _act(request, lambda id: actions.try_out(method_id=id), "We stuurden een proefbericht. Antwoord 1 als het aankomt.")


@staff_page(actions.ACT, module="meldpunt", widen=handover.line_scope)
@require_POST
def delays(request: HttpRequest) -> HttpResponse:
    """After how many minutes, per urgency."""
    return _act(request, lambda id: _delayed(request, id), "Bewaard.")


def _delayed(request: HttpRequest, method_id: UUID) -> None:
    typed = [request.POST.get(name, "").strip() for name in ("alarm", "minder")]
    if not all(one.isascii() and one.isdigit() and len(one) < 6 for one in typed):
        raise Invalid({"acute": "Vul een aantal minuten in, bijvoorbeeld 0 of 5."})
    actions.set_delays(method_id=method_id, acute=int(typed[0]), high=int(typed[1]))


@staff_page(actions.ACT, module="meldpunt", widen=handover.line_scope)
@require_POST
def removal(request: HttpRequest) -> HttpResponse:
    """Forget this one."""
    return _act(request, lambda id: actions.remove(method_id=id), "Verwijderd.")
