"""Calendars follow the rota, and addresses of calendars are made and withdrawn."""

from __future__ import annotations

from uuid import UUID

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from nabij.kernel.access import authorise
from nabij.kernel.audit import entries as audit
from nabij.kernel.calendar import clock, feeds
from nabij.kernel.errors import Invalid

from ..models.calendar import CalendarEntry, CalendarFeed
from ..models.duty import DutyLine, Shift
from ..rules import appointments as rules

READ = "meldpunt.duty.read"


def follow_rota(*, line: DutyLine) -> int:
    """Bring the appointments of a line to what its shifts say; running twice changes nothing. Returns how many changed."""
    now = clock.now()
    rows = {str(row.id): row for row in CalendarEntry.objects.select_for_update().filter(line=line, period__endswith__gt=now)}
    shifts = list(Shift.objects.filter(line=line, period__endswith__gt=now))
    known = [
        rules.Known(key, f"{row.role} {row.person_id}", row.period.lower, row.period.upper, row.cancelled_at is not None)
        for key, row in rows.items()
    ]
    wanted = [rules.Wanted(f"{shift.role} {shift.person_id}", shift.period.lower, shift.period.upper) for shift in shifts]
    changes = rules.reconcile(known, wanted, now)
    for one, to in changes.moved:
        _change(rows[one.id], period=DateTimeTZRange(to.start, to.end), cancelled_at=None)
    for one in changes.withdrawn:
        _change(rows[one.id], cancelled_at=now)
    for new in changes.new:
        role, _, person = new.whose.partition(" ")
        CalendarEntry.objects.create(
            organisation_id=line.organisation_id, audience=line.audience, line=line, role=role, person_id=UUID(person),
            period=DateTimeTZRange(new.start, new.end), modified_at=now,
        )
    return len(changes.moved) + len(changes.withdrawn) + len(changes.new)


def _change(row: CalendarEntry, **fields: object) -> None:
    for name, value in fields.items():
        setattr(row, name, value)
    row.sequence, row.modified_at = row.sequence + 1, clock.now()
    row.save(update_fields=[*fields, "sequence", "modified_at"])


def make_feed(*, kind: str) -> feeds.Made[CalendarFeed]:
    """An address for the person at the screen. Raises ``Invalid`` for a kind that does not exist."""
    actor = authorise(READ)
    if kind not in CalendarFeed.Kind.values:
        raise Invalid({"kind": "Kies welke agenda u wilt."})
    made = feeds.make(CalendarFeed, actor, kind=kind)
    audit.record("meldpunt.calendar_feed.made", made.feed, detail={"kind": kind})
    return made


def withdraw_feed(*, feed_id: UUID) -> CalendarFeed:
    """Close an address; calendars then get nothing more. Withdrawing twice changes nothing. Raises ``NotFound`` for another's."""
    return feeds.withdraw(CalendarFeed, authorise(READ), feed_id, "meldpunt.calendar_feed.withdrawn")
