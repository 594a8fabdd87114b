"""The guard over the duty engine: `nabij watchdog`, a process of its own that asks no database.

It looks at ``/healthz/duty`` every five seconds. When the engine stands still, a page is late or nothing answers for longer than a
minute, it calls the coordinator over a provider of its own, and writes what it saw where the platform shows it as a banner. It runs best
on another host than the platform; there it needs only ``watchdog_url``, ``watchdog_call`` and ``watchdog_provider``.
"""

from __future__ import annotations

import http.client
import json
import logging
import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.utils.module_loading import import_string

from nabij.kernel import lastcopies
from nabij.kernel.config import Config
from nabij.kernel.notices.ports import Permanent, Temporary

from .rules.watch import Call, Look, Watch

logger = logging.getLogger("nabij.watchdog")
EVERY_S, ANSWER_WITHIN_S = 5.0, 5.0
PATH = "/healthz/duty"
TREE = "phone-tree"
STAND_IN = "nabij.connect.sms.stub.Watchdog"
_INSTALLATION = 0
PROVE_EVERY_S, RECEIPT_WITHIN_S = 6 * 3600.0, 120.0
#: In a demo; it rings nobody.
TEST_NUMBER = "+32470000099"


@dataclass(frozen=True)
class Person:
    """Whom the guard calls."""

    name: str
    number: str


def tree(config: Config) -> list[Person]:
    """Who is called, in order: the configured list, else the one that the platform kept last."""
    if config.watchdog_call:
        pairs = [part.strip().rpartition(" ") for part in config.watchdog_call.split(",") if part.strip()]
        return [Person(name, number) for name, _, number in pairs]
    copy = lastcopies.kept(_INSTALLATION, TREE)
    return [Person(**one) for one in json.loads(copy.text)] if copy else []


def keep_tree(people: list[Person]) -> None:
    """Keep the list for a guard on this machine and for the banner."""
    lastcopies.keep(_INSTALLATION, TREE, json.dumps([{"name": one.name, "number": one.number} for one in people]))


def kept_tree() -> list[Person]:
    """The list as the platform kept it last; empty without one."""
    copy = lastcopies.kept(_INSTALLATION, TREE)
    return [Person(**one) for one in json.loads(copy.text)] if copy else []


def look(url: str) -> Look:
    """Ask the health address once. Whatever is not its own answer counts as no answer."""
    parts = urlsplit(url)
    secure = parts.scheme == "https"
    kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
    connection = kind(parts.hostname or "127.0.0.1", parts.port, timeout=ANSWER_WITHIN_S)
    try:
        connection.request("GET", PATH, headers={"User-Agent": "nabij-watchdog", "Accept": "application/json"})
        told = json.loads(connection.getresponse().read(10_000))
        failing = tuple(str(name) for name in told.get("providers_without_receipt", ()))
        return Look(bool(told["database"]), told["pulse_age_s"], told["oldest_due_page_s"], failing, int(told.get("providers_tested", 0)))
    except (OSError, http.client.HTTPException, ValueError, KeyError, TypeError):
        return Look(reachable=False)
    finally:
        connection.close()


@dataclass
class Proof:
    """One test over the guard's own provider; moments in seconds."""

    at: float
    key: str
    received_at: float | None = None
    missing: bool = False

    def as_data(self) -> dict[str, Any]:
        received = _moment(self.received_at) if self.received_at is not None else None
        return {"at": _moment(self.at), "received_at": received, "missing": self.missing}


class Guard:
    """One guard: looks, calls, and writes down what it saw."""

    def __init__(self, config: Config, *, provider: Any = None, clock: Callable[[], float] = time.time) -> None:
        self.url = config.watchdog_url or f"http://{config.hosts[0]}:{config.port}"
        self.config, self.clock = config, clock
        self.provider = provider or import_string(config.watchdog_provider or (STAND_IN if config.demo else ""))()
        self.people = tree(config)
        self.watch = Watch(len(self.people), float(config.watchdog_after))
        self.told: list[dict[str, str]] = []
        self.test_number = config.duty_test_number or (TEST_NUMBER if config.demo else "")
        self.proof: Proof | None = None

    def turn(self) -> Call | None:
        """One look, and what follows from it."""
        if not self.people:
            self.people = tree(self.config)
            self.watch.people = len(self.people)
        call = self.watch.see(look(self.url), self.clock())
        if call is not None:
            self._call(call)
        if self.watch.since is None:
            self.told = []
        self._prove()
        self._write()
        return call

    def _prove(self) -> None:
        """Every six hours a test over its own provider to a number that only receives. Without receipt the banner says so: this
        guard has no other way to call."""
        now = self.clock()
        if self.proof is None or now - self.proof.at >= PROVE_EVERY_S:
            if not self.test_number:
                return
            self.proof = Proof(now, f"watchdog-proef-{int(now)}")
            text = "Proef van de bewaker van de wacht. U hoeft niets te doen."
            try:
                self.provider.call(key=self.proof.key, to=self.test_number, text=text)
            except (Temporary, Permanent, OSError) as error:
                logger.error("guard could not test its provider: %s", error)
            return
        if self.proof.received_at is None and not self.proof.missing:
            self._receipt(self.proof, now)

    def _receipt(self, proof: Proof, now: float) -> None:
        try:
            status = self.provider.status(proof.key)
        except (Temporary, Permanent, OSError, AttributeError):
            status = None
        if status == "delivered":
            proof.received_at = now
        elif now - proof.at >= RECEIPT_WITHIN_S:
            proof.missing = True
            logger.error("no receipt of the test over the guard's own provider")

    def _call(self, call: Call) -> None:
        """Who was called first also hears that it works again. When a provider fails, the next in the list follows at the next look."""
        person = self.people[call.place]
        key = f"watchdog-{int(self.watch.since or self.clock())}-{call.number}"
        more = "" if call.over else " Bel zelf met het wachtblad en bel de systeembeheerder."
        send = self.provider.send if call.over else self.provider.call
        try:
            send(key=key, to=person.number, text=f"Nabij, bewaker van de wacht. {call.sentence}{more}")
        except (Temporary, Permanent, OSError) as error:
            logger.error("guard could not reach %s: %s", person.name, error)
            self.watch.called_at = None
            return
        logger.warning("called %s: %s", person.name, call.sentence)
        self.told.append({"name": person.name, "at": _moment(self.clock())})

    def _write(self) -> None:
        """The platform reads this file for its banner and its health page."""
        since = self.watch.since
        seen = {
            "looked_at": _moment(self.clock()), "since": _moment(since) if since is not None else None, "sentence": self.watch.sentence,
            "told": self.told, "proof": self.proof.as_data() if self.proof else None,
        }
        path = state_file(Path(self.config.home))
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = path.with_name(f".{path.name}.{os.getpid()}")
        draft.write_text(json.dumps(seen))
        os.replace(draft, path)


def state_file(home: Path) -> Path:
    """Where a guard on this machine writes what it sees."""
    return home / "duty" / "watchdog.json"


def _moment(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).isoformat()


def run(config: Config) -> None:
    """`nabij watchdog`: until SIGTERM or SIGINT."""
    stopping: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda got, _frame: stopping.append(got))
    guard = Guard(config)
    logger.info("watchdog over %s", guard.url)
    while not stopping:
        try:
            guard.turn()
        except Exception:  # a guard that dies guards nothing
            logger.exception("watchdog")
        time.sleep(EVERY_S)
