"""``/website/vragen``: requests in the order of asking, and the answer to each."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from nabij.design.refusals import told
from nabij.kernel.access.routes import staff_page
from nabij.kernel.audit import entries
from nabij.kernel.errors import Invalid, RuleViolation, Stale

from ... import access
from ...actions.submissions import move
from ...queries import submissions
from ...rules.submissions import NEXT, State
from ...submission_forms import AnswerForm


@staff_page(access.HANDLE, module="website")
def listing(request: HttpRequest) -> HttpResponse:
    """Who asked first stands first, whatever the way."""
    own = request.scope.organisation_id  # type: ignore[attr-defined]
    found = submissions.open_requests(own)
    entries.log_read("website.submission.listed", organisation_id=own, detail={"codes": [one.row.code for one in found]})
    return render(request, "website/staff/requests.html", {"found": found})


@staff_page(access.HANDLE, module="website")
def detail(request: HttpRequest, submission_id: UUID) -> HttpResponse:
    """One request with its contact, and the next step."""
    asked = submissions.one(submission_id)
    form = AnswerForm(request.POST) if request.method == "POST" else AnswerForm(initial={"row_version": asked.row.row_version})
    steps = [state.value for state in NEXT[State(asked.row.state)]]
    form.fields["to"].choices = [choice for choice in form.fields["to"].choices if choice[0] in steps]  # type: ignore[attr-defined]
    if form.is_bound and form.is_valid() and _moved(submission_id, form):
        return redirect(f"/website/vragen/{submission_id}")
    entries.log_read("website.submission.read", asked.row)
    context = {"asked": asked, "form": form, "steps": steps}
    return render(request, "website/staff/request.html", context, status=422 if form.is_bound else 200)


def _moved(submission_id: UUID, form: AnswerForm) -> bool:
    data = form.cleaned_data
    try:
        move(submission_id=submission_id, to=State(data["to"]), row_version=data["row_version"], answer=data["answer"])
    except (Invalid, RuleViolation, Stale) as refused:
        told(form, refused)
        return False
    return True
