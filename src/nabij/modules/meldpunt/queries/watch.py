"""What the health address and the banner say: is an engine alive, does a page wait, what did the guard see."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection

from nabij.kernel.calendar import clock

from ..rules.gateways import State
from ..rules.watch import Look
from . import drills

#: A guard that did not look for this long does not guard.
GUARD_SILENT = timedelta(seconds=60)


def look(at: datetime) -> Look:
    """Seconds since an engine lived and since the oldest page waits, over all municipalities. Needs no scope: two moments, nothing else."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pulse_at, oldest_due FROM nabij.duty_health(%s)", [at])
        pulse, due = cursor.fetchone()
    tests = drills.gateways(at)
    failing = tuple(one.name for one in tests if one.state is State.NO_RECEIPT)
    return Look(True, _age(pulse, at), _age(due, at), failing, len(tests))


def _age(moment: datetime | None, at: datetime) -> float | None:
    return max((at - moment).total_seconds(), 0.0) if moment else None


@dataclass(frozen=True)
class Proof:
    """The last test of the guard's own provider."""

    at: datetime
    received_at: datetime | None
    missing: bool


@dataclass(frozen=True)
class GuardState:
    """What a guard on this machine wrote last. ``since`` None: it saw nothing wrong."""

    alive: bool
    since: datetime | None
    sentence: str
    told: tuple[str, ...]
    proof: Proof | None = None


def guard() -> GuardState | None:
    """None when no guard ever looked from this machine: it may stand elsewhere."""
    try:
        seen = json.loads((Path(settings.NABIJ_HOME) / "duty" / "watchdog.json").read_text())
        looked = datetime.fromisoformat(seen["looked_at"])
        since = datetime.fromisoformat(seen["since"]) if seen["since"] else None
        told = tuple(one["name"] for one in seen["told"])
        proof = _proof(seen.get("proof"))
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return GuardState(datetime.now(UTC) - looked < GUARD_SILENT, since, str(seen["sentence"]), told, proof)


def _proof(told: dict[str, str | None] | None) -> Proof | None:
    if not told or not told["at"]:
        return None
    received = _on_our_clock(told["received_at"]) if told["received_at"] else None
    return Proof(_on_our_clock(told["at"]), received, bool(told["missing"]))


def _on_our_clock(moment: str) -> datetime:
    """The guard lives by real time; a demo shows its own hour."""
    return datetime.fromisoformat(moment) + clock.offset()
