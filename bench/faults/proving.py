"""What every fault run shares: a database of its own, engines in processes of their own, the ledger and the five numbers.

A run on a clone of the seeded region costs seconds; only faults of the whole installation start one (``bench/installation.py``). Every
run prints acknowledged, missing, duplicated, unexplained and seconds to healthy. Exit 1 when one of the middle three is not zero, or when
something is not as its row in the list of faults says.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from installation import SOURCE, Installation  # noqa: E402

__all__ = ["LONG", "SOURCE", "Five", "Installation", "Scene", "scene"]
LONG = bool(os.environ.get("LONG"))
#: What a run that is ended past its limit still clears up.
CLEAN: list[Callable[[], Any]] = []


class Forked:
    """A duty engine in a process of its own, made by one that has its code loaded: a kill then hits an engine at work, not at its start."""

    def __init__(self, pid: int) -> None:
        self.pid = pid

    def send_signal(self, number: int) -> None:
        """Nothing when it is gone already."""
        try:
            os.kill(self.pid, number)
        except ProcessLookupError:
            pass

    def kill(self) -> None:
        """At once."""
        self.send_signal(signal.SIGKILL)

    def wait(self, timeout: float = 30.0) -> int:
        """Until it is gone. Raises ``TimeoutExpired``."""
        begun = time.monotonic()
        while Path(f"/proc/{self.pid}").exists():
            if time.monotonic() - begun > timeout:
                raise subprocess.TimeoutExpired("duty engine", timeout)
            time.sleep(0.01)
        return 0


@dataclass
class Five:
    """The five numbers of one fault, and what else must hold. ``problems`` are sentences."""

    fault: str
    what: str
    acknowledged: int = 0
    missing: int = 0
    duplicated: int = 0
    unexplained: int = 0
    healthy_s: float = 0.0
    more: dict[str, Any] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    def expect(self, holds: bool, sentence: str) -> None:
        """Note ``sentence`` when something does not hold."""
        if not holds:
            self.problems.append(sentence)

    @contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """The run may take this long, its making and clearing up apart. Past it the numbers so far are printed as missed and all ends."""
        limit = threading.Timer(seconds, self._late, [seconds])
        limit.daemon = True
        limit.start()
        begun = time.monotonic()
        try:
            yield
        finally:
            limit.cancel()
            self.more["duur"] = f"{time.monotonic() - begun:.0f} s (grens {seconds:.0f} s)"

    def _late(self, seconds: float) -> None:
        self.problems.append(f"niet klaar binnen {seconds:.0f} s")
        self.tell()
        for clean in CLEAN:
            clean()
        os._exit(1)

    def tell(self) -> int:
        """Print and keep; 0 when all is as promised."""
        bad = bool(self.missing or self.duplicated or self.unexplained or self.problems)
        print(f"{self.fault} {'niet gehaald' if bad else 'gehaald'}: {self.what}")
        print(
            f"  bevestigd {self.acknowledged} · ontbreekt {self.missing} · dubbel {self.duplicated} · "
            f"onverklaard {self.unexplained} · gezond na {self.healthy_s:.1f} s (load {os.getloadavg()[0]:.1f})"
        )
        if self.more:
            print("  " + " · ".join(f"{name} {value}" for name, value in self.more.items()))
        for problem in self.problems:
            print(f"  FOUT {problem}")
        kept = HERE.parent / "results"
        kept.mkdir(exist_ok=True)
        line = {**self.__dict__, "verdict": "missed" if bad else "reached", "date": datetime.now(UTC).isoformat(), "long": LONG}
        (kept / f"{self.fault.lower()}.json").write_text(json.dumps(line, indent=1, ensure_ascii=False))
        return int(bad)


@dataclass
class Scene:
    """A clone of the seeded region with telephones of its own. Its clock runs from the beginning of the story."""

    name: str
    home: Path
    owner_url: str
    maker: subprocess.Popen[str] | None = None

    @contextmanager
    def owner(self) -> Iterator[Any]:
        """A connection with the owner's rights, for counting."""
        import psycopg

        with psycopg.connect(self.owner_url, autocommit=True) as connection:
            yield connection

    def rows(self, query: str, values: Any = None) -> list[tuple[Any, ...]]:
        """What a query of the owner answers."""
        with self.owner() as connection:
            found = connection.execute(query, values)
            return found.fetchall() if found.description else []

    def engine(self) -> Forked:
        """A duty engine in a process of its own, as ``nabij duty-engine`` runs it."""
        if self.maker is None:
            words = [sys.executable, str(HERE / "proving.py"), "engines", self.name, str(self.home)]
            log = (self.home / "engine.log").open("ab")
            self.maker = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True)
        assert self.maker.stdin is not None and self.maker.stdout is not None
        self.maker.stdin.write("one\n")
        self.maker.stdin.flush()
        return Forked(int(self.maker.stdout.readline()))

    def close(self) -> None:
        """End the engines that still run."""
        if self.maker is not None and self.maker.stdin is not None:
            self.maker.stdin.close()
            self.maker.wait(timeout=30)
            self.maker = None


