"""Queries and CPU of each page of the first path, on a clone of the seeded region. Run: ``make bench`` or this file alone.

Limit beside each figure: 12 queries for a list or detail page, 20 for a write (docs/decisions). Time is CPU of this process (median of
``RUNS``), not wall time: machines are shared. Says load and machine, because a figure without them is not one.
"""

from __future__ import annotations

import os
import platform
import statistics
import time
import uuid
from collections.abc import Callable
from typing import Any

from nabij.testing import plugin  # noqa: F401  (sets the environment before Django reads its settings)

RUNS = 15


def main() -> None:
    """Print one line per page."""
    import django

    django.setup()
    from nabij.kernel.calendar import clock
    from nabij.testing import database
    from nabij.testing.fixtures import BEGINNING, _connect_to

    cluster = database.Cluster()
    name = cluster.clone(f"bench_{uuid.uuid4().hex[:8]}")
    _connect_to(cluster, name)
    print(f"{platform.machine()}, {os.cpu_count()} kernen, load {os.getloadavg()[0]:.1f}, Python {platform.python_version()}, {RUNS} runs")
    print(f"{'bladzijde':<44} {'status':>6} {'queries':>8} {'grens':>6} {'CPU ms':>7} {'kB':>6}")
    try:
        with clock.frozen(BEGINNING):
            for label, limit, ask in pages():
                measure(label, limit, ask)
    finally:
        from django.db import connections

        connections.close_all()
        cluster.drop(name)


def pages() -> list[tuple[str, int, Callable[[], Any]]]:
    """Label, query limit and request of each page of the path."""
    from nabij.testing.people import client_of, visitor_of

    resident, operator, duty = visitor_of("kortrijk"), client_of("delphine"), client_of("joris")

    def send(text: str) -> Callable[[], Any]:
        def post() -> Any:
            key = form_key(resident.get("/melden").content.decode())
            return resident.post("/melden", {"wat": text, "waar": "Proefstraat 12, 8500 Kortrijk", "sleutel": key})

        return post

    return [
        ("inwoner: startpagina", 12, lambda: resident.get("/")),
        ("inwoner: formulier", 12, lambda: resident.get("/melden")),
        ("inwoner: melding versturen (formulier + bewaren)", 32, send("Losliggende tegel voor nummer 12")),
        ("operator: lijst", 12, lambda: operator.get("/meldpunt")),
        ("operator: nieuwe melding", 12, lambda: operator.get("/meldpunt/nieuw")),
        ("wachtdienst: wacht nu", 12, lambda: duty.get("/wacht")),
        ("werkblad", 12, lambda: operator.get("/werk")),
        ("programma: matrix", 12, lambda: operator.get("/programma/matrix")),
    ]


def form_key(page: str) -> str:
    """The signed key that makes a double click harmless."""
    return page.split('name="sleutel" value="', 1)[1].split('"', 1)[0]


def measure(label: str, limit: int, ask: Callable[[], Any]) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    ask()
    times = []
    for _ in range(RUNS):
        begun = time.process_time()
        ask()
        times.append((time.process_time() - begun) * 1000)
    with CaptureQueriesContext(connection) as captured:
        response = ask()
    weight = len(response.content) / 1024
    print(f"{label:<44} {response.status_code:>6} {len(captured):>8} {limit:>6} {statistics.median(times):>7.1f} {weight:>6.1f}")


if __name__ == "__main__":
    main()
