"""How a page of the demo asks something of its supervisor: by files, so that it works while the database is down.

A request is a file in ``home/demo/control``; its answer stands beside it. The supervisor looks several times a second.
"""

import json
import os
import re
import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nabij.kernel.config import load

# Command → its arguments with the values that are allowed.
COMMANDS: dict[str, dict[str, Any]] = {
    "stop_database": {"seconds": range(1, 601)},
    "reset": {},
    # Errands: see ``errands``.
    "storm": {}, "tamper": {}, "verify": {},
}
_TICKET = re.compile(r"^[0-9]{19}-[0-9a-f]{16}$")


@dataclass(frozen=True)
class Request:
    """One thing asked. ``ticket`` names its file and sorts by time."""

    ticket: str
    command: str
    args: dict[str, Any]


def request(command: str, *, home: Path | None = None, **args: Any) -> str:
    """Ask ``command``; returns the ticket for ``answer``. Raises ValueError on an unknown command or a wrong argument."""
    expected = COMMANDS.get(command)
    if expected is None or args.keys() != expected.keys() or any(args[name] not in allowed for name, allowed in expected.items()):
        raise ValueError(f"{command} {args}")
    ticket = f"{time.time_ns():019d}-{secrets.token_hex(8)}"
    _write(_folder(home) / f"{ticket}.json", {"command": command, "args": args})
    return ticket


def answer(ticket: str, *, home: Path | None = None, within: float = 0.0) -> dict[str, Any] | None:
    """The answer ``{"ok": bool, "sentence": str}`` to ``ticket``, waiting ``within`` seconds at most; None when none came."""
    if not _TICKET.match(ticket):
        return None
    path = _folder(home) / f"{ticket}.answer"
    deadline = time.monotonic() + within
    while True:
        found = _read(path)
        if found is not None or time.monotonic() >= deadline:
            return found
        time.sleep(0.05)


def state(*, home: Path | None = None) -> dict[str, Any]:
    """What the supervisor holds switched off: ``{"database_stopped_until": seconds since 1970 or None}``."""
    return {"database_stopped_until": None} | (_read(_demo(home) / "state.json") or {})


def take(home: Path) -> Iterator[Request]:
    """For the supervisor: every open request, oldest first; each is handed out once."""
    for path in sorted(_folder(home).glob("*.json")):
        found = _read(path) or {}
        path.unlink(missing_ok=True)
        if found.get("command") in COMMANDS and _TICKET.match(path.stem):
            yield Request(path.stem, found["command"], found.get("args", {}))


def reply(home: Path, ticket: str, *, ok: bool, sentence: str) -> None:
    """For the supervisor: answer ``ticket``. Answers older than an hour go."""
    folder = _folder(home)
    _write(folder / f"{ticket}.answer", {"ok": ok, "sentence": sentence})
    for old in folder.glob("*.answer"):
        if time.time() - old.stat().st_mtime > 3600:
            old.unlink(missing_ok=True)


def write_state(home: Path, *, database_stopped_until: float | None) -> None:
    """For the supervisor: what stands switched off, and until when (seconds since 1970)."""
    _write(_demo(home) / "state.json", {"database_stopped_until": database_stopped_until})


def clear(home: Path) -> None:
    """For the supervisor: everything works again and nobody waits for an answer (at a start and after "Begin opnieuw")."""
    write_state(home, database_stopped_until=None)
    (_demo(home) / "storm.json").unlink(missing_ok=True)


def _demo(home: Path | None) -> Path:
    folder = (home or load().home) / "demo"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _folder(home: Path | None) -> Path:
    folder = _demo(home) / "control"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def _read(path: Path) -> dict[str, Any] | None:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def _write(path: Path, content: dict[str, Any]) -> None:
    """Whole or not at all: a reader never meets half a file."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    draft.write_text(json.dumps(content), encoding="utf-8")
    draft.replace(path)
