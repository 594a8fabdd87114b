"""Which windows a journey is walked in: wide and narrow, with and without JavaScript; the suite takes one of them, LONG=1 every one."""

from __future__ import annotations

import os
from collections import defaultdict
from pathlib import Path
from zlib import crc32

import pytest

#: Names of parameters that say how the same journey is looked at, never what happens in it.
WINDOW = {"width", "javascript"}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keeps one window per journey, in turn over the journeys, so that both kinds are walked in every run."""
    if os.environ.get("LONG"):
        return
    journeys: dict[str, list[pytest.Item]] = defaultdict(list)
    for item in items:
        given = getattr(item, "callspec", None)
        if given is not None and given.params and set(given.params) <= WINDOW and Path(__file__).parent in item.path.parents:
            journeys[item.nodeid.partition("[")[0]].append(item)
    # By name, because the order of the run is shuffled.
    kept = {id(sorted(found, key=lambda one: one.nodeid)[crc32(name.encode()) % len(found)]) for name, found in journeys.items()}
    left_out = [item for found in journeys.values() for item in found if id(item) not in kept]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        gone = {id(item) for item in left_out}
        items[:] = [item for item in items if id(item) not in gone]
