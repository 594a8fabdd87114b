"""Local words over shared words, field by field. Pure: value, origin, three-way difference; rows are the module's.

A local value remembers what it replaced (``base``). While the shared value still says the same, nothing needs a person; when the
shared value moves, readers keep seeing the local one until a person chooses.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from .difference import words


class Origin(StrEnum):
    """Whose words a reader sees."""

    UPSTREAM = "upstream"
    OWN = "own"
    HIDDEN = "hidden"


class Op(StrEnum):
    """What a local value does to the shared one."""

    REPLACE = "replace"
    HIDE = "hide"
    ADD = "add"
    REORDER = "reorder"


class OverlayState(StrEnum):
    """Where one field stands between the shared text and ours."""

    INHERITED = "inherited"
    OVERRIDDEN = "overridden"
    UPSTREAM_CHANGED = "upstream_changed"


@dataclass(frozen=True, slots=True)
class Local:
    """One local value; ``base`` is the shared value that it replaced, ``base_hash`` its digest."""

    op: Op
    value: str
    base: str
    base_hash: str


@dataclass(frozen=True, slots=True)
class Laid:
    """One field as it is read: ``value`` is what stands there, ``upstream`` what the shared text says now."""

    value: str
    origin: Origin
    state: OverlayState
    upstream: str
    base: str = ""


def digest(text: str) -> str:
    """Equal for texts that differ in white space or markup alone."""
    return hashlib.sha256(" ".join(words(text)).encode()).hexdigest()


def laid(upstream: str, local: Local | None) -> Laid:
    """The shared value with the local one over it."""
    if local is None:
        return Laid(upstream, Origin.UPSTREAM, OverlayState.INHERITED, upstream)
    moved = local.base_hash != digest(upstream)
    state = OverlayState.UPSTREAM_CHANGED if moved else OverlayState.OVERRIDDEN
    if local.op is Op.HIDE:
        return Laid("", Origin.HIDDEN, state, upstream, local.base)
    return Laid(local.value, Origin.OWN, state, upstream, local.base)


def reordered(upstream: Sequence[str], wanted: Sequence[str]) -> tuple[str, ...]:
    """Keys in the wanted order; keys that the wanted order does not know keep their place at the end, none is lost."""
    known = [key for key in wanted if key in set(upstream)]
    return (*known, *(key for key in upstream if key not in set(known)))
