"""The public number of a report: ``KOR 4F7 92K``, made to be read aloud, spelled and typed back.

Three letters of the municipality and six of an alphabet without look-alikes; the last one is a check character
(Luhn modulo 30 over all letters before it), so that one wrong character never opens another report.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterator

from nabij.kernel.spoken import ALPHABET, DIGITS, SPELLING, grouped, plain, spelled

__all__ = ["ALPHABET", "LENGTH", "check_character", "grouped", "is_valid", "make", "parse", "prefix_of", "spelled"]
LENGTH = 6
_BASE = len(ALPHABET)
#: Characters that are not in the alphabet and what was probably meant; the check character decides which.
_LOOK_ALIKES = {"0": "QD", "O": "QD", "1": "7JT", "I": "7JT", "L": "7JT", "U": "V"}
#: In the prefix there are letters only, so a digit there was read for a letter.
_DIGIT_FOR_LETTER = str.maketrans("01", "OI")
_NATO = (
    "Alfa Bravo Charlie Delta Echo Foxtrot Golf Hotel India Juliett Kilo Lima Mike November Oscar Papa Quebec Romeo "
    "Sierra Tango Uniform Victor Whiskey Xray Yankee Zulu"
)


_WORDS = {plain(word): letter for letter, word in SPELLING.items()}
_WORDS |= {plain(word): word[0] for word in _NATO.split()}
_WORDS |= {plain(word): digit for digit, word in DIGITS.items()}


def prefix_of(slug: str) -> str:
    """Three capital letters for a municipality's slug: ``spiere-helkijn`` → ``SPI``."""
    letters = re.sub(r"[^A-Z]", "", plain(slug))
    if len(letters) < 3:
        raise ValueError(f"no prefix in {slug!r}")
    return letters[:3]


def _values(prefix: str, body: str) -> list[int]:
    return [ord(letter) - ord("A") for letter in prefix] + [ALPHABET.index(character) for character in body]


def check_character(prefix: str, body: str) -> str:
    """Luhn modulo 30: catches every single wrong character and nearly every swap of two neighbours."""
    total = 0
    for position, value in enumerate(reversed(_values(prefix, body))):
        doubled = value * 2 if position % 2 == 0 else value
        total += doubled // _BASE + doubled % _BASE
    return ALPHABET[-total % _BASE]


def make(prefix: str, choose: Callable[[str], str] = secrets.choice) -> str:
    """A new code without spaces for a municipality; ``choose`` picks one character of the alphabet."""
    body = "".join(choose(ALPHABET) for _ in range(LENGTH - 1))
    return prefix + body + check_character(prefix, body)


def is_valid(code: str) -> bool:
    """True for three letters and six characters of the alphabet whose last one checks."""
    if not re.fullmatch(rf"[A-Z]{{3}}[{ALPHABET}]{{{LENGTH}}}", code):
        return False
    return check_character(code[:3], code[3:-1]) == code[-1]


def _spoken(typed: str) -> str:
    """Letter words and number words replaced by their character, all else squeezed together."""
    tokens = re.findall(r"[^\W_]+", plain(typed))
    return "".join(_WORDS.get(token, token) for token in tokens)


def _readings(code: str) -> Iterator[str]:
    """The code itself, then the code with one look-alike replaced: never more than one guess."""
    code = code[:3].translate(_DIGIT_FOR_LETTER) + code[3:]
    yield code
    strange = [place for place in range(3, len(code)) if code[place] in _LOOK_ALIKES]
    if len(strange) == 1:
        place = strange[0]
        for meant in _LOOK_ALIKES[code[place]]:
            yield code[:place] + meant + code[place + 1 :]


def parse(typed: str) -> str | None:
    """The code that a person typed, spelled or read aloud; None when it cannot be one.

    Tolerates spaces, hyphens, lower case, letter words ("Kilo Oscar Romeo vier …") and one look-alike that the check
    character resolves. A wrong character is never repaired by guessing.
    """
    return next((code for code in _readings(_spoken(typed)[:40]) if is_valid(code)), None)
