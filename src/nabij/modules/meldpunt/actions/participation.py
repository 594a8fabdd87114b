"""A municipality takes part in a line by its own decision, under an agreement on sharing data; the host of the line moves by a decision."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from nabij.kernel.access import authorise, require_own
from nabij.kernel.audit import entries as audit
from nabij.kernel.calendar import clock
from nabij.kernel.errors import Invalid
from nabij.kernel.events.facade import publish
from nabij.kernel.tenancy.scope import current

from ..models.chain import LineHost
from ..models.duty import DutyLine, DutyParticipation
from ..queries import last_resort
from ..queries.participation import possible_hosts

JOIN = "meldpunt.participation.decide"
PLAN = "meldpunt.duty.plan"


def join_line(
    *, organisation_id: int, line: DutyLine, since: date, decision_reference: str, agreement_reference: str, public_number: str = "",
    baseline_calls: int | None = None, baseline_source: str = "", used_for: str = "", share: int = 1,
) -> DutyParticipation:
    """The line answers for this municipality from a day on.

    Raises `Refused` for another organisation's function (N29), `Invalid` without decision, without the agreement on sharing data (N27),
    without a list of last resort on that day, or when it takes part already.
    """
    authorise(JOIN)
    require_own(organisation_id)
    lacking = _lacking(organisation_id, since, decision_reference, agreement_reference)
    if lacking:
        raise Invalid(lacking)
    try:
        with transaction.atomic():
            row = DutyParticipation.objects.create(
                organisation_id=organisation_id, line=line, line_organisation_id=line.organisation_id, period=DateRange(since, None),
                decision_reference=decision_reference.strip(), agreement_reference=agreement_reference.strip(),
                public_number=public_number.strip(), baseline_calls=baseline_calls, baseline_source=baseline_source.strip(),
                used_for=used_for.strip(), share=share,
            )  # fmt: skip
    except IntegrityError:
        raise Invalid({"since": "De wachtlijn antwoordt dan al voor uw gemeente. Kies een andere dag."}) from None
    detail = {"since": since.isoformat(), "decision": decision_reference, "agreement": agreement_reference}
    audit.record("meldpunt.participation.decided", row, organisation_id=organisation_id, detail=detail)
    publish("participation.decided", row, data={"since": since.isoformat()})
    return row


def _lacking(organisation_id: int, since: date, decision: str, agreement: str) -> dict[str, str]:
    lacking = {}
    if not decision.strip():
        lacking["decision_reference"] = "Noem het besluit van uw gemeente: wie besliste, en wanneer."
    if not agreement.strip():
        lacking["agreement_reference"] = (
            "Noem de overeenkomst over gegevens. Wachters van andere gemeenten lezen tijdens hun wacht uw meldingen."
        )
    if since < clock.today() and current().actor.kind != "system":
        lacking["since"] = "Kies vandaag of later."
    if last_resort.list_on(organisation_id, since) is None:
        lacking.setdefault("since", "Op die dag heeft uw gemeente nog geen laatste vangnet. Beslis eerst wie we dan bellen.")
    return lacking


def move_host(*, line: DutyLine, host_id: int, decision_reference: str) -> LineHost:
    """Another municipality becomes host of the line, from today on, by a decision of the partnership."""
    authorise(PLAN)
    require_own(line.organisation_id)
    if not decision_reference.strip():
        raise Invalid({"decision_reference": "Noem het besluit: welke vergadering, en wanneer."})
    chosen = next((one for one in possible_hosts(clock.today()) if one.id == host_id), None)
    if chosen is None:
        raise Invalid({"host": "Kies een gemeente van het samenwerkingsverband."})
    row = LineHost.objects.create(
        organisation_id=line.organisation_id, audience=line.audience, line=line, host_id=host_id, since=clock.today(),
        decision_reference=decision_reference.strip(), recorded_by=current().actor.label[:120], recorded_at=clock.now(),
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("SELECT nabij.move_line_host(%s, %s)", [line.organisation_id, host_id])
    audit.record("meldpunt.host.moved", row, detail={"host": str(chosen), "decision": decision_reference})
    return row
