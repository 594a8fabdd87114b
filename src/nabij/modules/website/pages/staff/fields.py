"""Own words on one field, an own line, an order, a line left out, and giving a field back."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from nabij.design.refusals import told
from nabij.kernel.access.routes import READS, staff_page
from nabij.kernel.errors import NotFound, RuleViolation
from nabij.kernel.overlay.fields import laid

from ... import access
from ...actions import services as actions
from ...forms import AdditionForm, FieldForm, ReasonForm
from ...queries import catalogue
from ...rules import services as rules
from ...rules import texts
from .attempt import attempt


@staff_page(access.SERVICE, module="website")
def text(request: HttpRequest, service_id: UUID) -> HttpResponse:
    """GET ``?veld=``: shared text beside ours. POST: our words."""
    path = request.GET.get("veld", "") or request.POST.get("veld", "") or "description"
    service = catalogue.row(service_id)
    body = service.concept.body if service.concept else None
    if path.partition(":")[0] not in (*rules.TEXT_FIELDS, "item"):
        raise NotFound()
    local = catalogue.locals_of(service).get(path)
    shown = laid(rules.upstream_value(body, path, "nl"), local)
    initial = {"text": texts.plain(shown.value or shown.upstream), "reason": ""}
    form = FieldForm(None, initial=initial) if request.method in READS else FieldForm(request.POST)
    if form.is_bound and form.is_valid():
        try:
            attempt(lambda: actions.set_text(service_id=service_id, path=path, **form.cleaned_data))
            return redirect(f"/website/diensten/{service_id}?bewaard=tekst")
        except RuleViolation as error:
            told(form, error)
    context = {
        "service": catalogue.service(service_id), "form": form, "path": path, "label": rules.label_of(body, path), "laid": shown,
        "hideable": path.startswith("item:") and path.endswith(":description"), "key": path.split(":")[1] if ":" in path else "",
    }
    return render(request, "website/staff/field.html", context, status=422 if form.errors else 200)


@staff_page(access.SERVICE, module="website")
def taken_back(request: HttpRequest, service_id: UUID) -> HttpResponse:
    """POST ``veld``: the shared text again."""
    catalogue.row(service_id)
    if request.method not in READS:
        actions.take_back(service_id=service_id, path=request.POST.get("veld", ""))
    return redirect(f"/website/diensten/{service_id}?bewaard=overname")


@staff_page(access.SERVICE, module="website")
def omission(request: HttpRequest, service_id: UUID) -> HttpResponse:
    """POST ``sleutel`` and a reason: this line does not count here."""
    service = catalogue.service(service_id)
    key = request.GET.get("sleutel", "") or request.POST.get("sleutel", "")
    form = ReasonForm(None if request.method in READS else request.POST)
    if form.is_bound and form.is_valid():
        try:
            attempt(lambda: actions.hide_item(service_id=service_id, key=key, reason=form.cleaned_data["reason"]))
            return redirect(f"/website/diensten/{service_id}?bewaard=weglating")
        except RuleViolation as error:
            told(form, error)
    context = {"service": service, "form": form, "key": key}
    return render(request, "website/staff/omission.html", context, status=422 if form.errors else 200)


@staff_page(access.SERVICE, module="website")
def addition(request: HttpRequest, service_id: UUID) -> HttpResponse:
    """GET ``?soort=``: the form. POST: one own line."""
    service = catalogue.service(service_id)
    relation = request.GET.get("soort", "") or request.POST.get("soort", "") or "procedure"
    if relation not in rules.LABELS:
        raise NotFound()
    form = AdditionForm(None if request.method in READS else request.POST)
    if form.is_bound and form.is_valid():
        try:
            attempt(lambda: actions.add_item(service_id=service_id, relation=relation, **form.cleaned_data))
            return redirect(f"/website/diensten/{service_id}?bewaard=aanvulling")
        except RuleViolation as error:
            told(form, error)
    context = {"service": service, "form": form, "relation": relation, "label": rules.LABELS[relation]}
    return render(request, "website/staff/addition.html", context, status=422 if form.errors else 200)


@staff_page(access.SERVICE, module="website")
def order(request: HttpRequest, service_id: UUID) -> HttpResponse:
    """POST ``soort`` and ``sleutel``: this line one place up."""
    items = catalogue.service(service_id).text.items.get(request.POST.get("soort", ""), ())
    keys, key = [item.key for item in items], request.POST.get("sleutel", "")
    if request.method not in READS and key in keys:
        place = max(keys.index(key) - 1, 0)
        keys.remove(key)
        keys.insert(place, key)
        actions.reorder_items(service_id=service_id, relation=request.POST["soort"], keys=keys)
    return redirect(f"/website/diensten/{service_id}?bewaard=volgorde")
