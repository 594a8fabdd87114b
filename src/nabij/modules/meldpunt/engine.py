"""The duty engine: wakes on NOTIFY or every second, escalates what is due, sends what was leased.

Any number of engines may run. No alarm depends on a queue row: what is due stands in the alarm's own tables,
and each engine asks the database which municipalities have work, then opens one scope for each.
"""

from __future__ import annotations

import logging
import os
import signal
import socket
import time
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import psycopg
from django.db import DatabaseError, InterfaceError, OperationalError, connection, connections
from django.db.backends.signals import connection_created

from nabij.connect.sms import provider_named
from nabij.kernel.calendar import clock
from nabij.kernel.notices.ports import Permanent, Temporary
from nabij.kernel.tenancy import queries as organisations
from nabij.kernel.tenancy.scope import scope, system

from . import storm_watch
from .actions import escalation, sending
from .actions.paging import BATCH
from .actions.sending import Leased

logger = logging.getLogger("nabij.duty")
ACTOR = system("wachtdienst")
POLL_S = 1.0
LINES = 16
#: No transaction of an engine waits for anything but the database. One that stands still this long belongs to an engine that hangs: the
#: database ends it, so that its locks hold up no report.
HANGS_S = 10


@dataclass(frozen=True)
class Outcome:
    """What a provider answered: `state` is sent, delivered, failed, doubt, never_left or a status."""

    leased: Leased
    state: str
    detail: str = ""


def send(leased: Leased) -> Outcome:
    """Call the provider. Runs in a thread of its own; touches no database.

    Providers answer or give up within 10 seconds, well inside a lease. A page that waited too long for a free
    line is given back uncalled: by now another engine may have taken it.
    """
    if time.monotonic() > leased.send_before:
        return Outcome(leased, "never_left")
    if not leased.to:
        return Outcome(leased, "failed", "er is geen nummer meer voor deze persoon.")
    try:
        provider = provider_named(leased.provider)
        call = provider.send if leased.kind == "sms" else provider.call
        answer = call(key=leased.key, to=leased.to, text=leased.text)
    except KeyError:
        return Outcome(leased, "failed", "er is geen aanbieder ingesteld.")
    except Permanent as error:
        return Outcome(leased, "failed", str(error))
    except Temporary as error:
        return ask(leased) if error.outcome_unknown else Outcome(leased, "failed", str(error))
    except Exception as error:  # an unknown fault leaves the outcome open: ask, never assume
        logger.exception("provider %s", leased.provider)
        return ask(leased, str(error))
    return Outcome(leased, "sent" if answer.accepted else "failed", answer.reference)


def ask(leased: Leased, problem: str = "de aanbieder kan niet zeggen of het bericht vertrok.") -> Outcome:
    """Ask the provider what became of a key. Only when it cannot answer is there doubt."""
    try:
        status = provider_named(leased.provider).status(leased.key)
    except Exception:  # unreachable, removed or broken: all the same doubt
        return Outcome(leased, "doubt", problem)
    known = {"accepted": "sent", "delivered": "delivered", "failed": "failed", None: "never_left"}
    return Outcome(leased, known.get(status, "doubt"), f"{leased.provider}-{leased.key}")


def receipt(leased: Leased) -> Outcome:
    """Ask whether a page that left arrived; no answer counts as not yet."""
    try:
        return Outcome(leased, provider_named(leased.provider).status(leased.key) or "")
    except Exception:
        return Outcome(leased, "")


class Bell:
    """LISTEN on a connection of its own; waits at most a second, also when the database is away."""

    def __init__(self) -> None:
        self._line: psycopg.Connection | None = None

    def wait(self) -> None:
        """Return on NOTIFY or after the poll interval."""
        try:
            if self._line is None:
                self._line = psycopg.connect(**connection.get_connection_params() | {"autocommit": True})
                self._line.execute("LISTEN nabij_duty")
            for _ in self._line.notifies(timeout=POLL_S, stop_after=1):
                return
        except (psycopg.Error, DatabaseError):
            self._line = None
            time.sleep(POLL_S)


