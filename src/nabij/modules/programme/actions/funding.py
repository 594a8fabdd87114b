"""Funding calls and what projects ask in them (N82–N93). Everything here is a row of the partnership, but one."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.text import slugify

from nabij.kernel.access import authorise, require_own
from nabij.kernel.audit import entries
from nabij.kernel.calendar import clock
from nabij.kernel.errors import Invalid, NotFound, RuleViolation
from nabij.kernel.events import facade as events

from .. import access
from ..events import APPLICATION_COMPOSED, APPLICATION_SUBMITTED, CALL_DATE_CHANGED
from ..models import (
    Application,
    ApplicationParty,
    Call,
    CallDate,
    CallRule,
    CallType,
    FundingProgramme,
    ParticipationElsewhere,
    ProjectPart,
    Scenario,
    ScenarioPlacement,
)
from ..queries import funding, programme
from ..rules.calls import CallDateKind, HardDate, Role, require_under_ceiling


@dataclass(frozen=True, slots=True)
class TypeGiven:
    """A type of a call: what it is called and the most it pays, in cents."""

    label: str
    ceiling_cents: int
    quote: str = ""


@dataclass(frozen=True, slots=True)
class RuleGiven:
    """A condition of a call, with the sentence people read and where it stands."""

    kind: str
    sentence: str
    source: str
    parameters: Mapping[str, Any] = field(default_factory=dict)


def _steer() -> tuple[int, dict[str, Any]]:
    """Only the partnership writes calls and applications."""
    authorise(access.STEER)
    partnership_id = programme.partnership_id()
    require_own(partnership_id)
    return partnership_id, {"organisation_id": partnership_id, "audience": f"partnership:{partnership_id}"}


def open_call(
    *, programme_name: str, name: str, source: str, types: Sequence[TypeGiven], rules: Sequence[RuleGiven] = (), funder: str = "",
    last_round_of: str = "", origin: str = "",
) -> Call:
    """Write down a call with its types, under its funding programme (made when new). Raises Invalid per field."""
    _, shared = _steer()
    lacking = {}
    if not name.strip():
        lacking["name"] = "Geef de oproep een naam."
    if not source.strip():
        lacking["source"] = "Zeg waar dit staat: een adres of een document. Zo kan iemand het nakijken."
    if not types:
        lacking["types"] = "Schrijf minstens één soort op met haar plafond, bijvoorbeeld: thematisch: 500.000,00."
    if lacking:
        raise Invalid(lacking)
    framework, _ = FundingProgramme.objects.get_or_create(
        name=programme_name.strip() or name.strip(), organisation_id=shared["organisation_id"],
        defaults={"audience": shared["audience"], "funder": funder, "source": source},
    )
    try:
        with transaction.atomic():
            call = Call.objects.create(
                **shared, programme=framework, slug=slugify(name)[:60], name=name.strip(), last_round_of=last_round_of, origin=origin
            )
            for one in types:
                CallType.objects.create(
                    **shared, call=call, code=slugify(one.label)[:40], label=one.label, ceiling_cents=one.ceiling_cents, quote=one.quote
                )
    except IntegrityError as error:
        raise Invalid({"name": "Deze oproep staat er al, of twee soorten heten gelijk."}) from error
    for rule in rules:
        CallRule.objects.create(
            **shared, call=call, kind=rule.kind, sentence_nl=rule.sentence, source=rule.source, parameters=dict(rule.parameters)
        )
    entries.record("programme.call.opened", call, detail={"types": len(types), "rules": len(rules)})
    return call


def close_call(*, call_id: uuid.UUID) -> Call:
    """The call is over. Visions, goals, projects and applications stay what they were (N11)."""
    _steer()
    call = funding.call_row(call_id)
    call.closed = True
    call.save(update_fields=["closed"])
    entries.record("programme.call.closed", call)
    return call


def state_date(
    *, call_id: uuid.UUID, kind: CallDateKind, days: tuple[date, date] | None, stated_as: str, hard: bool = False,
    for_organisation_id: int | None = None, document: str = "", quote: str = "", origin: str = "", stated_at: datetime | None = None,
) -> CallDate:
    """Write down one date of a call as its funder stated it; ``days`` are first and last day, both included.

    A later statement counts and leaves the earlier one readable. A hard date moves only with a ``document`` of the funder
    (raises HardDate, N89). ``for_organisation_id`` = an extension for one organisation; the others keep their date.
    """
    authorise(access.IMPORT if stated_at else access.STEER)
    _, shared = _steer()
    call = funding.call_row(call_id)
    if days and days[1] < days[0]:
        raise Invalid({"last_day": "De laatste dag moet na de eerste liggen."})
    standing = funding.standing_date(call.id, kind, for_organisation_id) or funding.standing_date(call.id, kind, None)
    if standing and standing.hard and not document.strip():
        raise HardDate("Dit is een harde datum. Alleen de subsidiegever verplaatst ze: noem het document waarin dat staat.")
    row = CallDate.objects.create(
        **shared, call=call, kind=kind, days=DateRange(*days, "[]") if days else None, stated_as=stated_as.strip(),
        hard=hard or bool(standing and standing.hard), for_organisation_id=for_organisation_id, document=document.strip(),
        quote=quote, stated_at=stated_at or clock.now(), origin=origin,
    )
    entries.record("programme.call_date.stated", row, detail={"kind": kind.value, "hard": row.hard, "moved": standing is not None})
    events.publish(CALL_DATE_CHANGED, row, data={"call_id": str(call.id), "kind": kind.value})
    return row


def compose_application(
    *, project_id: uuid.UUID, call_type_id: uuid.UUID, requested_cents: int, lead_id: int, others: Sequence[int] = ()
) -> Application:
    """Begin an application: one lead, everyone else co-applicant. Raises AboveCeiling for one cent too many (N83–N85)."""
    partnership_id, shared = _steer()
    kind = CallType.objects.select_related("call").filter(id=call_type_id).first()
    if kind is None:
        raise NotFound()
    if kind.call.closed:
        raise Invalid({"call_type": "Deze oproep is gesloten."})
    project = programme.project(project_id)
    require_under_ceiling(requested_cents, funding.type_fact(kind))
    row = Application.objects.create(
        **shared, project_id=project.id, call_type=kind, requested_cents=requested_cents, ceiling_cents=kind.ceiling_cents
    )
    ApplicationParty.objects.create(**shared, application=row, party_id=lead_id, role=Role.LEAD)
    for party in sorted(set(others) - {lead_id, partnership_id}):
        ApplicationParty.objects.create(**shared, application=row, party_id=party, role=Role.CO_APPLICANT)
    entries.record("programme.application.composed", row, detail={"project": project.slug, "cents": requested_cents})
    events.publish(APPLICATION_COMPOSED, row, data={"project_id": str(project.id), "call_id": str(kind.call_id)})
    return row


def record_submission(*, application_id: uuid.UUID, submitted_on: date) -> Application:
    """Note that the application left through the funder's own form. Raises RuleViolation when it already did."""
    _steer()
    row = Application.objects.select_for_update().filter(id=application_id).first()
    if row is None:
        raise NotFound()
    if row.state == Application.State.SUBMITTED:
        raise RuleViolation("Deze aanvraag is al ingediend.")
    row.state, row.submitted_on, row.row_version = Application.State.SUBMITTED, submitted_on, row.row_version + 1
    row.save(update_fields=["state", "submitted_on", "row_version"])
    entries.record("programme.application.submitted", row, detail={"on": submitted_on.isoformat()})
    events.publish(APPLICATION_SUBMITTED, row, data={"on": submitted_on.isoformat()})
    return row


