"""Dates and times in words, as look.md section 5 writes them. Moments are shown in Belgian local time."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

_ZONE = ZoneInfo("Europe/Brussels")
_DAYS = {
    "nl": ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"),
    "fr": ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
}
_MONTHS = {
    "nl": (
        "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober",
        "november", "december",
    ),
    "fr": (
        "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre",
        "novembre", "décembre",
    ),
}


def _day(value: date | datetime) -> date:
    if isinstance(value, datetime):
        return value.astimezone(_ZONE).date() if value.tzinfo else value.date()
    return value


def _wall(value: time | datetime) -> time:
    if isinstance(value, datetime):
        return value.astimezone(_ZONE).time() if value.tzinfo else value.time()
    return value


def day_month(value: date | datetime, language: str = "nl") -> str:
    """"3 maart"; in French the first day is "1er mars"."""
    day = _day(value)
    number = "1er" if language == "fr" and day.day == 1 else str(day.day)
    return f"{number} {_MONTHS[language][day.month - 1]}"


def date_text(value: date | datetime, language: str = "nl", *, year: bool = True) -> str:
    """"maandag 3 maart 2025" or "lundi 3 mars 2025"; without the year "maandag 3 maart"."""
    day = _day(value)
    text = f"{_DAYS[language][day.weekday()]} {day_month(day, language)}"
    return f"{text} {day.year}" if year else text


def time_text(value: time | datetime, language: str = "nl") -> str:
    """"14.05 uur", "8.00 uur"; in French "14 h 05", "17 h"."""
    wall = _wall(value)
    if language == "fr":
        return f"{wall.hour} h {wall.minute:02d}" if wall.minute else f"{wall.hour} h"
    return f"{wall.hour}.{wall.minute:02d} uur"


def moment_text(value: datetime, language: str = "nl") -> str:
    """"maandag 3 maart 2025 om 14.05 uur"."""
    joint = " à " if language == "fr" else " om "
    return f"{date_text(value, language)}{joint}{time_text(value, language)}"


def table_date(value: date | datetime) -> str:
    """"3/03/2025", for tables."""
    day = _day(value)
    return f"{day.day}/{day.month:02d}/{day.year}"


def timeline_time(value: time | datetime) -> str:
    """"14:05", for timelines."""
    wall = _wall(value)
    return f"{wall.hour}:{wall.minute:02d}"


def period_text(first: date, last: date, language: str = "nl") -> str:
    """"van 3 tot en met 7 maart" (both days included); "du 3 au 7 mars"."""
    if first == last:
        return f"le {day_month(first, 'fr')}" if language == "fr" else f"op {day_month(first)}"
    begin = str(first.day) if (first.year, first.month) == (last.year, last.month) else day_month(first, language)
    if language == "fr" and begin == "1":
        begin = "1er"
    pattern = "du {} au {}" if language == "fr" else "van {} tot en met {}"
    return pattern.format(begin, day_month(last, language))
