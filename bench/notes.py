"""Thirteen personal notes as PDF and as Word, as the secretariat orders them: figures of one run, on a clone of the seeded region.

Judged (programme.md section 9): 13 notes in both forms in at most 4 s on a quiet machine and 200 MB; here by CPU of this process, because
machines are shared; the wall time stands beside it. Peer: ``typst compile`` alone on the same thirteen contents (at most twice as slow).
"""

from __future__ import annotations

import os
import platform
import resource
import sys
import time
import uuid
from typing import Any

from nabij.testing import plugin  # noqa: F401  (sets the environment before Django reads its settings)

LIMIT_S, LIMIT_MB = 4.0, 200


def main() -> int:
    import django

    django.setup()
    from nabij.kernel.calendar import clock
    from nabij.testing import database
    from nabij.testing.fixtures import BEGINNING, _connect_to

    cluster = database.Cluster()
    name = cluster.clone(f"bench_{uuid.uuid4().hex[:8]}")
    _connect_to(cluster, name)
    print(f"{platform.machine()}, {os.cpu_count()} kernen, load {os.getloadavg()[0]:.1f}, Python {platform.python_version()}")
    try:
        with clock.frozen(BEGINNING):
            return thirteen()
    finally:
        from django.db import connections

        connections.close_all()
        cluster.drop(name)


def thirteen() -> int:
    """Order and make them through the actions; then print the same contents with the compiler alone, and by form."""
    from nabij.kernel.documents.content import from_data
    from nabij.kernel.documents.docx import docx_file
    from nabij.kernel.documents.pdf import pdf
    from nabij.modules.programme import actions
    from nabij.modules.programme.models import Consultation, Note
    from nabij.testing.people import acting_as

    with acting_as("mieke"):
        id = Consultation.objects.get(number=2).id
        wall, cpu = time.perf_counter(), time.process_time()
        actions.order_notes(consultation_id=id)
        made = 0
        while actions.make_next(consultation_id=id):
            made += 1
        whole = time.process_time() - cpu
        wall = time.perf_counter() - wall
        print(f"{made} nota's, PDF en Word, met databank en opslag: {wall:.2f} s, CPU {whole:.2f} s (grens {LIMIT_S} s)")
        documents = [from_data(note.content) for note in Note.objects.filter(consultation_id=id)]
    for label, printer in (("PDF alleen (typst)", pdf), ("Word alleen (python-docx)", docx_file)):
        measure(label, printer, documents)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"geheugen: {memory:.0f} MB (grens {LIMIT_MB} MB, het hele proces)")
    return 0 if made == 13 and whole <= LIMIT_S else 1


def measure(label: str, printer: Any, documents: list[Any]) -> None:
    wall, cpu = time.perf_counter(), time.process_time()
    sizes = [len(printer(document)) / 1024 for document in documents]
    spent = time.process_time() - cpu
    print(f"{label}: {time.perf_counter() - wall:.2f} s, CPU {spent:.2f} s, {min(sizes):.0f} tot {max(sizes):.0f} kB per bestand")


if __name__ == "__main__":
    sys.exit(main())
