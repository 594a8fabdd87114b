"""The founding note, point by point: what each point asks in our own words, and the screen that does it or not yet.

One list: ``data/founding-note.csv``. ``docs/proof/founding-note.csv`` is a copy of it that a test keeps equal, so that a reader of the
repository and a visitor of the demo see the same.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path

from . import cards

FILE = Path(__file__).parent / "data" / "founding-note.csv"
WORKS = "werkt"
#: In the column ``person``: whoever lives there, on the site of that municipality.
RESIDENT = "inwoner van "
EVERYONE = "iedereen"


@dataclass(frozen=True, slots=True)
class Point:
    """``screen`` is a path; ``person`` the username that opens it (``hilde@kuurne``: in that capacity), ``inwoner van <slug>`` on a site,
    ``iedereen`` without sign-in."""

    number: str
    heading: str
    description: str
    phrase: str
    module: str
    screen: str
    person: str
    why: str
    status: str

    @property
    def username(self) -> str:
        return self.person.partition("@")[0]

    @property
    def capacity(self) -> str:
        """Slug of the organisation for which the person acts; "" = where that person's story begins."""
        return self.person.partition("@")[2]

    @property
    def site(self) -> str:
        """Slug of the site on which the screen stands; "" on the platform's own host."""
        return self.person.removeprefix(RESIDENT) if self.person.startswith(RESIDENT) else ""

    @property
    def opens(self) -> bool:
        """Whether this version has the screen: a point without one says "nog niet"."""
        return self.status == WORKS and cards.opens(self.screen, public=bool(self.site))


@cache
def points() -> tuple[Point, ...]:
    """All 113, in the note's own order."""
    with FILE.open(newline="", encoding="utf-8") as file:
        return tuple(Point(**row) for row in csv.DictReader(file))


def point(number: str) -> Point | None:
    return next((one for one in points() if one.number == number), None)


def headings() -> Iterator[tuple[str, list[Point]]]:
    """The note's own headings with their points."""
    for heading, found in groupby(points(), key=lambda one: one.heading):
        yield heading, list(found)
