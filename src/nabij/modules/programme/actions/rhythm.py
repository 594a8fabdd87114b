"""Writes of what a project needs (N44) and of meetings that return (N73); both by who steers the programme."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, time

from nabij.kernel.access import authorise, require_own
from nabij.kernel.audit import entries
from nabij.kernel.calendar import clock
from nabij.kernel.errors import Invalid

from .. import access
from ..models import MeetingSeries, Need
from ..queries import programme
from ..rules.meetings import Rhythm
from ..rules.needs import Layer, Status


def state_need(*, project_id: uuid.UUID, layer: Layer, text: str, status: Status, origin: str = "") -> Need:
    """What a project needs on one layer, and how far that is. The same words again change the status.

    Raises Refused for anyone but the partnership's coordinator, Invalid without words.
    """
    authorise(access.STEER)
    project = programme.project(project_id)
    require_own(project.organisation_id)
    if not text.strip():
        raise Invalid({"text": "Zeg in enkele woorden wat nodig is, bijvoorbeeld: iemand die de wacht regelt."})
    row, _ = Need.objects.update_or_create(
        organisation_id=project.organisation_id, project_id=project.id, layer=Layer(layer).value, text=text.strip(),
        defaults={"audience": f"partnership:{project.organisation_id}", "status": Status(status).value, "origin": origin},
    )
    entries.record("programme.need.stated", row, detail={"project": project.slug, "layer": row.layer, "status": row.status})
    return row


def set_series(
    *, partnership_id: int, title: str, rhythm: Rhythm, first_day: date, at: time, minutes: int, place: str = "",
    regular: Sequence[str] = (), origin: str = "",
) -> MeetingSeries:
    """A meeting that returns; the same title again changes it. ``regular`` = points of the group itself, in their order.

    Raises Invalid for a meeting without title, or shorter than five minutes or longer than twelve hours.
    """
    authorise(access.STEER)
    require_own(partnership_id)
    lacking = {}
    if not title.strip():
        lacking["title"] = "Zeg hoe het overleg heet."
    if not 5 <= minutes <= 720:
        lacking["minutes"] = "Een overleg duurt minstens 5 minuten en hoogstens 12 uur."
    if lacking:
        raise Invalid(lacking)
    known = MeetingSeries.objects.select_for_update().filter(organisation_id=partnership_id, title=title.strip()).first()
    row = known or MeetingSeries(organisation_id=partnership_id, title=title.strip())
    given = {"rhythm": Rhythm(rhythm).value, "first_day": first_day, "at": at, "minutes": minutes, "place": place.strip()}
    if known is not None and any(getattr(known, name) != value for name, value in given.items()):
        row.sequence += 1
    more = {"audience": f"partnership:{partnership_id}", "regular": [one.strip() for one in regular if one.strip()], "origin": origin}
    for name, value in (given | more | {"changed_at": clock.now()}).items():
        setattr(row, name, value)
    row.save()
    entries.record("programme.meeting_series.set", row, detail={"title": row.title, "rhythm": row.rhythm})
    return row
