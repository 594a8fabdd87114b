"""One child process of the supervisor: started, watched, started again with growing pauses, ended well."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from nabij.demo.nursery import Forked

_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 8.0
# Who lived this long did not die of the start: the next pause is short again.
_HEALTHY_AFTER = 30.0


class Process:
    """``nabij <verb>`` as a child, by name or as a fork. It ends by itself when the supervisor is gone: its standard input then closes."""

    def __init__(self, name: str, verb: str, *, environment: dict[str, str], log: Path, forked: bool = False) -> None:
        self.name, self.verb, self.environment, self.log, self.forked = name, verb, environment, log, forked
        self.starts = 0
        self._child: subprocess.Popen[bytes] | Forked | None = None
        self._born = self._not_before = 0.0
        self._pause = _FIRST_PAUSE

    @property
    def pid(self) -> int | None:
        return self._child.pid if self._child is not None and self._child.poll() is None else None

    def keep(self) -> None:
        """Start the process when it does not run and its pause is over. Called several times a second."""
        now = time.monotonic()
        if self._child is not None and self._child.poll() is not None:
            self._clear(now)
        if self._child is None and now >= self._not_before:
            self._start(now)

    def hurry(self) -> None:
        """What it fell over is back: do not wait for the rest of the pause."""
        self._pause, self._not_before = _FIRST_PAUSE, 0.0

    def _clear(self, now: float) -> None:
        """Children of the dead process (the workers of the web server) still hold its port: end its whole group."""
        self._kill_group()
        self._child = None
        lived = now - self._born
        self._pause = _FIRST_PAUSE if lived > _HEALTHY_AFTER else min(self._pause * 2, _LONGEST_PAUSE)
        self._not_before = now + self._pause

    def _start(self, now: float) -> None:
        if self.log.exists() and self.log.stat().st_size > 10_000_000:
            os.truncate(self.log, 0)
        self._child = Forked(self.verb, self.environment, self.log) if self.forked else self._by_name()
        self._born = now
        self.starts += 1

    def _by_name(self) -> subprocess.Popen[bytes]:
        with open(os.open(self.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "nabij", self.verb],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                env=self.environment,
                start_new_session=True,
            )

    def ask_to_end(self) -> None:
        """SIGTERM: finish what is going on."""
        if self.pid is not None:
            os.kill(self.pid, signal.SIGTERM)

    def end(self, deadline: float) -> None:
        """Wait for the end until ``deadline`` (monotonic), then cut the whole group."""
        if self._child is None:
            return
        try:
            self._child.wait(timeout=max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            pass
        self._kill_group()
        self._child.wait()
        self._child = None

    def _kill_group(self) -> None:
        assert self._child is not None
        try:
            os.killpg(self._child.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            pass
        if self._child.stdin is not None:
            self._child.stdin.close()
