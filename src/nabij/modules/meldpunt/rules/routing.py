"""Whose report is it? Decided from where the place lies; the one rule for resident, operator and API."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    OWNER = "owner"
    ASK = "ask"
    NOT_MEMBER = "not_member"
    OUTSIDE = "outside"
    UNPLACED = "unplaced"


@dataclass(frozen=True, slots=True)
class Receiver:
    """A municipality as routing sees it; ``takes_reports`` = the module is on for it today."""

    organisation_id: int
    name: str
    takes_reports: bool


@dataclass(frozen=True, slots=True)
class Place:
    """What geography says of a typed or measured place. ``known`` is False when nothing in the words was recognised;
    ``outside`` when it was recognised and lies in no municipality of the region."""

    candidates: tuple[Receiver, ...] = ()
    known: bool = False
    outside: bool = False
    ask: bool = False


@dataclass(frozen=True, slots=True)
class Routing:
    """``owner`` gets the report; ``offered`` are the municipalities to choose from; ``lies_in`` is where the place is
    when that municipality does not take reports here; ``because`` is one sentence for the timeline."""

    outcome: Outcome
    owner: Receiver
    because: str
    offered: tuple[Receiver, ...] = ()
    lies_in: Receiver | None = None

    @property
    def asks(self) -> bool:
        """True when the person must answer before the report can be sent."""
        return self.outcome in (Outcome.ASK, Outcome.OUTSIDE)


def _of(receivers: Sequence[Receiver], organisation_id: int | None) -> Receiver | None:
    return next((receiver for receiver in receivers if receiver.organisation_id == organisation_id), None)


def _to(target: Receiver, channel: Receiver, because: str) -> Routing:
    if target.takes_reports:
        return Routing(Outcome.OWNER, target, because)
    why = f"De plaats ligt in {target.name}. Die gemeente werkt niet met dit meldpunt."
    return Routing(Outcome.NOT_MEMBER, channel, why, lies_in=target)


def route(place: Place, channel: Receiver, *, chosen: int | None = None, keep_outside: bool = False) -> Routing:
    """Decide the owner. ``channel`` is the municipality through which the report came in: it owns what has no known
    place. ``chosen`` is the person's answer near a border and wins; ``keep_outside`` sends a report about a place
    outside the region to the channel's own municipality all the same.
    """
    if place.outside:
        why = "De plaats lijkt buiten de regio te liggen."
        return Routing(Outcome.UNPLACED if keep_outside else Outcome.OUTSIDE, channel, why)
    if not place.known or not place.candidates:
        return Routing(Outcome.UNPLACED, channel, f"We herkenden geen gemeente in de plaats. {channel.name} kijkt na.")
    answer = _of(place.candidates, chosen)
    if answer is not None:
        return _to(answer, channel, f"De melder koos {answer.name}.")
    if place.ask and len(place.candidates) > 1:
        names = " of ".join(receiver.name for receiver in place.candidates)
        return Routing(Outcome.ASK, channel, f"De plaats ligt bij de grens: {names}.", offered=place.candidates)
    first = place.candidates[0]
    return _to(first, channel, f"De plaats ligt in {first.name}.")
