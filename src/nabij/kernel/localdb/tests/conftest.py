"""A home folder that the server's user can reach: pytest's own folders are closed to others when root runs the tests."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from nabij.kernel import localdb


def _new(name: str) -> Path:
    base = Path(tempfile.mkdtemp(prefix="nabij-test-", dir="/tmp"))
    if os.geteuid() == 0:
        base.chmod(0o755)
    return base / name


def _end(home: Path) -> None:
    for purpose in ("demo", "test"):
        localdb.stop(home, purpose=purpose)
    shutil.rmtree(home.parent if home.parent.name.startswith("nabij-test-") else home, ignore_errors=True)


@pytest.fixture
def home() -> Iterator[Path]:
    """A fresh home with spaces in its path."""
    made = _new("thuis met spaties")
    yield made
    _end(made)


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[Path, localdb.LocalDb]]:
    """A home with a running, durable server, shared by the tests of one file."""
    made = _new("gedeeld thuis")
    yield made, localdb.ensure(made, purpose="demo")
    _end(made)
