"""What a partner's door decides, without clock or database."""

from __future__ import annotations

import re
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


#: Figures of a voice code: short enough to be said and keyed in at night, far too many to try at three a call.
VOICE_FIGURES = 8
#: Wrong codes in one call, and on one night number in a quarter of an hour; above it no code is looked at.
VOICE_PER_CALL, VOICE_PER_QUARTER = 3, 10


def voice_figures(typed: str) -> str:
    """The figures of a voice code as somebody says or keys it ("4711-0815", "4711 0815#"); empty for anything else."""
    figures = re.sub(r"[\s.#*-]", "", typed)
    return figures if len(figures) == VOICE_FIGURES and figures.isascii() and figures.isdigit() else ""


def voice_grouped(figures: str) -> str:
    """In two groups, as people say it."""
    return f"{figures[:4]} {figures[4:]}"


def voice_rests(*, in_call: int, on_number: int) -> bool:
    """Whether no voice code is looked at any more: so many wrong ones came in this call, or on this number in a quarter of an hour."""
    return in_call >= VOICE_PER_CALL or on_number >= VOICE_PER_QUARTER
