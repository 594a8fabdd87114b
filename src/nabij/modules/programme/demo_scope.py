"""Where the programme's story is read from, and the scope in which it is told."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from nabij.kernel.tenancy.scope import scope, system

DATA = Path(__file__).parent / "data"
PARTNERSHIP = "zuid-west-vlaanderen"


def as_organisation(ids: dict[str, int], slug: str) -> Any:
    """A scope that writes for one organisation, as an importer."""
    partnership = f"partnership:{ids[PARTNERSHIP]}"
    own = [ids[slug]]
    return scope(reading=own, writing=own, actor=system("demo"), tags=[partnership], organisation_id=ids[slug])


def lines(name: str) -> list[dict[str, str]]:
    """Lines of one of the story's tables."""
    with (DATA / name).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))
