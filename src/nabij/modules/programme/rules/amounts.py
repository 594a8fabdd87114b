"""Reading a sum of money as people in Belgium write it (programme 4.5 ``parse_money``)."""

from __future__ import annotations

import re

from nabij.kernel.errors import RuleViolation

_WHOLE = re.compile(r"(\d{1,3}(?:\.\d{3})+|\d+)(?:,(\d{1,2}))?")
_SPACES = str.maketrans("", "", " \u00a0\u202f€")
MOST = 10**13


class AmountUnclear(RuleViolation):
    """A sum that can be read in two ways, or not at all; says which."""


def parse_money(text: str) -> int:
    """Cents of "2.000.000,01", "2.000", "150000" or "€ 12,5". Raises AmountUnclear naming both readings ("1.5", "1,234")."""
    plain = text.strip().translate(_SPACES).removesuffix("euro")
    found = _WHOLE.fullmatch(plain)
    if found:
        cents = int(found[1].replace(".", "")) * 100 + int((found[2] or "0").ljust(2, "0"))
        if cents > MOST:
            raise AmountUnclear("Dit bedrag is te groot. Kijk na hoeveel nullen er staan.")
        return cents
    raise AmountUnclear(_both(plain) or f"“{text}” is geen bedrag. Schrijf het zo: 2.000.000,00.")


def _both(plain: str) -> str:
    """A point before cents, or commas between thousands: it could be either, so we ask."""
    point = re.fullmatch(r"(\d+)\.(\d{1,2})", plain)
    if point:
        whole, cents = point[1], point[2].ljust(2, "0")
        return f"“{plain}” kan {whole},{cents} of {whole}{point[2]} zijn. Schrijf een komma voor de centen."
    commas = re.fullmatch(r"\d{1,3}(,\d{3})+", plain)
    if commas:
        head, _, tail = plain.rpartition(",")
        plain_head = head.replace(",", "")
        return (
            f"“{plain}” kan {plain_head},{tail[:2]} of {plain.replace(',', '.')} zijn. "
            "Schrijf punten tussen duizendtallen en een komma voor de centen."
        )
    return ""
