"""From a point, postcode or text to the municipality, with the way we know it and what to ask (kernel.md 4.11)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import shapely

from .places import Basis, Boundary, Candidate, Locality, Match, check_coordinates
from .texts import find_places

#: Within this distance of a border both municipalities are offered (meldpunt.md 4.2).
BORDER_M = 50
#: A second municipality closer than this many times the first makes the nearest centre doubtful.
DOUBT_RATIO = 1.6
#: Farther than this from every known centre we do not name a place.
KNOWN_M = 15_000
_MOST_CANDIDATES = 4


def municipality_for(
    *,
    boundaries: Sequence[Boundary] = (),
    localities: Sequence[Locality] = (),
    lat: float | None = None,
    lon: float | None = None,
    postcode: str = "",
    text: str = "",
    border_m: float = BORDER_M,
) -> Match:
    """The municipality of a point (``lat``, ``lon``), or else of a postcode, or else of a text.

    Raises ``SwappedCoordinates``, ``ProjectedCoordinates`` or ``BadCoordinates``. Only a boundary gives the basis
    ``official``; every other answer is approximate and asks.
    """
    if lat is not None and lon is not None:
        check_coordinates(lat, lon)
        if boundaries:
            return _by_boundary(lat, lon, boundaries, localities, border_m)
        return _by_centre(lat, lon, localities)
    if postcode:
        wanted = postcode.strip()
        return _by_names([place for place in localities if place.postcode == wanted], "")
    found = find_places(text, localities)
    return _by_names(found.localities, found.suggestion)


def _by_boundary(
    lat: float, lon: float, boundaries: Sequence[Boundary], localities: Sequence[Locality], border_m: float
) -> Match:
    close = sorted(
        ((boundary.distance_m(lat, lon), boundary) for boundary in _near(lat, lon, boundaries, border_m)),
        key=lambda pair: (pair[0], pair[1].nis),
    )
    found = [Candidate(b.nis, b.name, b.in_region, round(metres)) for metres, b in close]
    if not found:
        return _outside(lat, lon, localities)
    if len(found) == 1 and close[0][1].border_m(lat, lon) <= border_m:
        found += _neighbours_outside(lat, lon, localities)[:1]
    if not any(candidate.in_region for candidate in found):
        return Match(tuple(found), Basis.OUTSIDE, 0, False, near=found[0].name)
    doubt = len(found) > 1
    question = f"Dit ligt op de grens van {_either(found, 'en')}. In welke gemeente is het?" if doubt else ""
    return Match(tuple(found), Basis.OFFICIAL, 0, doubt, question, near=found[0].name, doubt=doubt)


def _near(lat: float, lon: float, boundaries: Iterable[Boundary], border_m: float) -> list[Boundary]:
    # The box is cheap and wide enough (0.002° is at least 140 m per 50 m asked); the exact distance comes after.
    margin = border_m * 0.00004
    box = shapely.box(lon - margin, lat - margin, lon + margin, lat + margin)
    return [b for b in boundaries if shapely.intersects(box, b.shape) and b.distance_m(lat, lon) <= border_m]


def _nearest(lat: float, lon: float, localities: Iterable[Locality]) -> list[tuple[float, Locality]]:
    """The nearest centre of each municipality, nearest first."""
    best: dict[str, tuple[float, Locality]] = {}
    for place in localities:
        metres = place.distance_m(lat, lon)
        if place.key not in best or metres < best[place.key][0]:
            best[place.key] = (metres, place)
    return sorted(best.values(), key=lambda pair: pair[0])


def _candidate(metres: float, place: Locality) -> Candidate:
    return Candidate(place.municipality_nis, place.municipality, place.in_region, round(metres), place.country)


def _neighbours_outside(lat: float, lon: float, localities: Iterable[Locality]) -> list[Candidate]:
    around = _nearest(lat, lon, (place for place in localities if not place.in_region))
    return [_candidate(metres, place) for metres, place in around if metres <= KNOWN_M]


def _outside(lat: float, lon: float, localities: Iterable[Locality]) -> Match:
    around = _neighbours_outside(lat, lon, localities)[:1]
    name = around[0].name if around else ""
    place = f", waarschijnlijk in {name}" if name else ""
    question = f"Dit ligt buiten onze streek{place}. Klopt dat?"
    return Match(tuple(around), Basis.OUTSIDE, None, True, question, near=name)


def _by_centre(lat: float, lon: float, localities: Sequence[Locality]) -> Match:
    ranked = _nearest(lat, lon, localities)
    if not ranked or ranked[0][0] > KNOWN_M:
        question = "Dit ligt ver buiten onze streek. In welke gemeente is het?"
        return Match((), Basis.OUTSIDE, None, True, question, near=ranked[0][1].name if ranked else "")
    first = ranked[0]
    likely = [first, *(other for other in ranked[1:] if _doubtful(first, other))][:_MOST_CANDIDATES]
    return _approximate([_candidate(*pair) for pair in likely], first[1].accuracy_m, first[1].name)


def _doubtful(first: tuple[float, Locality], other: tuple[float, Locality]) -> bool:
    difference = other[0] - first[0]
    accuracy = max(first[1].accuracy_m, other[1].accuracy_m)
    return other[0] < DOUBT_RATIO * first[0] or accuracy > difference


def _by_names(places: Sequence[Locality], suggestion: str) -> Match:
    if not places:
        return Match((), Basis.APPROXIMATE, None, True, "We kennen deze plaats niet. In welke gemeente is het?")
    found = list({place.key: _candidate(0, place) for place in places}.values())[:_MOST_CANDIDATES]
    match = _approximate(found, max(place.accuracy_m for place in places), places[0].name)
    if not suggestion:
        return match
    question = f"Bedoelde u {suggestion}?"
    return Match(match.candidates, match.basis, match.accuracy_m, True, question, match.near, suggestion, match.doubt)


def _approximate(found: list[Candidate], accuracy_m: int, near: str) -> Match:
    inside = any(candidate.in_region for candidate in found)
    doubt = len(found) > 1
    where = _either(found, "of")
    if not inside:
        question = f"Bij benadering is dit in {where}, buiten onze streek. Klopt dat?"
        return Match(tuple(found), Basis.OUTSIDE, accuracy_m, True, question, near, doubt=doubt)
    ending = "Welke gemeente is het?" if doubt else "Klopt dat?"
    return Match(
        tuple(found), Basis.APPROXIMATE, accuracy_m, True, f"Bij benadering is dit in {where}. {ending}", near, doubt=doubt
    )


def _either(found: Sequence[Candidate], joint: str) -> str:
    names = list(dict.fromkeys(candidate.name for candidate in found))
    return f"{', '.join(names[:-1])} {joint} {names[-1]}" if len(names) > 1 else names[0]
