"""What a partner's door decides, without clock or database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

#: So many reports of one door in a quarter of an hour; above it a human must be rung, because a door can be stolen.
PER_QUARTER = 20
QUARTER = timedelta(minutes=15)
#: A receipt stays readable this long: until the desk's next shift has read it.
RECEIPT = timedelta(hours=24)


class DoorState(StrEnum):
    OPEN = "open"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


def door_state(*, valid_until: date, withdrawn_at: datetime | None, on: date) -> DoorState:
    """Open through its last day. Withdrawn stays withdrawn, also after that day."""
    if withdrawn_at is not None:
        return DoorState.WITHDRAWN
    return DoorState.OPEN if on <= valid_until else DoorState.EXPIRED


def is_burst(uses: Sequence[datetime], at: datetime) -> bool:
    """Whether one more report at ``at`` is more than a door may send in a quarter of an hour."""
    return sum(at - QUARTER < used <= at for used in uses) >= PER_QUARTER


@dataclass(frozen=True, slots=True)
class Told:
    """What the partner filled in. ``can_wait`` only when said so: everything else is acute."""

    place: str
    what: str
    callback: str
    can_wait: bool = False

    @property
    def danger_answer(self) -> str:
        """A partner's report is acute by default; "kan wachten" is the same word as "nee" to danger."""
        return "no" if self.can_wait else "yes"
