"""Staff: one report with one timeline, its next step, and how to reach the reporter."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from nabij.kernel.access.api import etag
from nabij.kernel.access.policy import may
from nabij.kernel.access.routes import staff_page
from nabij.kernel.audit import entries
from nabij.kernel.errors import Invalid, NotFound, RuleViolation, Stale

from ..actions import photos
from ..actions.contacts import reveal_contact
from ..actions.steps import StepGiven, change_state, parts_of
from ..forms import StepForm
from ..models import Attachment, Report
from ..queries import duty, reports
from ..rules.form import Contact
from ..rules.report_states import CLOSED, State, targets


@staff_page("meldpunt.report.read", module="meldpunt")
def detail(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """What, where, when, who is acting; the read is in the log."""
    report = reports.by_id(report_id)
    entries.log_read("meldpunt.report.read", report)
    return _page(request, report)


@staff_page("meldpunt.report.change_state", module="meldpunt")
def state(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """POST: the next step. A conflict or a missing answer shows the page again with everything typed still there."""
    report = reports.by_id(report_id)
    if request.method != "POST":
        return redirect(_url(report))
    form = _step_form(request, report)
    if not form.is_valid():
        return _page(request, report, form=form, status=422)
    try:
        change_state(
            report_id=report_id, to=State(form.cleaned_data["to"]), row_version=form.cleaned_data["row_version"],
            given=_given(form),
        )
    except Stale as stale:
        return _page(request, reports.by_id(report_id), form=_refreshed(request, report), conflict=stale.sentence_nl, status=412)
    except Invalid as problem:
        for name, sentence in problem.fields.items():
            form.add_error(name, sentence)
        return _page(request, report, form=form, status=422)
    except RuleViolation as problem:
        form.add_error("to", problem.sentence_nl)
        return _page(request, report, form=form, status=422)
    return redirect(f"{_url(report)}?bewaard=1")


@staff_page("meldpunt.contact.read", module="meldpunt")
def contact(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """POST only: opening someone's contact points is an act, and each one is in the log."""
    report = reports.by_id(report_id)
    if request.method != "POST":
        return redirect(_url(report))
    return _page(request, report, revealed=reveal_contact(report_id=report_id))


@staff_page("meldpunt.report.read", module="meldpunt")
def photo(request: HttpRequest, report_id: UUID, attachment_id: UUID) -> HttpResponse:
    """The re-made photo, without what the camera wrote into it."""
    found = Attachment.objects.filter(id=attachment_id, report_id=report_id).first()
    if found is None:
        raise NotFound()
    entries.log_read("meldpunt.photo.read", found)
    image = photos.image(found, small=request.GET.get("maat") == "klein")
    response = HttpResponse(image.data, content_type=image.mime)
    response["Content-Disposition"] = "inline"
    return response


def _url(report: Report) -> str:
    return f"/meldpunt/meldingen/{report.id}"


def _targets(request: HttpRequest, report: Report) -> list[State]:
    return targets(State(report.state), parts_of(request.scope.actor))  # type: ignore[attr-defined]


def _step_form(request: HttpRequest, report: Report) -> StepForm:
    # Who looked at an older version must hear who was first, also when the step of then is no longer offered.
    older = request.POST.get("row_version", "") != str(report.row_version)
    return StepForm(request.POST, targets=list(State) if older else _targets(request, report))


def _refreshed(request: HttpRequest, report: Report) -> StepForm:
    """The same words over the version that stands now, so that saving again is a choice made with open eyes."""
    current = reports.by_id(report.id)
    data = request.POST.copy()
    data["row_version"] = str(current.row_version)
    return StepForm(data, targets=_targets(request, current))


def _given(form: StepForm) -> StepGiven:
    data = form.cleaned_data
    return StepGiven(
        public_text=data["public_text"].strip(), internal_note=data["internal_note"].strip(), reason=data["reason"],
        planned_on=data["planned_on"], party=data["party"].strip(), kept=data["kept"].strip(),
    )


def _lines(report: Report) -> list[reports.TimelineLine]:
    """One timeline of report and alarm, newest first."""
    own = reports.staff_lines(report, reports.changes(report))
    both: list[reports.TimelineLine] = [*own, *duty.timeline_for(report)]
    return sorted(both, key=lambda line: line.at, reverse=True)


def _page(
    request: HttpRequest, report: Report, *, form: StepForm | None = None, conflict: str = "",
    revealed: Contact | None = None, status: int = 200,
) -> HttpResponse:
    actor = request.scope.actor  # type: ignore[attr-defined]
    choices = _targets(request, report)
    context: dict[str, Any] = {
        "report": report,
        "lines": _lines(report),
        "form": form or (StepForm(initial={"row_version": report.row_version}, targets=choices) if choices else None),
        "conflict": conflict,
        "saved": request.GET.get("bewaard") == "1",
        "closed": State(report.state) in CLOSED,
        "attachments": reports.attachments(report),
        "has_contact": reports.has_contact(report),
        "may_see_contact": may(actor, "meldpunt.contact.read"),
        "revealed": revealed,
        "alarm_url": reports.alarm_url(report),
    }
    response = render(request, "meldpunt/operator/detail.html", context, status=status)
    response["ETag"] = etag(report.row_version)
    return response
