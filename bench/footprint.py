"""What a demo asks of a machine: memory, CPU, disk, and what a thousand reports add. Run this file alone; ``--write`` keeps the figures.

Memory is proportional set size (PSS: shared pages counted once) of each part with its children. Reports go over HTTP through the page that
residents use. The result is ``src/nabij/demo/data/footprint.json``, which ``/demo/kosten`` shows with its day and machine. Linux only.
"""

from __future__ import annotations

import json
import os
import platform
import sys
import time
from collections import defaultdict
from datetime import datetime
from importlib import metadata
from pathlib import Path
from typing import Any

import psycopg

from nabij.kernel import localdb
from nabij.kernel.calendar.rules.holidays import BRUSSELS
from nabij.testing.files import REPOSITORY
from nabij.testing.server import Region, start_region

FILE = REPOSITORY / "src" / "nabij" / "demo" / "data" / "footprint.json"
REPORTS = 200
IDLE_S = 60
#: Starting and "Begin opnieuw" cost CPU that is not rest.
QUIET_AFTER_S = 75
#: The worker hands on what a report caused (events, notices) within this time.
SETTLE_S = 20
TICKS = os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Measure, print, and with ``--write`` keep."""
    region = start_region()
    try:
        time.sleep(QUIET_AFTER_S)
        found = {"measured_on": datetime.now(BRUSSELS).date().isoformat(), "machine": machine(), **measure(region)}
    finally:
        region.end()
    print(json.dumps(found, indent=2, ensure_ascii=False))
    if "--write" in sys.argv:
        FILE.write_text(json.dumps(found, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def measure(region: Region) -> dict[str, Any]:
    """All figures of one running demo."""
    url = localdb.ensure(region.home, purpose="demo").owner_url
    idle = cpu_seconds(region)
    time.sleep(IDLE_S)
    idle = cpu_seconds(region) - idle
    memory = {name: round(sum(map(pss_mb, pids))) for name, pids in parts(region).items()}
    before, size, cpu, begun = count(url), database_mb(url), cpu_seconds(region), time.monotonic()
    for number in range(REPORTS):
        send(region, number)
    time.sleep(SETTLE_S)
    cpu = cpu_seconds(region) - cpu - idle / IDLE_S * (time.monotonic() - begun)
    thousand = 1000 / REPORTS
    grown = (database_mb(url) - size) * thousand
    return {
        "reports_before": before, "memory_mb": memory, "cpu_idle_percent": round(100 * idle / IDLE_S, 1),
        "disk_mb": {"program": program_mb(), "database": round(size), "files": files_mb(region.home)},
        "per_1000_reports": {"sent": count(url) - before, "database_mb": round(grown, 1), "cpu_seconds": round(cpu * thousand)},
    }  # fmt: skip


def send(region: Region, number: int) -> None:
    """One report as a resident sends it; every street is invented."""
    text = f"Er ligt een losse tegel op het voetpad, de {number + 1}e van de rij"
    answer = region.post("kortrijk", "/melden", {"wat": text, "waar": f"Proefstraat {number + 1}, 8500 Kortrijk"})
    assert answer.status == 302, answer.text[:2000]


def machine() -> dict[str, Any]:
    """What it ran on, and how busy that was."""
    cpu = next((line.partition(":")[2].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")), platform.machine())
    memory = next(int(line.split()[1]) for line in _lines("/proc/meminfo") if line.startswith("MemTotal"))
    system = f"{platform.system()}, Python {platform.python_version()}"
    return {
        "cpu": cpu, "cores": os.cpu_count(), "memory_gb": round(memory / 1024**2), "system": system, "load": round(os.getloadavg()[0], 1)
    }


def parts(region: Region) -> dict[str, list[int]]:
    """Name of each part → the numbers of its process and of every child."""
    children = defaultdict(list)
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            children[int((folder / "stat").read_text().rpartition(")")[2].split()[1])].append(int(folder.name))
        except OSError:
            continue
    roots = defaultdict(list)
    for name, pid in json.loads((region.home / "parts.json").read_text()).items():
        roots["duty-engine" if name.startswith("duty-engine") else name].append(pid)
    postmaster = next(region.home.glob("pg*/**/postmaster.pid"))
    roots["database"].append(int(postmaster.read_text().split()[0]))
    found = {name: [pid for root in pids for pid in _tree(root, children)] for name, pids in roots.items()}
    return found | {"supervisor": [region.process.pid]}


def _tree(pid: int, children: dict[int, list[int]]) -> list[int]:
    return [pid, *(below for child in children[pid] for below in _tree(child, children))]


def pss_mb(pid: int) -> float:
    """0 when the process is gone."""
    try:
        return next(int(line.split()[1]) / 1024 for line in _lines(f"/proc/{pid}/smaps_rollup") if line.startswith("Pss:"))
    except (OSError, StopIteration):
        return 0.0


def cpu_seconds(region: Region) -> float:
    """CPU used by all parts since they started. The server of PostgreSQL counts its ended children too."""
    total = 0
    for pids in parts(region).values():
        for pid in pids:
            try:
                fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            total += sum(map(int, fields[11:15]))
    return total / TICKS


def count(url: str) -> int:
    """Reports in the database."""
    with psycopg.connect(url) as connection:
        return int(connection.execute("SELECT count(*) FROM meldpunt_report").fetchone()[0])  # type: ignore[index]


def database_mb(url: str) -> float:
    """Tables and indexes as they stand on disk."""
    with psycopg.connect(url) as connection:
        return int(connection.execute("SELECT pg_database_size(current_database())").fetchone()[0]) / 1024**2  # type: ignore[index]


def program_mb() -> int:
    """Nabij and every package of ``requirements.lock``, as installed here."""
    pinned = [line for line in _lines(REPOSITORY / "requirements.lock") if "==" in line and line[0].isalnum()]
    ours = [path for path in (REPOSITORY / "src" / "nabij").rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    size = sum(path.stat().st_size for path in ours)
    for name in (line.partition("==")[0].partition("[")[0] for line in pinned):
        try:
            for file in metadata.distribution(name).files or ():
                path = Path(str(file.locate()))
                size += path.stat().st_size if path.is_file() else 0
        except metadata.PackageNotFoundError:
            continue  # for another system
    return round(size / 1024**2)


def files_mb(home: Path) -> int:
    """What stands beside the database: pages of the sites, pictures, documents; not the copy for "Begin opnieuw"."""
    folders = [home / name for name in ("published", "blobs", "media", "intake")]
    return round(sum(path.stat().st_size for folder in folders for path in folder.rglob("*") if path.is_file()) / 1024**2)


def _lines(path: str | Path) -> list[str]:
    return Path(path).read_text().splitlines()


if __name__ == "__main__":
    main()
