"""Reading a date as people type it. Pure: the caller says which day it is."""

from __future__ import annotations

import re
from datetime import date

DAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november",
    "december",
)  # fmt: skip


#: Years that people mean here. Outside it is a slip, and counting on from the last day of the calendar would fail.
FIRST_YEAR, LAST_YEAR = 1000, 2999


class DateUnclear(ValueError):
    """The typed words are no date; the message is the Dutch sentence for the field."""


def read_date(day: str, month: str, year: str, *, today: date, year_needed: bool = False) -> date | None:
    """Read three boxes, or a whole date typed in one of them (``3/3/25``, ``3 maart``); None when all are empty.

    A missing year is the year of ``today`` unless ``year_needed``. Two digits give the year nearest below
    ``today`` + 10 years. Raises DateUnclear.
    """
    typed = [part.strip() for part in (day, month, year)]
    if not any(typed):
        return None
    filled = [part for part in typed if part]
    parts = typed if len(filled) > 1 else _split(filled[0])
    if not parts[0] or not parts[1]:
        raise DateUnclear("Vul de dag en de maand in, bijvoorbeeld 3 en 3.")
    if not parts[2] and year_needed:
        raise DateUnclear("Vul ook het jaar in, bijvoorbeeld 1985.")
    number_day, number_month = _digits(parts[0]), _month(parts[1])
    number_year = _year(parts[2], today) if parts[2] else today.year
    if not FIRST_YEAR <= number_year <= LAST_YEAR:
        raise DateUnclear(f"Kijk het jaar na, bijvoorbeeld {today.year}.")
    try:
        return date(number_year, number_month, number_day)
    except ValueError:
        if not 1 <= number_month <= 12:
            raise DateUnclear("De maand is een getal van 1 tot en met 12, of een naam zoals maart.") from None
        name = MONTHS[number_month - 1]
        raise DateUnclear(f"{number_day} {name} bestaat niet. Kijk de dag en de maand na.") from None


def _split(whole: str) -> list[str]:
    words = [word for word in re.split(r"[\s/.\-]+", whole) if word]
    if words and words[0].lower() in DAYS:
        words = words[1:]
    return [*words, "", "", ""][:3]


def _digits(word: str) -> int:
    if not re.fullmatch(r"[0-9]{1,4}", word):
        raise DateUnclear("Schrijf de datum in cijfers, bijvoorbeeld 3 3 2025.")
    return int(word)


def _month(word: str) -> int:
    short = word.lower().rstrip(".")
    named = [place for place, name in enumerate(MONTHS, 1) if len(short) >= 3 and name.startswith(short)]
    if short in ("mrt", "maa"):
        named = [3]
    return named[0] if named else _digits(word)


def _year(word: str, today: date) -> int:
    year = _digits(word)
    if len(word) != 2:
        return year
    century = today.year - today.year % 100
    return century + year if century + year <= today.year + 10 else century - 100 + year
