"""Pure rules of place: point, postcode or free text to municipality. No Django, no clock."""

from .matching import BORDER_M, municipality_for
from .places import (
    BASIS_NL,
    BadCoordinates,
    Basis,
    Boundary,
    Candidate,
    Locality,
    Match,
    ProjectedCoordinates,
    SwappedCoordinates,
    check_coordinates,
    metres_between,
)
from .texts import fold

__all__ = [
    "BASIS_NL",
    "BORDER_M",
    "BadCoordinates",
    "Basis",
    "Boundary",
    "Candidate",
    "Locality",
    "Match",
    "ProjectedCoordinates",
    "SwappedCoordinates",
    "check_coordinates",
    "fold",
    "metres_between",
    "municipality_for",
]
