"""pytest plugin (``-p nabij.testing.plugin``): sets the environment before Django's settings are read."""

from __future__ import annotations

import os

import pytest

from nabij.testing import database

for _name in [n for n in os.environ if n.startswith("NABIJ_") and n not in ("NABIJ_TEST_HOME", "NABIJ_SHARED_DATA", "NABIJ_PG_BIN")]:
    del os.environ[_name]
os.environ["NABIJ_HOME"] = str(database.home())
os.environ["NABIJ_DEMO"] = "1"
os.environ.setdefault("DATABASE_URL", "postgresql://nabij_web@/nabij")
os.environ["DJANGO_SETTINGS_MODULE"] = "nabij.site.settings"

def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "slow(reason): takes longer than a second, and why")
