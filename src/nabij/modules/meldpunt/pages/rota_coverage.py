"""Dekking: for every municipality and kind of duty who answers in the coming eight weeks; a municipality decides for itself."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from nabij.design import refusals
from nabij.kernel.access.policy import may
from nabij.kernel.access.routes import staff_page
from nabij.kernel.calendar import clock

from ..actions import coverage as actions
from ..queries import coverage, rota
from ..rota_forms import CoverageForm

DONE = {
    "beslissing": "De beslissing staat genoteerd en geldt vanaf die dag.",
    "vertrek": "Het vertrek staat genoteerd. Tot die dag verandert er niets; de andere gemeenten gaan gewoon verder.",
}


@staff_page("meldpunt.duty.hours", module="meldpunt")
def grid(request: HttpRequest) -> HttpResponse:
    """Holes first in words; then every municipality."""
    rows = coverage.grid(clock.today())
    lines = [{"line": line, "gaps": len(rota.gaps(line, clock.now()))} for line in rota.lines()]
    context = {
        "rows": rows, "holes": [row.name for row in rows if any(cell.has_hole for cell in row.cells)], "lines": lines,
        "weeks": coverage.WEEKS, "done": DONE.get(request.GET.get("gedaan", "")),
        "may_decide": may(request.scope.actor, actions.COVER),  # type: ignore[attr-defined]
    }  # fmt: skip
    return render(request, "meldpunt/rota/coverage.html", context)


@staff_page(actions.COVER, module="meldpunt")
def decide(request: HttpRequest) -> HttpResponse:
    """A line or an own number for a kind of duty, from a day on."""
    form = CoverageForm(request.POST or None, kinds=coverage.kinds(), lines=rota.lines())
    own = request.scope.organisation_id  # type: ignore[attr-defined]

    def write() -> Any:
        said = form.cleaned_data
        return actions.decide(
            organisation_id=own, kind=said["kind"], line=form.chosen_line(), public_number=said["public_number"], first=said["first"],
            reference=said["reference"],
        )  # fmt: skip

    if request.method == "POST" and form.is_valid() and refusals.outcome(form, write):
        return redirect("/wacht/dekking?gedaan=beslissing")
    return render(request, "meldpunt/rota/decide.html", {"form": form}, status=422 if request.method == "POST" else 200)
