"""When the guard over the duty engine calls a person, and whom. Seconds of real time; a story's clock plays no part.

A look that fails once is nothing: clocks jump and processes start again. What lasts is a call, then one more every few minutes to the
next in the list, until it works again. It never ends in silence.
"""

from __future__ import annotations

from dataclasses import dataclass, field

#: A page that waits longer than this, or an engine silent for longer, makes the health address say 503.
LATE_S = 30.0
AGAIN_S = 300.0
#: So many looks must say the same before it counts: going wrong, and being well again.
TWICE, WELL = 2, 3


@dataclass(frozen=True)
class Look:
    """What one look saw. ``pulse_age_s`` and ``oldest_due_s`` are None when nothing was said or nothing waits. ``failing`` names the
    providers that gave no receipt of their last test, out of ``tested``."""

    reachable: bool
    pulse_age_s: float | None = None
    oldest_due_s: float | None = None
    failing: tuple[str, ...] = ()
    tested: int = 0

    @property
    def nothing_works(self) -> bool:
        """Every provider of the engine was tested and none gave a receipt: the engine itself can reach nobody."""
        return self.tested > 0 and len(self.failing) == self.tested


def trouble(look: Look, after_s: float, unreachable_s: float = 0.0) -> str:
    """What is wrong for longer than ``after_s``, in one Dutch sentence; empty when nothing is."""
    if not look.reachable:
        return "Het platform antwoordt niet." if unreachable_s > after_s else ""
    if look.pulse_age_s is None or look.pulse_age_s > after_s:
        since = "" if look.pulse_age_s is None else f" al {round(look.pulse_age_s)} seconden"
        return f"De alarmering staat stil{since}."
    if look.nothing_works:
        return "Geen enkele aanbieder gaf een ontvangstbewijs van de laatste proef: sms'en en oproepen komen misschien niet aan."
    if look.oldest_due_s is not None and look.oldest_due_s > after_s:
        return f"Een wachtoproep had {round(look.oldest_due_s)} seconden geleden moeten vertrekken."
    return ""


def healthy(look: Look) -> bool:
    """What the health address answers: no page waits longer than half a minute, and an engine lives."""
    late = look.oldest_due_s is not None and look.oldest_due_s > LATE_S
    return look.reachable and not late and look.pulse_age_s is not None and look.pulse_age_s <= LATE_S


@dataclass(frozen=True)
class Call:
    """One call to make: the place in the list, its number since the trouble began, and what to say. ``over``: it works again."""

    place: int
    number: int
    sentence: str
    over: bool = False


@dataclass
class Watch:
    """Everything that was seen so far. ``people`` is how many stand in the list, ``after_s`` when it is too long."""

    people: int
    after_s: float = 60.0
    unreachable_since: float | None = None
    seen: int = 0
    well: int = 0
    since: float | None = None
    sentence: str = ""
    called_at: float | None = None
    calls: int = 0
    history: list[Call] = field(default_factory=list)

    def see(self, look: Look, at: float) -> Call | None:
        """Take in one look at moment ``at`` (seconds); the call to make now, if any."""
        if look.reachable:
            self.unreachable_since = None
        elif self.unreachable_since is None:
            self.unreachable_since = at
        lasted = at - self.unreachable_since if self.unreachable_since is not None else 0.0
        wrong = trouble(look, self.after_s, lasted)
        return self._wrong(wrong, at) if wrong else self._fine(look, at)

    def _wrong(self, sentence: str, at: float) -> Call | None:
        self.seen, self.well = self.seen + 1, 0
        if self.seen < TWICE:
            return None
        self.since = at if self.since is None else self.since
        self.sentence = sentence
        if not self.people or (self.called_at is not None and at - self.called_at < AGAIN_S):
            return None
        self.called_at, self.calls = at, self.calls + 1
        call = Call((self.calls - 1) % self.people, self.calls, sentence)
        self.history.append(call)
        return call

    def _fine(self, look: Look, at: float) -> Call | None:
        """Only a real answer is well; a platform that does not answer yet is neither."""
        self.seen = 0
        if not look.reachable or self.since is None:
            return None
        self.well += 1
        if self.well < WELL:
            return None
        told = self.calls
        self.since, self.sentence, self.called_at, self.calls, self.well = None, "", None, 0, 0
        return Call(0, told + 1, "De alarmering werkt weer.", over=True) if told else None
