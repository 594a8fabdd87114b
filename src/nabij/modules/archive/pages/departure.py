"""``/archief/vertrek``: everything of the own organisation in one file that anybody can read without us."""

from __future__ import annotations

import io

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from nabij.kernel.access.routes import staff_page
from nabij.kernel.calendar import clock
from nabij.kernel.errors import RuleViolation

from .. import access
from ..actions import departure as actions
from ..queries import departure as queries
from .answering import posted

#: Bytes that a page may hand out at once; a larger package is written to disk by ``nabij archive export``.
MOST_BY_PAGE = 60_000_000


@staff_page(access.EXPORT, module="archive")
def departure(request: HttpRequest) -> HttpResponse:
    """How much it is, what is in it, and who will know that it was taken."""
    found = queries.estimate(request.scope.organisation_id)  # type: ignore[attr-defined]
    return render(request, "archive/departure.html", {"estimate": found, "too_large": found.octets > MOST_BY_PAGE})


@staff_page(access.EXPORT, module="archive")
@posted
def packages(request: HttpRequest) -> HttpResponse:
    """POST: the package itself."""
    own = request.scope.organisation_id  # type: ignore[attr-defined]
    if queries.estimate(own).octets > MOST_BY_PAGE:
        raise RuleViolation("Uw archief is te groot om door de browser te gaan. Uw beheerder maakt het pakket met nabij archive export.")
    made = io.BytesIO()
    actions.pack(organisation_id=own, into=made)
    name = f'attachment; filename="archief-{clock.today().isoformat()}.zip"'
    return HttpResponse(made.getvalue(), content_type="application/zip", headers={"Content-Disposition": name})
