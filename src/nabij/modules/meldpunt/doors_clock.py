"""The second hand of the duty line, inside each duty engine: what time itself sets off, and messages that are no alarm.

It runs in a thread of its own, so that a provider that answers slowly holds up no alarm. Any number may run: rows are unique per
night and change, and leased with a token, exactly as pages are.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import DatabaseError, connections
from django.db.models import QuerySet

from nabij.kernel.calendar import clock
from nabij.kernel.tenancy import queries as organisations
from nabij.kernel.tenancy.scope import scope, system

from .actions import drills, duty_calls, gateways, handover, night
from .actions.sending import Leased
from .engine import Outcome, ask, receipt, send
from .models.duty import DutyLine

logger = logging.getLogger("nabij.duty")
ACTOR = system("wachtklok")
EVERY_S = 2.0


@contextmanager
def _owner() -> Iterator[int]:
    """The scope of the owner of the lines."""
    owner = organisations.partnership().id
    with scope(reading=[owner], writing=[owner], actor=ACTOR, reason="wachtklok", tags=[f"partnership:{owner}"], organisation_id=owner):
        yield owner


def tick(at: datetime) -> int:
    """Everything that is due at ``at``, answers of providers included. Returns how many things were done."""
    with _owner() as owner:
        done = sum(_turn(line, at) for line in lines_to_turn(owner))
        done += drills.decide(owner=owner)
        done += gateways.hold(owner=owner) + gateways.decide(owner=owner)
    return done + night.keep_promises(at) + deliver(at)


def lines_to_turn(owner: int) -> QuerySet[DutyLine]:
    """The lines that no other engine is turning now, locked. An alarm that points at a line need not wait for that."""
    return DutyLine.objects.select_for_update(skip_locked=True, no_key=True).filter(organisation_id=owner).order_by("slug")


def _turn(line: DutyLine, at: datetime) -> int:
    done = len(handover.prepare(line=line)) + handover.page_unread(line=line)
    return done + (drills.hold(line=line) if drills.is_time(at) else 0)


def deliver(at: datetime) -> int:
    """Lease, commit, call, record: nothing leaves inside a transaction."""
    with _owner() as owner:
        stale, fresh = duty_calls.lease_abandoned(owner), duty_calls.lease_due(owner, at)
        waiting = duty_calls.awaiting_receipt(owner, at)
    for how, batch in ((ask, stale), (send, fresh), (receipt, waiting)):
        _pass_on(how, batch, at)
    return len(stale) + len(fresh)


def _pass_on(how: Callable[[Leased], Outcome], batch: Iterable[Leased], at: datetime) -> None:
    for leased in batch:
        answer = how(leased)
        with _owner():
            duty_calls.keep(leased, answer.state, answer.detail, at)


class Hand(threading.Thread):
    """Ticks every two seconds until it is stopped. A database that is away is a pause."""

    def __init__(self) -> None:
        super().__init__(name="duty-clock", daemon=True)
        self.stopping = threading.Event()

    def run(self) -> None:
        while not self.stopping.wait(EVERY_S):
            try:
                tick(clock.now())
            except DatabaseError as error:
                logger.warning("duty clock: database away: %s", error)
                connections.close_all()
            except Exception:  # one bad row must not stop the clock of all lines
                logger.exception("duty clock")
                connections.close_all()
        connections.close_all()

    def stop(self) -> None:
        """Let the running tick end."""
        self.stopping.set()
        self.join(timeout=15)
