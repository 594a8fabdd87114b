"""When a person can be planned: a proven telephone that rings at once. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

MOST = 10
CODE_DIGITS = 6
CODE_MINUTES = 10
TRIES = 5
#: Codes and test messages that one person may ask in an hour.
PER_HOUR = 6
NOT_PLANNABLE = "Minstens één bevestigd toestel moet meteen rinkelen bij een alarm (wachttijd 0)."


@dataclass(frozen=True, slots=True)
class Reach:
    """One method: proven or not, and after how many minutes of a round it is tried."""

    verified: bool
    delay_minutes: int


def plannable(methods: Iterable[Reach]) -> bool:
    """Somebody whom an alarm reaches at once."""
    return any(one.verified and one.delay_minutes == 0 for one in methods)


def delay_problem(minutes: int) -> str | None:
    """The sentence for a delay outside the range, or None."""
    return None if 0 <= minutes <= 9000 else "Kies een wachttijd tussen 0 en 9.000 minuten."
