"""When many report at once: whether it storms, which reports belong together, when the telephone stays quiet.

Pure: the caller counts, looks at the clock and writes. Thresholds are a row of the partnership (`StormRule`); the values here are the
proposal of the specification, used until that row exists.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from . import sms_words
from .danger import DangerClass, fold

#: Order of the triage board: who may die first, then what may burn or explode, then the rest.
WORST_FIRST = ("life", "person_in_need", "violence", "fire", "gas", "electricity", "water", "road")
#: Metres in one degree of latitude, anywhere on earth to within half a percent.
DEGREE_M = 111_320.0


#: Lowest and highest value of each threshold, with its unit.
RANGES = {
    "window_minutes": (1, 120, "minuten"), "propose_municipality": (1, 1_000, "meldingen"), "on_municipality": (1, 1_000, "meldingen"),
    "propose_region": (1, 10_000, "meldingen"), "on_region": (1, 10_000, "meldingen"), "quiet_minutes": (5, 1_440, "minuten"),
    "cell_m": (100, 10_000, "meter"), "cluster_minutes": (5, 1_440, "minuten"), "digest_minutes": (1, 120, "minuten"),
}  # fmt: skip


def threshold_problems(numbers: dict[str, int]) -> dict[str, str]:
    """A sentence per number that cannot be: outside its range, or proposing later than switching on."""
    found = {
        name: f"Kies een getal van {low} tot {high} {unit}."
        for name, (low, high, unit) in RANGES.items()
        if not low <= numbers[name] <= high
    }
    for place in ("municipality", "region"):
        if numbers[f"propose_{place}"] > numbers[f"on_{place}"]:
            found.setdefault(f"propose_{place}", "Voorstellen kan niet later zijn dan aanzetten. Kies hoogstens hetzelfde getal.")
    if numbers["on_municipality"] > numbers["on_region"]:
        found.setdefault("on_municipality", "Eén gemeente kan niet meer meldingen nodig hebben dan de hele regio.")
    return found


class Storm(StrEnum):
    """What the counts say. `PROPOSED`: the coordinator is asked; nothing changes for a resident yet."""

    OFF = "off"
    PROPOSED = "proposed"
    ON = "on"


class Cause(StrEnum):
    """Why storm mode went on."""

    REGION = "region"
    MUNICIPALITY = "municipality"
    HAND = "hand"
    LINE_1722 = "line_1722"


CAUSE_NL = {
    Cause.REGION: "veel acute meldingen in de regio", Cause.MUNICIPALITY: "veel acute meldingen in één gemeente",
    Cause.HAND: "met de hand aangezet", Cause.LINE_1722: "het nummer 1722 is open",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Counts of acute reports within `window`. `own_alarm`: danger classes that never join another report's alarm."""

    window: timedelta = timedelta(minutes=15)
    on_region: int = 20
    on_municipality: int = 8
    propose_region: int = 10
    propose_municipality: int = 4
    quiet: timedelta = timedelta(minutes=60)
    cell_m: int = 1_000
    cluster: timedelta = timedelta(minutes=60)
    digest: timedelta = timedelta(minutes=10)
    own_alarm: frozenset[str] = frozenset({DangerClass.LIFE, DangerClass.FIRE, DangerClass.VIOLENCE, DangerClass.PERSON_IN_NEED})


@dataclass(frozen=True, slots=True)
class Counts:
    """`region`: acute reports in all municipalities; `municipality`: in the one with most. Two may be said by a person."""

    region: int = 0
    municipality: int = 0
    by_hand: bool = False
    line_1722: bool = False


def storm(counts: Counts, thresholds: Thresholds) -> Storm:
    """Off, proposed or on."""
    if cause(counts, thresholds) is not None:
        return Storm.ON
    near = counts.region >= thresholds.propose_region or counts.municipality >= thresholds.propose_municipality
    return Storm.PROPOSED if near else Storm.OFF


