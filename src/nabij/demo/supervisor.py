"""One parent that keeps the parts of Nabij alive: PostgreSQL, web, worker, two duty engines and their watchdog.

What dies is started again, with growing pauses. SIGINT and SIGTERM end everything well. After a kill -9 of the parent itself
the children end alone, PostgreSQL stays, and the next start goes on where this one was.
"""

import fcntl
import http.client
import importlib.util
import json
import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nabij.demo import beginning, control
from nabij.demo.errands import WORDS, Errands
from nabij.demo.opening import Database, PortInUse, Say, migrate, refuse_used_port, tell_story
from nabij.demo.processes import Process
from nabij.demo.relay import Relay
from nabij.kernel.config import Config
from nabij.kernel.errors import HouseError, Unavailable
from nabij.kernel.localdb.layout import make_home

# Name → verb and the code that it needs; two duty engines, because one alone is a single point of silence.
_PARTS = (
    ("web", "web", "nabij.site.wsgi"),
    ("worker", "worker", "nabij.kernel.jobs.worker"),
    ("duty-engine-1", "duty-engine", "nabij.modules.meldpunt.engine"),
    ("duty-engine-2", "duty-engine", "nabij.modules.meldpunt.engine"),
    ("watchdog", "watchdog", "nabij.modules.meldpunt.watchdog"),
)
# Worker and engines share what they import; web is threads of another make, and the watchdog stands on nothing but itself.
_FORKED = ("worker", "duty-engine")
SITES = 13
_TICK = 0.1
_LOOK_AT_DATABASE = 2.0
_END_WITHIN = 12.0
# What the parts were doing belongs to a story that is about to vanish.
_CUT_AT_RESET = 1.0
_WEB_WITHIN = 60.0
_WEB_TRIES = 3
_STOPPED = "De databank ligt nu stil. Probeer het opnieuw als ze weer loopt."


@dataclass(frozen=True)
class Running:
    """A supervisor that holds the lock of a home, and the process numbers of its parts (None: being started again)."""

    pid: int
    url: str
    parts: dict[str, int | None]


def running(home: Path) -> Running | None:
    """The supervisor of this home, if one runs. The lock tells, not the process number in the file."""
    path = home / "supervisor.lock"
    if not path.exists():
        return None
    with open(path) as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            found = _json(path)
            return Running(int(found.get("pid", 0)), str(found.get("url", "")), _json(home / "parts.json"))
    return None


def _json(path: Path) -> dict[str, Any]:
    try:
        return dict(json.loads(path.read_text()))
    except (OSError, ValueError):
        return {}


@contextmanager
def holding(home: Path, url: str) -> Iterator[None]:
    """Be the one supervisor of ``home``. Raises HouseError when another is."""
    make_home(home)
    with open(home / "supervisor.lock", "a+") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as busy:
            other = running(home)
            raise HouseError(f"Nabij draait al: {other.url if other else home}") from busy
        stream.truncate(0)
        stream.write(json.dumps({"pid": os.getpid(), "url": url}))
        stream.flush()
        yield


