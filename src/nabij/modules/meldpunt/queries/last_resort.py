"""Reading the own lists of last resort, and how often a mayor or director was called."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from nabij.kernel import crypto

from ..models.duty import LastResort, LastResortDecision
from ..rules import last_resort as rules
from ..rules.last_resort import Kind, Office
from .chain import PURPOSE, named
from .sheet import shown


@dataclass(frozen=True)
class PlaceView:
    """One place of a list. The number shows its last two digits only; the sheet for the night holds it in full."""

    id: UUID
    position: int
    office: Office
    kind: Kind
    name: str
    title: str
    number_ends: str
    minutes: int

    @property
    def kind_words(self) -> str:
        """What answers there."""
        return rules.KIND_WORDS[self.kind]


@dataclass(frozen=True)
class ListView:
    """One decision with its places in order."""

    row: LastResortDecision
    places: tuple[PlaceView, ...]

    @property
    def ending(self) -> str:
        """How it ends, in a sentence."""
        return rules.ending([place.kind for place in self.places], self.row.every_minutes)

    @property
    def until(self) -> date | None:
        """First day on which it counts no more."""
        end: date | None = self.row.period.upper
        return end


def lists(organisation_id: int) -> list[ListView]:
    """Every list that a municipality decided, newest first."""
    rows = LastResortDecision.objects.filter(organisation_id=organisation_id).order_by("-period").prefetch_related("places")
    return [_list(row) for row in rows]


def list_on(organisation_id: int, on: date) -> ListView | None:
    """The list that counts on a day."""
    return next((one for one in lists(organisation_id) if on in _days(one)), None)


def _days(one: ListView) -> _Period:
    return _Period(one.row.period.lower, one.row.period.upper)


@dataclass(frozen=True)
class _Period:
    since: date
    until: date | None

    def __contains__(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day < self.until)


def _list(row: LastResortDecision) -> ListView:
    return ListView(row, tuple(_place(place) for place in sorted(row.places.all(), key=lambda place: place.position)))


def _place(place: LastResort) -> PlaceView:
    number = shown(crypto.unseal(place.organisation_id, PURPOSE, place.number))
    return PlaceView(
        place.id, place.position, Office(place.office), Kind(place.kind), place.name, named(place.name, place.function), number[-2:],
        place.delay_minutes,
    )


def number_of_place(organisation_id: int, place_id: UUID) -> str:
    """The number of a place of an own list (E.164), to keep it in the next one; empty for any other id."""
    row = LastResort.objects.filter(id=place_id, organisation_id=organisation_id).first()
    return crypto.unseal(organisation_id, PURPOSE, row.number) if row else ""
