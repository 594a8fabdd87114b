"""Files of other people that tests use where they are present."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[3]


def shared_data(name: str) -> Path:
    """A file of the data folder (``NABIJ_SHARED_DATA`` or ``../shared/data``); the test says that it was not run without it."""
    folder = Path(os.environ.get("NABIJ_SHARED_DATA") or REPOSITORY.parent / "shared" / "data")
    path = folder / name
    if not path.exists():
        pytest.skip(f"not run: {name} is not in NABIJ_SHARED_DATA")
    return path