class Supervisor:
    """Opens, watches and closes one installation. ``story``: seed the demo and show its cards."""

    def __init__(self, config: Config, say: Say, *, story: bool, reset: bool = False) -> None:
        self.config, self.say, self.story, self.reset = config, say, story, reset
        self.database = Database(config, purpose="demo" if config.demo else "live")
        self.processes: list[Process] = []
        self.relay: Relay | None = None
        self._ending = False
        self._database_back_at: float | None = None
        self._looked_at_database = self._noted_alive = 0.0
        self._parts: dict[str, int | None] = {}
        self.errands = Errands(config.home, lambda ticket, ok, said: control.reply(config.home, ticket, ok=ok, sentence=said))

    @property
    def url(self) -> str:
        return f"http://{self.config.hosts[0]}:{self.config.port}"

    def run(self) -> None:
        """Open, serve until SIGINT or SIGTERM, close. Raises HouseError when it cannot open."""
        begun = time.monotonic()
        with holding(self.config.home, self.url):
            for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
                signal.signal(number, self._interrupt)
            try:
                self._open(begun)
                for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
                    signal.signal(number, self._end)
                while not self._ending:
                    self.tick()
                    time.sleep(_TICK)
            except KeyboardInterrupt:
                pass
            finally:
                for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
                    signal.signal(number, signal.SIG_IGN)
                self._close()

    def _interrupt(self, number: int, frame: Any) -> None:
        raise KeyboardInterrupt

    def _end(self, number: int, frame: Any) -> None:
        self._ending = True

    def _open(self, begun: float) -> None:
        self._wait_for_port()
        self.database.ensure(self.say)
        if self.reset and self.story:
            beginning.forget(self.config.home)
            self.database.ensure()
        migrate(self.database, self.say)
        if self.story:
            tell_story(self.database, self.say)
        if self.config.demo:
            beginning.hold_clock(self.config.home)
            control.clear(self.config.home)
        self._start_parts()
        self._wait_for_web()
        self._show(begun)

    def _wait_for_port(self) -> None:
        """After a kill -9 of the parent its web server needs a moment to notice and let the port go."""
        deadline = time.monotonic() + 5
        while True:
            try:
                return refuse_used_port(self.config.address, self.config.port)
            except PortInUse:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.2)

    def _start_parts(self) -> None:
        environment = self.database.environment() | {"NABIJ_SUPERVISED": "1"}
        for name, verb, needs in _PARTS:
            if _exists(needs):
                log, forked = self.config.home / "log" / f"{name}.log", verb in _FORKED
                self.processes.append(Process(name, verb, environment=environment, log=log, forked=forked))
            else:
                self.say(f"Onderdeel   {name}: nog niet aanwezig in deze versie")
        self._keep_processes()

    def _wait_for_web(self) -> None:
        """Wait for the first answer; stop waiting when the web server keeps falling over."""
        begun, status, web = time.monotonic(), 0, self.processes[0]
        while not status and time.monotonic() - begun < _WEB_WITHIN and web.starts <= _WEB_TRIES:
            status = _first_answer(self.config.port)
            self._keep_processes()
            time.sleep(0.05)
        if not status:
            raise HouseError(f"De webserver antwoordt niet: {_last_error(web.log).rstrip('.')}. Alles staat in {web.log}")
        took = f"{time.monotonic() - begun:.1f} s".replace(".", ",")
        trouble = f"; de eerste bladzijde geeft een fout, zie {web.log}" if status >= 500 else ""
        self.say(f"Onderdelen  {len(self.processes)} van {len(_PARTS)} gestart ({took}){trouble}")

    def _show(self, begun: float) -> None:
        first = self.config.site_ports_first
        if first:
            self.relay = Relay(self.config.address, range(first, first + SITES), self.config.port)
            if busy := self.relay.start():
                self.say(f"Sites       niet op poort {', '.join(map(str, busy))}: een ander programma gebruikt die")
        self.say("")
        self.say(f"Nabij       {self.url}")
        if self.story:
            self.say(f"Sites       http://kortrijk.{self.config.site_domain}:{self.config.port} en de twaalf andere gemeenten")
            for line in cards_table(self.config.home):
                self.say(line)
        self.say("")
        self.say(f"Klaar in {round(time.monotonic() - begun)} s")

    def tick(self) -> None:
        """One look around."""
        now = time.monotonic()
        self._keep_processes()
        if self.config.demo:
            for asked in control.take(self.config.home):
                self._answer(asked)
            self.errands.look()
            if now - self._noted_alive > 5:
                beginning.note_alive(self.config.home)
                self._noted_alive = now
        if now - self._looked_at_database > _LOOK_AT_DATABASE:
            self._looked_at_database = now
            self._keep_database(now)

    def _keep_processes(self) -> None:
        for process in self.processes:
            process.keep()
        found = {process.name: process.pid for process in self.processes}
        if found != self._parts:  # For 'nabij status' and for whoever wants to end one part by its number.
            self._parts = found
            (self.config.home / "parts.json").write_text(json.dumps(found))

    def _keep_database(self, now: float) -> None:
        if self._database_back_at is not None and now < self._database_back_at:
            return
        if self._database_back_at is not None:
            control.write_state(self.config.home, database_stopped_until=None)
            self._database_back_at = None
        if self.database.runs():
            return
        try:
            self.database.ensure()
            for process in self.processes:
                process.hurry()
        except HouseError as trouble:  # Tried again at the next look; the pages say meanwhile what still works.
            _note(self.config.home, trouble.sentence_nl)

    def _answer(self, asked: control.Request) -> None:
        if asked.command in WORDS and self._database_back_at is not None:
            control.reply(self.config.home, asked.ticket, ok=False, sentence=_STOPPED)
            return
        if asked.command in WORDS:
            self.errands.start(asked.command, asked.ticket, self.database.environment(owner=True))
            return
        try:
            sentence = getattr(self, f"_do_{asked.command}")(**asked.args)
        except HouseError as trouble:
            control.reply(self.config.home, asked.ticket, ok=False, sentence=trouble.sentence_nl)
            return
        control.reply(self.config.home, asked.ticket, ok=True, sentence=sentence)

    def _do_stop_database(self, seconds: int) -> str:
        if not self.database.private:
            raise Unavailable("Deze databank is niet van het voorbeeld. We kunnen ze niet stilleggen.")
        self._database_back_at = time.monotonic() + seconds
        control.write_state(self.config.home, database_stopped_until=time.time() + seconds)
        self.database.stop()
        return f"De databank ligt {seconds} seconden stil."

    def _do_reset(self) -> str:
        """Worker and engines go, so that none writes with what it knew of before; web finds new connections, the watchdog has none."""
        self._database_back_at = None
        self.database.ensure()
        self.errands.end()
        others = [process for process in self.processes if process.name not in ("web", "watchdog")]
        self._end_processes(others, within=_CUT_AT_RESET)
        beginning.restore(self.config.home)
        migrate(self.database, lambda line: None)
        control.clear(self.config.home)
        self._keep_processes()
        return "Het voorbeeld begint opnieuw."

    def _end_processes(self, processes: list[Process], *, within: float = _END_WITHIN) -> None:
        for process in reversed(processes):
            process.ask_to_end()
        deadline = time.monotonic() + within
        for process in reversed(processes):
            process.end(deadline)

    def _close(self) -> None:
        if self.relay is not None:
            self.relay.stop()
        self.errands.end()
        self._end_processes(self.processes)
        if self.config.demo and self.processes:
            beginning.note_alive(self.config.home)
        self.database.stop()


def cards_table(home: Path) -> list[str]:
    """The cards of the demo as lines of one short table; empty when the story names none."""
    try:
        cards = json.loads((home / "demo" / "cards.json").read_text())
    except (OSError, ValueError):
        return []
    width = max((len(card["title"]) for card in cards), default=0)
    return ["", *[f"  {card['title']:<{width}}  {card['who']}" for card in cards]]


def _exists(module: str) -> bool:
    try:
        return importlib.util.find_spec(module) is not None
    except ModuleNotFoundError:
        return False


def _first_answer(port: int) -> int:
    """The status of ``/`` on this machine; 0 while nobody answers."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", "/", headers={"Host": f"localhost:{port}"})
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()


def _last_error(log: Path) -> str:
    lines = [line for line in log.read_text(errors="replace").splitlines()[-60:] if line and not line.startswith((" ", "["))]
    return lines[-1] if lines else "zonder reden"


def _note(home: Path, sentence: str) -> None:
    with open(home / "log" / "supervisor.log", "a", encoding="utf-8") as log:
        log.write(f"{time.strftime('%Y-%m-%d %H:%M:%S')} {sentence}\n")
