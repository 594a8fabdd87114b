"""Regional text with local words: which value counts, where it comes from, and what a newer regional version changes.

Pure: no rows, no clock. The tables stay the module's.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)


class Origin(StrEnum):
    """Whose value counts."""

    REGION = "region"
    MUNICIPALITY = "municipality"
    DECREE = "decree"


class LineKind(StrEnum):
    """What a newer regional version does to one field."""

    UNCHANGED = "unchanged"
    TAKEN_OVER = "taken_over"
    KEPT_LOCAL = "kept_local"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class Overlay:
    """A local value of one field, valid from ``since`` until ``until`` (excluded; None = no end)."""

    field: str
    value: str
    since: date
    until: date | None = None

    def holds(self, on: date) -> bool:
        return self.since <= on and (self.until is None or on < self.until)


@dataclass(frozen=True, slots=True)
class Effective:
    value: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Line(Generic[Key]):
    """One field in three states: as it was, as the region wants it now, and as the municipality has it (None = no own value)."""

    key: Key
    kind: LineKind
    base: str | None
    newer: str | None
    local: str | None


def effective(
    base: Mapping[str, str], overlays: Iterable[Overlay], on: date, by_decree: frozenset[str] = frozenset()
) -> dict[str, Effective]:
    """Field → value with its origin on a date. A field that a decree fixes keeps the decree's value whatever a municipality wrote."""
    found = {name: Effective(value, Origin.DECREE if name in by_decree else Origin.REGION) for name, value in base.items()}
    for overlay in overlays:
        if overlay.field in found and overlay.field not in by_decree and overlay.holds(on):
            found[overlay.field] = Effective(overlay.value, Origin.MUNICIPALITY)
    return found


def three_way_diff(base: Mapping[Key, str], newer: Mapping[Key, str], local: Mapping[Key, str]) -> list[Line[Key]]:
    """One line per field of any side, in the order of ``newer``. A newer regional value never overwrites a local one silently."""
    keys = [*newer, *(key for key in base if key not in newer)]
    return [Line(key, _kind(base.get(key), newer.get(key), local.get(key)), base.get(key), newer.get(key), local.get(key)) for key in keys]


def _kind(base: str | None, newer: str | None, local: str | None) -> LineKind:
    if local is None or local == newer:
        return LineKind.UNCHANGED if base == newer else LineKind.TAKEN_OVER
    return LineKind.KEPT_LOCAL if base == newer else LineKind.CONFLICT
