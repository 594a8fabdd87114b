"""The nightly drill: which telephone is tried, and what came of it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import TypeVar

M = TypeVar("M")

AT = time(19, 30)
#: So long after half past seven a drill may still begin, when the engine stood still; later there is none that night.
LATEST = timedelta(minutes=30)
WITHIN = timedelta(minutes=15)
RECEIPT_WITHIN = timedelta(seconds=60)


class Outcome(StrEnum):
    RUNNING = "running"
    CONFIRMED = "confirmed"
    MISSED = "missed"
    NO_RECEIPT = "no_receipt"
    FAILED = "failed"


WORDS_NL = {
    Outcome.RUNNING: "loopt", Outcome.CONFIRMED: "bevestigd", Outcome.MISSED: "gemist",
    Outcome.NO_RECEIPT: "aanbieder zonder ontvangstbewijs", Outcome.FAILED: "vertrok niet",
}  # fmt: skip


def method_of_night(methods: Sequence[M], night: date) -> M | None:
    """Each evening the next telephone of the person, so that all are proven in turn; None without any."""
    return methods[night.toordinal() % len(methods)] if methods else None


def outcome(
    *, sent_at: datetime | None, delivered_at: datetime | None, confirmed_at: datetime | None, failed: bool, due_at: datetime, now: datetime
) -> Outcome:
    """What came of one drill. An answer proves the telephone, also without a receipt; an answer after the time is a missed drill."""
    end = due_at + WITHIN
    if confirmed_at is not None and confirmed_at <= end:
        return Outcome.CONFIRMED
    if failed and sent_at is None:
        return Outcome.FAILED
    if now < end:
        return Outcome.RUNNING
    if sent_at is None:
        return Outcome.FAILED
    return Outcome.MISSED if delivered_at is not None else Outcome.NO_RECEIPT
