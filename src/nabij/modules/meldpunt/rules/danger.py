"""Danger in the words of a report. It only raises: no setting, model or silence lowers what these words say, and a
"geen" or "niet" before them is not believed, because panic and speech recognition both lose that word."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from functools import lru_cache


class DangerClass(StrEnum):
    LIFE = "life"
    FIRE = "fire"
    GAS = "gas"
    ELECTRICITY = "electricity"
    WATER = "water"
    ROAD = "road"
    VIOLENCE = "violence"
    PERSON_IN_NEED = "person_in_need"


class Level(IntEnum):
    """NONE: nothing found. RAISED: at least high urgency. LIFE: 112 first, and acute unless a person says no."""

    NONE = 0
    RAISED = 1
    LIFE = 2


class Urgency(StrEnum):
    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"
    ACUTE = "acute"

    @property
    def rank(self) -> int:
        return list(Urgency).index(self)


URGENCY_NL = {Urgency.LOW: "laag", Urgency.NORMAL: "gewoon", Urgency.HIGH: "hoog", Urgency.ACUTE: "acuut"}


class Answer(StrEnum):
    """The answer to "Is er nu gevaar?"; silence is an answer too."""

    YES = "yes"
    NO = "no"
    NONE = ""


#: Water on a road or a hole in it is a hazard; the other classes put life at risk by themselves.
_RAISES = {DangerClass.WATER: Level.RAISED, DangerClass.ROAD: Level.RAISED}


@dataclass(frozen=True, slots=True)
class Term:
    """One word or phrase. ``*`` at either end matches inside a compound ("*reuk"). ``needs``: one of these must also
    occur anywhere; ``not_with``: none of these within three words."""

    text: str
    danger_class: DangerClass
    needs: tuple[str, ...] = ()
    not_with: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Danger:
    """What was found: level, classes in order of finding, and spans (start, end) in the text as typed."""

    level: Level = Level.NONE
    classes: tuple[DangerClass, ...] = ()
    spans: tuple[tuple[int, int], ...] = ()

    @property
    def is_life(self) -> bool:
        return self.level is Level.LIFE


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    start: int
    end: int


def fold(text: str) -> str:
    """Lower case without accents: "Gaslucht à l'école" → "gaslucht a l'ecole"."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def _tokens(text: str) -> list[_Token]:
    return [_Token(fold(m.group()), m.start(), m.end()) for m in re.finditer(r"[^\W_]+", text)]


@lru_cache(maxsize=4096)
def _pattern(word: str) -> re.Pattern[str]:
    head, tail = word.startswith("*"), word.endswith("*")
    core = re.escape(fold(word.strip("*")))
    return re.compile(("" if head else "^") + core + ("" if tail else "$"))


def _is(token: _Token, word: str) -> bool:
    return _pattern(word).search(token.text) is not None


@lru_cache(maxsize=4096)
def _words(phrase: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\*?[^\W_]+\*?", phrase))


def _places(tokens: Sequence[_Token], phrase: str) -> list[int]:
    words = _words(phrase)
    last = len(tokens) - len(words) + 1
    return [at for at in range(max(last, 0)) if all(_is(tokens[at + n], word) for n, word in enumerate(words))]


def _counts(term: Term, tokens: Sequence[_Token], at: int) -> bool:
    """False when a word close by says that this is something else ("brand" beside "blusoefening")."""
    around = tokens[max(0, at - 3) : at + len(_words(term.text)) + 3]
    return not any(_is(token, word) for token in around for word in term.not_with)


def _found(term: Term, tokens: Sequence[_Token]) -> list[tuple[int, int]]:
    if term.needs and not any(_places(tokens, word) for word in term.needs):
        return []
    length = len(_words(term.text))
    places = [at for at in _places(tokens, term.text) if _counts(term, tokens, at)]
    return [(tokens[at].start, tokens[at + length - 1].end) for at in places]


def danger(text: str, lexicon: Iterable[Term]) -> Danger:
    """Look for the lexicon's words in ``text``. Pure; the same text and lexicon always give the same answer."""
    tokens = _tokens(text)
    hits = [(term.danger_class, span) for term in lexicon for span in _found(term, tokens)]
    classes = tuple(dict.fromkeys(danger_class for danger_class, _ in hits))
    level = max((_RAISES.get(danger_class, Level.LIFE) for danger_class in classes), default=Level.NONE)
    return Danger(level, classes, tuple(sorted({span for _, span in hits})))


@dataclass(frozen=True, slots=True)
class UrgencyDecision:
    """``asks`` = 112 and the question "Is er nu gevaar?" come before this report is sent; ``because`` is one sentence."""

    urgency: Urgency
    asks: bool
    because: str


def decide_urgency(category_default: Urgency, found: Danger, answer: Answer) -> UrgencyDecision:
    """Acute when the category or the words say so and nobody answered "nee", or when somebody answered "ja".

    Never lower than the category's own urgency, except that a person who says "nee" brings acute to high.
    """
    suspected = category_default is Urgency.ACUTE or found.is_life
    if answer is Answer.YES:
        return UrgencyDecision(Urgency.ACUTE, True, "De melder zegt dat er nu gevaar is.")
    if suspected and answer is Answer.NO:
        return UrgencyDecision(Urgency.HIGH, True, "De melder zegt dat er nu geen gevaar is.")
    if suspected:
        cause = "De woorden wijzen op gevaar." if found.is_life else "Deze categorie is altijd dringend."
        return UrgencyDecision(Urgency.ACUTE, True, cause)
    if found.level is Level.RAISED and category_default.rank < Urgency.HIGH.rank:
        return UrgencyDecision(Urgency.HIGH, False, "De woorden wijzen op hinder die niet kan wachten.")
    return UrgencyDecision(category_default, False, "Volgens de categorie.")
