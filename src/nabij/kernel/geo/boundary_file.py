"""Reading a GeoJSON file of municipal boundaries (RFC 7946), in any coordinate system that is named."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import shapely
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError
from shapely.geometry import shape as from_geojson
from shapely.geometry.base import BaseGeometry

from nabij.kernel.errors import RuleViolation

from .rules.places import Boundary
from .rules.shapes import sound

WGS84 = "EPSG:4326"
MOST_BYTES = 300_000_000
_NIS = re.compile(r"^\d{5}$")
_NAME_FIELDS = ("name_nl", "naam", "NAAM", "name", "NAME", "gemeente")


class BoundaryFileRefused(RuleViolation):
    """Nothing was loaded. ``problems`` has one sentence for each fault, with the feature named."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("We hebben niets geladen. " + " ".join(problems), problems=problems)
        self.problems = tuple(problems)


@dataclass(slots=True)
class Contents:
    """What a file holds: sound boundaries, sentences on repairs, sentences on faults."""

    boundaries: list[Boundary] = field(default_factory=list)
    repairs: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def read(path: Path, *, nis_field: str, crs: str, names: Mapping[str, str]) -> Contents:
    """Boundaries of a file in degrees. ``names`` (NIS → name) is used where the file gives no name.

    Raises ``BoundaryFileRefused`` when the file as a whole cannot be read; faults of features stand in the answer.
    """
    document = _document(path)
    _same_system(document, crs)
    transformer = _transformer(crs)
    contents = Contents()
    seen: set[str] = set()
    for number, feature in enumerate(document["features"], start=1):
        nis, name = _identity(feature, nis_field, names)
        label = f"Vlak {number} ({name or 'zonder naam'}{', ' + nis if nis else ''})"
        if problem := _bad_identity(label, nis, nis_field, seen):
            contents.problems.append(problem)
            continue
        seen.add(nis)
        _add(contents, label, nis, name or nis, feature, transformer)
    return contents


def _document(path: Path) -> dict[str, Any]:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise BoundaryFileRefused([f"{path.name} is groter dan 300 MB."])
        document: Any = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, ValueError, RecursionError) as wrong:
        raise BoundaryFileRefused([f"{path.name} is geen leesbaar GeoJSON-bestand ({wrong})."]) from wrong
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list) or not features or document.get("type") != "FeatureCollection":
        raise BoundaryFileRefused([f"{path.name} bevat geen lijst van vlakken (FeatureCollection)."])
    found: dict[str, Any] = document
    return found


def _same_system(document: dict[str, Any], crs: str) -> None:
    """Old GeoJSON names its own coordinate system; it must be the one that the operator named."""
    member = document.get("crs")
    named = str(member.get("properties", {}).get("name", "")) if isinstance(member, dict) else ""
    code = re.search(r"EPSG:+(\d+)$", named)
    if code and not named.endswith("CRS84") and _epsg(crs) != int(code[1]):
        raise BoundaryFileRefused([f"Het bestand zegt zelf dat het EPSG:{code[1]} gebruikt. Laad het met --crs EPSG:{code[1]}."])


def _epsg(crs: str) -> int | None:
    try:
        return CRS.from_user_input(crs).to_epsg()
    except CRSError as wrong:
        raise BoundaryFileRefused([f"Het coördinatenstelsel {crs} kennen we niet. Geef bijvoorbeeld EPSG:31370."]) from wrong


def _transformer(crs: str) -> Transformer | None:
    if _epsg(crs) == _epsg(WGS84):
        return None
    return Transformer.from_crs(crs, WGS84, always_xy=True)


def _identity(feature: Any, nis_field: str, names: Mapping[str, str]) -> tuple[str, str]:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    properties = properties if isinstance(properties, dict) else {}
    raw = properties.get(nis_field, "")
    nis = str(int(raw)) if isinstance(raw, float) and raw.is_integer() else str(raw or "").strip()
    named = next((str(properties[name]) for name in _NAME_FIELDS if properties.get(name)), "")
    return nis, names.get(nis) or named[:80]


def _bad_identity(label: str, nis: str, nis_field: str, seen: set[str]) -> str:
    if not _NIS.match(nis):
        return f"{label}: het veld '{nis_field}' bevat geen NIS-code van vijf cijfers."
    return f"{label}: deze NIS-code staat twee keer in het bestand." if nis in seen else ""


def _add(contents: Contents, label: str, nis: str, name: str, feature: Any, transformer: Transformer | None) -> None:
    try:
        raw = shapely.force_2d(from_geojson(feature["geometry"]))
        checked = sound(label, _in_degrees(raw, transformer))
    except Exception as wrong:  # shapely and pyproj raise many kinds on foreign input; each means the same
        contents.problems.append(f"{label}: de grens is niet leesbaar ({type(wrong).__name__}).")
        return
    if checked.shape is None:
        contents.problems.append(checked.problem_nl)
        return
    if checked.repaired_nl:
        contents.repairs.append(checked.repaired_nl)
    contents.boundaries.append(Boundary(nis, name, checked.shape))


def _in_degrees(shape: BaseGeometry, transformer: Transformer | None) -> BaseGeometry:
    if transformer is None:
        return shape
    return shapely.transform(shape, lambda points: _columns(transformer, points))


def _columns(transformer: Transformer, points: Any) -> Any:
    moved = points.copy()
    moved[:, 0], moved[:, 1] = transformer.transform(points[:, 0], points[:, 1])
    return moved


def digests(boundaries: list[Boundary]) -> Iterator[tuple[Boundary, dict[str, Any], str]]:
    """Each boundary with its GeoJSON geometry (1e-6 degree, about 0.1 m) and a digest that ignores the order of rings."""
    for boundary in boundaries:
        geometry = json.loads(shapely.to_geojson(shapely.normalize(boundary.shape)))
        geometry["coordinates"] = _rounded(geometry["coordinates"])
        text = json.dumps([boundary.name, geometry], sort_keys=True, separators=(",", ":"))
        yield boundary, geometry, hashlib.sha256(text.encode()).hexdigest()


def _rounded(value: Any) -> Any:
    return [_rounded(part) for part in value] if isinstance(value, list) else round(value, 6)
