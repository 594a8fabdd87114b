"""Parts of an installation as forks of one process that has imported everything: they stand at once and share its memory.

The standard library's fork server does the work. It starts with the first part, holds no connection and no thread, and ends with the
supervisor. A part is a process of its own, in a session of its own, exactly as if it had been started by name.
"""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from multiprocessing import forkserver
from pathlib import Path

_PRELOADED = "nabij.demo.preloaded"
_fork = multiprocessing.get_context("forkserver")


class Forked:
    """``nabij <verb>`` as a fork. The same four words as ``subprocess.Popen``: ``pid``, ``poll``, ``wait``, ``stdin``."""

    stdin = None

    def __init__(self, verb: str, environment: Mapping[str, str], log: Path) -> None:
        forkserver.set_forkserver_preload([_PRELOADED])
        with _environment(environment):
            forkserver.ensure_running()
        self._process = _fork.Process(target=_live, args=(verb, dict(environment), str(log)), daemon=True)
        self._process.start()
        self.pid = self._process.pid or 0

    def poll(self) -> int | None:
        """The exit code, None while it lives."""
        return self._process.exitcode

    def wait(self, timeout: float | None = None) -> int | None:
        """Wait for the end. Raises subprocess.TimeoutExpired."""
        self._process.join(timeout)
        if self._process.exitcode is None:
            raise subprocess.TimeoutExpired(str(self.pid), timeout or 0)
        return self._process.exitcode


def _live(verb: str, environment: dict[str, str], log: str) -> None:
    """In the fork: stand where ``python -m nabij <verb>`` would stand."""
    os.setsid()
    os.environ.clear()
    os.environ.update(environment)
    out = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(out, 1)
    os.dup2(out, 2)
    os.close(out)
    # What the supervisor holds open while it lives, where a part that is started by name has its standard input.
    parent = multiprocessing.parent_process()
    assert parent is not None
    os.dup2(parent.sentinel, 0)
    sys.stdin = open(0, closefd=False)  # noqa: SIM115 - as long as this process
    # By name, as ``python -m nabij`` would: commands stand above what they start.
    sys.exit(import_module("nabij.cli").run([verb]))


@contextmanager
def _environment(wanted: Mapping[str, str]) -> Iterator[None]:
    """The fork server takes the environment of this process at the moment that it starts."""
    own = dict(os.environ)
    os.environ.update(wanted)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(own)
