"""Names for finding: parts without accents and case. Equality only; what is stored is a keyed hash of these texts."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

#: Letters that a search with the year of birth needs at least.
BEGINNING = 4


def parts(name: str) -> list[str]:
    """``"Van den Bérghe-Dridi"`` → ``["van", "den", "berghe", "dridi"]``."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    return re.findall(r"[^\W_]+", plain)


def index_texts(name: str, birth: date | None) -> list[str]:
    """Texts under which a person is found: each part of the name, and its first four letters with the year of birth."""
    found = {f"name:{part}" for part in parts(name)}
    if birth:
        found |= {f"year:{part[:BEGINNING]}:{birth.year}" for part in parts(name)}
    return sorted(found)


def query_texts(name: str, year: int | None) -> list[str]:
    """Texts that all must fit. With a year the first four letters are enough, without it whole parts of the name."""
    if year:
        return [f"year:{part[:BEGINNING]}:{year}" for part in parts(name)]
    return [f"name:{part}" for part in parts(name)]
