"""The person's own look at what would be shared, and the answer on a screen: the same items, numbers and last day as on paper."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from nabij.design.refusals import outcome
from nabij.kernel.errors import NotFound
from nabij.kernel.tenancy import queries as directory
from nabij.kernel.tenancy.scope import switch_to

from ..actions.answers import Given, answer_self
from ..forms import OwnAnswersForm
from ..models import Handover
from ..queries import files, handovers, journal
from ..rules.handovers import Reply, State
from .acting import person_page, posted, status_of

GROUND = "dossier: de persoon kijkt na wat een OCMW over haar zou doorgeven"


@person_page
def preview(request: HttpRequest, handover_id: UUID) -> HttpResponse:
    """GET shows every item; POST keeps what was answered. Until the last day an answer may be changed."""
    resident: Any = request.resident  # type: ignore[attr-defined]
    if resident is None:
        return redirect("/mijn")
    with _at_the_holder(resident.pk, handover_id) as handover:
        file = files.opened_by_id(handover.dossier_id)  # type: ignore[arg-type]
        items = handovers.items(file, handover)
        form = OwnAnswersForm(posted(request), items=items)
        if form.is_bound and form.is_valid() and outcome(form, lambda: _answered(handover_id, form)):
            return redirect(f"/mijn/inzage/{handover_id}?bewaard=1")
        journal.log_read(file.dossier, "preview", why="de persoon zelf")
        holder = directory.by_id(handover.organisation_id)
        context = {
            "handover": handover, "form": form, "holder": directory.name_of(handover.organisation_id),
            "phone": holder.phone if holder else "",
            "other": directory.name_of(handover.other_id), "worker": file.dossier.worker, "items": items,
            "may_answer": handovers.state_of(handover) in (State.PREVIEW, State.OBJECTION), "saved": request.GET.get("bewaard") == "1",
        }
        return render(request, "dossier/own_preview.html", context, status=status_of(form))


def _answered(handover_id: UUID, form: OwnAnswersForm) -> Handover:
    given = [Given(number, Reply(reply), text) for number, reply, text in form.given()]
    return answer_self(handover_id=handover_id, answers=given)


@contextmanager
def _at_the_holder(account_id: UUID, handover_id: UUID) -> Iterator[Handover]:
    """Inside the OCMW that holds the file of this person. Raises ``NotFound`` for any other hand-over: it does not say that it exists."""
    for organisation_id, dossier_id in files.own_files(account_id):
        with switch_to(organisation_id, ground=GROUND):
            found = Handover.objects.filter(id=handover_id, dossier_id=dossier_id, side="holder").first()
            if found is not None and handovers.last_preview(handover_id) is not None:
                yield found
                return
    raise NotFound()