def cause(counts: Counts, thresholds: Thresholds) -> Cause | None:
    """Why it is on: a person's word first, because that one does not need figures; None when nothing says so."""
    if counts.line_1722:
        return Cause.LINE_1722
    if counts.by_hand:
        return Cause.HAND
    if counts.region >= thresholds.on_region:
        return Cause.REGION
    return Cause.MUNICIPALITY if counts.municipality >= thresholds.on_municipality else None


def is_over(*, began: datetime, last_acute: datetime | None, at: datetime, line_1722: bool, thresholds: Thresholds) -> bool:
    """Quiet for the whole time since the last acute report, or since it began. While 1722 is open a person ends it."""
    since = max(began, last_acute) if last_acute else began
    return not line_1722 and at - since >= thresholds.quiet


def has_own_alarm(classes: Iterable[str], thresholds: Thresholds) -> bool:
    """Somebody's life may be at stake: never joined to what others report."""
    return any(str(one) in thresholds.own_alarm for one in classes)


def worst(classes: Iterable[str]) -> str:
    """The first of the classes in the order of the triage board; empty for none."""
    found = {str(one) for one in classes}
    return next((one for one in WORST_FIRST if one in found), "")


def cell(latitude: float, longitude: float, size_m: int) -> tuple[int, int]:
    """Row and column of the square of `size_m` metres that holds a point. A square narrows with the latitude, as degrees do."""
    row = math.floor(latitude * DEGREE_M / size_m)
    middle = math.radians((row + 0.5) * size_m / DEGREE_M)
    return row, math.floor(longitude * DEGREE_M * max(math.cos(middle), 0.01) / size_m)


def street(place_text: str) -> str:
    """The words before the first number or comma: "Proefstraat 12, Kuurne" → "proefstraat". Empty when there are none."""
    return " ".join(re.findall(r"[^\W\d_]+", fold(re.split(r"[\d,]", place_text, maxsplit=1)[0])))


def cluster_key(
    *, group: str, danger: str, point: tuple[float, float] | None, place_text: str, began: datetime, at: datetime, thresholds: Thresholds
) -> str:
    """Reports with the same key are one matter: category group × square of a kilometre × hour of this storm.

    ``danger`` is the worst class in the words: a smell of gas never hides behind a loose wire, though both are "energie".
    Without a point the street stands in for the square. Without street either the key is empty: such a report joins nothing.
    """
    where = street(place_text)
    if point is not None:
        where = "{}/{}".format(*cell(*point, thresholds.cell_m))
    if not where:
        return ""
    hour = max(math.floor((at - began) / thresholds.cluster), 0)
    return f"{began:%Y%m%dT%H%M%S}:{hour}:{group or 'andere'}/{danger}:{where}"[:120]


def digest_due(*, last: datetime, at: datetime, joined: int, thresholds: Thresholds) -> bool:
    """Every ten minutes, and only when there is news."""
    return joined > 0 and at - last >= thresholds.digest


def digest_text(*, time: str, joined: int, matters: int, untaken: int) -> str:
    """What the first line reads every ten minutes: counts only, no place and no person."""
    more = f"{joined} {'nieuwe melding' if joined == 1 else 'nieuwe meldingen'} bij {matters} {'voorval' if matters == 1 else 'voorvallen'}"
    left = "Alles is opgenomen." if not untaken else f"{untaken} nog niet opgenomen."
    return sms_words.gsm7(f"STORM {time}: {more}. {left} Bekijk ze op /wacht.")


def reserve_text(*, code: str, what: str, place: str) -> str:
    """The call to somebody of the reserve pool: the alarm that nobody took yet, with the same answers as any other."""
    head, tail = f"STORM, u bent reserve. {code}: ", ". 1 = ik neem het, 2 = ik kan niet"
    about = sms_words.gsm7(", ".join(part for part in (" ".join(what.split()), place) if part))
    return head + sms_words.shorten(about, sms_words.ONE_SMS - len(head) - len(tail)).rstrip(" ,.") + tail
