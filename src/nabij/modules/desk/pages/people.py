"""``/beheer/mensen``: who holds which function until when, what is missing, and who may do what."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from nabij.kernel.access.routes import staff_page
from nabij.kernel.audit import entries
from nabij.kernel.calendar import clock

from .. import access
from ..queries import people as queries


@staff_page(access.PEOPLE, module="desk")
def people(request: HttpRequest) -> HttpResponse:
    """Own functions only, also of a person who works in two organisations."""
    organisation_id = request.scope.organisation_id  # type: ignore[attr-defined]
    staff = queries.staff(organisation_id, clock.today())
    entries.log_read("desk.people.read", organisation_id=organisation_id, detail={"shown": len(staff.holders)})
    return render(request, "desk/people.html", {"staff": staff})
