"""The bounds of the demo, in a home of its own that goes away afterwards. Run: ``make bench`` or this file alone.

First page after ``nabij demo`` on a machine where the packages stand (≤ 90 s), a second start (≤ 8 s), "Begin opnieuw" (≤ 10 s), from a
card to the first useful screen (≤ 1 s), weight of the welcome page (≤ 30 kB), also while the database is stopped. Times are wall times of
this machine; its load stands beside them, because a busy machine is a slow one. ``--strict``: exit 1 when a bound is not kept.
"""

from __future__ import annotations

import os
import platform
import re
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from nabij.demo import control
from nabij.testing.server import Region

WITHIN_S = 900.0
TRIES = 3
CARD = re.compile(r'action="(/demo/als/[a-z]+)">\s*<button class="card" type="submit"><strong>([^<]+)')


class Table:
    """Prints a line per bound and remembers what was not kept."""

    def __init__(self) -> None:
        self.broken: list[str] = []
        print(f"{platform.machine()}, {os.cpu_count()} kernen, Python {platform.python_version()}")
        print(f"{'wat':<58} {'gemeten':>9} {'grens':>7}  load")

    def line(self, what: str, found: float, limit: float, unit: str) -> None:
        kept = found <= limit
        self.broken += [] if kept else [what]
        print(f"{what:<58} {found:>7.2f} {unit} {limit:>5g} {unit}  {os.getloadavg()[0]:.1f}{'' if kept else '  NIET GEHAALD'}", flush=True)


def main() -> int:
    """Measure everything once."""
    table = Table()
    with tempfile.TemporaryDirectory(prefix="nabij-bench-", dir=os.environ.get("NABIJ_BENCH_FOLDER")) as folder:
        Path(folder).chmod(0o711)  # PostgreSQL runs as another user when we are root
        region, took = started(Path(folder) / "home")
        table.line("eerste bladzijde na de start, databank leeg", took, 90, "s")
        try:
            region.end()
            region, took = started(region.home)
            table.line("eerste bladzijde bij een tweede start", took, 8, "s")
            of_the_cards(region, table)
            of_the_buttons(region, table)
        finally:
            region.end()
    print("Alle grenzen gehaald." if not table.broken else f"Niet gehaald: {', '.join(table.broken)}")
    return 1 if table.broken and "--strict" in sys.argv else 0


def started(home: Path) -> tuple[Region, float]:
    """Start a demo; seconds until its welcome page answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    environment = {k: v for k, v in os.environ.items() if not k.startswith("NABIJ_") or k == "NABIJ_PG_BIN"}
    environment |= {"NABIJ_HOME": str(home), "NABIJ_SITE_PORTS_FIRST": "0"}
    begun = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", "nabij", "demo", "--port", str(port)], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    region = Region(home, port, process)
    while time.monotonic() - begun < WITHIN_S:
        try:
            if region.get("", "/").status == 200:
                return region, time.monotonic() - begun
        except OSError:
            time.sleep(0.05)
        if process.poll() is not None:
            raise SystemExit((process.stderr.read() if process.stderr else b"").decode()[-2000:])
    process.send_signal(signal.SIGTERM)
    raise SystemExit("the demo did not start")


def of_the_cards(region: Region, table: Table) -> None:
    """From the press on a card to the whole first page, as a browser without anything kept would ask it."""
    for path, title in CARD.findall(region.get("", "/").text):
        times = []
        for _ in range(TRIES):
            begun = time.monotonic()
            answer = region.post("", path, {})
            page = region.get("", answer.header("Location"), answer.header("Set-Cookie").partition(";")[0])
            times.append(time.monotonic() - begun)
            assert page.status == 200, (path, page.status)
        table.line(f"kaart {title} ({path.rpartition('/')[2]})", statistics.median(times), 1, "s")


def of_the_buttons(region: Region, table: Table) -> None:
    """"Begin opnieuw" until the pages answer from the restored rows; the welcome page with and without a database."""
    table.line("welkom, zonder script", len(region.get("", "/").body) / 1000, 30, "kB")
    table.line("de nota, punt per punt", len(region.get("", "/nota").body) / 1000, 30, "kB")
    begun = time.monotonic()
    region.begin_again()
    table.line("Begin opnieuw, tot alles weer antwoordt", time.monotonic() - begun, 10, "s")
    said = control.answer(control.request("stop_database", home=region.home, seconds=20), home=region.home, within=20)
    assert said and said["ok"], said
    begun = time.monotonic()
    page = region.get("", "/")
    table.line("welkom, terwijl de databank stilligt", time.monotonic() - begun, 1, "s")
    assert page.status == 200


if __name__ == "__main__":
    sys.exit(main())
