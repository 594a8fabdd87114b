"""Runs alone, as a process started by ``nursery``: has the decoders loaded and makes a child for each image. Imports nothing of ours.

It never reads a foreign byte: it passes descriptors on. A child takes its limits, closes every door, reads one image, answers and ends, so
that an image that takes a decoder over never meets the next image. argv[1]: descriptor of the control socket; argv[2]: orders as JSON.
"""

import gc
import importlib.util
import json
import os
import select
import signal
import socket
import sys
import time
from dataclasses import dataclass
from types import ModuleType
from typing import Any

#: Without work for so long it ends by itself and gives its memory back.
IDLE_S = 60.0
#: Images wait for people, not people for images.
NICE = 10


@dataclass(frozen=True)
class Child:
    """A running child: who to end and when, and where its parent's parent waits for the outcome."""

    pid: int
    until: float
    said: int


class Nursery:
    def __init__(self, control: socket.socket, code: ModuleType, orders: dict[str, Any]) -> None:
        self.control, self.code, self.orders = control, code, orders
        self.modules = code.load_decoders()
        gc.freeze()  # children share these pages instead of copying them
        self.running: dict[int, Child] = {}
        self.open = True

    def serve(self) -> None:
        """Until nobody asks any more and the last child ended."""
        while self.open or self.running:
            now = time.monotonic()
            wait = min((child.until - now for child in self.running.values()), default=IDLE_S)
            asked = [self.control.fileno()] if self.open else []
            ready, _, _ = select.select([*asked, *self.running], [], [], max(wait, 0.0))
            if not ready and not self.running:
                return
            for one in ready:
                if one in self.running:
                    self.ended(one, "")
                else:
                    self.take()
            for pidfd in [p for p, child in self.running.items() if child.until <= time.monotonic()]:
                os.kill(self.running[pidfd].pid, signal.SIGKILL)
                self.ended(pidfd, "time")

    def take(self) -> None:
        """One order: an image to read, a pipe for the answer, a pipe for the outcome."""
        _, given, _, _ = socket.recv_fds(self.control, 1, 3)
        if len(given) != 3:
            self.open = False
            return
        source, answer, said = given
        pid = os.fork()
        if pid == 0:
            self.work(source, answer)
        os.close(source)
        os.close(answer)
        self.running[os.pidfd_open(pid)] = Child(pid, time.monotonic() + self.orders["seconds"], said)

    def work(self, source: int, answer: int) -> None:
        """In the child. Nothing but the image, the pipe for its answer and a closed-off stderr stays open."""
        code = 1
        try:
            os.dup2(source, 0)
            os.dup2(answer, 1)
            os.closerange(3, os.sysconf("SC_OPEN_MAX"))
            self.code.limit(self.orders)
            self.code.close_doors()
            self.code.answer(self.orders, self.modules)
            code = 0
        finally:
            os._exit(code)

    def ended(self, pidfd: int, why: str) -> None:
        """Tell the outcome: an exit code, negative for a signal, or why the child was ended."""
        child = self.running.pop(pidfd)
        _, status = os.waitpid(child.pid, 0)
        os.close(pidfd)
        try:
            os.write(child.said, (why or str(os.waitstatus_to_exitcode(status))).encode())
        except BrokenPipeError:
            pass  # whoever asked is gone
        os.close(child.said)


def main() -> None:
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    orders = json.loads(sys.argv[2])
    spec = importlib.util.spec_from_file_location("sandbox_child", orders["child"])
    assert spec is not None and spec.loader is not None
    code = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(code)
    os.nice(NICE)
    Nursery(socket.socket(fileno=int(sys.argv[1])), code, orders).serve()


if __name__ == "__main__":
    main()
