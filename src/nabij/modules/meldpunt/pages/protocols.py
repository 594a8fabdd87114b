"""``/meldpunt/inrichting/protocollen``: which protocols are in force, what stood in earlier versions, and publishing a next one."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify

from nabij.design.refusals import told
from nabij.kernel.access import may
from nabij.kernel.access.routes import READS, staff_page
from nabij.kernel.errors import NotFound, RuleViolation

from ..actions import protocol as actions
from ..actions.protocol import NewProtocol
from ..protocol_form import ProtocolForm
from ..queries import protocol as protocols
from .duty import READ

NEW = "nieuw"
HOME = "/meldpunt/inrichting/protocollen"


@staff_page(READ, module="meldpunt")
def listing(request: HttpRequest) -> HttpResponse:
    """Each protocol with its steps. Who may publish also finds the way to a new one."""
    return render(request, "meldpunt/protocols/list.html", {"versions": protocols.in_force(), "may_publish": _may_publish(request)})


@staff_page(READ, module="meldpunt")
def one(request: HttpRequest, protocol_code: str) -> HttpResponse:
    """GET: the version in force, the earlier ones, and for who may publish the form. POST: publish a next version."""
    versions = [] if protocol_code == NEW else protocols.versions(protocol_code)
    if not versions and not _may_publish(request):
        raise NotFound("Dit protocol vinden we niet.")
    form = _form(request, versions)
    if form.is_bound and form.is_valid():
        try:
            made = actions.publish_protocol(given=_given(form, "" if protocol_code == NEW else protocol_code))
            return redirect(f"{HOME}/{made.code}?bewaard={made.version}")
        except RuleViolation as error:
            told(form, error)
    context = {"versions": versions, "form": form, "may_publish": _may_publish(request), "code": protocol_code}
    context["saved"] = request.GET.get("bewaard", "")
    return render(request, "meldpunt/protocols/one.html", context, status=422 if form.errors else 200)


def _may_publish(request: HttpRequest) -> bool:
    return may(request.scope.actor, actions.PUBLISH)  # type: ignore[attr-defined]


def _form(request: HttpRequest, versions: list[protocols.Version]) -> ProtocolForm:
    if request.method not in READS:
        return ProtocolForm(request.POST, categories=protocols.categories())
    newest = versions[0] if versions else None
    return ProtocolForm(categories=protocols.categories(), initial=_initial(newest) if newest else {"in_use": True})


def _initial(version: protocols.Version) -> dict[str, Any]:
    row = version.row
    told: dict[str, Any] = {
        "name": row.name, "categories": row.categories, "words": ", ".join(row.words), "in_use": row.in_use,
    }
    for number, step in enumerate(version.steps, start=1):
        told |= {
            f"text_{number}": step.text, f"kind_{number}": step.kind, f"minutes_{number}": step.target_minutes,
            f"required_{number}": step.required,
        }
    return told


def _given(form: ProtocolForm, code: str) -> NewProtocol:
    data = form.cleaned_data
    return NewProtocol(
        code or slugify(data["name"])[:60], data["name"], tuple(data["categories"]), tuple(data["words"]), form.steps(), data["in_use"]
    )
