"""API of the duty line: who is on call, for the telephone exchange of a town hall and for other programs."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from nabij.kernel import lastcopies
from nabij.kernel.access.api import operation
from nabij.kernel.audit import entries
from nabij.kernel.calendar import clock
from nabij.kernel.errors import Invalid, NotFound
from nabij.kernel.tenancy import queries as organisations

from . import standing
from .queries import on_call
from .queries.duty import duty_organisations

router = Router(tags=["meldpunt"])


@router.get("/now", summary="Wie is nu van wacht")
@operation("meldpunt.duty.read", module="meldpunt", widen=duty_organisations)
def now(
    request: HttpRequest, line: str = Query("", max_length=60), municipality: str = Query("", max_length=60),
    at: str = Query("", max_length=40),
) -> HttpResponse:
    """Names, numbers in E.164, the last resort of the municipality, and who comes next. ``Accept: text/plain``: one number per line.

    Every answer is an entry in the log, because it holds telephone numbers. While the database is away the last copy answers.
    """
    wanted = standing.moment(at) if at else clock.now()
    if wanted is None:
        raise Invalid({"at": "Schrijf het moment zoals 2027-03-30T08:31:00+02:00."})
    own = request.scope.organisation_id  # type: ignore[attr-defined]
    municipality_id = _readable(request, municipality) if municipality else own
    found = on_call.answer(municipality_id=municipality_id, line_slug=line, at=wanted)
    entries.log_read("meldpunt.on_call.read", organisation_id=municipality_id, detail={"line": found.line, "at": wanted.isoformat()})
    if not at:
        name = standing.on_call_name(municipality, line)
        standing.keep_on_call(own, name, municipality_id=municipality_id, line_slug=line, at=wanted)
        lastcopies.open_door(request, own, name)
    return standing.on_call_response(request, on_call.as_data(found, on_call.pulse_age(clock.now())))


def _readable(request: HttpRequest, slug: str) -> int:
    found = organisations.by_slug(slug)
    if found is None or found.id not in request.scope.reading:  # type: ignore[attr-defined]
        raise NotFound("Deze gemeente kunt u hier niet vragen.")
    return found.id
