"""Codes that are read aloud, spelled and typed back: an alphabet without look-alikes and the Belgian telephone alphabet. Pure."""

from __future__ import annotations

import re
import secrets
import unicodedata
from collections.abc import Callable

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
#: Belgian telephone alphabet in Dutch, as a caller says it and as a colleague reads it aloud.
SPELLING = {
    "A": "Arthur", "B": "Brussel", "C": "Carolina", "D": "Désiré", "E": "Emiel", "F": "Frederik", "G": "Gustaaf",
    "H": "Hendrik", "I": "Isidoor", "J": "Jozef", "K": "Kilogram", "L": "Leopold", "M": "Maria", "N": "Napoleon",
    "O": "Oscar", "P": "Piano", "Q": "Quotiënt", "R": "Robert", "S": "Sofie", "T": "Telefoon", "U": "Ursula",
    "V": "Victor", "W": "Waterloo", "X": "Xavier", "Y": "Yvonne", "Z": "Zola",
}  # fmt: skip
DIGITS = {
    "0": "nul", "1": "een", "2": "twee", "3": "drie", "4": "vier", "5": "vijf", "6": "zes", "7": "zeven", "8": "acht",
    "9": "negen",
}  # fmt: skip


def plain(text: str) -> str:
    """Capitals without accents."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(character for character in decomposed if not unicodedata.combining(character)).upper()


_WORDS = {plain(word): letter for letter, word in SPELLING.items()} | {plain(word): digit for digit, word in DIGITS.items()}


def make(length: int, choose: Callable[[str], str] = secrets.choice) -> str:
    """A new code of ``length`` characters."""
    return "".join(choose(ALPHABET) for _ in range(length))


def read(typed: str, length: int) -> str:
    """The code in what a person typed or spelled ("Kilo vier 7 …"); empty when it cannot be one."""
    code = "".join(_WORDS.get(token, token) for token in re.findall(r"[^\W_]+", plain(typed)[:120]))
    return code if len(code) == length and set(code) <= set(ALPHABET) else ""


def grouped(code: str) -> str:
    """``KOR4F792K`` → ``KOR 4F7 92K``."""
    return " ".join(code[start : start + 3] for start in range(0, len(code), 3))


def spelled(code: str) -> list[tuple[str, str]]:
    """Each character with the word to say: ``[("K", "Kilogram"), …, ("4", "vier")]``."""
    return [(character, SPELLING.get(character) or DIGITS[character]) for character in code if character.isalnum()]
