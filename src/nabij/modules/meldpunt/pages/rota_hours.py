"""Uren: what each municipality gave to the duty line and received from it; and what changes when one leaves."""

from __future__ import annotations

import csv
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from nabij.design import figures, refusals
from nabij.kernel.access.policy import may
from nabij.kernel.access.routes import staff_page
from nabij.kernel.audit import entries as audit
from nabij.kernel.calendar import clock, words
from nabij.kernel.errors import NotFound
from nabij.kernel.tenancy import queries as directory

from ..actions import coverage as actions
from ..models.duty import DutyLine
from ..queries import hours, rota_quality
from ..rota_forms import LeaveForm, PeriodForm, day_or
from .rota_plan import line_asked

VERB = "meldpunt.duty.hours"
COLUMNS = ("gemeente", "aandeel (%)", "gegeven (uur)", "ontvangen (uur)", "verschil (uur)", "gewogen (uur)", "interventie gegeven (uur)",
           "interventie ontvangen (uur)")  # fmt: skip


def clock_text(minutes: int) -> str:
    """Minutes → "126.30": hours and minutes, as hours are written here."""
    sign = "–" if minutes < 0 else ""
    return f"{sign}{figures.number(abs(minutes) // 60)}.{abs(minutes) % 60:02d}"


def _period(form: PeriodForm) -> tuple[date, date]:
    first, last = hours.month_of(clock.today())
    if not form.is_valid():
        return first, last
    begin = day_or(form.cleaned_data["van"], first)
    return begin, day_or(form.cleaned_data["tot"], max(last, begin))


@staff_page(VERB, module="meldpunt")
def table(request: HttpRequest) -> HttpResponse:
    """The calendar month unless other days are asked."""
    form, line = PeriodForm(request.GET or None), line_asked(request)
    first, last = _period(form)
    role = form.cleaned_data.get("rol", "") if form.is_valid() else ""
    found = hours.table(line, first, last, role)
    own = request.scope.organisation_id  # type: ignore[attr-defined]
    context = {
        "form": form if form.is_bound else PeriodForm(initial={"van": first, "tot": last}), "line": line, "first": first, "last": last,
        "rows": [_row(row) for row in found.rows], "total": _row(found.total), "changes": [_change(*c) for c in found.clock_changes],
        "rules": [r for r in rota_quality.rule_rows(line.organisation_id) if r.code.startswith("weight_")], "csv": request.GET.urlencode(),
        "may_leave": may(request.scope.actor, actions.COVER) and any(r.organisation_id == own for r in found.rows),  # type: ignore[attr-defined]
        "planned": last >= clock.today(),
    }  # fmt: skip
    return render(request, "meldpunt/rota/hours.html", context, status=422 if form.is_bound and form.errors else 200)


def _row(row: hours.HoursRow) -> dict[str, Any]:
    names = ("given", "received", "balance", "heavy", "intervened", "helped")
    return {"name": row.name, "share": row.share} | {name: clock_text(getattr(row, name)) for name in names}


def _change(day: date, more: int) -> str:
    way, result = ("vooruit", "één uur minder") if more < 0 else ("terug", "één uur meer")
    return f"Op {words.date_text(day)} gaat de klok één uur {way}: die dag telt {result}."


@staff_page(VERB, module="meldpunt")
def as_csv(request: HttpRequest) -> HttpResponse:
    """The same table for a spreadsheet. Municipalities only: no export holds a person's times."""
    form, line = PeriodForm(request.GET or None), line_asked(request)
    first, last = _period(form)
    found = hours.table(line, first, last, form.cleaned_data.get("rol", "") if form.is_valid() else "")
    audit.log_read("meldpunt.hours.exported", line, detail={"from": first.isoformat(), "to": last.isoformat()})
    name = f"wachturen-{first.isoformat()}-{last.isoformat()}.csv"
    answer = HttpResponse(content_type="text/csv; charset=utf-8", headers={"Content-Disposition": f'attachment; filename="{name}"'})
    answer.write("\ufeff")
    writer = csv.writer(answer, delimiter=";")
    writer.writerow(COLUMNS)
    for row in (*found.rows, found.total):
        minutes = (row.given, row.received, row.balance, row.heavy, row.intervened, row.helped)
        writer.writerow([row.name, row.share, *(f"{value / 60:.2f}".replace(".", ",") for value in minutes)])
    return answer


@staff_page(actions.COVER, module="meldpunt")
def leaving(request: HttpRequest) -> HttpResponse:
    """What changes when our municipality leaves: shares, turns, gaps. "Kijk" writes nothing; "bewaar" leaves on that day."""
    line = line_asked(request)
    own = request.scope.organisation_id  # type: ignore[attr-defined]
    organisation = directory.by_id(own)
    form = LeaveForm(request.POST or None)
    context: dict[str, Any] = {"form": form, "line": line}
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if "bewaar" in request.POST:
            if refusals.outcome(form, lambda: _leave(own, line, said)):
                return redirect("/wacht/dekking?gedaan=vertrek")
        else:
            return render(request, "meldpunt/rota/leaving.html", context | _seen(line, own, said["on"]))
    if organisation is None:
        raise NotFound()
    return render(request, "meldpunt/rota/leaving.html", context, status=422 if request.method == "POST" else 200)


def _leave(own: int, line: DutyLine, said: dict[str, Any]) -> bool:
    actions.leave_line(organisation_id=own, line=line, on=said["on"], public_number=said["public_number"], reference=said["reference"])
    return True


def _seen(line: DutyLine, own: int, on: date) -> dict[str, Any]:
    seen = hours.leaving(line, own, on)
    percent = [(name, f"{before / 10:.1f}".replace(".", ","), f"{after / 10:.1f}".replace(".", ",")) for name, before, after in seen.shares]
    gaps = [rota_quality.period_words(span.start, span.end) for span in seen.gaps]
    return {"seen": seen, "on": on, "shares": percent, "gaps": gaps}
