"""The parts of the supervisor that need no installation: relay, processes, the lock, the clock that stands still."""

import json
import os
import signal
import socket
import socketserver
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from nabij.demo import beginning, processes
from nabij.demo.nursery import Forked
from nabij.demo.opening import PortInUse, refuse_used_port
from nabij.demo.processes import Process
from nabij.demo.relay import Relay
from nabij.demo.supervisor import holding, running
from nabij.kernel.errors import HouseError


def _until(true: Callable[[], bool], within: float = 5.0) -> bool:
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        if true():
            return True
        time.sleep(0.01)
    return False


class _Echo(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self.wfile.write(self.rfile.read())


@pytest.fixture
def echo() -> Iterator[int]:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Echo) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


def _free() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_the_relay_carries_every_byte_both_ways_unchanged(echo: int) -> None:
    port = _free()
    relay = Relay("127.0.0.1", [port], echo)
    assert relay.start() == []
    sent = b"GET / HTTP/1.1\r\nHost: localhost:8105\r\n\r\n" + os.urandom(300_000)
    with socket.create_connection(("127.0.0.1", port), timeout=5) as client:
        threading.Thread(target=lambda: (client.sendall(sent), client.shutdown(socket.SHUT_WR)), daemon=True).start()
        got = b"".join(iter(lambda: client.recv(65_536), b""))
    relay.stop()
    assert got == sent


def test_the_relay_tells_which_port_is_taken(echo: int) -> None:
    relay = Relay("127.0.0.1", [echo], echo)
    assert relay.start() == [echo]
    relay.stop()


def test_a_port_in_use_is_told_with_its_number(echo: int) -> None:
    with pytest.raises(PortInUse) as told:
        refuse_used_port("127.0.0.1", echo)
    assert str(echo) in told.value.sentence_nl


def test_one_supervisor_holds_a_home(tmp_path: Path) -> None:
    assert running(tmp_path) is None
    with holding(tmp_path, "http://localhost:1"):
        found = running(tmp_path)
        assert found is not None and (found.pid, found.url) == (os.getpid(), "http://localhost:1")
        with pytest.raises(HouseError, match="http://localhost:1"), holding(tmp_path, "http://localhost:2"):
            pass
    assert running(tmp_path) is None


@pytest.fixture
def child(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Process]:
    """A process that runs a program of ours instead of ``nabij``: it waits until its standard input closes."""
    program = tmp_path / "nabij.py"
    program.write_text("import sys; sys.stdin.read()")
    monkeypatch.setattr(processes, "_FIRST_PAUSE", 0.02)
    made = Process("x", "x", environment={"PYTHONPATH": str(tmp_path), "PATH": os.environ["PATH"]}, log=tmp_path / "log")
    monkeypatch.setattr(sys, "executable", sys.executable)
    yield made
    made.end(time.monotonic())


def test_a_dead_process_comes_back(child: Process) -> None:
    child._pause = 0.02
    child.keep()
    first = child.pid
    assert first is not None
    os.kill(first, signal.SIGKILL)
    assert _until(lambda: child.keep() is None and child.pid not in (None, first))
    assert child.starts == 2


def test_the_pause_grows_while_it_keeps_dying(child: Process) -> None:
    child.verb = "x"
    pauses = []
    child._pause = 0.02
    for _ in range(3):
        child._not_before = 0.0
        child.keep()
        os.kill(child.pid or 0, signal.SIGKILL)
        assert _until(lambda: child.pid is None)
        child._clear(time.monotonic())
        pauses.append(child._pause)
    assert pauses == [0.04, 0.08, 0.16]


def test_the_end_of_a_process_is_its_end(child: Process) -> None:
    child.keep()
    pid = child.pid
    child.ask_to_end()
    child.end(time.monotonic() + 5)
    assert child.pid is None and pid is not None
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_the_clock_of_the_story_stands_still_while_nobody_plays(tmp_path: Path) -> None:
    (tmp_path / "demo").mkdir()
    clock, alive = tmp_path / "demo" / "clock.json", tmp_path / "demo" / "alive"
    clock.write_text(json.dumps({"offset_seconds": 5000.0}))
    alive.touch()
    hour_ago = time.time() - 3600
    for path in (clock, alive):
        os.utime(path, (hour_ago, hour_ago))
    beginning.hold_clock(tmp_path)
    assert json.loads(clock.read_text())["offset_seconds"] == pytest.approx(1400, abs=2)
    beginning.hold_clock(tmp_path)
    assert json.loads(clock.read_text())["offset_seconds"] == pytest.approx(1400, abs=2)


def test_a_fork_stands_where_a_part_started_by_name_would_stand(tmp_path: Path) -> None:
    log = tmp_path / "part.log"
    part = Forked("--version", os.environ, log)
    assert part.pid not in (0, os.getpid()) and part.wait(30) == 0 == part.poll()
    assert log.read_text() == "nabij, version 0.1.0\n"
    wrong = Forked("no-such-part", os.environ, log)
    assert wrong.wait(30) == 2 and "no-such-part" in log.read_text()
