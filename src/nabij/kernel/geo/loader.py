"""Loading official boundaries, all or nothing, as the owner role. Run by an administrator from the shell."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from nabij.kernel.calendar import clock
from nabij.kernel.tenancy.owner import owner_connection

from . import boundary_file, models, queries
from .boundary_file import WGS84, BoundaryFileRefused
from .rules.places import Boundary
from .rules.shapes import elsewhere, missing, overlaps


@dataclass(slots=True)
class Report:
    """What a load did, or would do (``dry_run``): names of municipalities, and sentences on repairs."""

    dry_run: bool
    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    repairs: list[str] = field(default_factory=list)

    @property
    def sentence_nl(self) -> str:
        verb = "Proefrit, niets geladen" if self.dry_run else "Geladen"
        counts = f"{len(self.added)} nieuw, {len(self.changed)} gewijzigd, {len(self.unchanged)} gelijk gebleven"
        return f"{verb}: {counts}, {len(self.repairs)} hersteld."


def load_boundaries(
    path: Path | str,
    *,
    nis_field: str = "nis",
    source: str,
    licence: str,
    valid_from: date,
    crs: str = WGS84,
    dry_run: bool = False,
    expected: Mapping[str, str] | None = None,
) -> Report:
    """Load a GeoJSON FeatureCollection of municipalities, in force from ``valid_from``.

    ``expected`` (NIS → name) must all be in it; by default the municipalities of the region. A second run with the same
    content changes nothing. Raises ``BoundaryFileRefused`` (nothing loaded) or ``Unavailable`` (no owner role).
    """
    localities = queries.localities()
    names = {place.municipality_nis: place.municipality for place in localities if place.municipality_nis}
    wanted = queries.region() if expected is None else expected
    contents = boundary_file.read(Path(path), nis_field=nis_field, crs=crs, names=names)
    found = contents.boundaries
    problems = contents.problems or [*missing(found, wanted), *elsewhere(found, localities), *overlaps(found)]
    if problems:
        raise BoundaryFileRefused(problems)
    report = Report(dry_run, repairs=contents.repairs)
    changes = _changes(found, valid_from, {"source": source, "licence": licence}, report)
    if changes and not dry_run:
        _write(changes, valid_from)
    return report


def _changes(found: list[Boundary], valid_from: date, origin: dict[str, str], report: Report) -> list[dict[str, Any]]:
    """Rows to write; fills the report. Refuses a date before boundaries that are loaded already."""
    latest = {row.nis: row for row in models.Boundary.objects.order_by("nis", "valid")}
    rows = []
    for boundary, geometry, digest in boundary_file.digests(found):
        before = latest.get(boundary.nis)
        if before and (before.digest, before.source, before.licence) == (digest, origin["source"], origin["licence"]):
            report.unchanged.append(boundary.name)
            continue
        if before and before.valid.lower > valid_from:
            raise BoundaryFileRefused([f"Voor {boundary.name} gelden al grenzen vanaf {before.valid.lower:%d/%m/%Y}."])
        (report.changed if before else report.added).append(boundary.name)
        rows.append({"nis": boundary.nis, "name": boundary.name, "geometry": json.dumps(geometry), "digest": digest, **origin})
    return rows


def _write(rows: list[dict[str, Any]], valid_from: date) -> None:
    moment = clock.now()
    with owner_connection() as connection, connection.cursor() as cursor:
        cursor.execute("LOCK TABLE geo_boundary IN SHARE ROW EXCLUSIVE MODE")
        for row in rows:
            values = {**row, "first": valid_from, "at": moment}
            # A second load for the same first day corrects the first; otherwise the old period ends where the new begins.
            cursor.execute("DELETE FROM geo_boundary WHERE nis = %(nis)s AND lower(valid) = %(first)s", values)
            cursor.execute(
                "UPDATE geo_boundary SET valid = daterange(lower(valid), %(first)s) "
                "WHERE nis = %(nis)s AND valid @> %(first)s::date",
                values,
            )
            cursor.execute(
                "INSERT INTO geo_boundary (nis, name, geometry, digest, source, licence, valid, loaded_at) VALUES "
                "(%(nis)s, %(name)s, %(geometry)s::jsonb, %(digest)s, %(source)s, %(licence)s, daterange(%(first)s, NULL), "
                "%(at)s)",
                values,
            )
