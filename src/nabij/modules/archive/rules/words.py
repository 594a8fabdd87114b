"""What people type to find something, and what texts look like to the index."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from nabij.kernel.errors import Invalid

MOST_TYPED, MOST_TERMS, MOST_ALTERNATIVES, SMALLEST_PART = 400, 24, 8, 3
_LINKS = ("", "s", "en", "e", "n")
_TOKEN = re.compile(r'(-?)(?:(reeks|soort|jaar|na|voor):)?("([^"]*)"|[^\s"]+)', re.IGNORECASE)
_IDENTIFIER = re.compile(r"\b(?=\w*\d)[A-Za-z0-9]+(?:[/\-.][A-Za-z0-9]+)+\b")
_INSZ = re.compile(r"\b\d{2}[.\s]?\d{2}[.\s]?\d{2}[-\s]?\d{3}[.\s]?\d{2}\b")


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that must (or, ``minus``, may not) occur: a word with its alternatives, or a phrase."""

    text: str
    minus: bool = False
    phrase: bool = False
    start: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    terms: tuple[Term, ...] = ()
    series: str = ""
    kind: str = ""
    since: date | None = None
    until: date | None = None
    typed: str = ""

    @property
    def empty(self) -> bool:
        return not (self.terms or self.series or self.kind or self.since or self.until)


@dataclass(slots=True)
class _Found:
    terms: list[Term] = field(default_factory=list)
    filters: dict[str, str] = field(default_factory=dict)


def parse_query(text: str) -> Query:
    """``opvang -school "tot en met" reeks:omg jaar:2024 na:2023-01-01``. Raises Invalid with the place of the problem."""
    typed = " ".join(text.replace("\x00", " ").split())
    if len(typed) > MOST_TYPED:
        raise Invalid({"q": f"Deze zoekvraag is te lang. Gebruik hoogstens {MOST_TYPED} tekens."})
    if typed.count('"') % 2:
        raise Invalid({"q": f"Er mist een aanhalingsteken na: {typed[typed.rindex(chr(34)):][:30]}"})
    found = _Found()
    for sign, name, token, quoted in _TOKEN.findall(typed):
        _take(found, sign, name.lower(), quoted if token.startswith('"') else token, token.startswith('"'))
    if len(found.terms) > MOST_TERMS:
        raise Invalid({"q": f"Dit zijn te veel woorden. Gebruik er hoogstens {MOST_TERMS}."})
    if found.terms and all(term.minus for term in found.terms):
        raise Invalid({"q": "Zeg ook wat u wél zoekt, niet alleen wat er niet in mag staan."})
    since, until = _period(found.filters)
    return Query(tuple(found.terms), found.filters.get("reeks", "").lower(), found.filters.get("soort", ""), since, until, typed)


def _take(found: _Found, sign: str, name: str, token: str, quoted: bool) -> None:
    if name and token:
        found.filters[name] = token
        return
    words = " ".join(re.findall(r"[\w./\-]+", token.strip("/.-")))
    if not re.search(r"\w", words):
        return
    identifier = identifier_tokens(words)
    if identifier and not quoted:
        found.terms.append(Term(identifier[0], bool(sign)))
        return
    plain = " ".join(re.findall(r"\w+", words))
    found.terms.append(Term(plain, bool(sign), quoted or " " in plain, token.endswith("*") and not quoted))


def _period(filters: Mapping[str, str]) -> tuple[date | None, date | None]:
    try:
        since = _day(filters["na"]) if "na" in filters else None
        until = _day(filters["voor"]) if "voor" in filters else None
        if "jaar" in filters:
            year = int(filters["jaar"])
            since, until = date(year, 1, 1), date(year + 1, 1, 1)
    except ValueError as wrong:
        raise Invalid({"q": "Schrijf een jaar als jaar:2024 en een dag als na:2024-03-31."}) from wrong
    return since, until


def _day(text: str) -> date:
    return date.fromisoformat(text) if "-" in text else date(int(text), 1, 1)


def plain(word: str) -> str:
    """Without accents or capitals."""
    return "".join(c for c in unicodedata.normalize("NFD", word.casefold()) if not unicodedata.combining(c))


