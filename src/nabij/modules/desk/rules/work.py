"""What is asked, by when: grouped and said in one sentence. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Brussels")
_FAR = datetime.max.replace(tzinfo=ZONE)
_ONE, _MANY = "Er wordt 1 ding van u gevraagd.", "Er worden {} dingen van u gevraagd."


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing asked. ``due`` is aware; midnight means the whole day counts. ``minutes`` may be unknown."""

    title: str
    url: str
    button: str
    module: str
    due: datetime | None = None
    minutes: int | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    label: str
    tasks: tuple[Asked, ...]


def grouped(tasks: Iterable[Asked], today: date) -> list[Group]:
    """Vandaag (with what is too late), deze week (up to and including Sunday), later (with what has no date); soonest first."""
    sunday = today + timedelta(days=6 - today.weekday())
    rows = sorted(tasks, key=lambda task: (task.due or _FAR, task.title))
    bins: dict[str, list[Asked]] = {"Vandaag": [], "Deze week": [], "Later": []}
    for task in rows:
        day = _day(task.due)
        label = "Later" if day is None or day > sunday else "Vandaag" if day <= today else "Deze week"
        bins[label].append(task)
    return [Group(label, tuple(found)) for label, found in bins.items() if found]


def summary(tasks: Sequence[Asked]) -> str:
    """"Er worden 3 dingen van u gevraagd. Samen ongeveer 9 minuten."; time only as far as it is known."""
    if not tasks:
        return "Er wordt vandaag niets van u gevraagd."
    count = len(tasks)
    sentence = _ONE if count == 1 else _MANY.format(count)
    known = [task.minutes for task in tasks if task.minutes]
    if not known:
        return sentence
    minutes = f"{sum(known)} {'minuut' if sum(known) == 1 else 'minuten'}"
    if len(known) < count:
        return f"{sentence} Voor {len(known)} ervan samen ongeveer {minutes}."
    return f"{sentence} {'Dat duurt' if count == 1 else 'Samen'} ongeveer {minutes}."


def is_late(due: datetime | None, at: datetime) -> bool:
    """A whole day is late from the next day on, an hour from its own minute on."""
    if due is None:
        return False
    local = due.astimezone(ZONE)
    if _whole_day(local):
        return local.date() < at.astimezone(ZONE).date()
    return due < at


def term(due: datetime | None, at: datetime, written: str, hour: str) -> str:
    """The term in words: "vandaag", "morgen", "donderdag 1 april, nog 2 dagen". ``written`` and ``hour`` are ``due`` in words."""
    if due is None:
        return "geen vaste datum"
    local = due.astimezone(ZONE)
    days = (local.date() - at.astimezone(ZONE).date()).days
    before = "" if _whole_day(local) else f" voor {hour}"
    if days in (0, 1):
        return ("vandaag" if days == 0 else "morgen") + before
    if days < 0:
        return f"{written}{before}, {-days} {'dag' if days == -1 else 'dagen'} te laat"
    return f"{written}{before}, nog {days} dagen"


def _whole_day(local: datetime) -> bool:
    return (local.hour, local.minute) == (0, 0)


def _day(due: datetime | None) -> date | None:
    return due.astimezone(ZONE).date() if due else None
