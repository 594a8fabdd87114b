"""Staff: the list of the own municipality, and the one page on which a call becomes a report."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from nabij.kernel.access.routes import staff_page
from nabij.kernel.audit import entries
from nabij.kernel.calendar import clock
from nabij.kernel.errors import Invalid
from nabij.kernel.tenancy import queries as directory
from nabij.kernel.tenancy.scope import switch_to

from ..actions.report import create_report
from ..facade import read_aloud
from ..forms import FilterForm, OperatorForm, chosen_municipality
from ..models import Report
from ..queries import duty, reports
from ..queries.intake import Assessment, assess
from ..rules import codes
from ..rules.danger import Urgency
from ..rules.form import NewReport, Typed, grouped_number

KEY_SALT, DONE_SALT = "meldpunt.operator-key", "meldpunt.operator-done"
#: The receipt of the last call stays on the page for this long.
DONE_SECONDS = 12 * 3600


@staff_page("meldpunt.report.list", module="meldpunt")
def listing(request: HttpRequest) -> HttpResponse:
    """Reports, newest first, with the filters in the address."""
    form = FilterForm(request.GET)
    form.is_valid()
    filters = reports.Filters(
        state=form.cleaned_data.get("toestand", ""), urgency=form.cleaned_data.get("dringend", ""),
        words=form.cleaned_data.get("woord", ""), page=_number(request.GET.get("pagina", "1")),
    )
    organisation_id = request.scope.organisation_id  # type: ignore[attr-defined]
    page = reports.report_page(organisation_id, filters, clock.today())
    entries.log_read(
        "meldpunt.report.listed", organisation_id=organisation_id,
        detail={"filters": request.GET.urlencode()[:200], "codes": [row.code for row in page.rows]},
    )
    context = {
        "form": form,
        "page": page,
        "count": count_in_words(page, filters),
        "today": clock.today(),
        "previous_url": _page_url(request, page.page - 1) if page.page > 1 else "",
        "next_url": _page_url(request, page.page + 1) if page.page < page.pages else "",
    }
    return render(request, "meldpunt/operator/list.html", context)


def _number(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 6 else 1


def _page_url(request: HttpRequest, number: int) -> str:
    query = {name: value for name, value in request.GET.items() if name != "pagina"}
    return f"/meldpunt?{urlencode({**query, 'pagina': number})}"


def count_in_words(page: reports.ReportPage, filters: reports.Filters) -> str:
    """"24 meldingen, nieuwste eerst"."""
    kind = "open melding" if filters.state == "" else "melding"
    number = "Geen" if not page.total else grouped_number(page.total)
    plural = "" if page.total == 1 else "en"
    ending = ", nieuwste eerst" if page.total > 1 else ""
    where = f" (pagina {page.page} van {page.pages})" if page.pages > 1 else ""
    return f"{number} {kind}{plural}{ending}{where}."


@dataclass(frozen=True)
class Answers:
    """What the operator answered to the questions of this page."""

    key: str
    chosen: int | None
    keep_outside: bool
    asked: frozenset[str]


@staff_page("meldpunt.report.enter", module="meldpunt")
def new(request: HttpRequest) -> HttpResponse:
    """Take in a call. "Kijk na" looks without saving; "Bewaar" saves, after 112 and the place are answered."""
    if request.method != "POST":
        return _page(request, OperatorForm(), _answers(request), status=200)
    form, answers = OperatorForm(request.POST), _answers(request)
    if not form.is_valid():
        return _page(request, form, answers, status=422)
    typed = form.typed(chosen=answers.chosen, keep_outside=answers.keep_outside)
    organisation_id = request.scope.organisation_id  # type: ignore[attr-defined]
    known = assess(typed, channel_id=organisation_id, on=clock.today())
    if "kijk" in request.POST or _has_question(known, answers):
        return _page(request, form, answers, known=known, typed=typed)
    try:
        made = _created(request, form, typed, answers)
    except Invalid as problem:
        for name, sentence in problem.fields.items():
            form.add_error(name if name in form.fields else None, sentence)
        return _page(request, form, answers, known=known, typed=typed, status=422)
    return redirect(f"/meldpunt/nieuw?{urlencode({'klaar': _done_token(made)})}")


def _has_question(known: Assessment, answers: Answers) -> bool:
    """112 must have been on the operator's screen once before an urgent report is saved; a border must be answered."""
    return known.routing.asks or (known.danger_first and "gevaar" not in answers.asked)


def _answers(request: HttpRequest) -> Answers:
    data = request.POST
    try:
        key = str(signing.loads(data.get("sleutel", ""), salt=KEY_SALT))
    except signing.BadSignature:
        key = uuid.uuid4().hex
    return Answers(
        key=key,
        chosen=chosen_municipality(data),
        keep_outside=data.get("buiten") == "bewaar",
        asked=frozenset(data.getlist("gevraagd")),
    )


def _created(request: HttpRequest, form: OperatorForm, typed: Typed, answers: Answers) -> Report:
    actor = request.scope.actor  # type: ignore[attr-defined]
    return create_report(
        organisation_id=request.scope.organisation_id,  # type: ignore[attr-defined]
        report=NewReport(
            typed, channel=form.cleaned_data["channel"], contact=form.contact(), form_key=answers.key, entered_by=actor.label
        ),
    )


def _page(
    request: HttpRequest, form: OperatorForm, answers: Answers, *, known: Assessment | None = None,
    typed: Typed | None = None, status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "form": form,
        "key": signing.dumps(answers.key, salt=KEY_SALT),
        "known": known,
        "asks_danger": bool(known and known.danger_first),
        "asks_place": bool(known and known.routing.asks),
        "chosen": answers.chosen,
        "nearby": _nearby(request, typed, known) if typed and known else [],
        "done": _done(request),
    }
    return render(request, "meldpunt/operator/new.html", context, status=status)


def _nearby(request: HttpRequest, typed: Typed, known: Assessment) -> list[reports.Nearby]:
    return reports.nearby(
        request.scope.organisation_id,  # type: ignore[attr-defined]
        latitude=typed.latitude, longitude=typed.longitude, locality=known.match.near, now=clock.now(), limit=5,
    )


def _done_token(made: Report) -> str:
    return signing.dumps({"code": made.code, "owner": made.organisation_id, "desk": made.came_through_id}, salt=DONE_SALT)


def _done(request: HttpRequest) -> dict[str, Any] | None:
    """The receipt of the call just saved: what to read aloud, the number in letter words, who is being reached."""
    try:
        token = signing.loads(request.GET.get("klaar", ""), salt=DONE_SALT, max_age=DONE_SECONDS)
    except signing.BadSignature:
        return None
    own = request.scope.organisation_id  # type: ignore[attr-defined]
    if token["desk"] != own:
        return None  # the address of a colleague elsewhere opens nothing here
    if token["owner"] == own:
        return _receipt(reports.by_code(token["code"]), own=True)
    with switch_to(token["owner"], ground="melding die aan deze balie werd opgenomen"):
        return _receipt(reports.by_code(token["code"]), own=False)


def _receipt(report: Report, *, own: bool) -> dict[str, Any]:
    acute = report.urgency == Urgency.ACUTE
    owner = directory.by_id(report.organisation_id)
    return {
        "report": report,
        "own": own,
        "owner": owner,
        "acute": acute,
        "status": duty.live_status(report) if acute else [],
        "spelled": codes.spelled(report.code),
        "read_aloud": read_aloud(report),
    }
