"""The meeneemmap: a sealed sheet that the person carries. Its code stands on the paper and nowhere else."""

from __future__ import annotations

import hashlib
import re
from datetime import date, timedelta
from enum import StrEnum

from nabij.kernel.errors import RuleViolation

KEPT_DAYS = 60
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
LENGTH = 18


class State(StrEnum):
    REQUESTED = "requested"
    COMPOSED = "composed"
    SHOWN = "shown"
    SEALED = "sealed"
    PICKED_UP = "picked_up"
    EXPIRED = "expired"
    REVOKED = "revoked"


STATES_NL = {
    State.REQUESTED: "gevraagd", State.COMPOSED: "samengesteld", State.SHOWN: "getoond", State.SEALED: "verzegeld",
    State.PICKED_UP: "opgehaald", State.EXPIRED: "vervallen", State.REVOKED: "ingetrokken",
}
STEPS: dict[State, tuple[State, ...]] = {
    State.REQUESTED: (State.COMPOSED, State.REVOKED),
    State.COMPOSED: (State.SHOWN, State.REVOKED),
    State.SHOWN: (State.SEALED, State.REVOKED),
    State.SEALED: (State.PICKED_UP, State.EXPIRED, State.REVOKED),
    State.PICKED_UP: (State.PICKED_UP, State.EXPIRED, State.REVOKED),
}


def step(before: State, to: State) -> State:
    """Raises ``RuleViolation`` when the step does not exist."""
    if to not in STEPS.get(before, ()):
        raise RuleViolation(f"Dat kan niet: deze meeneemmap staat op “{STATES_NL[before]}”.")
    return to


def code_from(random: bytes) -> str:
    """18 characters of 5 bits (90 bits) without 0, O, 1 and I. ``random`` holds at least 18 bytes."""
    return "".join(ALPHABET[byte % 32] for byte in random[:LENGTH])


def read_code(typed: str) -> str | None:
    """What somebody typed or read aloud, without spaces and dashes; None when it cannot be a code."""
    text = re.sub(r"[\s\-.]", "", typed).upper()
    return text if len(text) == LENGTH and not set(text) - set(ALPHABET) else None


def secrets_of(code: str) -> tuple[bytes, bytes]:
    """(what the package is found by, what it opens with): 32 bytes each, by scrypt; neither tells the other or the code."""
    both = hashlib.scrypt(code.encode(), salt=b"nabij meeneemmap 1", n=2**14, r=8, p=1, dklen=64)
    return both[:32], both[32:]


def last_day(sealed_on: date) -> date:
    return sealed_on + timedelta(days=KEPT_DAYS)


def standing(state: State, expires_on: date, today: date) -> str:
    """What anyone may know: ``echt``, ``ingetrokken`` or ``vervallen``."""
    if state is State.REVOKED:
        return "ingetrokken"
    return "vervallen" if state is State.EXPIRED or today > expires_on else "echt"


def drawing() -> str:
    lines = ["stateDiagram-v2", "    [*] --> requested"]
    lines += [f"    {before} --> {to}" for before, steps in STEPS.items() for to in steps]
    return "\n".join(lines)
