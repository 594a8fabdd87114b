"""What is wrong with a digital room, and what a line of an export says about it."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from nabij.kernel.errors import Invalid

#: Days without activity after which a room is asked about (data of the region; 12 months in version 1.0).
QUIET_DAYS = 365
MOST_LINES = 20_000
COLUMNS = ("external_id", "kind", "title", "owners", "owners_left", "members", "guests", "size_mb", "last_activity")


class RoomState(StrEnum):
    FOUND = "found"
    ASSIGNED = "assigned"
    REVIEW_DUE = "review_due"
    ARCHIVED = "archived"
    KEPT = "kept"
    TO_DELETE = "to_delete"
    GONE = "gone"


STATE_NL = {
    RoomState.FOUND: "gevonden",
    RoomState.ASSIGNED: "toegewezen",
    RoomState.REVIEW_DUE: "na te kijken",
    RoomState.ARCHIVED: "gearchiveerd",
    RoomState.KEPT: "blijft",
    RoomState.TO_DELETE: "mag weg",
    RoomState.GONE: "verdwenen",
}


class Flag(StrEnum):
    NO_OWNER = "no_owner"
    SINGLE_OWNER = "single_owner"
    OWNER_LEFT = "owner_left"
    NO_RULE = "no_rule"
    INACTIVE = "inactive"
    GUESTS = "guests"


FLAG_NL = {
    Flag.NO_OWNER: "geen eigenaar",
    Flag.SINGLE_OWNER: "één eigenaar",
    Flag.OWNER_LEFT: "eigenaar vertrok",
    Flag.NO_RULE: "geen serie",
    Flag.INACTIVE: "stil",
    Flag.GUESTS: "gasten",
}


@dataclass(frozen=True, slots=True)
class RoomFacts:
    """One room as a source tells it. ``owners`` are names, ``owners_left`` how many of them no longer work here."""

    external_id: str
    kind: str
    title: str
    owners: tuple[str, ...] = ()
    owners_left: int = 0
    members: int = 0
    guests: int = 0
    size_bytes: int = 0
    last_activity: date | None = None


def flags(facts: RoomFacts, *, assigned_owner: str, series_code: str, today: date) -> tuple[Flag, ...]:
    """What asks for a person. An owner that was assigned here counts as one."""
    owners = (1 if assigned_owner else 0) + max(len(facts.owners) - facts.owners_left, 0)
    found = {
        Flag.NO_OWNER: owners == 0,
        Flag.SINGLE_OWNER: owners == 1 and not assigned_owner,
        Flag.OWNER_LEFT: facts.owners_left > 0 and not assigned_owner,
        Flag.NO_RULE: not series_code,
        Flag.INACTIVE: facts.last_activity is not None and (today - facts.last_activity).days > QUIET_DAYS,
        Flag.GUESTS: facts.guests > 0,
    }
    return tuple(flag for flag, holds in found.items() if holds)


def flags_after(
    facts: Iterable[RoomFacts], assigned: Mapping[str, tuple[str, str]], today: date
) -> dict[Flag, int]:
    """How many rooms of an export would ask for a person. ``assigned``: external id → (owner, series) that somebody gave here."""
    found: Counter[Flag] = Counter()
    for one in facts:
        owner, series = assigned.get(one.external_id, ("", ""))
        found.update(flags(one, assigned_owner=owner, series_code=series, today=today))
    return dict(found)


def read_csv(text: str) -> list[RoomFacts]:
    """Lines of an export of an admin centre (columns ``COLUMNS``, ; or ,). Raises Invalid, naming line and column."""
    first = text.partition("\n")[0]
    reader = csv.DictReader(io.StringIO(text.lstrip("\ufeff")), delimiter=";" if first.count(";") > first.count(",") else ",")
    missing = [name for name in ("external_id", "title") if name not in (reader.fieldnames or [])]
    if missing:
        raise Invalid({"text": f"In de eerste regel ontbreekt: {', '.join(missing)}. Verwacht: {', '.join(COLUMNS)}."})
    return list(_lines(reader))


def _lines(reader: csv.DictReader[str]) -> Iterator[RoomFacts]:
    seen: set[str] = set()
    for number, row in enumerate(reader, 2):
        if number > MOST_LINES:
            raise Invalid({"text": f"Dit bestand heeft meer dan {MOST_LINES} regels. Splits het in delen."})
        facts = _facts(row, number)
        if facts.external_id in seen:
            raise Invalid({"text": f"Regel {number}: {facts.external_id} staat er twee keer in."})
        seen.add(facts.external_id)
        yield facts


def _facts(row: dict[str, str], number: int) -> RoomFacts:
    cell = {name: (row.get(name) or "").strip() for name in COLUMNS}
    if not cell["external_id"] or not cell["title"]:
        raise Invalid({"text": f"Regel {number}: external_id en title mogen niet leeg zijn."})
    try:
        counts = [int(cell[name] or 0) for name in ("owners_left", "members", "guests", "size_mb")]
        activity = date.fromisoformat(cell["last_activity"]) if cell["last_activity"] else None
    except ValueError as wrong:
        raise Invalid({"text": f"Regel {number}: {wrong}. Datums staan als 2027-03-30, getallen zonder punt."}) from wrong
    owners = tuple(name.strip() for name in cell["owners"].split("|") if name.strip())
    return RoomFacts(
        cell["external_id"][:120], cell["kind"][:30] or "Team", cell["title"][:200], owners, counts[0], counts[1], counts[2],
        counts[3] * 1_000_000, activity,
    )
