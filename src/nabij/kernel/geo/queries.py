"""Where is this? Reads of place, with boundaries and localities kept in the process per loaded version."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from django.db import connection
from django.db.models import Count, Max
from shapely.geometry import shape

from nabij.kernel.calendar import clock

from . import models, rules


@dataclass(frozen=True, slots=True)
class _Version:
    """Changes whenever a load has changed something, with the day on which boundaries are asked, and with the database."""

    database: str
    on: date
    boundaries: int
    last_load: datetime | None
    localities: int
    last_locality: int


def locate(*, lat: float | None = None, lon: float | None = None, postcode: str = "", on: date | None = None) -> rules.Match:
    """The municipality of a point or of a postcode. Raises ``SwappedCoordinates`` and its kin (see ``rules``)."""
    version = _version(on)
    return rules.municipality_for(
        boundaries=_boundaries(version), localities=_localities(version), lat=lat, lon=lon, postcode=postcode
    )


def locate_text(text: str, *, on: date | None = None) -> rules.Match:
    """The municipality that a free Dutch text names, by postcode or name; else the nearest spelling as a suggestion."""
    return rules.municipality_for(localities=_localities(_version(on)), text=text)


def localities() -> tuple[rules.Locality, ...]:
    """Every locality we know, those around the region too."""
    return _localities(_version(None))


def region() -> dict[str, str]:
    """The municipalities of the region: NIS → name."""
    return {place.municipality_nis: place.municipality for place in localities() if place.in_region}


def has_boundaries(on: date | None = None) -> bool:
    """Whether points get an official answer on that day (today by default)."""
    return _version(on).boundaries > 0 and bool(_boundaries(_version(on)))


def _version(on: date | None) -> _Version:
    loaded = models.Boundary.objects.aggregate(n=Count("id"), last=Max("loaded_at"))
    places = models.Locality.objects.aggregate(n=Count("id"), last=Max("id"))
    database = str(connection.settings_dict["NAME"])
    return _Version(database, on or clock.today(), loaded["n"], loaded["last"], places["n"], places["last"] or 0)


@lru_cache(maxsize=4)
def _localities(version: _Version) -> tuple[rules.Locality, ...]:
    return tuple(
        rules.Locality(
            name=row.name, postcode=row.postcode, municipality_nis=row.municipality_nis, municipality=row.municipality,
            lat=float(row.lat), lon=float(row.lon), accuracy_m=row.accuracy_m, in_region=row.in_region,
            country=row.country, aliases=tuple(row.aliases),
        )
        for row in models.Locality.objects.all()
    )


@lru_cache(maxsize=4)
def _boundaries(version: _Version) -> tuple[rules.Boundary, ...]:
    own = {place.municipality_nis for place in _localities(version) if place.in_region}
    rows = models.Boundary.objects.filter(valid__contains=version.on)
    return tuple(rules.Boundary(row.nis, row.name, shape(row.geometry), row.nis in own) for row in rows)
