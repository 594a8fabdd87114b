"""Do people at the desk wait longer? Pure.

Source: founding note N36, N37, N16; kernel spec `/balie/cijfers`; N111: no comparison of municipalities.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

#: Below this a neighbour could be recognised.
SMALLEST_GROUP = 10
#: Slower by more than this share counts as waiting longer (meldpunt spec A10).
TOLERANCE = 1.10
DIGITAL = frozenset({"web"})
CHANNELS_NL = {"web": "online", "phone": "telefoon", "desk": "balie", "home": "huisbezoek", "letter": "brief"}
LONGER = "Wie niet online vraagt, wacht langer."


@dataclass(frozen=True, slots=True)
class Wait:
    """One request: which service, which way, how much working time to the first answer (None: not answered yet)."""

    service_nl: str
    channel: str
    waited: timedelta | None


@dataclass(frozen=True, slots=True)
class Group:
    """Figures of one group; ``median`` and ``p90`` are None for a group that is too small or has no answers."""

    label: str
    number: int
    median: timedelta | None
    p90: timedelta | None

    @property
    def hidden(self) -> bool:
        return self.number < SMALLEST_GROUP


@dataclass(frozen=True, slots=True)
class Figures:
    """``longer``: True red sentence, False no, None too few to say."""

    online: Group
    other: Group
    channels: tuple[Group, ...]
    services: tuple[tuple[str, Group, Group], ...]
    longer: bool | None

    @property
    def sentence(self) -> str:
        if self.longer is None:
            return "Er zijn te weinig vragen om te zeggen wie langer wacht."
        return LONGER if self.longer else "Nee. Wie niet online vraagt, wacht niet langer."


def share_at(values: list[timedelta], share: float) -> timedelta:
    """The value below which ``share`` of them lies (nearest rank)."""
    ordered = sorted(values)
    rank = max(1, -(-int(len(ordered) * share * 1000) // 1000))
    return ordered[min(rank, len(ordered)) - 1]


def group(label: str, waits: Iterable[Wait]) -> Group:
    """Only answered requests count; a group under ten keeps its figures to itself."""
    found = [wait.waited for wait in waits if wait.waited is not None]
    if len(found) < SMALLEST_GROUP:
        return Group(label, len(found), None, None)
    return Group(label, len(found), share_at(found, 0.5), share_at(found, 0.9))


def figures(waits: Iterable[Wait]) -> Figures:
    """Online and otherwise side by side, per way and per service."""
    rows = list(waits)
    online, other = _split(rows)
    channels = [group(CHANNELS_NL.get(c, c), [w for w in rows if w.channel == c]) for c in sorted({w.channel for w in rows})]
    names = sorted({wait.service_nl for wait in rows})
    services = [(name, *_split([wait for wait in rows if wait.service_nl == name])) for name in names]
    longer = None
    if online.median is not None and other.median is not None:
        longer = other.median > online.median * TOLERANCE
    return Figures(online, other, tuple(channels), tuple(services), longer)


def _split(rows: list[Wait]) -> tuple[Group, Group]:
    return (
        group("Online", [wait for wait in rows if wait.channel in DIGITAL]),
        group("Balie, telefoon, brief, thuis", [wait for wait in rows if wait.channel not in DIGITAL]),
    )


def in_words(waited: timedelta | None) -> str:
    """Working time as a person says it: "2 werkdagen en 3 uur" (a working day is 6.5 hours), "40 minuten"."""
    if waited is None:
        return "minder dan 10"
    minutes = int(waited.total_seconds() // 60)
    if minutes < 60:
        return f"{minutes} {'minuut' if minutes == 1 else 'minuten'}"
    days, rest = divmod(minutes, 390)
    hours = rest // 60
    said = [f"{days} {'werkdag' if days == 1 else 'werkdagen'}"] if days else []
    said += [f"{hours} uur"] if hours or not days else []
    return " en ".join(said)