@contextmanager
def scene(*, own_clock: bool = True) -> Iterator[Scene]:
    """Make it, point Django at it, take it away again."""
    from nabij.testing import database, plugin  # noqa: F401  (sets the environment before Django reads its settings)

    cluster = database.Cluster()
    name = cluster.clone(f"fault_{uuid.uuid4().hex[:8]}")
    home = Path(tempfile.mkdtemp(prefix="nabij-fault-"))
    _point_at(cluster, name, home)
    if own_clock:
        _start_clock()
    made = Scene(name, home, database.as_url(cluster.db.owner_url, name))
    CLEAN[:] = [made.close, lambda: cluster.drop(name), lambda: shutil.rmtree(home, ignore_errors=True)]
    try:
        yield made
    finally:
        made.close()
        from django.db import connections

        connections.close_all()
        cluster.drop(name)
        shutil.rmtree(home, ignore_errors=True)


def _point_at(cluster: Any, name: str, home: Path) -> None:
    import django
    from django.conf import settings

    from nabij.testing.fixtures import _connect_to

    django.setup()
    _connect_to(cluster, name)
    settings.NABIJ_HOME, settings.ALLOWED_HOSTS = home, ["*"]


def _start_clock() -> None:
    """The demo's own clock, so that every process agrees: now is the first morning of the story."""
    from nabij.kernel.calendar import clock
    from nabij.testing.fixtures import BEGINNING

    clock.set_demo_start(BEGINNING)


def forward(home: Path, delta: timedelta) -> None:
    """Move that clock for every process, in either direction."""
    path = home / "demo" / "clock.json"
    offset = json.loads(path.read_text())["offset_seconds"] + delta.total_seconds()
    draft = path.with_suffix(".tmp")
    draft.write_text(json.dumps({"offset_seconds": offset}))
    draft.replace(path)


def quiet() -> None:
    """End what the story left open, so that every number is ours."""
    from nabij.connect.sms import gateway
    from nabij.kernel.calendar import clock
    from nabij.modules.meldpunt import engine

    engine.tick(clock.now())
    gateway.clear()


def open_alarms(count: int, *, word: str = "foutproef", towns: tuple[str, ...] = ("kortrijk", "kuurne", "zwevegem")) -> list[str]:
    """So many acute reports with their alarms, each in a transaction of its own; ids of the alarms that were acknowledged."""
    from nabij.modules.meldpunt.actions import alarm
    from nabij.modules.meldpunt.models import Report
    from nabij.modules.meldpunt.tests.duty_scene import acute_report, of

    made = []
    for number in range(count):
        with of(towns[number % len(towns)]):
            report = acute_report(towns[number % len(towns)])
            Report.objects.filter(id=report.id).update(text=f"Gasgeur, {word} {number}")
            made.append(str(alarm.open_alarm(report=report).id))
    return made


