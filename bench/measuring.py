"""What every benchmark shares: the machine, its load, CPU of a process and of its database backend, and how a result is kept.

A result is one JSON per benchmark in ``bench/results/`` (not committed). The figures that decide are CPU, counts and ratios; a wall time
counts only when others left the machine alone, otherwise it is printed with "(busy)".
"""

from __future__ import annotations

import json
import os
import platform
import statistics
import subprocess
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "bench" / "results"
TICK = os.sysconf("SC_CLK_TCK")
#: Above this load of others a wall time is not a promise.
QUIET = 0.5


def load() -> float:
    """Of the last minute."""
    return round(os.getloadavg()[0], 2)


def cpu_of(*pids: int) -> float:
    """CPU seconds that these processes used so far, their reaped children included."""
    total = 0
    for pid in pids:
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        total += sum(int(fields[place]) for place in (11, 12, 13, 14))
    return total / TICK


def family(pid: int) -> list[int]:
    """A process with everything it started that still lives."""
    found, parents = [pid], {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
        except (OSError, ValueError, IndexError):
            continue
    for one in found:
        found += [child for child, parent in parents.items() if parent == one]
    return found


def percentile(values: list[float], share: float) -> float:
    """The value below which ``share`` (0 to 1) of them lie; 0 for none."""
    ordered = sorted(values)
    return round(ordered[min(int(len(ordered) * share), len(ordered) - 1)], 3) if ordered else 0.0


def spread(values: list[float]) -> dict[str, float]:
    """p50, p95, p99 and the largest."""
    return {f"p{int(s * 100)}": percentile(values, s) for s in (0.5, 0.95, 0.99)} | {"max": round(max(values, default=0.0), 3)}


def middle(values: list[float]) -> float:
    """The median, 0 for none."""
    return round(statistics.median(values), 3) if values else 0.0


@dataclass
class Result:
    """One benchmark. ``verdict`` is reached, missed or not_run; ``reason`` says why when it is not reached."""

    id: str
    promise: str
    goal: str
    data: dict[str, Any] = field(default_factory=dict)
    rounds: list[dict[str, Any]] = field(default_factory=list)
    ours: dict[str, Any] = field(default_factory=dict)
    peer: dict[str, Any] = field(default_factory=dict)
    ratio: float | None = None
    verdict: str = "not_run"
    reason: str = ""
    load: dict[str, float] = field(default_factory=lambda: {"before": load()})

    def keep(self) -> Path:
        """Write it, with commit, machine and versions."""
        self.load["after"] = load()
        RESULTS.mkdir(exist_ok=True)
        path = RESULTS / f"{self.id.lower()}.json"
        path.write_text(json.dumps(asdict(self) | _circumstances(), indent=1, ensure_ascii=False))
        return path

    @property
    def busy(self) -> bool:
        """Others used the machine: wall times are not promises."""
        return max(self.load.values()) >= QUIET

    def line(self) -> str:
        """For the table."""
        words = {"reached": "gehaald", "missed": "niet gehaald", "not_run": "niet gedraaid"}
        busy = " (busy)" if self.busy else ""
        ratio = f", verhouding {self.ratio:g}" if self.ratio is not None else ""
        return f"{self.id:<6} {words[self.verdict]:<14} {self.reason}{ratio}, load {self.load['before']:g}{busy}"


def _circumstances() -> dict[str, Any]:
    import django
    import psycopg

    return {
        "commit": _git("rev-parse", "--short", "HEAD"), "dirty": bool(_git("status", "--porcelain")),
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": {
            "cpu": _cpu_name(), "cores": os.cpu_count(), "ram_mb": os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 2**20,
            "kernel": platform.release(),
        },
        "versions": {"python": platform.python_version(), "django": django.get_version(), "psycopg": psycopg.__version__},
    }  # fmt: skip


def _git(*words: str) -> str:
    try:
        return subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""


def _cpu_name() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.machine()
    return next((line.partition(": ")[2] for line in lines if line.startswith("model name")), platform.machine())
