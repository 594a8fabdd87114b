"""``…/bron``: the shared text changed where we have own words. Three columns, word by word, one choice per field."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from nabij.kernel.access.routes import READS, staff_page
from nabij.kernel.errors import Invalid
from nabij.kernel.overlay.difference import changes

from ... import access
from ...actions import services as actions
from ...queries import catalogue
from ...rules import services as rules
from .attempt import attempt


@staff_page(access.SERVICE, module="website")
def change(request: HttpRequest, service_id: UUID) -> HttpResponse:
    """GET: the difference. POST: ``keuze:<field>`` is ``accept`` or ``keep``."""
    view = catalogue.service(service_id)
    trouble = ""
    if request.method not in READS:
        choices = {name.partition(":")[2]: str(value) for name, value in request.POST.items() if name.startswith("keuze:")}
        try:
            attempt(lambda: actions.settle(service_id=service_id, choices=choices))
            return redirect(f"/website/diensten/{service_id}?bewaard=bron")
        except Invalid as error:
            trouble = error.sentence_nl
    context = {"service": view, "rows": _rows(service_id), "trouble": trouble}
    return render(request, "website/staff/source.html", context, status=422 if trouble else 200)


def _rows(service_id: UUID) -> list[dict[str, Any]]:
    """Fields that wait for a choice; a price is proposed to be kept, a text to be taken over."""
    service = catalogue.row(service_id)
    body = service.concept.body if service.concept else None
    kept = catalogue.overlays(service_id)
    relation = {item["key"]: item["relation"] for item in (body or {}).get("items", [])}
    rows = []
    for path, laid in catalogue.service(service_id).conflicts.items():
        is_price = path.startswith("item:") and relation.get(path.split(":")[1]) in ("cost", None)
        rows.append({
            "path": path, "label": rules.label_of(body, path), "laid": laid, "pieces": changes(laid.base, laid.upstream),
            "overlay": kept[path], "proposed": "keep" if is_price else "accept", "gone": not laid.upstream,
        })
    return rows
