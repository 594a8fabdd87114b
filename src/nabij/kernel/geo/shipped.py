"""The list of localities that comes with the product."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path
from typing import Any

from .rules.places import Locality

FILE = Path(__file__).with_name("data") / "localities.csv"


def shipped_localities() -> list[dict[str, Any]]:
    """Rows of ``data/localities.csv`` as columns of the model: centre in degrees, ``accuracy_m`` in metres."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return [_columns(row) for row in csv.DictReader(file)]


def _columns(row: dict[str, str]) -> dict[str, Any]:
    return {
        **row,
        "aliases": [alias for alias in row["aliases"].split("|") if alias],
        "in_region": row["in_region"] == "1",
        "lat": Decimal(row["lat"]),
        "lon": Decimal(row["lon"]),
        "accuracy_m": int(row["accuracy_m"]),
    }


def as_rules() -> tuple[Locality, ...]:
    """The same list as values for the pure rules, without a database."""
    return tuple(
        Locality(
            name=row["name"], postcode=row["postcode"], municipality_nis=row["municipality_nis"],
            municipality=row["municipality"], lat=float(row["lat"]), lon=float(row["lon"]), accuracy_m=row["accuracy_m"],
            in_region=row["in_region"], country=row["country"], aliases=tuple(row["aliases"]),
        )
        for row in shipped_localities()
    )
