"""The local sheet: when it is too old to trust, and what may never stand on it. Pure."""

from __future__ import annotations

import re
from datetime import date

STALE_DAYS = 180
#: A row of digits of the length of a door or alarm code, next to a word that says so. A telephone number stands in its own field.
_CODE = re.compile(r"(?:code|pin)\W{0,3}(?:is|=|:)?\W{0,3}[*#]?\d{3,8}\b|[*#]\d{3,8}|\d{3,8}[*#]", re.IGNORECASE)
CODE_SENTENCE = "Schrijf nooit de code zelf, wel waar ze ligt. Dit blad hangt op papier aan de muur."


def is_stale(reviewed_on: date, on: date) -> bool:
    """Not gone through for more than half a year."""
    return (on - reviewed_on).days > STALE_DAYS


def holds_code(text: str) -> bool:
    """Whether a code seems to stand in the words."""
    return _CODE.search(text) is not None
