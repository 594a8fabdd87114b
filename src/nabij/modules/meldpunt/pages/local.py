"""``/wacht/plaatselijk``: what an officer from elsewhere does not know. ``/wacht/plaatselijk/blad``: the municipality writes it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render

from nabij.kernel.access.policy import may
from nabij.kernel.access.routes import staff_page
from nabij.kernel.audit import entries as audit
from nabij.kernel.calendar import clock
from nabij.kernel.errors import Invalid, Stale

from ..actions import local as actions
from ..actions.local import Line
from ..doors_forms import LocalSheetForm
from ..models.local import LocalKind
from ..queries import duty, local
from .duty import READ, frame

EMPTY_LINES = 4


@staff_page(READ, module="meldpunt", widen=duty.duty_organisations)
def sheets(request: HttpRequest) -> HttpResponse:
    """Every sheet that this person may read now: the own one, and those of the line during the shift."""
    running = request.scope  # type: ignore[attr-defined]
    found = local.sheets(clock.today())
    for one in found:
        if one.organisation_id != running.organisation_id:
            audit.log_read("meldpunt.local_sheet.read", organisation_id=one.organisation_id)
    may_write = may(running.actor, actions.WRITE)
    context = frame(clock.now()) | {"local": found, "may_write": may_write, "own": running.organisation_id}
    return render(request, "meldpunt/duty/local.html", context)


@staff_page(actions.WRITE, module="meldpunt")
def edit(request: HttpRequest) -> HttpResponse:
    """The own sheet, line by line; an emptied line goes. Saving dates the sheet today."""
    own = request.scope.organisation_id  # type: ignore[attr-defined]
    now = next(iter(local.sheets(clock.today(), [own])), None)
    if request.method != "POST":
        initial = {"keeper": now.keeper if now else "", "row_version": now.row_version if now else 0}
        lines = [Line(one.kind, one.text, one.phone) for one in now.lines] if now else []
        return _page(request, LocalSheetForm(initial=initial), lines)
    form, lines = LocalSheetForm(request.POST), _lines(request.POST)
    if not form.is_valid():
        return _page(request, form, lines, status=422)
    data = form.cleaned_data
    try:
        actions.save_sheet(organisation_id=own, keeper=data["keeper"], lines=lines, row_version=data["row_version"])
    except Invalid as problem:
        for name, sentence in problem.fields.items():
            form.add_error("keeper" if name == "keeper" else None, sentence)
        return _page(request, form, lines, status=422)
    except Stale as first:
        sent = request.POST.copy()
        sent["versie"] = str(now.row_version if now else 0)
        form = LocalSheetForm(sent)
        form.full_clean()
        form.add_error(None, first.sentence_nl)
        return _page(request, form, lines, status=first.status)
    return redirect("/wacht/plaatselijk")


def _lines(sent: QueryDict) -> list[Line]:
    kinds, texts, phones = (sent.getlist(name)[:60] for name in ("soort", "regel", "nummer"))
    return [Line(kind, text, phone) for kind, text, phone in zip(kinds, texts, phones, strict=False)]


def _page(request: HttpRequest, form: LocalSheetForm, lines: list[Line], *, status: int = 200) -> HttpResponse:
    filled = [one for one in lines if one.text]
    context = {"form": form, "lines": [*filled, *([Line("", "")] * EMPTY_LINES)], "kinds": LocalKind.choices}
    return render(request, "meldpunt/duty/local_edit.html", context, status=status)
