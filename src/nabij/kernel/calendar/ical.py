"""Appointments as iCalendar (RFC 5545), with the library `icalendar`.

The zone is written with the rule of the European Union (last Sunday of March and October at 1.00 UTC; Directive 2000/84/EC): what the
library makes by itself begins summer time an hour late for a program that reads the zone literally.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard

from .rules import BRUSSELS

WINTER, SUMMER = timedelta(hours=1), timedelta(hours=2)


@dataclass(frozen=True)
class Appointment:
    """One appointment. Whole days are dates, with the day after the last one as end (RFC 5545, 3.6.1)."""

    uid: str
    start: datetime | date
    end: datetime | date
    summary: str
    description: str
    sequence: int
    modified_at: datetime
    cancelled: bool = False
    place: str = ""


@dataclass(frozen=True)
class Publisher:
    """Who publishes: the product identifier of the feed, and the right half of every UID."""

    prodid: str
    host: str


def calendar_text(name: str, appointments: Iterable[Appointment], publisher: Publisher) -> bytes:
    """The whole feed; the same appointments give the same bytes."""
    calendar = Calendar()
    calendar.add("prodid", publisher.prodid)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    calendar.add_component(_zone())
    for one in sorted(appointments, key=lambda one: (one.start.isoformat(), one.uid)):
        calendar.add_component(_event(one, publisher))
    return bytes(calendar.to_ical())


def etag(body: bytes) -> str:
    """A strong one: the same bytes, the same tag."""
    return f'"{hashlib.sha256(body).hexdigest()[:32]}"'


def unchanged(asked: str, tag: str) -> bool:
    """Whether ``If-None-Match`` names this tag: a list, weak tags and ``*`` count too (RFC 9110, 13.1.2)."""
    named = {one.strip().removeprefix("W/") for one in asked.split(",")}
    return tag in named or "*" in named


def _event(one: Appointment, publisher: Publisher) -> Event:
    event = Event()
    event.add("uid", f"{one.uid}@{publisher.host}")
    event.add("dtstamp", one.modified_at.astimezone(UTC))
    event.add("last-modified", one.modified_at.astimezone(UTC))
    event.add("sequence", one.sequence)
    event.add("dtstart", local(one.start) if isinstance(one.start, datetime) else one.start)
    event.add("dtend", local(one.end) if isinstance(one.end, datetime) else one.end)
    event.add("summary", f"Vervalt: {one.summary}" if one.cancelled else one.summary)
    event.add("description", one.description)
    if one.place:
        event.add("location", one.place)
    event.add("status", "CANCELLED" if one.cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    return event


def local(at: datetime) -> datetime:
    """Belgian wall-clock time; in UTC for the hour that occurs twice, whose second time no local writing can name."""
    there = at.astimezone(BRUSSELS)
    twice = there.replace(fold=0).utcoffset() != there.replace(fold=1).utcoffset()
    return at.astimezone(UTC) if twice else there


def _zone() -> Timezone:
    zone = Timezone()
    zone.add("tzid", "Europe/Brussels")
    parts = (
        (TimezoneDaylight(), 3, "19810329T020000", WINTER, SUMMER, "CEST"),
        (TimezoneStandard(), 10, "19961027T030000", SUMMER, WINTER, "CET"),
    )
    for part, month, begins, before, after, name in parts:
        part.add("dtstart", datetime.strptime(begins, "%Y%m%dT%H%M%S"))  # noqa: DTZ007 - wall-clock time, as the standard asks
        part.add("tzoffsetfrom", before)
        part.add("tzoffsetto", after)
        part.add("tzname", name)
        part.add("rrule", {"freq": "yearly", "bymonth": month, "byday": "-1su"})
        zone.add_component(part)
    return zone
