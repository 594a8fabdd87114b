"""``/archief/plan``: the tree of region and own words; a series with its terms, where each comes from, and the local difference."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from nabij.design.refusals import accepted
from nabij.kernel.access import may
from nabij.kernel.access.routes import staff_page

from .. import access
from ..actions import plan as actions
from ..queries import plan
from ..record_forms import OverlayForm
from .answering import posted


@staff_page(access.PLAN_READ, module="archive")
def tree(request: HttpRequest) -> HttpResponse:
    """The whole plan as it counts here."""
    own = request.scope.organisation_id  # type: ignore[attr-defined]
    return render(request, "archive/plan.html", {"branches": plan.tree(own)})


@staff_page(access.PLAN_READ, module="archive")
def series(request: HttpRequest, code: str) -> HttpResponse:
    """One series."""
    return _page(request, code)


@staff_page(access.OVERLAY, module="archive")
@posted
def overlays(request: HttpRequest, code: str) -> HttpResponse:
    """POST: a local value. With "kijk" only what it would change is shown."""
    own = request.scope.organisation_id  # type: ignore[attr-defined]
    form = OverlayForm(request.POST)
    if "kijk" in request.POST:
        found: list[Any] = []
        accepted(form, lambda: found.append(_impact(own, code, form.cleaned_data)))
        return _page(request, code, form, found[0] if found else None)
    if accepted(form, lambda: actions.deviate(organisation_id=own, code=code, **form.cleaned_data)):
        return redirect(f"/archief/plan/series/{code}?bewaard=1")
    return _page(request, code, form)


@staff_page(access.OVERLAY, module="archive")
@posted
def overlay_end(request: HttpRequest, code: str) -> HttpResponse:
    """POST: follow the region again on one field."""
    own = request.scope.organisation_id  # type: ignore[attr-defined]
    with transaction.atomic():
        actions.follow_region(organisation_id=own, code=code, field=request.POST.get("field", ""))
    return redirect(f"/archief/plan/series/{code}?bewaard=1")


def _impact(own: int, code: str, data: dict[str, Any]) -> Any:
    if data["field"] not in ("minimum", "maximum"):
        return None
    return actions.impact(organisation_id=own, code=code, field=data["field"], value=data["value"])


def _page(request: HttpRequest, code: str, form: OverlayForm | None = None, impact: Any = None) -> HttpResponse:
    running = request.scope  # type: ignore[attr-defined]
    view = plan.one_series(code, running.organisation_id)
    may_deviate = may(running.actor, access.OVERLAY)
    context = {
        "view": view, "fields": list(view.fields.values()), "form": form or (OverlayForm() if may_deviate else None), "impact": impact,
        "may_deviate": may_deviate, "saved": "bewaard" in request.GET, "history": plan.history(view.row),
        "bound": form is not None,
    }
    return render(request, "archive/series.html", context, status=422 if form is not None and form.errors else 200)
