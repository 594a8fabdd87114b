"""Switching a module on or off for one organisation: only by a function of that organisation."""

from __future__ import annotations

from datetime import date, timedelta

from ..access.policy import require_own
from ..audit import entries
from ..calendar import clock
from ..errors import Invalid
from ..events import outbox
from ..references import Reference
from . import registry
from .models import Enablement


def enable(
    *, organisation_id: int, module: str, effective: date, decision_ref: str, agreement_ref: str = "",
    inclusion_ref: str = "", set_by: Reference | None = None,
) -> Enablement:
    """Switch on from ``effective`` (local midnight). Needs the inclusion reference (N36) and, where the manifest says that the
    module shares personal data, an agreement (N27). Raises ``Refused`` for another organisation, ``Invalid`` otherwise."""
    require_own(organisation_id)
    manifest = registry.module(module)
    missing = {}
    if not decision_ref:
        missing["decision_ref"] = "Vul de verwijzing naar het besluit in."
    if not inclusion_ref:
        missing["inclusion_ref"] = "Noem de inclusietoets met de weg voor wie niet digitaal kan."
    if manifest.shares_personal_data and not agreement_ref:
        missing["agreement_ref"] = "Deze module deelt persoonsgegevens. Noem de overeenkomst."
    if missing:
        raise Invalid(missing)
    return _record(organisation_id, module, "on", effective, decision_ref, set_by, agreement_ref, inclusion_ref)


def disable(
    *, organisation_id: int, module: str, on: date, decision_ref: str, set_by: Reference | None = None
) -> Enablement:
    """Switch off from ``on``, never in the past: at the earliest tomorrow. Data stays the organisation's own."""
    require_own(organisation_id)
    effective = max(on, clock.today() + timedelta(days=1))
    return _record(organisation_id, module, "off", effective, decision_ref, set_by)


def _record(
    organisation_id: int, module: str, state: str, effective: date, decision_ref: str, set_by: Reference | None,
    agreement_ref: str = "", inclusion_ref: str = "",
) -> Enablement:
    row = Enablement.objects.create(
        organisation_id=organisation_id, module=module, state=state, effective=effective, recorded_at=clock.now(),
        decision_ref=decision_ref, agreement_ref=agreement_ref, inclusion_ref=inclusion_ref,
        set_by=set_by.key if set_by else "",
    )
    past = "enabled" if state == "on" else "disabled"
    entries.record(
        f"modules.module.{past}", row, organisation_id=organisation_id,
        detail={"module": module, "effective": effective.isoformat(), "decision": decision_ref},
    )
    outbox.publish(f"module.{past}", row, data={"module": module, "effective": effective.isoformat()})
    return row
