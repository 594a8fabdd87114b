"""National and bis numbers: read, checked, never used as a key. Check digits by python-stdnum and by our own sum for the test range.

Sex and birth in a number are hints: they are never stored as facts. Source of the test range (month + 60): dossier spec 4.1.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from stdnum.be import bis, nn
from stdnum.exceptions import InvalidChecksum, ValidationError

TEST_MONTHS = range(60, 73)
LENGTH = "Een rijksregisternummer heeft 11 cijfers, bijvoorbeeld 85.07.30-033.28. U typte er {}."
LETTERS = "Een rijksregisternummer bestaat alleen uit cijfers. Kijk het na op de identiteitskaart."
CHECK = "De twee laatste cijfers passen niet bij de rest. Kijk het nummer na op de identiteitskaart."
ONLY_TEST = "Dit is een voorbeeld. Gebruik hier alleen testnummers: de maand ligt tussen 60 en 72."
NO_TEST = "Dit is een testnummer. Hier werken we alleen met echte nummers."


@dataclass(frozen=True, slots=True)
class Insz:
    """``digits`` are eleven ASCII digits; ``birth`` only when the whole date is in the number; ``warning`` does not refuse."""

    kind: str
    digits: str
    birth: date | None
    birth_year: int | None
    sex_hint: str | None
    warning: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    sentence: str


def check_insz(text: str, *, today: date, allow_test: bool) -> Insz | Problem:
    """Read what somebody typed. With ``allow_test`` only test numbers pass, without it only real ones."""
    digits = compact(text)
    if not digits.isascii() or not digits.isdigit():
        return Problem(LETTERS)
    if len(digits) != 11:
        return Problem(LENGTH.format(len(digits)))
    kind = kind_of(digits)
    if kind is None:
        return Problem(CHECK)
    if (kind == "test") != allow_test:
        return Problem(ONLY_TEST if allow_test else NO_TEST)
    return _read(kind, digits, today)


def compact(text: str) -> str:
    """Without separators; full-width digits become ordinary ones. Digits of other scripts stay, and are refused later."""
    narrow = "".join(unicodedata.normalize("NFKC", c) if "０" <= c <= "９" else c for c in text)
    return re.sub(r"[\s.\-/]", "", narrow)


def kind_of(digits: str) -> str | None:
    """nn, bis or test; None when neither the check digits nor the form fit."""
    if int(digits[2:4]) in TEST_MONTHS:
        return "test" if century(digits, date.max) else None
    for kind, module in (("nn", nn), ("bis", bis)):
        try:
            module.validate(digits)
            return kind
        except InvalidChecksum:
            return None
        except ValidationError:
            continue
    return None


def century(digits: str, today: date) -> int | None:
    """1900 or 2000: the check digits settle it, for 2·10⁹ is no multiple of 97. None when they fit neither."""
    for start, lead in ((1900, ""), (2000, "2")):
        if 97 - int(lead + digits[:9]) % 97 == int(digits[9:]) and start + int(digits[:2]) <= today.year:
            return start
    return None


def with_check(nine: str, *, after_2000: bool = False) -> str:
    """Eleven digits from nine: for test numbers, which are made and never copied."""
    return f"{nine}{97 - int(('2' if after_2000 else '') + nine) % 97:02d}"


def _read(kind: str, digits: str, today: date) -> Insz | Problem:
    start = century(digits, today)
    if start is None:
        return Problem(CHECK)
    month, day = int(digits[2:4]) % 20, int(digits[4:6])
    known = not (month == 0 and int(digits[:2]) == 0)
    year = start + int(digits[:2]) if known else None
    sex = None if kind == "bis" and 20 <= int(digits[2:4]) <= 32 else ("man" if int(digits[6:9]) % 2 else "vrouw")
    warning = "Kijk het nummer nog eens na: het volgnummer is ongewoon." if digits[6:9] in ("000", "999") else ""
    return Insz(kind, digits, _date(year, month, day), year, sex, warning)


def _date(year: int | None, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if year else None
    except ValueError:
        return None
