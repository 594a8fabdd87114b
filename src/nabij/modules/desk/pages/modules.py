"""``/beheer/modules``: what is on, since when, on whose decision; switching only for the own organisation (N29)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from nabij.kernel.access import may, require_own
from nabij.kernel.access.routes import staff_page
from nabij.kernel.calendar import clock
from nabij.kernel.errors import Invalid, NotFound
from nabij.kernel.modules import actions, registry
from nabij.kernel.modules.manifest import Module
from nabij.kernel.tenancy import queries as directory

from .. import access
from ..forms import SwitchForm
from ..queries import standings
from .organisations import on_date

FIELDS = ("state", "effective", "decision_ref", "agreement_ref", "inclusion_ref")


@staff_page(access.MODULES, module="desk")
def listing(request: HttpRequest) -> HttpResponse:
    """One row per module with its state on any date."""
    form, day = on_date(request)
    organisation_id = _organisation(request, request.GET)
    context = {"form": form, "day": day, "today": day == clock.today(), "rows": standings.rows(organisation_id, day)}
    return render(request, "desk/modules.html", context)


@staff_page(access.MODULES, module="desk")
def detail(request: HttpRequest, name: str) -> HttpResponse:
    """One module: its state, its history and, for who may, the form to switch it."""
    return _detail(request, _module(name), SwitchForm(initial={"effective": clock.today()}))


def _detail(request: HttpRequest, module: Module, form: SwitchForm, status: int = 200) -> HttpResponse:
    running = request.scope  # type: ignore[attr-defined]
    context = {
        "module": module, "form": form, "row": standings.row(running.organisation_id, module.name, clock.today()),
        "history": standings.history(running.organisation_id, module.name), "states": standings.STATES,
        "may_switch": not module.always_on and may(running.actor, access.SWITCH),
    }
    return render(request, "desk/module.html", context, status=status)


@staff_page(access.SWITCH, module="desk")
def consequences(request: HttpRequest, name: str) -> HttpResponse:
    """What will change, before anyone confirms. Changes nothing itself."""
    module, form = _module(name), SwitchForm(request.GET)
    _organisation(request, request.GET)
    if not form.is_valid():
        return _detail(request, module, form, status=422)
    running, data = request.scope, form.cleaned_data  # type: ignore[attr-defined]
    lines = standings.consequences(running.organisation_id, module, data["state"], data["effective"])
    context = {"module": module, "data": data, "lines": lines, "sent": {field: _plain(data[field]) for field in FIELDS}}
    return render(request, "desk/module_consequences.html", context)


@staff_page(access.SWITCH, module="desk")
@require_POST
def standing(request: HttpRequest, name: str) -> HttpResponse:
    """Record the new state through the kernel's action; a refusal names who decides."""
    module, form = _module(name), SwitchForm(request.POST)
    organisation_id = _organisation(request, request.POST)
    if not form.is_valid():
        return _detail(request, module, form, status=422)
    try:
        _switch(request, organisation_id, module, form.cleaned_data)
    except Invalid as refusal:
        for field, sentence in refusal.fields.items():
            form.add_error(field, sentence)
        return _detail(request, module, form, status=422)
    return redirect(f"/beheer/modules/{module.name}")


def _switch(request: HttpRequest, organisation_id: int, module: Module, data: dict[str, Any]) -> None:
    actor = request.scope.actor  # type: ignore[attr-defined]
    by = standings.reference_to(actor.label, actor.account_id)
    if data["state"] == "on":
        actions.enable(
            organisation_id=organisation_id, module=module.name, effective=data["effective"], decision_ref=data["decision_ref"],
            agreement_ref=data["agreement_ref"], inclusion_ref=data["inclusion_ref"], set_by=by,
        )
        return
    actions.disable(organisation_id=organisation_id, module=module.name, on=data["effective"], decision_ref=data["decision_ref"], set_by=by)


def _organisation(request: HttpRequest, sent: Any) -> int:
    """The own organisation; whoever names another one hears who decides there. Raises ``Refused`` or ``NotFound``."""
    own = request.scope.organisation_id  # type: ignore[attr-defined]
    slug = sent.get("organisatie", "")
    if not slug:
        return int(own)
    named = directory.by_slug(slug)
    if named is None:
        raise NotFound()
    require_own(named.id)
    return named.id


def _module(name: str) -> Module:
    try:
        module = registry.module(name)
    except KeyError as unknown:
        raise NotFound() from unknown
    return module


def _plain(value: Any) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
