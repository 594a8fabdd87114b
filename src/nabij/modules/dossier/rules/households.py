"""Who lives with whom, as it was on a day, as we knew it at a moment. Two times on every row; nothing is overwritten."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from nabij.kernel.errors import RuleViolation

#: Event kind → presence of the person from that day on; None = gone from the household.
EVENTS = {
    "move_in": "main", "move_out": None, "birth": "main", "death": None, "split": None, "custody": "shared",
    "student": "student", "institution": "institution",
}
EVENTS_NL = {
    "move_in": "komt erbij", "move_out": "verhuist naar elders", "birth": "wordt geboren", "death": "overlijdt",
    "split": "gaat uit elkaar", "custody": "woont afwisselend hier", "student": "gaat op kot", "institution": "verblijft in een instelling",
}
PRESENCES_NL = {
    "main": "woont hier", "shared": "woont hier afwisselend", "student": "studeert elders", "institution": "in een instelling",
    "visiting": "op bezoek",
}


@dataclass(frozen=True, slots=True)
class Membership:
    """``subject`` in the household over ``first``…``until`` (excluded; None = open), known over ``known``…``forgotten``."""

    key: UUID | None
    subject: UUID
    basis: str
    presence: str
    first: date
    until: date | None
    known: datetime
    forgotten: datetime | None = None

    def holds(self, day: date, known_at: datetime) -> bool:
        valid = self.first <= day and (self.until is None or day < self.until)
        return valid and self.known <= known_at and (self.forgotten is None or known_at < self.forgotten)


@dataclass(frozen=True, slots=True)
class Change:
    """``close``: keys whose knowledge ends now; ``open``: rows that are new."""

    close: tuple[UUID, ...]
    open: tuple[Membership, ...]


def household_on(memberships: Iterable[Membership], day: date, known_at: datetime, basis: str) -> list[Membership]:
    """Memberships that held on ``day``, as known at ``known_at``."""
    return [m for m in memberships if m.basis == basis and m.holds(day, known_at)]


def apply_event(
    kind: str, subject: UUID, basis: str, on: date, now: datetime, memberships: Iterable[Membership], until: date | None = None
) -> Change:
    """What an event on ``on`` changes for one person: rows that reach past that day end there, and a new one may begin.

    ``until`` (excluded) bounds the new stretch; what was known after it returns. Raises ``RuleViolation`` on an unknown kind or when
    somebody leaves who was not there.
    """
    if kind not in EVENTS or (until is not None and until <= on):
        raise RuleViolation("Deze gebeurtenis kennen we niet, of ze eindigt voor ze begint.")
    reached = [
        m for m in memberships
        if m.subject == subject and m.basis == basis and m.forgotten is None and (m.until is None or on < m.until)
        and (until is None or m.first < until)
    ]
    presence = EVENTS[kind]
    if presence is None and not reached:
        raise RuleViolation("Deze persoon woont hier op die dag niet. Kijk de datum na.")
    kept = [piece for m in reached for piece in _outside(m, on, until, now)]
    fresh = [Membership(None, subject, basis, presence, on, until, now)] if presence else []
    return Change(tuple(m.key for m in reached if m.key), tuple([*kept, *fresh]))


def _outside(m: Membership, on: date, until: date | None, now: datetime) -> list[Membership]:
    """The parts of a row before and after the changed stretch, known from now."""
    pieces = []
    if m.first < on:
        pieces.append(replace(m, key=None, until=on, known=now))
    if until is not None and (m.until is None or until < m.until):
        pieces.append(replace(m, key=None, first=until, known=now))
    return pieces
