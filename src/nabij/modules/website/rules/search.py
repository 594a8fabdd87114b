"""Finding a service, place, contact or news item by the words of a resident. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from .texts import folded

MOST_CHARACTERS = 200
SHORTEST = 2
NEAR = 0.78
ENOUGH = 3
#: Words that say nothing about what is looked for.
STOP = frozenset(
    (
        *("de", "het", "een", "en", "of", "van", "voor", "in", "op", "aan", "met", "naar", "ik", "wil", "hoe", "wat", "waar"),
        *("kan", "mijn", "is", "te", "u", "je", "le", "la", "les", "un", "une", "du", "des"),
    )
)


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that can be found. ``keywords`` weigh as much as the title."""

    kind: str
    url: str
    title: str
    summary: str = ""
    keywords: str = ""
    body: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    entry: Entry
    score: float
    approximate: bool


def asked(query: str, synonyms: Mapping[str, Sequence[str]]) -> list[tuple[str, ...]]:
    """The words of a query, each with its synonyms; stop words are left out unless nothing else is there."""
    words = folded(query[:MOST_CHARACTERS]).split()
    kept = [word for word in words if word not in STOP and len(word) >= SHORTEST] or words
    return [(word, *(folded(other) for other in synonyms.get(word, ()))) for word in dict.fromkeys(kept)]


def find(query: str, entries: Iterable[Entry], synonyms: Mapping[str, Sequence[str]], most: int = 20) -> list[Hit]:
    """Entries that hold every asked word or a synonym; help with spelling only when fewer than three fit."""
    groups = asked(query, synonyms)
    if not groups:
        return []
    rows = [(entry, folded(f"{entry.title} {entry.keywords}"), folded(entry.summary), folded(entry.body)) for entry in entries]
    exact = [Hit(row[0], score, False) for row in rows if (score := _score(groups, *row[1:]))]
    if len(exact) < ENOUGH:
        known = {hit.entry.url for hit in exact}
        exact += [
            Hit(row[0], score, True) for row in rows
            if row[0].url not in known and (score := _near(groups, row[1]))
        ]
    return sorted(exact, key=lambda hit: (hit.approximate, -hit.score, hit.entry.title))[:most]


def _score(groups: list[tuple[str, ...]], title: str, summary: str, body: str) -> float:
    total = 0.0
    for group in groups:
        best = max(_word(word, title) * 4 + _word(word, summary) * 2 + _word(word, body) for word in group)
        if not best:
            return 0.0
        total += best
    return total


def _word(word: str, text: str) -> float:
    """1 for the word or phrase itself, 0.6 for the beginning of a word, 0.4 inside a compound (from four letters)."""
    padded = f" {text} "
    if f" {word} " in padded:
        return 1.0
    if f" {word}" in padded:
        return 0.6
    return 0.4 if len(word) >= 4 and word in text else 0.0


def _near(groups: list[tuple[str, ...]], title: str) -> float:
    total = 0.0
    for group in groups:
        best = max((SequenceMatcher(None, word, other).ratio() for word in group for other in title.split()), default=0.0)
        if best < NEAR:
            return 0.0
        total += best
    return total


def is_acute(query: str, words: Iterable[str]) -> bool:
    """Whether 112 comes before everything else."""
    text = f" {folded(query[:MOST_CHARACTERS])} "
    return any(f" {folded(word)} " in text for word in words)
