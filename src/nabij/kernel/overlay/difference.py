"""What changed between two texts, word by word. Pure; markup is not a word."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from html.parser import HTMLParser


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
