"""``/programma/maandpakket``: the overview of a month, the agenda of the next meeting, and both in one file. Nobody types a figure."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from nabij.design.refusals import accepted
from nabij.kernel.access import may
from nabij.kernel.access.routes import READS, staff_page
from nabij.kernel.audit import entries
from nabij.kernel.calendar import clock
from nabij.kernel.documents.content import Document
from nabij.kernel.documents.docx import docx_file
from nabij.kernel.documents.pdf import pdf

from .. import access, actions
from ..forms_rhythm import SeriesForm
from ..queries import month, programme
from ..rules import month as rules
from ..rules.meetings import Rhythm


@staff_page(access.STEER, module="programme")
def overview(request: HttpRequest) -> HttpResponse:
    """The words of the overview and of each agenda, and one button for everything in one file."""
    today = clock.today()
    first = month.month_of(request.GET.get("maand", ""), today)
    shown = _documents(first, today)
    context = {
        "overview": shown[0][1], "agendas": [document for _, document in shown[1:]], "month": f"{first:%Y-%m}",
        "previous": f"{_before(first):%Y-%m}", "running": first == today.replace(day=1),
    }
    return render(request, "programme/month.html", context)


@staff_page(access.STEER, module="programme")
def download(request: HttpRequest) -> HttpResponse:
    """One ZIP: overview and agendas, each as PDF and as Word. The same month on the same day gives the same words."""
    today = clock.today()
    first = month.month_of(request.GET.get("maand", ""), today)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, document in _documents(first, today):
            for ending, data in ((".pdf", pdf(document)), (".docx", docx_file(document))):
                bundle.writestr(zipfile.ZipInfo(name + ending, (1980, 1, 1, 0, 0, 0)), data)
    own = request.scope.organisation_id  # type: ignore[attr-defined]
    entries.log_read("programme.month_pack.made", organisation_id=own, detail={"month": f"{first:%Y-%m}"})
    answer = HttpResponse(buffer.getvalue(), content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="maandpakket-{first:%Y-%m}.zip"'
    return answer


def _documents(first: date, today: date) -> list[tuple[str, Document]]:
    """File name without ending → document; the overview first."""
    facts = month.facts(first, today)
    return [(f"maandoverzicht-{first:%Y-%m}", rules.overview(facts)), *_agendas(facts)]


def _agendas(facts: rules.MonthFacts) -> Iterator[tuple[str, Document]]:
    """Agendas of the meetings that come next. Several series on one day get their number behind the day."""
    for number, row in enumerate(month.series(), 1):
        meeting = month.meeting(row, clock.now())
        document = rules.agenda(facts, meeting)
        yield f"agenda-{document.on:%Y-%m-%d}-{number}", document


def _before(first: date) -> date:
    return (first.replace(day=1) - date.resolution).replace(day=1)


@staff_page(access.READ, module="programme")
def meetings(request: HttpRequest) -> HttpResponse:
    """Meetings that return, each with its next twelve dates."""
    found = [month.meeting(row, clock.now()) for row in month.series()]
    return render(request, "programme/meetings.html", {
        "meetings": found, "saved": request.GET.get("bewaard"), "may_steer": may(request.scope.actor, access.STEER),  # type: ignore[attr-defined]
    })


@staff_page(access.STEER, module="programme")
def new_series(request: HttpRequest) -> HttpResponse:
    """GET: a meeting that returns. POST: keep it; the same title again changes it."""
    form = SeriesForm(None if request.method in READS else request.POST)

    def act() -> None:
        given = form.cleaned_data
        actions.set_series(partnership_id=programme.partnership_id(), **{**given, "rhythm": Rhythm(given["rhythm"])})

    if form.is_bound and accepted(form, act):
        return redirect("/programma/vergaderingen?bewaard=1")
    context = {
        "form": form, "title": "Welk overleg komt terug?", "button": "Bewaar het overleg", "action_url": request.path,
        "lead": "Eén keer invullen. De data en de agenda volgen vanzelf.", "back_url": "/programma/vergaderingen",
        "back": "de vergaderingen",
    }
    return render(request, "programme/round_form.html", context, status=422 if form.errors else 200)
