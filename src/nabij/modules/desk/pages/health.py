"""``/beheer/gezondheid`` and ``/beheer/vastgelopen``: what lives, what waits for a person, and what that person decides."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from nabij.kernel.access import may
from nabij.kernel.access.routes import staff_page
from nabij.kernel.calendar import clock

from .. import access
from ..actions import stuck as actions
from ..forms import DropForm
from ..queries import health as checks
from ..queries.stuck import stuck as stuck_jobs
from ..rules.sentences import how_it_goes


@staff_page(access.HEALTH, module="desk")
def health(request: HttpRequest) -> HttpResponse:
    """One sentence, then a row per part: colour and word, what it says, what to do, since when."""
    lines = checks.lines(request.scope.organisation_id, request.enabled)  # type: ignore[attr-defined]
    troubled = [line.name for line in lines if not line.alive]
    context = {"sentence": how_it_goes(troubled), "healthy": not troubled, "lines": lines, "at": clock.now()}
    return render(request, "desk/health.html", context)


@staff_page(access.HEALTH, module="desk")
def stuck(request: HttpRequest) -> HttpResponse:
    """Jobs of this organisation that used up their tries."""
    return _stuck(request, DropForm())


def _stuck(request: HttpRequest, form: DropForm, wrong: UUID | None = None, status: int = 200) -> HttpResponse:
    running = request.scope  # type: ignore[attr-defined]
    context = {
        "jobs": stuck_jobs(running.organisation_id), "form": form, "wrong": wrong, "may_resolve": may(running.actor, access.RESOLVE),
    }
    return render(request, "desk/stuck.html", context, status=status)


@staff_page(access.RESOLVE, module="desk")
@require_POST
def retry(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """Once more."""
    actions.retry_job(organisation_id=request.scope.organisation_id, job_id=job_id)  # type: ignore[attr-defined]
    return redirect("/beheer/vastgelopen")


@staff_page(access.RESOLVE, module="desk")
@require_POST
def drop(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """No more, with a reason."""
    form = DropForm(request.POST)
    if not form.is_valid():
        return _stuck(request, form, wrong=job_id, status=422)
    organisation_id = request.scope.organisation_id  # type: ignore[attr-defined]
    actions.drop_job(organisation_id=organisation_id, job_id=job_id, reason=form.cleaned_data["reason"])
    return redirect("/beheer/vastgelopen")
