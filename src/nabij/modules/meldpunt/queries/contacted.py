"""How often a mayor or director was called: per month, line, way and municipality. Never per person, except one's own.

Own rows are read as rows; of the others only sums come out of the database (`nabij.last_resort_figures`).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection

from nabij.kernel.calendar import words

from ..models.chain import LastResortContact
from ..models.duty import DutyLine, DutyParticipation
from ..rules.last_resort import CHANNEL_WORDS, Channel, Office, Way
from ..rules.rota import BRUSSELS


@dataclass(frozen=True)
class Own:
    """Calls to the own mayor and director in a period, as the municipality itself reads them."""

    mayor: int
    director: int
    by_the_line: int

    @property
    def total(self) -> int:
        """All calls."""
        return self.mayor + self.director


def own(municipality_id: int, since: date, until: date) -> Own:
    """Calls in [since, until) to mayor and director of one municipality that this scope reads."""
    begin, end = (datetime(day.year, day.month, day.day, tzinfo=BRUSSELS) for day in (since, until))
    rows = LastResortContact.objects.filter(municipality_id=municipality_id, at__gte=begin, at__lt=end)
    counted = Counter(rows.values_list("office", flat=True))
    return Own(counted[Office.MAYOR.value], counted[Office.DIRECTOR.value], rows.filter(way=Way.LINE.value).count())


@dataclass(frozen=True)
class Figure:
    """One sum. `municipality_id` and `office` exclude each other: nobody's calls can be read from it."""

    municipality_id: int | None
    month: date
    way: str
    channel: str
    office: str
    calls: int

    @property
    def channel_words(self) -> str:
        """How they were called."""
        return CHANNEL_WORDS[Channel(self.channel)]


def figures(line: DutyLine, since: date, until: date) -> list[Figure]:
    """Sums of a line in [since, until); per municipality only for who reads the line's owner."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM nabij.last_resort_figures(%s, %s, %s)", [line.organisation_id, since, until])
        return [Figure(*row) for row in cursor.fetchall()]


def of_the_line(line: DutyLine, month: date, office: Office | None = None) -> int:
    """Calls of a month in all members of a line together."""
    found = figures(line, month, next_month(month))
    return sum(f.calls for f in found if f.municipality_id is None and (office is None or f.office == office))


def baseline(line: DutyLine, on: date) -> tuple[int, int, list[str]]:
    """What the members together counted in a month before they joined, how many of them counted, and what the freed time is for."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM nabij.last_resort_baseline(%s, %s)", [line.organisation_id, on])
        calls, counted, used_for = cursor.fetchone() or (0, 0, [])
    return calls, counted, used_for


def own_baseline(municipality_id: int) -> DutyParticipation | None:
    """The decision in which the municipality said how it was before; the latest one."""
    return DutyParticipation.objects.filter(organisation_id=municipality_id).order_by("-period").first()


@dataclass(frozen=True)
class Month:
    """One month of a line."""

    month: date
    mayors: int
    directors: int
    by_the_line: int

    @property
    def name(self) -> str:
        """ "maart 2027"."""
        return words.date_text(self.month).split(" ", 2)[2]

    @property
    def total(self) -> int:
        """All calls."""
        return self.mayors + self.directors


def months(line: DutyLine, today: date, count: int = 6) -> list[Month]:
    """The last months, newest first, the running one included."""
    starts = [today.replace(day=1)]
    while len(starts) < count:
        starts.append((starts[-1] - timedelta(days=1)).replace(day=1))
    found = [f for f in figures(line, starts[-1], next_month(starts[0])) if f.municipality_id is None]
    return [_month(start, [f for f in found if f.month == start]) for start in starts]


def _month(start: date, found: list[Figure]) -> Month:
    def calls(**wanted: str) -> int:
        return sum(f.calls for f in found if all(getattr(f, name) == value for name, value in wanted.items()))

    return Month(start, calls(office=Office.MAYOR.value), calls(office=Office.DIRECTOR.value), calls(way=Way.LINE.value))


def next_month(month: date) -> date:
    """First day of the following month."""
    return (month.replace(day=1) + timedelta(days=32)).replace(day=1)


def previous_month(month: date) -> date:
    """First day of the month before."""
    return (month.replace(day=1) - timedelta(days=1)).replace(day=1)
