"""Names of places inside free Dutch text: "bij de kerk van Bellegem, 8510"."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .places import Locality

_WORD = re.compile(r"[^\W_]+")
_LONGEST_NAME = 5
#: Names that are ordinary Dutch words too; they count only with a capital letter, or as the whole text.
_ORDINARY_WORDS = {"menen", "komen", "lauwe"}
_SHORTEST_GUESS, _LIKENESS = 5, 0.82


def fold(text: str) -> str:
    """Lower case without accents; everything that is no letter or digit becomes one space; "St." is "sint"."""
    plain = unicodedata.normalize("NFKD", text)
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign)).casefold()
    return " ".join("sint" if word == "st" else word for word in _WORD.findall(plain))


@dataclass(frozen=True, slots=True)
class Found:
    """What the text names: localities by name and by postcode, or the names that were probably meant."""

    by_name: tuple[Locality, ...] = ()
    by_postcode: tuple[Locality, ...] = ()
    suggestion: str = ""

    @property
    def localities(self) -> tuple[Locality, ...]:
        """Where name and postcode agree on a municipality, only those; otherwise all."""
        shared = {place.key for place in self.by_name} & {place.key for place in self.by_postcode}
        both = (*self.by_name, *self.by_postcode)
        return tuple(place for place in both if place.key in shared) if shared else both


def names_of(localities: Iterable[Locality]) -> dict[str, list[Locality]]:
    """Folded name, alias or municipality name → its localities."""
    index: dict[str, list[Locality]] = {}
    for place in localities:
        for name in {fold(name) for name in (place.name, place.municipality, *place.aliases)}:
            index.setdefault(name, []).append(place)
    return index


def find_places(text: str, localities: Sequence[Locality]) -> Found:
    """Postcodes and names in the text; without either, the nearest spelling as a suggestion."""
    written = _WORD.findall(unicodedata.normalize("NFC", text))
    words = [fold(word) for word in written]
    index = names_of(localities)
    by_name = _named(words, written, index)
    codes = set(words)
    by_postcode = tuple(place for place in localities if place.postcode in codes)
    if by_name or by_postcode:
        return Found(by_name, by_postcode)
    return _guess(words, index)


def _named(words: list[str], written: list[str], index: dict[str, list[Locality]]) -> tuple[Locality, ...]:
    found: list[Locality] = []
    position = 0
    while position < len(words):
        length = _longest_at(words, written, position, index)
        if length:
            found += _own_name_first(index[" ".join(words[position : position + length])])
        position += length or 1
    return tuple(dict.fromkeys(found))


def _longest_at(words: list[str], written: list[str], start: int, index: dict[str, list[Locality]]) -> int:
    for length in range(min(_LONGEST_NAME, len(words) - start), 0, -1):
        name = " ".join(words[start : start + length])
        if name in index and not _is_ordinary(name, written, start):
            return length
    return 0


def _is_ordinary(name: str, written: list[str], start: int) -> bool:
    # A first word has a capital anyway, so there the capital says nothing, unless it is the whole text.
    alone = len(written) == 1
    return name in _ORDINARY_WORDS and not alone and (start == 0 or not written[start][0].isupper())


def _own_name_first(places: list[Locality]) -> list[Locality]:
    return sorted(places, key=lambda place: fold(place.name) != fold(place.municipality))


def _guess(words: list[str], index: dict[str, list[Locality]]) -> Found:
    for word in words:
        if len(word) < _SHORTEST_GUESS or not word.isalpha() or word in _ORDINARY_WORDS:
            continue
        close = difflib.get_close_matches(word, index, n=1, cutoff=_LIKENESS)
        if close:
            places = _own_name_first(index[close[0]])
            return Found(tuple(places), suggestion=_spelling(close[0], places[0]))
    return Found()


def _spelling(folded: str, place: Locality) -> str:
    """The name as it is written, of which ``folded`` is the folded form."""
    return next((name for name in (place.name, place.municipality, *place.aliases) if fold(name) == folded), place.name)
