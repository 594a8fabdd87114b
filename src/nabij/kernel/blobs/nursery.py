"""One helper that has the image decoders loaded and makes a fresh, limited process for each image (see ``sandbox_nursery``).

Loading Python and the decoders costs more than a photo itself; in a storm ten photos come in each second. The helper is renewed after
``MOST`` images, after any child that died of a signal (so that nobody can try twice against one layout of memory), and when it does not
answer. It ends by itself without work, or when this process is gone.
"""

from __future__ import annotations

import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

PROCESS = Path(__file__).with_name("sandbox_nursery.py")
ENVIRONMENT = {"MALLOC_ARENA_MAX": "1", "OMP_NUM_THREADS": "1", "LANG": "C.UTF-8"}
#: A child keeps the memory of one step for the next instead of giving it back and asking again: a tenth of its time. Its limit holds.
KEEPS = {"MALLOC_MMAP_THRESHOLD_": "33554432", "MALLOC_TRIM_THRESHOLD_": "268435456"}
MOST = 500
#: The helper ends a child at its time; a helper that does not is ended this much later.
GRACE_S = 5.0
_CHUNK = 1 << 18


class Gone(Exception):
    """The helper went away without an outcome."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came back, and how the child ended: its exit code, negative for a signal; ``timed_out`` when its time was over."""

    output: bytes
    code: int
    timed_out: bool = False


class Nursery:
    """A running helper, and how many images it got."""

    def __init__(self, orders: dict[str, Any]) -> None:
        self.orders, self.owner, self.given = orders, os.getpid(), 0
        self.control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self.process = subprocess.Popen(  # our own interpreter on our own file; foreign bytes only reach its children
                [sys.executable, "-I", str(PROCESS), str(theirs.fileno()), json.dumps(orders)], pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=ENVIRONMENT | KEEPS, cwd="/",
                start_new_session=True,
            )  # fmt: skip

    def fits(self, orders: dict[str, Any]) -> bool:
        """Whether it is this process's own, has the same orders and may take one more."""
        return self.owner == os.getpid() and self.orders == orders and self.given < MOST and self.process.poll() is None

    def close(self) -> None:
        """No more orders; children that run may finish."""
        self.control.close()

    def kill(self) -> None:
        """End it with everything that it started."""
        self.close()
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass

    def run(self, source: BinaryIO, most: int) -> Outcome:
        """Hand one image over and wait. Raises ``Gone``."""
        answer, answer_end = os.pipe()
        said, said_end = os.pipe()
        try:
            socket.send_fds(self.control, [b"1"], [source.fileno(), answer_end, said_end])
        except OSError as wrong:
            os.close(answer)
            os.close(said)
            raise Gone from wrong
        finally:
            os.close(answer_end)
            os.close(said_end)
        until = time.monotonic() + self.orders["seconds"] + GRACE_S
        with open(answer, "rb", 0) as output, open(said, "rb", 0) as outcome:
            data = _read(output, most, until)
            words = _read(outcome, 20, until).decode()
        if not words:
            raise Gone
        return Outcome(data, -1, timed_out=True) if words == "time" else Outcome(data, int(words))


def _read(pipe: Any, most: int, until: float) -> bytes:
    """To the end of the pipe, its limit or the given moment; what is longer than the limit comes back longer than the limit."""
    parts, size = [], 0
    while size <= most:
        ready, _, _ = select.select([pipe], [], [], max(until - time.monotonic(), 0.0))
        part = pipe.read(_CHUNK) if ready else b""
        if not part:
            break
        parts.append(part)
        size += len(part)
    return b"".join(parts)


_lock = threading.Lock()
_current: Nursery | None = None
_leaving: list[Nursery] = []


def run(path: Path, orders: dict[str, Any], most: int) -> Outcome:
    """Let a fresh child work on a file, at most ``most`` bytes of answer. A helper that went away is replaced once."""
    for attempt in (1, 2):
        helper = _helper(orders)
        try:
            with path.open("rb") as source:
                outcome = helper.run(source, most)
        except Gone:
            _replace(helper, kill=True)
            if attempt == 2:
                raise
            continue
        if outcome.code < 0 and not outcome.timed_out:
            _replace(helper, kill=False)
        return outcome
    raise AssertionError("unreachable")


def _helper(orders: dict[str, Any]) -> Nursery:
    global _current
    with _lock:
        _leaving[:] = [one for one in _leaving if one.process.poll() is None]
        if _current is None or not _current.fits(orders):
            if _current is not None and _current.owner == os.getpid():
                _current.close()
                _leaving.append(_current)
            _current = Nursery(orders)
        _current.given += 1
        return _current


def _replace(helper: Nursery, *, kill: bool) -> None:
    """The next image gets a new one. Children of the old one that run may finish, unless it does not answer any more."""
    global _current
    with _lock:
        if kill:
            helper.kill()
        else:
            helper.close()
        if _current is helper:
            _current = None
            _leaving.append(helper)
