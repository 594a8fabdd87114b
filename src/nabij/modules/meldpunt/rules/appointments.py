"""How appointments in calendars follow the shifts: the same one moved, one more, or one withdrawn; never all new ones."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Known:
    """An appointment that calendars may hold. ``whose`` is line, role and person together."""

    id: str
    whose: str
    start: datetime
    end: datetime
    cancelled: bool = False


@dataclass(frozen=True)
class Wanted:
    """A shift as it is now."""

    whose: str
    start: datetime
    end: datetime


@dataclass(frozen=True)
class Changes:
    """``moved`` also revives an appointment that had been withdrawn."""

    new: tuple[Wanted, ...]
    moved: tuple[tuple[Known, Wanted], ...]
    withdrawn: tuple[Known, ...]


def reconcile(known: Iterable[Known], wanted: Iterable[Wanted], now: datetime) -> Changes:
    """What to change so that calendars say what the shifts say. What ended before ``now`` is history and stays as it is.

    An appointment is the same one when person and role are, and it begins at the same moment, or else overlaps most.
    """
    open_known = sorted((one for one in known if one.end > now), key=lambda one: (one.cancelled, one.start, one.id))
    left = [one for one in wanted if one.end > now]
    pairs: list[tuple[Known, Wanted]] = []
    for same in (_same_start, _overlaps):
        for one in list(open_known):
            candidates = [w for w in left if w.whose == one.whose and same(one, w)]
            if candidates:
                best = max(candidates, key=lambda w: _shared(one, w))
                pairs.append((one, best))
                open_known.remove(one)
                left.remove(best)
    moved = [(one, w) for one, w in pairs if one.cancelled or (one.start, one.end) != (w.start, w.end)]
    return Changes(tuple(left), tuple(moved), tuple(one for one in open_known if not one.cancelled))


def _same_start(one: Known, wanted: Wanted) -> bool:
    return one.start == wanted.start


def _overlaps(one: Known, wanted: Wanted) -> bool:
    return not one.cancelled and one.start < wanted.end and wanted.start < one.end


def _shared(one: Known, wanted: Wanted) -> float:
    return (min(one.end, wanted.end) - max(one.start, wanted.start)).total_seconds()


def applied(known: Sequence[Known], changes: Changes) -> list[tuple[str, datetime, datetime]]:
    """The appointments that stand after the changes, for whoever checks: (whose, start, end)."""
    moved = {one.id: w for one, w in changes.moved}
    gone = {one.id for one in changes.withdrawn}
    stay = [one for one in known if one.id not in gone and one.id not in moved and not one.cancelled]
    return [(one.whose, one.start, one.end) for one in stay] + [(w.whose, w.start, w.end) for w in [*moved.values(), *changes.new]]
