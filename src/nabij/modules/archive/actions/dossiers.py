"""Writes of dossiers: filing, closing, facts, holds, readers."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from nabij.kernel import crypto
from nabij.kernel.access import authorise, require_own
from nabij.kernel.audit import entries
from nabij.kernel.calendar import clock
from nabij.kernel.errors import Invalid, RuleViolation
from nabij.kernel.events import facade as events

from .. import access
from ..events import DOSSIER_CLOSED
from ..models import Audience, Dossier, Hold, RetentionFact, SearchEntry, Sensitivity
from ..queries import dossiers as queries
from ..queries import plan
from ..rules import dossiers as rules
from ..rules.dossiers import DossierState
from ..rules.retention import TRIGGER_NL, Trigger
from . import verdicts

EVERYONE = "iedereen van de eigen organisatie"


def file_dossier(
    *, organisation_id: int, series_code: str, title: str, responsible: str, opened_on: date, closed_on: date | None = None,
    audience: Audience | None = None, number: str = "", facts: dict[str, date] | None = None, **fields: Any,
) -> Dossier:
    """A dossier in a series, with its readers (everyone of the own organisation by default) and dated facts.

    Raises Invalid for dates that cannot be, RuleViolation for a series whose content stays in its own module.
    """
    require_own(organisation_id)
    authorise(access.FILE)
    view = plan.one_series(series_code, organisation_id)
    rules.require_dates(opened_on, closed_on, clock.today())
    if view.row.sensitivity == Sensitivity.SOCIAL:
        raise RuleViolation("Sociale dossiers blijven bij het OCMW. Ze komen niet in dit archief.")
    if not title.strip():
        raise Invalid({"title": "Geef het dossier een naam."})
    row = Dossier.objects.create(
        organisation_id=organisation_id, series_organisation_id=view.row.organisation_id, series=view.row,
        number=number or _number(organisation_id, view.code, opened_on.year), title=title.strip()[:200], opened_on=opened_on,
        closed_on=closed_on, state=DossierState.CLOSED if closed_on else DossierState.OPEN, responsible=responsible.strip(),
        audience=audience or everyone(organisation_id), **fields,
    )
    for kind, on in (facts or {}).items():
        _write_fact(row, kind, on, "bij het aanleggen")
    entries.record("archive.dossier.filed", row, detail={"series": view.code})
    verdicts.recompute(organisation_id=organisation_id, dossier_ids=[row.id])
    return row


def everyone(organisation_id: int) -> Audience:
    """The default readers: whoever works for the organisation and may search."""
    row, _ = Audience.objects.get_or_create(organisation_id=organisation_id, name=EVERYONE, defaults={"everyone": True})
    return row


def _number(organisation_id: int, code: str, year: int) -> str:
    prefix = f"{year}/{code.upper()}/"
    last = (
        Dossier.objects.filter(organisation_id=organisation_id, number__startswith=prefix).order_by("-number")
        .values_list("number", flat=True).first()
    )
    return rules.next_number(code, year, int(last.rpartition("/")[2]) if last else 0)


def close(*, dossier_id: UUID, closed_on: date) -> Dossier:
    """Close a dossier: its terms start to run."""
    row = queries.for_update(dossier_id)
    authorise(access.FILE)
    row.state = rules.step(DossierState(row.state), DossierState.CLOSED)
    rules.require_dates(row.opened_on, closed_on, clock.today())
    row.closed_on = closed_on
    row.row_version += 1
    row.save()
    entries.record("archive.dossier.closed", row, detail={"on": closed_on.isoformat()})
    events.publish(DOSSIER_CLOSED, row)
    verdicts.recompute(organisation_id=row.organisation_id, dossier_ids=[row.id])
    return row


def add_fact(*, dossier_id: UUID, kind: str, on: date, source: str = "") -> RetentionFact:
    """A dated fact that starts a term. A new date for the same kind replaces the old one; the log keeps that it changed."""
    row = queries.for_update(dossier_id)
    authorise(access.FACT)
    if kind not in TRIGGER_NL or kind == Trigger.CLOSING:
        raise Invalid({"kind": "Kies welke datum u vastlegt. Afsluiten doet u met de knop “Sluit het dossier”."})
    if on > clock.today():
        raise Invalid({"on": "Deze dag ligt in de toekomst. Leg alleen vast wat gebeurd is."})
    fact = _write_fact(row, kind, on, source)
    verdicts.recompute(organisation_id=row.organisation_id, dossier_ids=[row.id])
    return fact


def _write_fact(row: Dossier, kind: str, on: date, source: str) -> RetentionFact:
    birth = kind == Trigger.BIRTH
    values = {
        "on": None if birth else on, "source": source, "recorded_at": clock.now(),
        "sealed": crypto.seal(row.organisation_id, verdicts.PURPOSE, on.isoformat()) if birth else None,
    }
    fact, _ = RetentionFact.objects.update_or_create(organisation_id=row.organisation_id, dossier=row, kind=kind, defaults=values)
    entries.record("archive.fact.recorded", fact, detail={"kind": kind, **({} if birth else {"on": on.isoformat()})})
    return fact


def place_hold(
    *, organisation_id: int, reason: str, reference: str, dossier_id: UUID | None = None, series_code: str = "",
    review_on: date | None = None,
) -> Hold:
    """Nothing of this dossier (or of this whole series) goes, whatever its dates, until the hold is released."""
    require_own(organisation_id)
    actor = authorise(access.HOLD)
    lacking = {}
    if not reason.strip():
        lacking["reason"] = "Zeg waarom dit bewaard moet blijven, bijvoorbeeld een rechtszaak."
    if not reference.strip():
        lacking["reference"] = "Noem waar dit vandaan komt: een rolnummer, een brief, een besluit."
    if lacking:
        raise Invalid(lacking)
    dossier = queries.for_update(dossier_id) if dossier_id else None
    series = plan.one_series(series_code, organisation_id).code if series_code else ""
    row = Hold.objects.create(
        organisation_id=organisation_id, dossier=dossier, series_code=series,
        reason=reason.strip(), reference=reference.strip(), placed_by_id=actor.account_id, placed_on=clock.today(), review_on=review_on,
    )
    entries.record("archive.hold.placed", row, detail={"scope": "dossier" if dossier else "series"})
    _follow(row)
    return row


def release_hold(*, organisation_id: int, dossier_id: UUID, hold_id: UUID) -> Hold:
    """End a hold that stands on this dossier or on its series. One on a whole series is released by somebody else than who placed it."""
    require_own(organisation_id)
    actor = authorise(access.HOLD)
    row = queries.hold_for_update(queries.dossier(dossier_id), hold_id)
    if row.released_on is not None:
        raise RuleViolation("Deze blokkering is al opgeheven.")
    if row.series_code and row.placed_by_id == actor.account_id and actor.kind == "person":
        raise RuleViolation("U plaatste deze blokkering op een hele serie. Iemand anders heft ze op.")
    row.released_on, row.released_by_id = clock.today(), actor.account_id
    row.save(update_fields=["released_on", "released_by"])
    entries.record("archive.hold.released", row)
    _follow(row)
    return row


def _follow(row: Hold) -> None:
    if row.dossier_id:
        verdicts.recompute(organisation_id=row.organisation_id, dossier_ids=[row.dossier_id])
    else:
        verdicts.recompute_series(organisation_id=row.organisation_id, code=row.series_code)


def change_readers(*, dossier_id: UUID, audience: Audience) -> Dossier:
    """Who may read a dossier. Search reads the dossier itself, so narrowing works at once."""
    row = queries.for_update(dossier_id)
    authorise(access.FACT)
    row.audience = audience
    row.row_version += 1
    row.save(update_fields=["audience", "row_version"])
    SearchEntry.objects.filter(organisation_id=row.organisation_id, dossier=row).update(audience=audience)
    entries.record("archive.dossier.readers_changed", row, detail={"audience": audience.name})
    return row
