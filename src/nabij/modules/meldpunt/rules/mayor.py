"""The words of the one page of a mayor. Pure: the caller brings the counts."""

from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.easter import easter

SMALL = (
    "nul", "één", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf", "twaalf", "dertien",
)  # fmt: skip
ORDINALS = ("eerste", "tweede", "derde", "vierde", "vijfde", "zesde", "zevende", "achtste", "negende", "tiende")
MONDAYS = {1: "Paasweekend", 50: "Pinksterweekend"}


@dataclass(frozen=True)
class Weekend:
    """Saturday up to and including Sunday, or Monday when that is a holiday; `until` is the first day after it."""

    name: str
    since: date
    until: date


def last_weekend(today: date) -> Weekend:
    """The weekend that ended last before `today`, or that runs today."""
    saturday = today - timedelta(days=(today.weekday() - 5) % 7)
    monday = saturday + timedelta(days=2)
    name = MONDAYS.get((monday - easter(monday.year)).days, "")
    return Weekend(name or "Voorbije weekend", saturday, monday + timedelta(days=1) if name else monday)


def number(count: int) -> str:
    """ "tien"; above thirteen in figures."""
    return SMALL[count] if count < len(SMALL) else str(count)


def times(count: int) -> str:
    """ "geen oproep", "1 oproep", "3 oproepen"."""
    return "geen oproep" if count == 0 else f"{count} oproep{'en' if count > 1 else ''}"


def calls_sentence(weekend: Weekend, mayor: int, director: int) -> str:
    """ "Paasweekend: u kreeg 3 oproepen, uw algemeen directeur 2."."""
    return f"{weekend.name}: u kreeg {times(mayor)}, uw algemeen directeur {director or 'geen'}."


def line_sentence(members: int, now: int, before: int) -> str:
    """How often the mayors of the line were called this month, and the month before."""
    where = f"Bij de {number(members)} gemeenten op de wachtlijn" if members != 1 else "Bij de ene gemeente op de wachtlijn"
    who = "belde niemand een burgemeester" if now == 0 else f"belde men {now} keer een burgemeester"
    return f"{where} {who} (vorige maand: {before})."


def place_sentence(place: int, of: int) -> str:
    """ "U staat zesde en laatste."."""
    ordinal = ORDINALS[place - 1] if place <= len(ORDINALS) else f"op plaats {place}"
    if of == 1:
        return "U staat alleen op de lijst."
    return f"U staat {ordinal} en laatste." if place == of else f"U staat {ordinal} van {number(of)}."
