"""What a municipality itself says about the strategy. Only Kuurne decides for Kuurne (N29)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from nabij.kernel.access import authorise, require_own
from nabij.kernel.audit import entries
from nabij.kernel.calendar import clock
from nabij.kernel.errors import Invalid, RuleViolation
from nabij.kernel.events import facade as events

from .. import access
from ..events import STRATEGY_ADOPTED
from ..models import FIELDS_NL, Adoption, Deviation, StrategyVersion
from ..queries import adoption as queries
from ..queries import strategy
from ..rules import strategy as rules
from ..rules.strategy import AdoptionState


@dataclass(frozen=True, slots=True)
class Own:
    """A local value with its reason, ready to be written under an adoption."""

    code: str
    field: str
    value: str
    motivation: str
    review_on: date | None = None


def answer(*, organisation_id: int, state: AdoptionState, note: str = "", invented: bool = False) -> Adoption:
    """Say that the own municipality considers it, or not now, or stops. Taking over goes through ``adopt``."""
    require_own(organisation_id)
    authorise(access.ADOPT)
    if state is AdoptionState.ADOPTED:
        raise RuleViolation("Overnemen vraagt een besluit: wie, wanneer en waar het te vinden is.")
    version = strategy.require_published()
    _close(organisation_id, version.kind)
    return _written(organisation_id, version, state=state, note=note.strip(), invented=invented)


def adopt(
    *, organisation_id: int, body: str, decided_on: date | None, reference: str, choices: Mapping[str, str] | None = None,
    copy_from: int | None = None, note: str = "", invented: bool = False,
) -> Adoption:
    """Take over the published version. Own deviations stay; where the region changed the same field, ``choices`` says
    (``<code>.<field>`` → local or region) which one counts. ``copy_from`` takes a neighbour's deviations over as well.

    Raises Refused for another organisation, Invalid for a missing reference or an unanswered conflict.
    """
    require_own(organisation_id)
    authorise(access.ADOPT)
    rules.require_reference(body, decided_on, reference)
    version = strategy.require_published()
    own = _kept(organisation_id, version, dict(choices or {}))
    if copy_from:
        own = own | {key: value for key, value in _of_neighbour(copy_from).items() if key not in own}
    _close(organisation_id, version.kind)
    row = _written(
        organisation_id, version, state=AdoptionState.ADOPTED, body=body.strip(), decided_on=decided_on, reference=reference.strip(),
        note=note.strip(), invented=invented,
    )
    for line in own.values():
        _write_deviation(row, line)
    events.publish(STRATEGY_ADOPTED, row, data={"version": version.number, "deviations": len(own)})
    return row


def deviate(
    *, organisation_id: int, code: str, field: str, value: str, motivation: str, review_on: date | None = None
) -> Deviation:
    """A motivated local difference on one field of the own adoption. Raises Invalid or RuleViolation with the reason."""
    require_own(organisation_id)
    authorise(access.DEVIATE)
    adoption = queries.open_row(organisation_id, locked=True)
    if adoption is None or adoption.state != AdoptionState.ADOPTED:
        raise RuleViolation("Neem eerst de strategie over. Daarna kunt u per afspraak afwijken.")
    agreement = next((a for a in adoption.version.agreements.all() if a.code == code), None)
    if agreement is None or field not in FIELDS_NL:
        raise Invalid({"field": "Kies een afspraak en een veld van de strategie."})
    if field in agreement.fixed_fields.split():
        raise RuleViolation(f"De regio sprak af dat {FIELDS_NL[field]} overal gelijk is. Hier kan niemand afwijken.")
    rules.require_motivation(motivation)
    if not value.strip() or value.strip() == getattr(agreement, field):
        raise Invalid({"value": "Schrijf wat bij u anders is dan de regionale afspraak."})
    return _write_deviation(adoption, Own(code, field, value.strip(), motivation.strip(), review_on))


def end_deviation(*, organisation_id: int, deviation_id: UUID) -> None:
    """Follow the region again on this field."""
    require_own(organisation_id)
    authorise(access.DEVIATE)
    row = queries.deviation_row(organisation_id, deviation_id)
    entries.record("archive.deviation.ended", row, detail={"code": row.code, "field": row.field})
    row.delete()


def _kept(organisation_id: int, version: StrategyVersion, choices: dict[str, str]) -> dict[tuple[str, str], Own]:
    """The own deviations that survive the step to ``version``."""
    before = queries.open_row(organisation_id, locked=True)
    if before is None or before.state != AdoptionState.ADOPTED:
        return {}
    rows = {(d.code, d.field): d for d in before.deviations.all()}
    lines = [line for line in queries.difference(before, version) if line.local is not None]
    kept = [line.key for line in lines if rules.keeps(line, choices, ".".join(line.key))]
    return {key: _own(rows[key]) for key in kept}


def _of_neighbour(organisation_id: int) -> dict[tuple[str, str], Own]:
    row = queries.open_row(organisation_id)
    if row is None or row.state != AdoptionState.ADOPTED:
        raise Invalid({"copy_from": "Deze gemeente nam de strategie nog niet over. Kies een andere."})
    return {(d.code, d.field): _own(d) for d in row.deviations.all()}


def _own(row: Deviation) -> Own:
    return Own(row.code, row.field, row.value, row.motivation, row.review_on)


def _close(organisation_id: int, kind: str) -> None:
    Adoption.objects.filter(organisation_id=organisation_id, kind=kind, until=None).update(until=clock.now())


def _written(organisation_id: int, version: StrategyVersion, **fields: Any) -> Adoption:
    row = Adoption.objects.create(
        organisation_id=organisation_id, audience=f"partnership:{version.organisation_id}", kind=version.kind,
        version_organisation_id=version.organisation_id, version=version, since=clock.now(), **fields,
    )
    entries.record("archive.strategy.answered", row, detail={"version": version.number, "state": str(row.state)})
    return row


def _write_deviation(adoption: Adoption, own: Own) -> Deviation:
    values = {"value": own.value, "motivation": own.motivation, "review_on": own.review_on}
    row, _ = Deviation.objects.update_or_create(
        adoption=adoption, code=own.code, field=own.field, organisation_id=adoption.organisation_id, defaults=values,
        create_defaults=values | {"audience": adoption.audience},
    )
    entries.record("archive.deviation.written", row, detail={"code": own.code, "field": own.field})
    return row
