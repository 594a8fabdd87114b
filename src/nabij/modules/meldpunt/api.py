"""API of the reporting point: the same actions as the screens, hand-written schemas, problem+json by the kernel."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import ConfigDict, Field

from nabij.kernel.access.api import answer, operation, require_version
from nabij.kernel.audit import entries
from nabij.kernel.errors import Invalid, RuleViolation
from nabij.kernel.geo.rules import BadCoordinates

from . import api_alerts
from .actions.report import create_report
from .actions.steps import StepGiven, change_state
from .api_duty import router as duty_router
from .forms import EMAIL_UNCLEAR, belgian_phone
from .models import Report
from .queries import reports
from .rules import codes
from .rules.form import Contact, NewReport, Typed
from .rules.report_states import CLOSED, State

router = Router(tags=["meldpunt"])
router.add_router("/alerts", api_alerts.router)
router.add_router("/on-call", duty_router)


class Strict(Schema):
    """Unknown fields are refused, so that a spelling mistake is told instead of swallowed."""

    model_config = ConfigDict(extra="forbid")


class ContactIn(Strict):
    name: str = Field("", max_length=120)
    phone: str = Field("", max_length=30)
    email: str = Field("", max_length=200)


class ReportIn(Strict):
    """``danger``: yes, no or "" (not asked). ``municipality`` answers the question near a border (organisation id)."""

    text: str
    place: str = ""
    latitude: float | None = None
    longitude: float | None = None
    category: str = ""
    danger: Literal["yes", "no", ""] = ""
    municipality: int | None = None
    keep_outside_region: bool = False
    contact: ContactIn | None = None


class StateIn(Strict):
    to: State
    public_text: str = Field("", max_length=2_000)
    internal_note: str = Field("", max_length=2_000)
    reason: str = Field("", max_length=200)
    planned_on: date | None = None
    party: str = Field("", max_length=120)
    kept: str = Field("", max_length=20)


def as_data(report: Report) -> dict[str, Any]:
    """A report on the wire, without contact data and without internal notes."""
    return {
        "id": str(report.id),
        "code": codes.grouped(report.code),
        "organisation": report.organisation_id,
        "state": report.state,
        "open": State(report.state) not in CLOSED,
        "urgency": report.urgency,
        "text": report.text,
        "place": report.place_text,
        "latitude": float(report.latitude) if report.latitude is not None else None,
        "longitude": float(report.longitude) if report.longitude is not None else None,
        "channel": report.channel,
        "routing": {"outcome": report.routing, "because": report.routing_because},
        "reported_at": report.reported_at.isoformat(),
        "answer_by": report.answer_by.isoformat(),
        "closed_at": report.closed_at.isoformat() if report.closed_at else None,
        "version": report.row_version,
    }


@router.post("/reports", summary="Meld een probleem")
@operation("meldpunt.report.enter", module="meldpunt", creates=True)
def create(request: HttpRequest, body: ReportIn) -> HttpResponse:
    """Make a report. A place near a border answers 422 with the municipalities to choose from."""
    if (body.latitude is None) != (body.longitude is None):
        raise Invalid({"latitude": "Geef breedte en lengte samen, of geen van beide."})
    typed = Typed(
        body.text, body.place, body.category, body.danger, body.latitude, body.longitude, body.municipality,
        body.keep_outside_region,
    )
    scope = request.scope  # type: ignore[attr-defined]
    contact = _contact(body.contact) if body.contact else Contact()
    new = NewReport(typed, channel="api", contact=contact, entered_by=scope.actor.label)
    try:
        report = create_report(organisation_id=scope.organisation_id, report=new)
    except BadCoordinates as wrong:
        raise Invalid({"latitude": wrong.sentence_nl}) from wrong
    return answer(as_data(report), status=201, version=report.row_version)


def _contact(given: ContactIn) -> Contact:
    try:
        phone = belgian_phone(given.phone) if given.phone else ""
    except ValidationError as wrong:
        raise Invalid({"contact/phone": " ".join(wrong.messages)}) from wrong
    try:
        if given.email:
            validate_email(given.email)
    except ValidationError as wrong:
        raise Invalid({"contact/email": EMAIL_UNCLEAR}) from wrong
    return Contact(given.name, phone, given.email)


@router.get("/reports", summary="Meldingen van de eigen gemeente")
@operation("meldpunt.report.list", module="meldpunt")
def listing(
    request: HttpRequest, after: UUID | None = None, limit: int = Query(50, ge=1, le=100), state: State | None = None
) -> HttpResponse:
    """Newest first; ``after`` is the id of the last one of the page before."""
    organisation_id = request.scope.organisation_id  # type: ignore[attr-defined]
    rows = reports.following(organisation_id, after=after, limit=limit + 1, state=state or "")
    shown = rows[:limit]
    entries.log_read(
        "meldpunt.report.listed", organisation_id=organisation_id, detail={"codes": [row.code for row in shown]}
    )
    response = answer([as_data(row) for row in shown])
    if len(rows) > limit:
        response["Link"] = f'</api/v1/meldpunt/reports?after={shown[-1].id}&limit={limit}>; rel="next"'
    return response


@router.get("/reports/{report_id}", summary="Eén melding")
@operation("meldpunt.report.read", module="meldpunt")
def one(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """One report with its version as ETag."""
    report = reports.by_id(report_id)
    entries.log_read("meldpunt.report.read", report)
    return answer(as_data(report), version=report.row_version)


@router.post("/reports/{report_id}/states", summary="Zet een melding in een volgende toestand")
@operation("meldpunt.report.change_state", module="meldpunt", creates=True)
def move(request: HttpRequest, report_id: UUID, body: StateIn) -> HttpResponse:
    """A next state; needs If-Match with the version that was read."""
    report = reports.by_id(report_id)
    require_version(request, report.row_version)
    given = StepGiven(
        body.public_text, body.internal_note, body.reason, body.planned_on, body.party, body.kept
    )
    try:
        moved = change_state(report_id=report_id, to=body.to, row_version=report.row_version, given=given)
    except Invalid:
        raise
    except RuleViolation as wrong:
        raise Invalid({"to": wrong.sentence_nl}) from wrong
    return answer(as_data(moved), status=201, version=moved.row_version)
