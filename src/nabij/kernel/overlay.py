"""Local words over shared words, field by field. Pure: value, origin, three-way difference; rows are the module's.

A local value remembers what it replaced (``base``). While the shared value still says the same, nothing needs a person; when the
shared value moves, readers keep seeing the local one until a person chooses.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from html.parser import HTMLParser


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


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that are the same in both texts, only in the old one (``gone``) or only in the new one (``new``)."""

    kind: str
    text: str


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []

    def handle_data(self, data: str) -> None:
        self.found.append(data)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.found.append(" ")


def words(text: str) -> list[str]:
    """The words of a text without its markup."""
    reader = _Words()
    reader.feed(text)
    reader.close()
    return "".join(reader.found).split()


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


def changes(old: str, new: str) -> tuple[Piece, ...]:
    """Word by word, in reading order. Empty texts give one piece or none."""
    before, after = words(old), words(new)
    pieces: list[Piece] = []
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece("same", " ".join(before[a:b])))
            continue
        pieces += [Piece(kind, " ".join(part)) for kind, part in (("gone", before[a:b]), ("new", after[c:d])) if part]
    return tuple(pieces)


def reordered(upstream: Sequence[str], wanted: Sequence[str]) -> tuple[str, ...]:
    """Keys in the wanted order; keys that the wanted order does not know keep their place at the end, none is lost."""
    known = [key for key in wanted if key in set(upstream)]
    return (*known, *(key for key in upstream if key not in set(known)))
