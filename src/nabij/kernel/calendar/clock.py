"""The one clock: real time, plus the offset of the demo, or a frozen moment in tests.

The offset stands in ``<home>/demo/clock.json`` so that web, worker and duty engine, each a process of its own, agree. It only
counts in a demo installation.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from nabij.kernel.errors import RuleViolation

from .rules.holidays import BRUSSELS

_NO_OFFSET = timedelta()


class Frozen:
    """A moment that stands still until a test moves it."""

    def __init__(self, at: datetime) -> None:
        self.at = _aware(at)

    def forward(self, delta: timedelta) -> datetime:
        """Move on; returns the new moment."""
        self.at += delta
        return self.at

    def move_to(self, at: datetime) -> None:
        """Set any other moment, also an earlier one: clocks of machines jump, and tests must show what then happens."""
        self.at = _aware(at)


# Process-wide on purpose: threads started by a test must see the same frozen moment.
_frozen: list[Frozen] = []
_read: tuple[tuple[int, int, int] | None, timedelta] = (None, _NO_OFFSET)


def _aware(at: datetime) -> datetime:
    return (at if at.tzinfo else at.replace(tzinfo=BRUSSELS)).astimezone(UTC)


def now() -> datetime:
    """The present moment, aware, in UTC."""
    if _frozen:
        return _frozen[-1].at
    return datetime.now(UTC) + offset()


def today() -> date:
    """The present date in Belgium."""
    return now().astimezone(BRUSSELS).date()


@contextmanager
def frozen(at: datetime) -> Iterator[Frozen]:
    """Hold the clock at ``at`` (a naive moment is Belgian local time). Yields the handle that can move it."""
    handle = Frozen(at)
    _frozen.append(handle)
    try:
        yield handle
    finally:
        _frozen.remove(handle)


def _home() -> Path | None:
    from django.conf import settings

    home = getattr(settings, "NABIJ_HOME", None) if settings.configured else None
    return Path(home) if home else None


def _offset_file() -> Path | None:
    home = _home()
    return home / "demo" / "clock.json" if home else None


def offset() -> timedelta:
    """How far the demo runs ahead of real time; zero in a real installation. One ``stat`` when nothing changed."""
    global _read
    path = _offset_file() if _is_demo() else None
    if path is None:
        return _NO_OFFSET
    try:
        found = os.stat(path)
    except OSError:
        return _NO_OFFSET
    stamp = (found.st_mtime_ns, found.st_ino, found.st_size)
    if stamp != _read[0]:
        _read = (stamp, timedelta(seconds=float(json.loads(path.read_text())["offset_seconds"])))
    return _read[1]


def _is_demo() -> bool:
    from django.conf import settings

    return settings.configured and bool(getattr(settings, "NABIJ_DEMO", False))


def _write_offset(value: timedelta) -> None:
    path = _offset_file()
    if path is None or not _is_demo():
        raise RuleViolation("Alleen een demo heeft een klok die u kunt verzetten.")
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"clock.{os.getpid()}.tmp")
    with fresh.open("w") as file:
        json.dump({"offset_seconds": value.total_seconds()}, file)
        file.flush()
        os.fsync(file.fileno())
    os.replace(fresh, path)


def set_demo_start(at: datetime) -> None:
    """Let the demo begin at ``at`` (naive = Belgian local time). Called before the story is seeded and once more when it is told."""
    _write_offset(_aware(at) - datetime.now(UTC))


def forward(delta: timedelta) -> datetime:
    """Move the demo forward in time; never back, because rows already stand. Returns the new moment."""
    if delta < _NO_OFFSET:
        raise RuleViolation("De klok van de demo gaat alleen vooruit. Begin opnieuw met de demo om terug te gaan.")
    _write_offset(offset() + delta)
    return now()
