"""Values of place and the check of coordinates. Degrees are WGS 84; distances are metres."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

import shapely
from shapely.geometry.base import BaseGeometry

from nabij.kernel.errors import RuleViolation

# Metres per degree on the WGS 84 ellipsoid at 50.8° N. Over the region the error stays under 0.5 %, which
# is far below the accuracy of any centre and below one metre on a border of 50 metres.
_LATITUDE = math.radians(50.8)
METRES_PER_LAT = 111_132.95 - 559.85 * math.cos(2 * _LATITUDE) + 1.175 * math.cos(4 * _LATITUDE)
METRES_PER_LON = 111_412.88 * math.cos(_LATITUDE) - 93.5 * math.cos(3 * _LATITUDE)

#: Belgium and what lies around it: inside it a swapped pair is recognised with certainty.
_LAT_RANGE, _LON_RANGE = (48.5, 52.5), (1.0, 7.5)


class Basis(StrEnum):
    """How we know the municipality."""

    OFFICIAL = "official"
    APPROXIMATE = "approximate"
    OUTSIDE = "outside"


BASIS_NL = {
    Basis.OFFICIAL: "officieel",
    Basis.APPROXIMATE: "bij benadering",
    Basis.OUTSIDE: "buiten de streek",
}


class BadCoordinates(RuleViolation):
    """Numbers that are no place on earth."""


class SwappedCoordinates(BadCoordinates):
    """Latitude and longitude stand in each other's place. ``facts``: the repaired ``lat`` and ``lon``."""


class ProjectedCoordinates(BadCoordinates):
    """Metres of a Belgian Lambert system instead of degrees."""


@dataclass(frozen=True, slots=True)
class Locality:
    """A village, town or border place with its rounded centre. ``municipality_nis`` is empty abroad."""

    name: str
    postcode: str
    municipality_nis: str
    municipality: str
    lat: float
    lon: float
    accuracy_m: int
    in_region: bool = True
    country: str = "BE"
    aliases: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """What is the same for all localities of one municipality, abroad too."""
        return self.municipality_nis or f"{self.country}:{self.municipality}"

    def distance_m(self, lat: float, lon: float) -> float:
        return metres_between(self.lat, self.lon, lat, lon)


@dataclass(frozen=True, eq=False)
class Boundary:
    """Official territory of one municipality; ``shape`` is a shapely (multi)polygon in degrees, x = longitude."""

    nis: str
    name: str
    shape: BaseGeometry
    in_region: bool = True

    @cached_property
    def flat(self) -> BaseGeometry:
        """The territory in metres."""
        return shapely.transform(self.shape, lambda points: points * (METRES_PER_LON, METRES_PER_LAT))

    def distance_m(self, lat: float, lon: float) -> float:
        """Metres to the territory; 0 inside it."""
        return float(shapely.distance(self.flat, flat_point(lat, lon)))

    def border_m(self, lat: float, lon: float) -> float:
        """Metres to the border, from either side."""
        return float(shapely.distance(self.flat.boundary, flat_point(lat, lon)))


@dataclass(frozen=True, slots=True)
class Candidate:
    """A municipality that it may be. ``distance_m``: to its territory (official) or to its nearest centre."""

    nis: str
    name: str
    in_region: bool
    distance_m: int = 0
    country: str = "BE"


@dataclass(frozen=True, slots=True)
class Match:
    """The answer. ``ask``: a person must confirm or choose; ``question_nl`` is what to ask. ``doubt``: more than one
    candidate is likely. ``near`` names the nearest known place, ``suggestion`` a name that was probably meant."""

    candidates: tuple[Candidate, ...]
    basis: Basis
    accuracy_m: int | None
    ask: bool
    question_nl: str = ""
    near: str = ""
    suggestion: str = ""
    doubt: bool = False

    @property
    def best(self) -> Candidate | None:
        return self.candidates[0] if self.candidates else None

    @property
    def basis_nl(self) -> str:
        return BASIS_NL[self.basis]


def flat_point(lat: float, lon: float) -> BaseGeometry:
    """A point in the metres of this module."""
    return shapely.Point(lon * METRES_PER_LON, lat * METRES_PER_LAT)


def metres_between(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Distance in metres, good over tens of kilometres around 50.8° N."""
    return math.hypot((lat - other_lat) * METRES_PER_LAT, (lon - other_lon) * METRES_PER_LON)


def _around_here(lat: float, lon: float) -> bool:
    return _LAT_RANGE[0] <= lat <= _LAT_RANGE[1] and _LON_RANGE[0] <= lon <= _LON_RANGE[1]


def check_coordinates(lat: float, lon: float) -> None:
    """Raise the error that says what is probably wrong; a place abroad is no error."""
    if not (math.isfinite(lat) and math.isfinite(lon)):
        raise BadCoordinates("Deze coördinaten zijn geen getallen. Geef ze als 50,8279 en 3,2650.")
    if not _around_here(lat, lon) and _around_here(lon, lat):
        raise SwappedCoordinates(_swapped_nl(lat, lon), lat=lon, lon=lat)
    if abs(lat) > 90 or abs(lon) > 180:
        if 20_000 <= abs(lat) <= 800_000 and 20_000 <= abs(lon) <= 800_000:
            raise ProjectedCoordinates(
                "Dit zijn Lambertcoördinaten in meter. Geef graden (WGS 84), bijvoorbeeld 50,8279 en 3,2650."
            )
        raise BadCoordinates("Deze coördinaten liggen niet op aarde. De breedte gaat tot 90, de lengte tot 180.")


def _swapped_nl(lat: float, lon: float) -> str:
    right_lat, right_lon = (f"{value:.4f}".replace(".", ",") for value in (lon, lat))
    return f"De breedte en de lengte zijn verwisseld. Bedoelde u breedte {right_lat} en lengte {right_lon}?"
