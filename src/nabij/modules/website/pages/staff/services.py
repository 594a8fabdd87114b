"""``/website/diensten``: list, one service with three columns per field, ways to ask, publishing."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from nabij.design.refusals import told
from nabij.kernel.access import may
from nabij.kernel.access.routes import READS, staff_page
from nabij.kernel.errors import Invalid, RuleViolation
from nabij.kernel.overlay.fields import Laid

from ... import access
from ...actions import services as actions
from ...forms import ReasonForm, WayForm
from ...models import Place
from ...queries import catalogue
from ...queries.catalogue import ServiceView
from ...rules.services import LABELS, TEXT_FIELDS, ChannelKind, Item
from .attempt import attempt


@staff_page(access.READ, module="website")
def listing(request: HttpRequest) -> HttpResponse:
    """Every service with its state and what waits."""
    return render(request, "website/staff/services.html", {"services": catalogue.services(_own(request), published=False)})


@staff_page(access.SERVICE, module="website")
def offer(request: HttpRequest) -> HttpResponse:
    """Choose a shared concept, or begin one's own service."""
    taken = {view.concept_id for view in catalogue.services(_own(request), published=False)}
    free = [concept for concept in catalogue.concepts() if concept.id not in taken]
    if request.method in READS:
        return render(request, "website/staff/service_new.html", {"concepts": free, "title": "", "trouble": ""})
    chosen = next((concept for concept in free if str(concept.id) == request.POST.get("concept")), None)
    try:
        made = attempt(lambda: actions.offer(organisation_id=_own(request), concept=chosen, title=request.POST.get("title", "")))
    except Invalid as error:
        context = {"concepts": free, "title": request.POST.get("title", ""), "trouble": error.sentence_nl}
        return render(request, "website/staff/service_new.html", context, status=422)
    return redirect(f"/website/diensten/{made.id}")


@staff_page(access.READ, module="website")
def detail(request: HttpRequest, service_id: UUID) -> HttpResponse:
    """Three columns per field: shared, ours, and what readers get."""
    return _page(request, service_id)


@staff_page(access.SERVICE, module="website")
def publication(request: HttpRequest, service_id: UUID) -> HttpResponse:
    """POST: on the site. What stands in the way is said with its fix, all at once."""
    catalogue.row(service_id)
    if request.method in READS:
        return redirect(f"/website/diensten/{service_id}")
    try:
        attempt(lambda: actions.publish_service(service_id=service_id))
    except actions.NotPublishable as error:
        return _page(request, service_id, obstacles=error.obstacles, status=422)
    return redirect(f"/website/diensten/{service_id}?bewaard=publicatie")


@staff_page(access.SERVICE, module="website")
def withdrawal(request: HttpRequest, service_id: UUID) -> HttpResponse:
    """GET: what it means. POST: off the site, with a reason."""
    form = ReasonForm(None if request.method in READS else request.POST)
    if form.is_bound and form.is_valid():
        try:
            attempt(lambda: actions.withdraw_service(service_id=service_id, reason=form.cleaned_data["reason"]))
            return redirect(f"/website/diensten/{service_id}?bewaard=intrekking")
        except RuleViolation as error:
            told(form, error)
    context = {"service": catalogue.service(service_id), "form": form}
    return render(request, "website/staff/withdrawal.html", context, status=422 if form.errors else 200)


@staff_page(access.SERVICE, module="website")
def ways(request: HttpRequest, service_id: UUID) -> HttpResponse:
    """GET: the form. POST: one more way to ask."""
    known = list(Place.objects.filter(organisation_id=_own(request)))
    service = catalogue.service(service_id)
    form = WayForm(None if request.method in READS else request.POST, places=known)
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        place = next((one for one in known if str(one.id) == data["place"]), None)
        try:
            attempt(lambda: actions.add_channel(
                service_id=service_id, kind=ChannelKind(data["kind"]), place=place, words=data["words"], url=data["url"]
            ))
            return redirect(f"/website/diensten/{service_id}?bewaard=weg#wegen")
        except RuleViolation as error:
            told(form, error)
    return render(request, "website/staff/way.html", {"service": service, "form": form}, status=422 if form.errors else 200)


@staff_page(access.SERVICE, module="website")
def way_removal(request: HttpRequest, service_id: UUID, channel_id: UUID) -> HttpResponse:
    """POST: one way less; never the last one without a screen."""
    catalogue.way(service_id, channel_id)
    if request.method in READS:
        return redirect(f"/website/diensten/{service_id}#wegen")
    try:
        attempt(lambda: actions.remove_channel(service_id=service_id, channel_id=channel_id))
    except actions.NotPublishable as error:
        return _page(request, service_id, obstacles=error.obstacles, status=422)
    return redirect(f"/website/diensten/{service_id}?bewaard=weg#wegen")


def _own(request: HttpRequest) -> int:
    return request.scope.organisation_id  # type: ignore[attr-defined,no-any-return]


def _page(request: HttpRequest, service_id: UUID, *, obstacles: Any = (), status: int = 200) -> HttpResponse:
    view = catalogue.service(service_id)
    context = {
        "service": view, "rows": field_rows(view), "obstacles": obstacles, "saved": request.GET.get("bewaard", ""),
        "groups": [(LABELS[name], name, _items(items)) for name, items in view.text.items.items()],
        "may_write": may(request.scope.actor, access.SERVICE), "hidden": _hidden(service_id),  # type: ignore[attr-defined]
    }
    return render(request, "website/staff/service.html", context, status=status)


def field_rows(view: ServiceView) -> list[dict[str, Any]]:
    """Text fields with their label; empty shared fields without own words are left out but the description."""
    fields = view.text.fields
    shown = [name for name in TEXT_FIELDS if fields[name].value or fields[name].upstream or name == "description"]
    return [_row(LABELS[name], name, fields[name]) for name in shown]


def _row(label: str, path: str, laid: Laid) -> dict[str, Any]:
    return {"label": label, "path": path, "laid": laid, "changed": laid.state == "upstream_changed"}


def _items(items: tuple[Item, ...]) -> list[dict[str, Any]]:
    return [
        {"item": item, "row": _row(item.title.value or LABELS[item.relation], f"item:{item.key}:description", item.description)}
        for item in items
    ]


def _hidden(service_id: UUID) -> list[Any]:
    return [overlay for overlay in catalogue.overlays(service_id).values() if overlay.op == "hide"]
