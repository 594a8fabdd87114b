"""How numbers, money, codes and phone numbers are written in Flanders (look.md section 5). Pure.

Dates and hours in words are ``nabij.kernel.calendar.words``.
"""

from __future__ import annotations

import re

NBSP = "\u00a0"


def number(value: int | float, decimals: int = 0) -> str:
    """``1.250`` and ``3,5``."""
    return f"{value:,.{decimals}f}".translate(str.maketrans(",.", ".,"))


def money(cents: int) -> str:
    """Cents → ``€ 1.250,50``, whole euros ``€ 20``, minus ``– € 50,00`` (fixed spaces)."""
    decimals = 2 if cents % 100 or cents < 0 else 0
    amount = f"€{NBSP}{number(abs(cents) / 100, decimals)}"
    return f"–{NBSP}{amount}" if cents < 0 else amount


def percent(part: int, whole: int) -> str:
    """``26 %``, rounded down so that 100 % is only said when it is so; ``0 %`` of nothing."""
    return f"{part * 100 // whole if whole else 0}{NBSP}%"


def grouped_code(code: str) -> list[str]:
    """``KOR4F792K`` → ``["KOR", "4F7", "92K"]``, so that it can be read aloud."""
    plain = re.sub(r"[\s-]", "", code).upper()
    return [plain[start : start + 3] for start in range(0, len(plain), 3)]


def phone_uri(phone: str) -> str:
    """Belgian number as written → ``tel:`` address; 112 and other short numbers stay as they are."""
    digits = re.sub(r"[^\d+]", "", phone)
    if digits.startswith("00"):
        digits = "+" + digits[2:]
    elif digits.startswith("0"):
        digits = "+32" + digits[1:]
    return f"tel:{digits}"