def record_elsewhere(
    *, organisation_id: int, call_id: uuid.UUID, lead_stated: str, lead: str, about: str, stated_on: date, quote: str = "",
    origin: str = "",
) -> ParticipationElsewhere:
    """A member took part in someone else's project. Written by the member itself (or an importer)."""
    require_own(organisation_id)
    authorise(access.CORRECT)
    call = funding.call_row(call_id)
    row = ParticipationElsewhere.objects.create(
        organisation_id=organisation_id, audience=call.audience, call_organisation_id=call.organisation_id, call=call,
        lead_stated=lead_stated, lead=lead, about=about, stated_on=stated_on, quote=quote, origin=origin,
    )
    entries.record("programme.participation_elsewhere.recorded", row, detail={"lead": lead})
    return row


def set_parts(*, project_id: uuid.UUID, parts: Sequence[tuple[str, int]], origin: str = "") -> list[ProjectPart]:
    """The parts of a bigger project with what each needs (cents), in order."""
    _, shared = _steer()
    project = programme.project(project_id)
    rows = [
        ProjectPart.objects.create(**shared, project_id=project.id, number=number, name=name, cents=cents, origin=origin)
        for number, (name, cents) in enumerate(parts, 1)
    ]
    entries.record("programme.project_parts.set", rows[0], detail={"parts": len(rows), "cents": sum(r.cents for r in rows)})
    return rows


def make_scenario(
    *, project_id: uuid.UUID, call_id: uuid.UUID, name: str, placements: Mapping[uuid.UUID, tuple[uuid.UUID, int]]
) -> Scenario:
    """Keep a way to spread parts over applications; ``placements`` maps a part to (type, number). Nothing is asked by it."""
    _, shared = _steer()
    project, call = programme.project(project_id), funding.call_row(call_id)
    if not name.strip():
        raise Invalid({"name": "Geef deze verdeling een naam, bijvoorbeeld: alles samen."})
    parts = set(ProjectPart.objects.filter(project_id=project.id).values_list("id", flat=True))
    types = set(call.types.values_list("id", flat=True))
    if not set(placements) <= parts or not {kind for kind, _ in placements.values()} <= types:
        raise NotFound()
    try:
        with transaction.atomic():
            row = Scenario.objects.create(**shared, project_id=project.id, call=call, name=name.strip(), made_at=clock.now())
    except IntegrityError as error:
        raise Invalid({"name": "Deze naam is al gebruikt. Kies een andere."}) from error
    for part_id, (kind_id, number) in placements.items():
        ScenarioPlacement.objects.create(**shared, scenario=row, part_id=part_id, call_type_id=kind_id, number=number)
    entries.record("programme.scenario.made", row, detail={"project": project.slug, "placed": len(placements)})
    return row
