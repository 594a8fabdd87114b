"""When a provider is tested, and what the test says of it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

EVERY = timedelta(hours=6)
#: A provider that gave no receipt is tried again sooner, so that nobody waits six hours to read that it works.
AGAIN = timedelta(hours=1)
#: So long after the test a receipt still counts.
RECEIPT_WITHIN = timedelta(minutes=2)


class State(StrEnum):
    """What the last test of a provider said."""

    RUNNING = "running"
    PROVEN = "proven"
    NO_RECEIPT = "no_receipt"


WORDS_NL = {State.RUNNING: "de proef loopt", State.PROVEN: "ontvangen", State.NO_RECEIPT: "geen ontvangstbewijs"}


@dataclass(frozen=True, slots=True)
class Test:
    """One test message: when it left, and when its receipt came."""

    at: datetime
    delivered_at: datetime | None = None
    __test__ = False


def state(test: Test, now: datetime) -> State:
    """A receipt that comes too late is none: an alarm would have gone another way by then."""
    end = test.at + RECEIPT_WITHIN
    if test.delivered_at is not None and test.delivered_at <= end:
        return State.PROVEN
    return State.RUNNING if now < end else State.NO_RECEIPT


def is_due(last: Test | None, now: datetime) -> bool:
    """Whether a provider is tested now."""
    if last is None:
        return True
    found = state(last, now)
    return found is not State.RUNNING and now - last.at >= (EVERY if found is State.PROVEN else AGAIN)
