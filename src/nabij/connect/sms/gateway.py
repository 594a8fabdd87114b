"""The loopback gateway: what a telephone network would do, on disk, so that everyone can see what left.

One file per message, named after its key and made with O_EXCL: a repeated call with the same key can never
ring twice. The files outlive a stopped database, as a real provider does. Moods are told per provider in a
small file, by the demo page or by a test; every process sees them at its next call.
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from django.conf import settings

from nabij.kernel.calendar import clock


class Mood(StrEnum):
    """How a provider behaves. The Dutch words stand on the demo page."""

    OK = "ok"
    SLOW = "slow"
    FAIL = "fail"
    LIE = "lie"
    SILENT = "silent"
    DEAD = "dead"
    DOUBTFUL = "doubtful"


MOODS_NL = {
    Mood.OK: "werkt",
    Mood.SLOW: "is traag",
    Mood.FAIL: "weigert alles",
    Mood.LIE: "zegt dat alles aankwam, maar niets komt aan",
    Mood.SILENT: "stuurt nooit een ontvangstbewijs",
    Mood.DEAD: "is onbereikbaar",
    Mood.DOUBTFUL: "verliest de verbinding nadat het bericht vertrok",
}
_SAFE = re.compile(r"[^0-9A-Za-z_-]")


@dataclass(frozen=True)
class Behaviour:
    """A mood with its delay in seconds (only for SLOW)."""

    mood: Mood = Mood.OK
    seconds: float = 0.0


@dataclass(frozen=True)
class Message:
    """One message as the network holds it. `arrived` is whether the telephone really got it."""

    provider: str
    key: str
    kind: str
    to: str
    text: str
    at: str
    status: str
    arrived: bool

    @property
    def moment(self) -> datetime:
        """When it left, aware UTC."""
        return datetime.fromisoformat(self.at)


def folder() -> Path:
    """Where the gateway keeps its files; made at first use."""
    path = Path(settings.NABIJ_HOME) / "demo" / "gateway"
    path.mkdir(parents=True, exist_ok=True)
    return path


def set_behaviour(provider: str, mood: Mood | str, seconds: float = 0.0) -> None:
    """Tell a provider how to behave from its next call on."""
    path = folder() / f"{_SAFE.sub('', provider)}.mood"
    fresh = path.with_suffix(f".{os.getpid()}.tmp")
    fresh.write_text(json.dumps({"mood": Mood(mood), "seconds": seconds}))
    os.replace(fresh, path)


def behaviour(provider: str) -> Behaviour:
    """How a provider behaves now."""
    try:
        found = json.loads((folder() / f"{_SAFE.sub('', provider)}.mood").read_text())
    except FileNotFoundError:
        return Behaviour()
    return Behaviour(Mood(found["mood"]), float(found["seconds"]))


def note_call(provider: str, key: str, verb: str) -> None:
    """Append a line: `send` when a call came in, `ring` when it made a telephone ring. A provider that does not know keys
    rings at each call, so tests and benches count these lines and not the messages."""
    line = json.dumps({"provider": provider, "key": key, "verb": verb, "pid": os.getpid()}) + "\n"
    descriptor = os.open(folder() / "calls.jsonl", os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
    with os.fdopen(descriptor, "w") as file:
        file.write(line)


def calls() -> list[dict[str, str]]:
    """All calls so far, in order."""
    path = folder() / "calls.jsonl"
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def accept(*, provider: str, key: str, kind: str, to: str, text: str, status: str, arrived: bool) -> bool:
    """Keep a message; False when this key was already there, and then nothing changes."""
    message = Message(provider, key, kind, to, text, clock.now().isoformat(), status, arrived)
    path = _path(provider, key)
    draft = path.with_suffix(f".{os.getpid()}.{os.urandom(4).hex()}.tmp")
    draft.write_text(json.dumps(asdict(message)))
    try:
        os.link(draft, path)
    except FileExistsError:
        return False
    finally:
        draft.unlink()
    return True


def find(provider: str, key: str) -> Message | None:
    """The message behind a key, or None when this provider never took it."""
    try:
        return Message(**json.loads(_path(provider, key).read_text()))
    except FileNotFoundError:
        return None


def messages(limit: int = 200) -> list[Message]:
    """Everything that left, newest first."""
    paths = sorted(folder().glob("*.json"), key=lambda path: path.stat().st_mtime_ns, reverse=True)[:limit]
    return [Message(**json.loads(path.read_text())) for path in paths]


def clear() -> None:
    """Forget everything ("Begin opnieuw" of the demo)."""
    for path in folder().iterdir():
        path.unlink()


def _path(provider: str, key: str) -> Path:
    return folder() / f"{_SAFE.sub('', provider)}__{_SAFE.sub('', key)}.json"
