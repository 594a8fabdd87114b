"""When the first line changes hands, and what follows when nobody says "gelezen". Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

#: The outgoing officer can write this long before the change.
AHEAD = timedelta(hours=2)
#: Unread this long into the shift: both are paged.
UNREAD_AFTER = timedelta(minutes=15)
#: The outgoing officer stays in the paging set at most this long.
AT_MOST = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class Stretch:
    """One person on duty over [start, end)."""

    person: str
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Change:
    """At ``at`` the line passes from ``outgoing`` (empty after a gap) to ``incoming``."""

    at: datetime
    outgoing: str
    incoming: str


def changes(stretches: Iterable[Stretch], now: datetime) -> list[Change]:
    """The changes that are near enough to be written or still unread, soonest first.

    Who was on duty until the very moment takes nothing over: a stretch that was cut in two is no change.
    """
    known = list(stretches)
    found = []
    for one in known:
        if not now - AT_MOST < one.start <= now + AHEAD:
            continue
        before = {s.person for s in known if s.start < one.start <= s.end}
        after = {s.person for s in known if s.start <= one.start < s.end}
        if one.person not in before:
            found.append(Change(one.start, min(before - after, default=""), one.person))
    return sorted(found, key=lambda change: (change.at, change.incoming))


def is_unread(*, starts_at: datetime, read: bool, paged: bool, now: datetime) -> bool:
    """Both must be paged now: once, a quarter of an hour into the shift."""
    return not read and not paged and starts_at + UNREAD_AFTER <= now
