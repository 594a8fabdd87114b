"""Reads of places and teams: the same days for page, print sheet, data and search."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from nabij.kernel.calendar import queries as calendar
from nabij.kernel.calendar.rules import BRUSSELS, Calendar
from nabij.kernel.errors import NotFound

from ..models import BridgeAnswer, Place, Team
from ..rules import hours
from .once import asked_once, once

AHEAD = 14
#: Closing days further ahead than the fourteen days of the table, that people plan around.
PLANNED = 90


@dataclass(frozen=True)
class PlaceView:
    """A place with its weekly pattern, fourteen real days, and the days further on that differ."""

    place: Place
    week: tuple[tuple[str, str], ...]
    days: tuple[hours.Day, ...]
    special: tuple[hours.Day, ...]
    teams: tuple[Team, ...]

    @property
    def url(self) -> str:
        return f"/plaatsen/{self.place.slug}"

    def on(self, day: date) -> hours.Day:
        """One of the fourteen days."""
        return next(found for found in self.days if found.day == day)


@once
def places(organisation_id: int, first: date, only: str = "") -> list[PlaceView]:
    """Places of one municipality by name, with the days from ``first``: six queries."""
    rows = Place.objects.filter(organisation_id=organisation_id).prefetch_related("rules", "exceptions", "teams")
    rows = rows.filter(slug=only) if only else rows
    found = calendar.calendar_for(organisation_id)
    return [_view(place, found, first) for place in rows]


def place(organisation_id: int, slug: str, first: date) -> PlaceView:
    """Raises ``NotFound``."""
    if asked_once():
        found = [view for view in places(organisation_id, first) if view.place.slug == slug]
    else:
        found = places(organisation_id, first, only=slug)
    if not found:
        raise NotFound()
    return found[0]


def _view(place: Place, found: Calendar, first: date) -> PlaceView:
    rules = [row.rule() for row in place.rules.all()]
    exceptions = [row.exception() for row in place.exceptions.all()]
    days = hours.span(first, PLANNED, rules, exceptions, found, place.slug)
    weekly = tuple((name, hours.intervals_text(_weekly(rules, first, n))) for n, name in enumerate(hours.DAYS_NL))
    return PlaceView(
        place, weekly, tuple(days[:AHEAD]), tuple(day for day in days[AHEAD:] if day.special), tuple(place.teams.all())
    )


def day_of(place: Place, day: date) -> hours.Day:
    """One day of one place: five queries."""
    rules, exceptions = ([row.rule() for row in place.rules.all()], [row.exception() for row in place.exceptions.all()])
    return hours.hours_on(day, rules, exceptions, calendar.calendar_for(place.organisation_id), place.slug)


def _weekly(rules: list[hours.Rule], first: date, weekday: int) -> tuple[hours.Interval, ...]:
    """The pattern of a weekday as it stands on its first occurrence from ``first``."""
    day = first + timedelta(days=(weekday - first.weekday()) % 7)
    return tuple(sorted(rule.interval for rule in rules if rule.covers(day)))


def row(place_id: UUID) -> Place:
    """Raises ``NotFound``."""
    found = Place.objects.filter(id=place_id).first()
    if found is None:
        raise NotFound()
    return found


def weekly_rules(place_id: UUID) -> list[hours.Rule]:
    return [found.rule() for found in row(place_id).rules.all()]


@once
def teams(organisation_id: int) -> list[Team]:
    return list(Team.objects.filter(organisation_id=organisation_id).select_related("place"))


def town_hall(organisation_id: int) -> Place | None:
    return Place.objects.filter(organisation_id=organisation_id, kind=Place.Kind.TOWN_HALL).first()


def open_bridges(organisation_id: int, first: date, days: int = 60) -> list[hours.Bridge]:
    """Bridge days ahead that nobody answered yet."""
    answered = set(BridgeAnswer.objects.filter(organisation_id=organisation_id).values_list("day", flat=True))
    found = calendar.calendar_for(organisation_id)
    return [b for b in hours.bridges(found, first, days) if b.day not in answered and not found.closing(b.day)]


def now(view: PlaceView, at: datetime) -> hours.OpenNow:
    return hours.open_state(view.days, at.astimezone(BRUSSELS))
