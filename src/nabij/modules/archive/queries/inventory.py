"""Reads of platforms and rooms: with what asks for a person."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from nabij.kernel.calendar import clock
from nabij.kernel.errors import NotFound

from ..models import Platform, Room
from ..rules.rooms import FLAG_NL, Flag, RoomFacts, RoomState, flags

PAGE = 100


@dataclass(frozen=True, slots=True)
class RoomView:
    row: Room
    flags: tuple[Flag, ...]

    @property
    def words(self) -> list[str]:
        return [FLAG_NL[flag] for flag in self.flags]


@dataclass(frozen=True, slots=True)
class Rooms:
    """All rooms counted, and those that were asked for."""

    shown: tuple[RoomView, ...]
    total: int
    counts: dict[Flag, int]
    matching: int = 0
    first: int = 0

    @property
    def lines(self) -> list[tuple[str, str, int]]:
        return [(flag.value, FLAG_NL[flag], self.counts.get(flag, 0)) for flag in Flag]

    @property
    def next(self) -> int:
        """Number of the first room of the next page; 0 when this is the last."""
        after = self.first + len(self.shown)
        return after if after < self.matching else 0


def platforms(organisation_id: int) -> list[Platform]:
    return list(Platform.objects.filter(organisation_id=organisation_id))


def platform_of(text: str, organisation_id: int) -> Platform | None:
    """The own platform with this id; None for anything else."""
    try:
        return Platform.objects.filter(id=UUID(text), organisation_id=organisation_id).first()
    except ValueError:
        return None


def platforms_by_organisation() -> dict[int, list[Platform]]:
    """organisation id → its platforms, for the page of the thirteen."""
    found: dict[int, list[Platform]] = {}
    for platform in Platform.objects.all():
        found.setdefault(platform.organisation_id, []).append(platform)
    return found


def platform_row(platform_id: UUID, organisation_id: int) -> Platform:
    """Raises NotFound, also for another organisation's."""
    found = Platform.objects.filter(id=platform_id, organisation_id=organisation_id).first()
    if found is None:
        raise NotFound("Dit platform vinden we niet.")
    return found


def rooms(organisation_id: int, *, flag: str = "", words: str = "", first: int = 0, limit: int = PAGE) -> Rooms:
    """Rooms of one organisation, by title, from number ``first`` on; ``flag`` and ``words`` narrow what is shown, never the counts.

    A room that its source no longer names is not there any more: it counts nowhere.
    """
    today = clock.today()
    standing = Room.objects.filter(organisation_id=organisation_id).exclude(state=RoomState.GONE)
    views = [RoomView(row, room_flags(row, today)) for row in standing]
    counts = Counter(f for view in views for f in view.flags)
    found = [v for v in views if (not flag or flag in v.flags) and words.casefold() in v.row.title.casefold()]
    return Rooms(tuple(found[first : first + limit]), len(views), dict(counts), len(found), first)


def room_flags(row: Room, today: date) -> tuple[Flag, ...]:
    return flags(facts_of(row), assigned_owner=row.assigned_owner, series_code=row.series_code, today=today)


def facts_of(row: Room) -> RoomFacts:
    owners = tuple(name for name in row.owners.split("\n") if name)
    return RoomFacts(
        row.external_id, row.kind, row.title, owners, row.owners_left, row.members, row.guests, row.size_bytes, row.last_activity
    )
