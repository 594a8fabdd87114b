"""What an escalation policy must hold before it may be published, and what a step's hours mean. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time
from enum import StrEnum


class Mode(StrEnum):
    """Whom a step pages: everybody of the role, or one of them in turn, another one at each alarm."""

    ALL = "all"
    ROUND_ROBIN = "round_robin"


MODE_WORDS: dict[Mode, str] = {Mode.ALL: "iedereen van die rol", Mode.ROUND_ROBIN: "om beurten één van hen"}
STEPS = 6


@dataclass(frozen=True)
class Window:
    """Local hours in which a step pages, half-open; across midnight when `until` is earlier than `since`."""

    since: time
    until: time

    def holds(self, at: time) -> bool:
        """Whether a local time of day lies inside."""
        if self.since == self.until:
            return True
        if self.since < self.until:
            return self.since <= at < self.until
        return at >= self.since or at < self.until


@dataclass(frozen=True)
class Drafted:
    """One step as somebody fills it in."""

    role: str
    minutes: int
    window: Window | None = None
    mode: Mode = Mode.ALL
    multi_ack: bool = False


def problems(steps: Sequence[Drafted], repeat: int, ack_minutes: int, without_list: Sequence[str] = ()) -> list[str]:
    """Say in Dutch why this policy may not be published. `without_list` names members of the line without a last resort."""
    found = [
        sentence
        for wrong, sentence in (
            (not steps, "Zet minstens één stap in de opschaling."),
            (len(steps) > STEPS, f"Een opschaling heeft hoogstens {STEPS} stappen."),
            (not 0 <= repeat <= 5, "Herhaal de opschaling hoogstens vijf keer."),
            (not 1 <= ack_minutes <= 9000, "Geef wie opneemt minstens één minuut."),
            (any(not 1 <= step.minutes <= 9000 for step in steps), "Geef bij elke stap een wachttijd van minstens één minuut."),
        )
        if wrong
    ]
    closed = closed_hours(steps)
    if steps and closed:
        found.append(
            f"Om {closed[0]:%H.%M} uur is geen enkele stap open. Dan gaat elk alarm meteen naar het bestuur. "
            "Laat minstens één stap altijd open."
        )
    if without_list:
        has = "heeft" if len(without_list) == 1 else "hebben"
        found.append(
            f"{', '.join(without_list)} {has} geen laatste vangnet. Een alarm moet altijd bij een mens eindigen: vraag eerst hun lijst."
        )
    return found


def closed_hours(steps: Sequence[Drafted]) -> list[time]:
    """Local times at which a stretch without any open step begins."""
    edges = {time(0, 0)} | {edge for s in steps if s.window for edge in (s.window.since, s.window.until)}
    return [at for at in sorted(edges) if not any(s.window is None or s.window.holds(at) for s in steps)]
