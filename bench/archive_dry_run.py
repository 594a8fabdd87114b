"""A dry run of 3.000 files of a shared drive, and the same again: figures of one run, in a folder of their own.

Judged: files per second of walking and hashing (archive.md section 9: at least 2.000 per second on a quiet machine, given with the CPU
time that decides on a busy one). No database is needed: the rules are pure.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from nabij.modules.archive import demo_tree
from nabij.modules.archive.rules import batches
from nabij.modules.archive.rules.batches import MapRule

FILES, WANTED = 3_000, 2_000
RULES = [
    MapRule("*/privé/*", "", 0, True), MapRule("Omgeving/*", "omg", 3, False), MapRule("Vrije tijd/*", "sub", 3, False),
    MapRule("Secretariaat/*", "rad", 3, False), MapRule("Kinderen/*", "kin", 2, False),
]


def main() -> int:
    from nabij.modules.archive.actions.scanning import scan

    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "schijf"
        planted = demo_tree.plant(root, FILES)
        wall, cpu = time.perf_counter(), time.process_time()
        scanned = [one.seen for one in scan(root)]
        judged = batches.judge(scanned, RULES, frozenset(), {})
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    counts = Counter(one.outcome for one in judged)
    known = frozenset(batches.source_key(one.seen.path, one.seen.sha256) for one in judged if one.outcome in batches.TAKES)
    again = batches.judge(scanned, RULES, known, {})
    left = sum(one.outcome in batches.TAKES for one in again)
    print(f"{planted} files: {dict(counts)}")
    print(f"{wall:.2f} s ({planted / wall:.0f} files/s), CPU {cpu:.2f} s ({planted / cpu:.0f} files/s); second run: {left} new")
    return 0 if planted == FILES and left == 0 and planted / cpu >= WANTED else 1


if __name__ == "__main__":
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nabij.site.settings")
    import django

    django.setup()
    sys.exit(main())
