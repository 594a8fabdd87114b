"""The go-live gate of one organisation in one project."""

from __future__ import annotations

import uuid
from datetime import date

from django.db import IntegrityError, transaction

from nabij.kernel.access import authorise, require_own
from nabij.kernel.audit import entries
from nabij.kernel.calendar import clock
from nabij.kernel.errors import Invalid
from nabij.kernel.events import facade as events

from .. import access
from ..events import GO_LIVE_PASSED
from ..models import GoLive, Membership
from ..queries import programme
from . import decisions, switching


def pass_go_live(
    *, organisation_id: int, project_id: uuid.UUID, passed_on: date, inclusion_ref: str, human_route: str,
    agreement_ref: str = "",
) -> GoLive:
    """Record that the organisation is ready: inclusion assessment and a named way for who is not digital (N36).

    The operated module starts on the latest of its membership, today and this gate; other organisations are untouched.
    Raises Refused for another organisation, Invalid when something is missing or the gate was passed before.
    """
    require_own(organisation_id)
    actor = authorise(access.GO_LIVE)
    project, own = programme.project(project_id), programme.member_by_id(organisation_id)
    _complete(inclusion_ref, human_route)
    try:
        with transaction.atomic():
            gate = GoLive.objects.create(
                organisation_id=own.id, audience=f"partnership:{project.organisation_id}",
                project_organisation_id=project.organisation_id, project_id=project.id, passed_on=passed_on,
                agreement_ref=agreement_ref, inclusion_ref=inclusion_ref, human_route=human_route,
                recorded_at=clock.now(),
            )
    except IntegrityError as error:
        raise Invalid({"passed_on": "Uw gemeente is al klaar voor de start van dit project."}) from error
    imported = actor.kind == "system" and passed_on < clock.today()
    switching.follow(project, own, gate, _decision_of(project.id, own.id), imported=imported)
    entries.record("programme.go_live.passed", gate, detail={"project": project.slug, "on": passed_on.isoformat()})
    events.publish(GO_LIVE_PASSED, gate, data={"project_id": str(project.id), "on": passed_on.isoformat()})
    return gate


def _complete(inclusion_ref: str, human_route: str) -> None:
    lacking = {}
    if not inclusion_ref.strip():
        lacking["inclusion_ref"] = "Noem de inclusietoets: wie kan niet digitaal, en wat doet u voor hen?"
    if not human_route.strip():
        lacking["human_route"] = "Noem de weg zonder scherm: loket, telefoon of huisbezoek, met adres en uren."
    if lacking:
        raise Invalid(lacking)


def _decision_of(project_id: uuid.UUID, organisation_id: int) -> str:
    row = (
        Membership.objects.filter(project_id=project_id, organisation_id=organisation_id, recorded__upper_inf=True)
        .select_related("decision").order_by("-effective").first()
    )
    return decisions.reference(row.decision, row.decision_due) if row else decisions.reference(None, None)
