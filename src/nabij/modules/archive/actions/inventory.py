"""Writes of the inventory: platforms by hand, rooms from an export; what a person assigned is never overwritten by a source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from nabij.kernel.access import authorise, require_own
from nabij.kernel.audit import entries
from nabij.kernel.calendar import clock
from nabij.kernel.errors import Invalid
from nabij.kernel.references import Reference

from .. import access
from ..models import Platform, Room
from ..queries import inventory as queries
from ..queries.strategy import partnership_id
from ..rules.rooms import FLAG_NL, Flag, RoomFacts, RoomState, flags_after


@dataclass(frozen=True, slots=True)
class Imported:
    """What a source brought: new rooms, changed ones, and those that it no longer names; ``flags`` counts what then asks for a person."""

    new: int
    changed: int
    same: int
    gone: int
    flags: tuple[tuple[str, int], ...] = ()


def record_platform(*, organisation_id: int, kind: str, product: str, **fields: Any) -> Platform:
    """Write a platform of the own municipality; the same kind and product again changes it. ``owner_name`` may be emptied: then
    the row is flagged."""
    require_own(organisation_id)
    authorise(access.INVENTORY_WRITE)
    if not product.strip():
        raise Invalid({"product": "Noem het product, bijvoorbeeld Microsoft 365 Business."})
    if kind not in Platform.Kind.values:
        raise Invalid({"kind": "Kies wat voor platform dit is."})
    row, _ = Platform.objects.update_or_create(
        organisation_id=organisation_id, kind=kind, product=product.strip(), defaults=fields,
        create_defaults=fields | {"audience": f"partnership:{partnership_id()}"},
    )
    entries.record("archive.platform.recorded", row)
    return row


def import_rooms(*, organisation_id: int, platform_id: UUID, facts: Sequence[RoomFacts], preview: bool = False) -> Imported:
    """Take over what a source says about rooms; ``preview`` writes nothing. The same source twice changes nothing.

    Rooms that the source no longer names become ``gone``; owner and series that a person assigned stay.
    """
    require_own(organisation_id)
    authorise(access.INVENTORY_WRITE)
    platform = queries.platform_row(platform_id, organisation_id)
    known = {row.external_id: row for row in Room.objects.filter(platform=platform)}
    new = [f for f in facts if f.external_id not in known]
    changed = [f for f in facts if f.external_id in known and _differs(known[f.external_id], f)]
    gone = [row for key, row in known.items() if key not in {f.external_id for f in facts} and row.state != RoomState.GONE]
    done = Imported(len(new), len(changed), len(facts) - len(new) - len(changed), len(gone), _asking(facts, known))
    if preview or not (new or changed or gone):
        return done
    Room.objects.bulk_create([_fresh(platform, f) for f in new])
    for one in changed:
        _told(known[one.external_id], one).save()
    Room.objects.filter(id__in=[row.id for row in gone]).update(state=RoomState.GONE)
    detail = {"new": done.new, "changed": done.changed, "gone": done.gone}
    entries.record("archive.rooms.imported", Reference.to(platform), detail=detail)
    return done


def _asking(facts: Sequence[RoomFacts], known: dict[str, Room]) -> tuple[tuple[str, int], ...]:
    """What the rooms of a source would ask, in words with how many."""
    assigned = {key: (row.assigned_owner, row.series_code) for key, row in known.items()}
    counts = flags_after(facts, assigned, clock.today())
    return tuple((FLAG_NL[flag], counts[flag]) for flag in Flag if flag in counts)


def assign_rooms(*, organisation_id: int, room_ids: Sequence[UUID], owner: str, series_code: str) -> int:
    """Give rooms an owner and a series; empty keeps what a room had. Returns how many rooms changed."""
    require_own(organisation_id)
    authorise(access.INVENTORY_WRITE)
    if not room_ids:
        raise Invalid({"rooms": "Kies minstens één kamer."})
    if not owner.strip() and not series_code.strip():
        raise Invalid({"owner": "Vul een eigenaar in, of een serie, of allebei."})
    given = {"assigned_owner": owner.strip(), "series_code": series_code.strip()}
    given = {name: value for name, value in given.items() if value}
    rows = list(Room.objects.select_for_update().filter(organisation_id=organisation_id, id__in=list(room_ids)))
    for row in rows:
        for name, value in given.items():
            setattr(row, name, value)
        if row.assigned_owner and row.series_code and row.state == RoomState.FOUND:
            row.state = RoomState.ASSIGNED
        row.save()
        entries.record("archive.room.assigned", row, detail=given)
    return len(rows)


def _fresh(platform: Platform, facts: RoomFacts) -> Room:
    return _told(Room(organisation_id=platform.organisation_id, platform=platform, external_id=facts.external_id), facts)


def _told(row: Room, facts: RoomFacts) -> Room:
    row.kind, row.title, row.owners, row.owners_left = facts.kind, facts.title, "\n".join(facts.owners), facts.owners_left
    row.members, row.guests, row.size_bytes, row.last_activity = facts.members, facts.guests, facts.size_bytes, facts.last_activity
    row.seen_at = clock.now()
    if row.state == RoomState.GONE:
        row.state = RoomState.ASSIGNED if row.assigned_owner and row.series_code else RoomState.FOUND
    return row


def _differs(row: Room, facts: RoomFacts) -> bool:
    """A room that was gone and is named again differs, whatever it says."""
    return row.state == RoomState.GONE or queries.facts_of(row) != facts