#: Per alarm: rounds entered, pages, and slots (round, person, method, rule) that left more than once without the mark of a repetition.
PAGES = """
  SELECT p.alert_id::text, p.id::text, p.round, p.recipient::text, p.method::text, p.rule_no, p.state, p.repeat, p.kind
  FROM meldpunt_page p WHERE p.alert_id = ANY (%s::uuid[])
"""


def rang(home: Path) -> dict[str, dict[str, Any]]:
    """What the telephone network took, by page id."""
    found = {}
    for path in (home / "demo" / "gateway").glob("*__*.json"):
        message = json.loads(path.read_text())
        found[message["key"]] = message
    return found


def rings_per_key(home: Path) -> dict[str, int]:
    """How often a telephone rang for each page."""
    counts: dict[str, int] = {}
    calls = home / "demo" / "gateway" / "calls.jsonl"
    for line in calls.read_text().splitlines() if calls.exists() else []:
        call = json.loads(line)
        if call["verb"] == "ring":
            counts[call["key"]] = counts.get(call["key"], 0) + 1
    return counts


def count_pages(five: Five, where: Scene, alarms: list[str]) -> None:
    """Missing: alarms for which nobody was rung. Duplicated: a key that rang twice, or one slot that left twice unmarked.
    Unexplained: messages that belong to no page."""
    messages, rings = rang(where.home), rings_per_key(where.home)
    pages = where.rows(PAGES, [alarms])
    known = {page[1] for page in where.rows("SELECT '', id::text FROM meldpunt_page")}
    reached = {page[0] for page in pages if page[1] in messages}
    five.missing += len(set(alarms) - reached)
    five.duplicated += sum(count > 1 for count in rings.values())
    slots: dict[tuple[Any, ...], int] = {}
    for alert, id, round_, who, method, rule, _state, repeat, _kind in pages:
        if id in messages and not repeat and rule < 100:
            slots[alert, round_, who, method, rule] = slots.get((alert, round_, who, method, rule), 0) + 1
    five.duplicated += sum(count > 1 for count in slots.values())
    five.unexplained += len(set(messages) - known)
    five.more["gemarkeerde herhalingen"] = sum(1 for page in pages if page[7] and page[1] in messages)


def close_all(where: Scene) -> None:
    """End every open alarm, so that the next part of a run begins quiet. Written by the owner: it is no part of what is proven."""
    with where.owner() as connection:
        connection.execute("UPDATE meldpunt_page SET state = 'superseded' WHERE state IN ('pending', 'sending', 'sent')")
        connection.execute(
            "UPDATE meldpunt_alert SET state = 'closed', dedup_key = NULL, next_at = NULL, ack_expires_at = NULL WHERE state <> 'closed'"
        )


def wait_until(holds: Any, seconds: float, pause: float = 0.25) -> float:
    """Seconds until ``holds()``; ``seconds`` when it never did."""
    begun = time.monotonic()
    while time.monotonic() - begun < seconds:
        if holds():
            break
        time.sleep(pause)
    return time.monotonic() - begun


def end(children: list[Forked]) -> None:
    """Stop engines that this run started."""
    for child in children:
        child.send_signal(signal.SIGTERM)
    for child in children:
        try:
            child.wait(timeout=20)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def _engines(name: str, home: str) -> None:
    """For each line on stdin one more engine, forked; its process id on stdout. At the end of stdin all that live are killed."""
    from nabij.testing import database, plugin  # noqa: F401

    _point_at(database.Cluster(), name, Path(home))
    from django.db import connections

    from nabij.modules.meldpunt import engine

    connections.close_all()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the kernel takes the dead away
    made: list[Forked] = []
    for _ in sys.stdin:
        pid = os.fork()
        if pid == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            os.dup2(2, 1)
            os.close(0)
            engine.run()
            os._exit(0)
        made.append(Forked(pid))
        print(pid, flush=True)
    for child in made:
        child.kill()


if __name__ == "__main__":
    _engines(*sys.argv[2:4])
