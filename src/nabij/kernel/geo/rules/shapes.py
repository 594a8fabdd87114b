"""What a boundary file must satisfy: each shape sound and in its place, none missing, none over another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import shapely
from shapely.geometry.base import BaseGeometry

from .places import METRES_PER_LAT, METRES_PER_LON, Boundary, Locality, flat_point

#: Generalised borders overlap a little; above this (1 ha, or 0.1 % of the smaller one) it is a mistake.
OVERLAP_M2, OVERLAP_SHARE = 10_000.0, 0.001
#: A repair may not change more than this share of the area, otherwise it would be a guess.
REPAIR_SHARE = 0.001
#: Belgium with some room, in degrees: (lon, lat, lon, lat).
BELGIUM = shapely.box(2.0, 49.0, 7.0, 52.0)


@dataclass(frozen=True, slots=True)
class Sound:
    """A shape that may be loaded; ``repaired_nl`` tells what was changed, ``problem_nl`` why it may not."""

    shape: BaseGeometry | None
    repaired_nl: str = ""
    problem_nl: str = ""


def sound(label: str, shape: BaseGeometry) -> Sound:
    """Check place and validity of one shape in degrees (x = longitude)."""
    problem = _misplaced(label, shape)
    if problem:
        return Sound(None, problem_nl=problem)
    if shape.is_valid:
        return Sound(shape)
    reason = shapely.is_valid_reason(shape)
    repaired = _polygons(shapely.make_valid(shape))
    if repaired.is_empty or abs(repaired.area - shape.area) > REPAIR_SHARE * repaired.area:
        return Sound(None, problem_nl=f"{label}: de grens kruist zichzelf en is niet veilig te herstellen ({reason}).")
    return Sound(repaired, repaired_nl=f"{label}: de grens kruiste zichzelf en is hersteld ({reason}).")


def _misplaced(label: str, shape: BaseGeometry) -> str:
    if shape.is_empty or shape.geom_type not in ("Polygon", "MultiPolygon"):
        return f"{label}: dit is geen vlak (gevonden: {shape.geom_type})."
    if shapely.contains(BELGIUM, shape):
        return ""
    if shapely.contains(BELGIUM, shapely.transform(shape, lambda points: points[:, ::-1])):
        return f"{label}: breedte en lengte zijn verwisseld. In GeoJSON staat de lengte eerst."
    if max(map(abs, shape.bounds)) > 180:
        return f"{label}: dit zijn meters, geen graden. Geef het stelsel mee, bijvoorbeeld --crs EPSG:31370."
    return f"{label}: dit vlak ligt niet in België."


def _polygons(shape: BaseGeometry) -> BaseGeometry:
    parts = [part for part in shapely.get_parts(shape) if part.geom_type in ("Polygon", "MultiPolygon")]
    return shapely.union_all(parts) if parts else shapely.Polygon()


def overlaps(boundaries: Sequence[Boundary]) -> list[str]:
    """A sentence for each pair that overlaps more than the tolerance."""
    flats = [boundary.flat for boundary in boundaries]
    tree = shapely.STRtree(flats)
    found = []
    for left, right in zip(*tree.query(flats, predicate="intersects"), strict=True):
        if left >= right:
            continue
        shared = float(shapely.intersection(flats[left], flats[right]).area)
        if shared > max(OVERLAP_M2, OVERLAP_SHARE * min(flats[left].area, flats[right].area)):
            names = f"{boundaries[left].name} en {boundaries[right].name}"
            found.append(f"{names} overlappen over {shared / 10_000:.0f} hectare.")
    return found


def missing(boundaries: Iterable[Boundary], expected: Mapping[str, str]) -> list[str]:
    """A sentence for each expected municipality (NIS → name) without a shape."""
    present = {boundary.nis for boundary in boundaries}
    return [f"{name} ({nis}) ontbreekt in het bestand." for nis, name in sorted(expected.items()) if nis not in present]


def elsewhere(boundaries: Iterable[Boundary], localities: Iterable[Locality]) -> list[str]:
    """A sentence for each shape that holds none of the centres we know of that municipality: a wrong code or name."""
    centres: dict[str, list[Locality]] = {}
    for place in localities:
        centres.setdefault(place.municipality_nis, []).append(place)
    found = []
    for boundary in boundaries:
        known = centres.get(boundary.nis, [])
        if known and not any(_holds(boundary, place) for place in known):
            found.append(f"{boundary.name} ({boundary.nis}) ligt niet waar we die gemeente kennen. Klopt de NIS-code?")
    return found


def _holds(boundary: Boundary, place: Locality) -> bool:
    return bool(shapely.dwithin(boundary.flat, flat_point(place.lat, place.lon), place.accuracy_m))


def hectares(shape: BaseGeometry) -> float:
    """Area of a shape in degrees, in hectares."""
    return float(shapely.transform(shape, lambda points: points * (METRES_PER_LON, METRES_PER_LAT)).area) / 10_000
