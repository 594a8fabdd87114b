"""What the supervisor lets a process of its own do for a visitor: it must go on looking after the others meanwhile.

An errand is a ``nabij`` command. Its first line is the answer; it may go on working after that.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

#: Command of a visitor → the ``nabij`` words that do it. The same words work in a shell.
WORDS: dict[str, tuple[str, ...]] = {
    "storm": ("demo", "storm"), "tamper": ("demo", "tamper"), "verify": ("audit", "verify"),
}
BUSY = "Dit is al bezig."
SILENT = "Dat is niet gelukt. Probeer het over enkele minuten opnieuw."
#: ``audit verify`` ends with 1 when it found something: that is an answer, not a failure.
_ANSWERED = (0, 1)
Reply = Callable[[str, bool, str], None]


@dataclass
class _Running:
    ticket: str
    child: subprocess.Popen[bytes]
    out: Path
    answered: bool = False

    def first_line(self) -> str:
        text = self.out.read_text(encoding="utf-8", errors="replace")
        return text.partition("\n")[0].strip() if "\n" in text else ""


class Errands:
    """At most one of each kind at a time. ``reply(ticket, ok, sentence)`` is called once for each."""

    def __init__(self, home: Path, reply: Reply) -> None:
        self.home, self.reply = home, reply
        self._running: dict[str, _Running] = {}

    def start(self, command: str, ticket: str, environment: Mapping[str, str]) -> None:
        """Begin ``command``; its answer follows from ``look``."""
        if command in self._running:
            self.reply(ticket, False, BUSY)
            return
        out, err = self._file(command, "out"), self._file(command, "err")
        with open(out, "wb") as stdout, open(err, "wb") as stderr:
            child = subprocess.Popen(
                [sys.executable, "-m", "nabij", *WORDS[command]], stdin=subprocess.DEVNULL, stdout=stdout, stderr=stderr,
                env=dict(environment), start_new_session=True,
            )
        self._running[command] = _Running(ticket, child, out)

    def look(self) -> None:
        """Pass on first lines; forget who is done."""
        for command, one in list(self._running.items()):
            code = one.child.poll()
            line = "" if one.answered else one.first_line()
            if line:
                one.answered = True
                self.reply(one.ticket, code is None or code in _ANSWERED, line)
            if code is not None:
                if not one.answered:
                    self.reply(one.ticket, False, self._trouble(command))
                self._forget(command, one)

    def end(self) -> None:
        """Cut everything that still runs."""
        for command, one in list(self._running.items()):
            one.child.kill()
            one.child.wait()
            self._forget(command, one)

    def _file(self, command: str, kind: str) -> Path:
        return self.home / "demo" / f"{command}.{kind}"

    def _trouble(self, command: str) -> str:
        """What the command said on its way out: every error of ``nabij`` is one Dutch sentence."""
        lines = self._file(command, "err").read_text(encoding="utf-8", errors="replace").split("\n")
        return next((line.strip() for line in reversed(lines) if line.strip()), SILENT)

    def _forget(self, command: str, one: _Running) -> None:
        del self._running[command]
        with open(self.home / "log" / f"{command}.log", "ab") as log:
            log.write(self._file(command, "err").read_bytes())
        for kind in ("out", "err", "json"):  # json: what it said about its progress
            self._file(command, kind).unlink(missing_ok=True)
