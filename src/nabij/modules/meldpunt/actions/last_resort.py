"""A municipality decides whom to call when nobody of the line answers. A new list ends the old one; nothing is edited."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from django.db.backends.postgresql.psycopg_any import DateRange

from nabij.kernel.access import authorise, require_own
from nabij.kernel.audit import entries as audit
from nabij.kernel.calendar import clock, words
from nabij.kernel.errors import Invalid
from nabij.kernel.events.facade import publish
from nabij.kernel.tenancy.scope import current

from ..models.duty import LastResort, LastResortDecision
from ..queries.chain import sealed
from ..rules import last_resort as rules
from ..rules.last_resort import Place

DECIDE = "meldpunt.last_resort.decide"


def publish_list(
    *, organisation_id: int, places: Sequence[Place], reference: str, decided_on: date, since: date, every_minutes: int = 10,
    keep_numbers_of: Sequence[UUID | None] = (),
) -> LastResortDecision:
    """Publish the own ordered list from a day on. `places` hold numbers in E.164; where `keep_numbers_of` names an earlier place at the
    same index and the number is empty, its number is kept.

    Raises `Refused` for another municipality's function, `Invalid` with every reason why the list may not be published.
    """
    authorise(DECIDE)
    require_own(organisation_id)
    today = clock.today()
    complete = _with_kept_numbers(organisation_id, places, keep_numbers_of)
    lacking = _lacking(complete, reference, decided_on, since, every_minutes, today)
    if lacking:
        raise Invalid(lacking)
    _end_running(organisation_id, since)
    period = DateRange(since, None)
    decision = LastResortDecision.objects.create(
        organisation_id=organisation_id, reference=reference.strip(), decided_on=decided_on, period=period,
        every_minutes=every_minutes, recorded_by=current().actor.label[:120], recorded_at=clock.now(),
    )
    for position, place in enumerate(complete):
        LastResort.objects.create(
            organisation_id=organisation_id, decision=decision, position=position, office=place.office, kind=place.kind,
            function=rules.OFFICE_WORDS[place.office], name=place.name, delay_minutes=place.minutes, period=period,
            **sealed(organisation_id, place.number),
        )  # fmt: skip
    detail = {"reference": reference, "since": since.isoformat(), "places": [place.office for place in complete]}
    audit.record("meldpunt.last_resort.published", decision, organisation_id=organisation_id, detail=detail)
    publish("last_resort.published", decision, data={"since": since.isoformat()})
    return decision


def _lacking(
    places: Sequence[Place], reference: str, decided_on: date, since: date, every_minutes: int, today: date
) -> dict[str, str]:
    lacking = {}
    found = rules.problems(places, every_minutes)
    if found:
        lacking["places"] = " ".join(found)
    if not reference.strip():
        lacking["reference"] = "Noem het besluit: wie besliste, en het nummer of de zitting."
    if decided_on > today:
        lacking["decided_on"] = "Een besluit van een latere dag bestaat nog niet."
    if since < today and current().actor.kind != "system":
        lacking["since"] = f"Kies {words.date_text(today)} of later. Wat voorbij is, verandert niet meer."
    return lacking


def _with_kept_numbers(
    organisation_id: int, places: Sequence[Place], keep: Sequence[UUID | None]
) -> list[Place]:
    from ..queries.last_resort import number_of_place

    kept = [*keep, *[None] * (len(places) - len(keep))]
    return [
        place if place.number or id is None
        else Place(place.office, place.kind, place.name, number_of_place(organisation_id, id), place.minutes)
        for place, id in zip(places, kept, strict=True)
    ]  # fmt: skip


def _end_running(organisation_id: int, since: date) -> None:
    """The list that runs on that day ends the day before; one that was only planned never began."""
    for row in LastResortDecision.objects.filter(organisation_id=organisation_id, period__overlap=DateRange(since, None)):
        begins = row.period.lower
        if begins >= since:
            LastResort.objects.filter(decision=row).delete()
            row.delete()
            continue
        row.period = DateRange(begins, since)
        row.save(update_fields=["period"])
        LastResort.objects.filter(decision=row).update(period=row.period)


def last_day(decision: LastResortDecision) -> date | None:
    """The last day on which a list counted; None while it counts."""
    end: date | None = decision.period.upper
    return end - timedelta(days=1) if end else None
