"""Reads of dossiers and records: only what the person of this transaction is a reader of; anything else does not exist."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from nabij.kernel.calendar import clock
from nabij.kernel.errors import NotFound

from ..models import Audience, Dossier, Hold, PageText, Record

PAGE = 50


@dataclass(frozen=True, slots=True)
class RecordPage:
    rows: tuple[Record, ...]
    next_after: int | None


def my_audiences() -> list[UUID]:
    """Audiences of the person of this transaction, today."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nabij.archive_my_audiences(%s)", [clock.today()])
        return list(cursor.fetchone()[0] or [])


def dossier(dossier_id: UUID) -> Dossier:
    """Raises NotFound for who is no reader: the same answer as for what does not exist."""
    found = (
        Dossier.objects.filter(id=dossier_id, audience_id__in=my_audiences()).select_related("series__node", "audience", "verdict").first()
    )
    if found is None:
        raise NotFound("Dit dossier vinden we niet.")
    return found


def for_update(dossier_id: UUID) -> Dossier:
    """The row, held until the end of the transaction. Raises NotFound for who is no reader."""
    found = Dossier.objects.select_for_update(of=("self",)).filter(id=dossier_id, audience_id__in=my_audiences()).first()
    if found is None:
        raise NotFound("Dit dossier vinden we niet.")
    return found


def records(of: Dossier, *, after: int = 0) -> RecordPage:
    """Records in order, one page at a time (keyset on sequence, no counting)."""
    rows = list(Record.objects.filter(dossier=of, sequence__gt=after).order_by("sequence")[: PAGE + 1])
    return RecordPage(tuple(rows[:PAGE]), rows[PAGE - 1].sequence if len(rows) > PAGE else None)


def record(record_id: UUID) -> Record:
    """Raises NotFound for who is no reader of its dossier."""
    found = (
        Record.objects.filter(id=record_id, dossier__audience_id__in=my_audiences())
        .select_related("dossier__series").prefetch_related("components__blob").first()
    )
    if found is None:
        raise NotFound("Dit stuk vinden we niet.")
    return found


def pages(of: Record) -> list[PageText]:
    """The text of a record, page by page."""
    return list(PageText.objects.filter(component__record=of).order_by("component__version", "component_id", "page"))


def holds(of: Dossier) -> list[Hold]:
    """Every hold of a dossier and of its series, running ones first."""
    found = Hold.objects.filter(organisation_id=of.organisation_id).select_related("placed_by", "released_by")
    own = [hold for hold in found if hold.dossier_id == of.id or hold.series_code == of.series.code]
    return sorted(own, key=lambda hold: (hold.released_on is not None, hold.placed_on))


def hold_for_update(of: Dossier, hold_id: UUID) -> Hold:
    """A hold of this dossier or of its series. Raises NotFound."""
    found = Hold.objects.select_for_update(of=("self",)).filter(organisation_id=of.organisation_id, id=hold_id).first()
    if found is None or (found.dossier_id != of.id and found.series_code != of.series.code):
        raise NotFound("Deze blokkering vinden we niet.")
    return found


def audiences(organisation_id: int) -> list[Audience]:
    return list(Audience.objects.filter(organisation_id=organisation_id).order_by("name"))


def open_dossiers(organisation_id: int, limit: int = 10) -> list[Dossier]:
    """Open dossiers that the person may read, newest first."""
    found = Dossier.objects.filter(organisation_id=organisation_id, state="open", audience_id__in=my_audiences())
    return list(found.select_related("series")[:limit])


def counts(organisation_id: int) -> tuple[int, int]:
    """(dossiers, records) of an organisation that stand."""
    return (
        Dossier.objects.filter(organisation_id=organisation_id).exclude(state="destroyed").count(),
        Record.objects.filter(organisation_id=organisation_id).count(),
    )