def identifier_tokens(text: str) -> list[str]:
    """Numbers of files in one spelling: ``2024/OMG/00123``, ``2024-omg-123`` and ``2024.OMG.123`` are the same token."""
    tokens = []
    for found in _IDENTIFIER.findall(text):
        parts = [part.lstrip("0") or "0" if part.isdigit() else part.lower() for part in re.split(r"[/\-.]", found)]
        if any(part.isdigit() for part in parts) and len(parts) > 1:
            tokens.append("id" + "x".join(parts))
    return list(dict.fromkeys(tokens))


def compound_parts(word: str, lexicon: Collection[str]) -> tuple[str, ...]:
    """The parts of a compound, longest first, with a linking -s-, -e- or -en-; () when it is none. Both parts stand in the lexicon."""
    low = plain(word)
    for cut in range(len(low) - SMALLEST_PART, SMALLEST_PART - 1, -1):
        if low[cut:] not in lexicon:
            continue
        for link in _LINKS:
            if link and not low[:cut].endswith(link):
                continue
            head = low[: cut - len(link)] if link else low[:cut]
            if len(head) >= SMALLEST_PART and head in lexicon:
                return head, low[cut:]
            deeper = compound_parts(head, lexicon) if len(head) > 2 * SMALLEST_PART else ()
            if deeper:
                return (*deeper, low[cut:])
    return ()


def expand(term: Term, synonyms: Sequence[Collection[str]], lexicon: Collection[str]) -> list[str]:
    """Alternatives of one term as pieces of a tsquery, at most ``MOST_ALTERNATIVES``; the term itself first."""
    if term.phrase or term.start:
        return [quoted(term.text, start=term.start)]
    own = plain(term.text)
    said = [word for group in synonyms if own in {plain(w) for w in group} for word in group if plain(word) != own]
    alternatives = []
    for word in [term.text, *said]:
        alternatives.append(quoted(word))
        parts = compound_parts(word, lexicon) if " " not in word else ()
        if parts:
            alternatives.append("(" + " & ".join(quoted(part) for part in parts) + ")")
    return list(dict.fromkeys(alternatives))[:MOST_ALTERNATIVES]


def quoted(text: str, *, start: bool = False) -> str:
    """A literal of a tsquery; several words become a phrase."""
    words = ["'" + word.replace("'", "''").replace("\\", "\\\\") + "'" for word in text.split()]
    return " <-> ".join(words) + (":*" if start else "") if len(words) == 1 or start else "(" + " <-> ".join(words) + ")"


def tsquery(query: Query, synonyms: Sequence[Collection[str]], lexicon: Collection[str]) -> str:
    """The text of a tsquery for ``to_tsquery``; "" when only filters were typed."""
    pieces = []
    for term in query.terms:
        piece = "(" + " | ".join(expand(term, synonyms, lexicon)) + ")"
        pieces.append(f"!{piece}" if term.minus else piece)
    return " & ".join(pieces)


def mask_insz(text: str) -> str:
    """Numbers of the national register do not enter the index or a snippet."""
    return _INSZ.sub("[rijksregisternummer]", text)


def extra_words(text: str, lexicon: Collection[str]) -> str:
    """Parts of compounds in a text, so that "opvang" finds "kinderopvang"."""
    parts: dict[str, None] = {}
    for word in dict.fromkeys(re.findall(r"[^\W\d_]{7,40}", text)):
        for part in compound_parts(word, lexicon):
            parts[part] = None
    return " ".join(parts)


@dataclass(frozen=True, slots=True)
class Mark:
    """A run of a snippet; ``hit``: a found word."""

    text: str
    hit: bool


def marks(headline: str) -> tuple[Mark, ...]:
    """Split a headline of PostgreSQL, in which found words stand between \\x02 and \\x03."""
    pieces = re.split("(\x02.*?\x03)", headline, flags=re.DOTALL)
    return tuple(Mark(piece.strip("\x02\x03"), piece.startswith("\x02")) for piece in pieces if piece)