@dataclass
class Engine:
    """One engine. `tick` does what is due and never waits for a provider; `collect` keeps their answers."""

    name: str = field(default_factory=lambda: f"{socket.gethostname()[:40]}-{os.getpid()}")
    pool: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(LINES, "duty"))
    running: set[Future[Outcome]] = field(default_factory=set)
    asked: dict[UUID, float] = field(default_factory=dict)

    def tick(self, at: datetime) -> int:
        """Escalate, lease and hand to the providers. Returns how many things were started or moved."""
        self.collect(at)
        pulse(self.name, at)
        moved = self._storm(at)
        return moved + sum(self._guarded(organisation_id, at) for organisation_id in due(at))

    def _storm(self, at: datetime) -> int:
        """Storm mode may fail; the alarms go on without it."""
        try:
            return storm_watch.look(at)
        except (OperationalError, InterfaceError):
            raise
        except Exception:
            logger.exception("storm mode")
            return 0

    def _guarded(self, organisation_id: int, at: datetime) -> int:
        """One municipality whose rows cannot be read must not silence the others."""
        try:
            return self._serve(organisation_id, at)
        except (OperationalError, InterfaceError):
            raise
        except Exception:
            logger.exception("duty of organisation %s", organisation_id)
            return 0

    def _serve(self, organisation_id: int, at: datetime) -> int:
        moved = escalate(organisation_id, at)
        free = max(LINES - len(self.running), 0)
        with engine_scope(organisation_id):
            stale = sending.lease_abandoned(organisation_id, free)
            fresh = sending.lease_due(organisation_id, at, free - len(stale))
            waiting = [leased for leased in sending.awaiting_receipt(organisation_id) if self._may_ask(leased)]
        # Committed: only now may anything leave.
        for how, batch in ((ask, stale), (send, fresh), (receipt, waiting)):
            self.running.update(self.pool.submit(how, leased) for leased in batch)
        return moved + len(fresh) + len(stale)

    def _may_ask(self, leased: Leased) -> bool:
        """Ask for a receipt once a second per page."""
        before, now = self.asked.get(leased.page, 0.0), time.monotonic()
        if now - before < POLL_S:
            return False
        self.asked[leased.page] = now
        return True

    def collect(self, at: datetime, *, wait: bool = False) -> None:
        """Record the answers that are in; with `wait`, also those still under way."""
        owned: dict[int, list[Future[Outcome]]] = {}
        for future in [f for f in self.running if wait or f.done()]:
            owned.setdefault(future.result().leased.organisation_id, []).append(future)
        for organisation_id, futures in owned.items():
            self._keep_all(organisation_id, [future.result() for future in futures], at)
            self.running.difference_update(futures)
        if not self.running and len(self.asked) > 10_000:
            self.asked.clear()

    def _keep_all(self, organisation_id: int, outcomes: list[Outcome], at: datetime) -> None:
        """The answers of one municipality in one transaction; when a row of it cannot be written, each in one of its own."""
        try:
            with engine_scope(organisation_id):
                for outcome in outcomes:
                    keep(outcome, at)
        except (OperationalError, InterfaceError):
            raise
        except Exception:
            for outcome in outcomes:
                self._keep(outcome, at)

    def _keep(self, outcome: Outcome, at: datetime) -> None:
        """Record one answer. When the database is away it stays and is tried again; one bad row stops nobody else."""
        try:
            with engine_scope(outcome.leased.organisation_id):
                keep(outcome, at)
        except (OperationalError, InterfaceError):
            raise
        except Exception:
            logger.exception("answer about page %s", outcome.leased.page)

    def settle(self, at: datetime) -> None:
        """For tests and the demo: tick until nothing is due at `at` and every answer is recorded."""
        idle = 0
        while idle < 2:
            self.asked.clear()
            idle = 0 if self.tick(at) else idle + 1
            self.collect(at, wait=True)

    def close(self) -> None:
        """Finish what is under way and record it."""
        self.collect(clock.now(), wait=True)
        self.pool.shutdown()

    def rest(self, bell: Bell) -> None:
        """Until an answer is in, somebody rings the bell, or the poll interval is over."""
        if self.running:
            wait(self.running, timeout=POLL_S / 4, return_when=FIRST_COMPLETED)
        else:
            bell.wait()


def keep(outcome: Outcome, at: datetime) -> None:
    """Write one answer of a provider, in the running scope."""
    leased, detail = outcome.leased, outcome.detail
    if leased.token.int == 0:
        sending.record_receipt(leased.page, outcome.state or None, at)
    elif outcome.state in ("sent", "delivered"):
        sending.record_sent(leased, at, detail, delivered=outcome.state == "delivered")
    elif outcome.state == "never_left":
        sending.record_never_left(leased)
    elif outcome.state == "doubt":
        sending.record_doubt(leased, at, detail)
    else:
        sending.record_failed(leased, at, detail)


def partnership_id() -> int:
    """The owner of the shared rota."""
    return organisations.partnership().id


@contextmanager
def engine_scope(organisation_id: int) -> Iterator[None]:
    """One municipality, with the shared rota and telephones of its partnership."""
    with scope(
        reading=[organisation_id], writing=[organisation_id], actor=ACTOR, reason="wachtdienst",
        tags=[f"partnership:{partnership_id()}"], organisation_id=organisation_id,
    ):  # fmt: skip
        yield


def escalate(organisation_id: int, at: datetime) -> int:
    """Move everything of one municipality that is due; each batch is committed before the next is taken."""
    moved = batch = 0
    while moved == 0 or batch >= BATCH:
        with engine_scope(organisation_id):
            batch = escalation.escalate_due(organisation_id, at)
        moved += batch
        if not batch:
            break
    return moved


def due(at: datetime) -> list[int]:
    """Municipalities with work now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nabij.duty_due(%s)", [at])
        return [row[0] for row in cursor.fetchall()]


def pulse(name: str, at: datetime) -> None:
    """Show that this engine lives."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nabij.duty_pulse(%s, %s)", [name, at])


def tick(at: datetime) -> None:
    """Do everything that is due at `at`, calls and answers included. For tests and the demo."""
    engine = Engine()
    try:
        engine.settle(at)
    finally:
        engine.pool.shutdown()


def let_go_when_hanging(connection: Any, **_: object) -> None:
    """Receiver of `connection_created` in an engine's process."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('idle_in_transaction_session_timeout', %s, false)", [f"{HANGS_S}s"])


def run() -> None:
    """`nabij duty-engine`: until SIGTERM or SIGINT. A restarted database is a pause, never an end."""
    stopping: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda got, _frame: stopping.append(got))
    from .doors_clock import Hand  # it sends with this module's own functions

    connection_created.connect(let_go_when_hanging)
    engine, bell, hand = Engine(), Bell(), Hand()
    hand.start()
    logger.info("duty engine %s", engine.name)
    while not stopping:
        try:
            if not engine.tick(clock.now()):
                engine.rest(bell)
        except (OperationalError, InterfaceError, psycopg.OperationalError) as error:
            logger.warning("database away: %s", str(error).splitlines()[0] if str(error) else error)
            connections.close_all()
            time.sleep(POLL_S)
        except Exception:  # one bad row must not silence all the others
            logger.exception("duty engine")
            connections.close_all()
            time.sleep(POLL_S)
    hand.stop()
    engine.close()
