"""Calendars follow the rota, and addresses of calendars are made and withdrawn."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from uuid import UUID

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from nabij.kernel.access import authorise
from nabij.kernel.audit import entries as audit
from nabij.kernel.calendar import clock
from nabij.kernel.errors import Invalid, NotFound
from nabij.kernel.tenancy.scope import current

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


@dataclass(frozen=True)
class Made:
    """A new address; its token is shown this once."""

    feed: CalendarFeed
    token: str


def make_feed(*, kind: str) -> Made:
    """An address for the person at the screen. Raises ``Invalid`` for a kind that does not exist."""
    actor = authorise(READ)
    own = current().organisation_id
    if kind not in CalendarFeed.Kind.values or actor.account_id is None or own is None:
        raise Invalid({"kind": "Kies welke agenda u wilt."})
    token = secrets.token_urlsafe(32)
    feed = CalendarFeed.objects.create(
        organisation_id=own, kind=kind, account_id=actor.account_id, token_sha256=hash_of(token), created_at=clock.now()
    )
    audit.record("meldpunt.calendar_feed.made", feed, detail={"kind": kind})
    return Made(feed, token)


def withdraw_feed(*, feed_id: UUID) -> CalendarFeed:
    """Close an address; calendars then get nothing more. Withdrawing twice changes nothing. Raises ``NotFound`` for another's."""
    actor = authorise(READ)
    feed = CalendarFeed.objects.select_for_update().filter(id=feed_id).first()
    if feed is None or feed.account_id != actor.account_id:
        raise NotFound("Dit adres vinden we niet.")
    if feed.revoked_at is None:
        feed.revoked_at = clock.now()
        feed.save(update_fields=["revoked_at"])
        audit.record("meldpunt.calendar_feed.withdrawn", feed)
    return feed


def hash_of(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
