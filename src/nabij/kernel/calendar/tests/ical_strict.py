"""A reader of iCalendar that forgives nothing (RFC 5545 and 7986), written from the standard and not from the library that writes.

It works on the bytes of a feed: line ends, folding, grammar of names and values, what a component must and may hold once, references to
zones, the zone's own offsets.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from dateutil.tz import tzical

LINE = re.compile(
    r"^(?P<name>[A-Za-z0-9-]+)"
    r'(?P<parameters>(;[A-Za-z0-9-]+=("[^"\x00-\x1f]*"|[^";:,\x00-\x1f]*))*)'
    r":(?P<value>[^\x00-\x08\x0a-\x1f]*)$"
)
UTC_TIME, LOCAL_TIME, DAY = re.compile(r"^\d{8}T\d{6}Z$"), re.compile(r"^\d{8}T\d{6}$"), re.compile(r"^\d{8}$")
ONCE = {"UID", "DTSTAMP", "DTSTART", "DTEND", "SEQUENCE", "STATUS", "SUMMARY", "DESCRIPTION", "LOCATION", "LAST-MODIFIED", "TRANSP"}
NEEDED = {"UID", "DTSTAMP", "DTSTART", "DTEND", "SEQUENCE", "STATUS", "SUMMARY", "LAST-MODIFIED"}


class Fault(AssertionError):
    """What a strict program would refuse."""


def need(holds: bool, what: str) -> None:
    if not holds:
        raise Fault(what)


@dataclass
class Component:
    name: str
    lines: list[tuple[str, str, str]] = field(default_factory=list)
    inside: list[Component] = field(default_factory=list)

    def value(self, name: str) -> str:
        found = [value for key, _, value in self.lines if key == name]
        need(len(found) == 1, f"{self.name} holds {name} {len(found)} times")
        return found[0]

    def of(self, name: str) -> list[Component]:
        return [one for one in self.inside if one.name == name]


@dataclass(frozen=True)
class Entry:
    """One VEVENT as a strict program understands it; times in UTC, whole days as dates."""

    uid: str
    sequence: int
    status: str
    start: datetime | date
    end: datetime | date
    modified: datetime
    summary: str


def unfolded(body: bytes) -> list[str]:
    """Content lines. Every line ends in CRLF and has at most 75 octets; a fold never cuts a character (3.1)."""
    need(body.endswith(b"\r\n"), "the last line has no CRLF")
    physical = body[:-2].split(b"\r\n")
    for line in physical:
        need(len(line) <= 75, f"{len(line)} octets in a line")
        need(b"\n" not in line and b"\r" not in line, "a bare line end")
        need(bool(line.strip()), "an empty line")
        try:
            line.decode("utf-8")
        except UnicodeDecodeError:
            raise Fault("a fold cuts a character") from None
    return body.decode().replace("\r\n ", "").replace("\r\n\t", "").removesuffix("\r\n").split("\r\n")


def parsed(body: bytes) -> Component:
    """The one VCALENDAR of a feed, every line checked against the grammar of a content line."""
    root = Component("")
    open_ones = [root]
    for line in unfolded(body):
        match = LINE.match(line)
        need(match is not None, f"no content line: {line!r}")
        assert match is not None
        name, value = match["name"].upper(), match["value"]
        if name == "BEGIN":
            made = Component(value)
            open_ones[-1].inside.append(made)
            open_ones.append(made)
        elif name == "END":
            need(open_ones.pop().name == value, f"END:{value} closes nothing")
        else:
            open_ones[-1].lines.append((name, match["parameters"], value))
    need(len(open_ones) == 1 and [one.name for one in root.inside] == ["VCALENDAR"], "not exactly one VCALENDAR")
    return root.inside[0]


def read(body: bytes) -> dict[str, Entry]:
    """UID → entry. Raises ``Fault`` for whatever the standard forbids."""
    calendar = parsed(body)
    need(calendar.value("VERSION") == "2.0" and bool(calendar.value("PRODID")), "VERSION or PRODID")
    need(calendar.value("METHOD") == "PUBLISH", "METHOD")
    need(calendar.lines[0][0] in ("PRODID", "VERSION"), "properties come before components")
    _refresh(calendar)
    zones = {one.value("TZID"): _zone(body, one) for one in calendar.of("VTIMEZONE")}
    found: dict[str, Entry] = {}
    for event in calendar.of("VEVENT"):
        entry = _entry(event, zones)
        need(entry.uid not in found, f"UID twice: {entry.uid}")
        found[entry.uid] = entry
    return found


def _refresh(calendar: Component) -> None:
    """RFC 7986, 5.7: a refresh interval names its type and is a positive duration."""
    for name, parameters, value in calendar.lines:
        if name == "REFRESH-INTERVAL":
            length = re.match(r"^P(?!$)(\d+W|(\d+D)?(T(\d+H)?(\d+M)?(\d+S)?)?)$", value)
            need("VALUE=DURATION" in parameters and length is not None, "REFRESH-INTERVAL")


def _zone(body: bytes, zone: Component) -> object:
    """The zone as dateutil reads it from the text alone; both halves name their offsets, rule and wall-clock start."""
    need(bool(zone.of("STANDARD")) and bool(zone.of("DAYLIGHT")), "a zone without both halves")
    for half in zone.inside:
        need(bool(LOCAL_TIME.match(half.value("DTSTART"))), "the start of a zone is wall-clock time")
        for name in ("TZOFFSETFROM", "TZOFFSETTO"):
            need(bool(re.match(r"^[+-]\d{4}(\d{2})?$", half.value(name))), name)
    lines = unfolded(body)
    start, end = lines.index("BEGIN:VTIMEZONE"), lines.index("END:VTIMEZONE")
    return tzical(io.StringIO("\n".join(lines[start : end + 1]))).get(zone.value("TZID"))


def _entry(event: Component, zones: dict[str, object]) -> Entry:
    names = [name for name, _, _ in event.lines]
    need(set(names) >= NEEDED, f"lacks {NEEDED - set(names)}")
    need(all(names.count(name) == 1 for name in set(names) & ONCE), "a property that may stand once stands twice")
    status = event.value("STATUS")
    need(status in ("CONFIRMED", "TENTATIVE", "CANCELLED"), f"STATUS:{status}")
    for name in ("DTSTAMP", "LAST-MODIFIED"):
        need(bool(UTC_TIME.match(event.value(name))), f"{name} is in UTC")
    for name in ("SUMMARY", "DESCRIPTION", "LOCATION"):
        for value in [value for key, _, value in event.lines if key == name]:
            need(not re.search(r"(?<!\\)(?:\\\\)*[,;]", value), f"{name} with a comma or semicolon that is not escaped")
    start, end = (_moment(event, name, zones) for name in ("DTSTART", "DTEND"))
    need(type(start) is type(end) and start < end, "the end is not after the start")  # type: ignore[operator]
    modified = datetime.strptime(event.value("LAST-MODIFIED"), "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    need(event.value("SEQUENCE").isdigit(), "SEQUENCE")
    return Entry(event.value("UID"), int(event.value("SEQUENCE")), status, start, end, modified, event.value("SUMMARY"))


def _moment(event: Component, name: str, zones: dict[str, object]) -> datetime | date:
    parameters, value = next((parameters, value) for key, parameters, value in event.lines if key == name)
    if "VALUE=DATE" in parameters:
        need(bool(DAY.match(value)) and "TZID" not in parameters, f"{name} as a day")
        return datetime.strptime(value, "%Y%m%d").replace(tzinfo=UTC).date()
    if UTC_TIME.match(value):
        need("TZID" not in parameters, "UTC with a zone")
        return datetime.strptime(value, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    zone = re.search(r"TZID=\"?([^\";:]+)", parameters)
    need(bool(LOCAL_TIME.match(value)) and zone is not None and zone[1] in zones, f"{name} floats, or names a zone that is not here")
    assert zone is not None
    wall = datetime.strptime(value, "%Y%m%dT%H%M%S").replace(tzinfo=zones[zone[1]])  # type: ignore[arg-type]
    return wall.astimezone(UTC)
