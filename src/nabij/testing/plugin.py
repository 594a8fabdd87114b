"""pytest plugin (``-p nabij.testing.plugin``): sets the environment before Django's settings are read."""

from __future__ import annotations

import os
import shutil

import pytest

from nabij.testing import database

for _name in [n for n in os.environ if n.startswith("NABIJ_") and n not in ("NABIJ_TEST_HOME", "NABIJ_SHARED_DATA", "NABIJ_PG_BIN")]:
    del os.environ[_name]
os.environ["NABIJ_HOME"] = str(database.home())
os.environ["NABIJ_DEMO"] = "1"
os.environ.setdefault("DATABASE_URL", "postgresql://nabij_web@/nabij")
os.environ["DJANGO_SETTINGS_MODULE"] = "nabij.site.settings"

#: Groups that keep one worker busy for long: they begin first, so that no worker is left alone with them at the end.
LONG_GROUPS = ("browser", "browser-2", "looking")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "slow(reason): takes longer than a second, and why")
    config.addinivalue_line("markers", "published: the story's own database after its first pages were published; no job waits")
    if "PYTEST_XDIST_WORKER" not in os.environ:
        # Pages that a run which was cut short has published would answer before the rows of this one.
        shutil.rmtree(database.home() / "published", ignore_errors=True)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Puts the long groups in front, each in one piece, after the order was shuffled."""
    items.sort(key=_place)


def _place(item: pytest.Item) -> int:
    group = next((mark.args[0] for mark in item.iter_markers("xdist_group")), "")
    return LONG_GROUPS.index(group) if group in LONG_GROUPS else len(LONG_GROUPS)
