"""``…/uitnodigingen``: the coordinator asks a municipality; it answers by itself."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from nabij.kernel.access.routes import READS, staff_page
from nabij.kernel.calendar import clock
from nabij.kernel.errors import Invalid

from .. import access, actions
from ..forms import InvitationForm
from ..queries import membership, programme
from ..rules.states import Presented


@staff_page(access.INVITE, module="programme")
def invitations(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    """GET: who was not asked yet. POST: ask one of them."""
    project, today = programme.project(project_id), clock.today()
    cells = membership.coalition_with_facts(project, today, clock.now(), today).cells
    silent = [(str(c.member.id), c.member.name) for c in cells if c.cell.presented is Presented.NOT_ASKED]
    form = InvitationForm(None if request.method in READS else request.POST, members=silent)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            with transaction.atomic():
                actions.invite(
                    project_id=project.id, organisation_id=int(given["organisation"]), opens=today, closes=given["closes"],
                    round=given["round"],
                )
            return redirect(f"/programma/projecten/{project.id}?bewaard=uitnodiging")
        except Invalid as error:
            for name, sentence in error.fields.items():
                form.add_error(name if name in form.fields else None, sentence)
    context = {"project": project, "form": form, "silent": silent}
    return render(request, "programme/invitations.html", context, status=422 if form.errors else 200)
