"""What is due moves on: at most 500 alarms at a time, a fixed number of statements, each alarm by one engine only.

What many alarms share is decided once: alarms in the same step of the same chain enter the same next step at this moment.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from ..queries.chain import Chain
from ..rules import alarm as rules
from ..rules.alarm import Advance
from . import many_rows, paging
from .many_rows import DueAlert, LineRow, Told
from .paging import BATCH, Move

#: An alarm's place: policy, turn, phase, step, loop, round. Nothing else of it decides which step is next.
Place = tuple[UUID | None, int, str, int, int, int]


@dataclass
class Decided:
    """Chains by version of the policy, and by turn where a step rings one person in turn; entries by place."""

    at: datetime
    chains: dict[tuple[UUID | None, int | None], Chain] = field(default_factory=dict)
    entries: dict[Place, list[Advance]] = field(default_factory=dict)

    def chain(self, alert: DueAlert) -> Chain:
        """Who is on duty now is the same for every alarm of a policy: asked once, or once per turn where people take turns."""
        for key in ((alert.policy_id, None), (alert.policy_id, alert.turn)):
            if key in self.chains:
                return self.chains[key]
        chain = paging.chain_of(alert, self.at)
        self.chains[alert.policy_id, alert.turn if chain.takes_turns else None] = chain
        return chain

    def onward(self, alert: DueAlert, chain: Chain) -> list[Advance]:
        """The steps that an alarm enters now."""
        turn = alert.turn if chain.takes_turns else 0
        place = (alert.policy_id, turn, alert.phase, alert.step, alert.loop, alert.round)
        if place not in self.entries:
            self.entries[place] = rules.advance(paging.view_of(alert), chain.policy, self.at, chain.reachable)
        return self.entries[place]


def escalate_due(organisation_id: int, at: datetime) -> int:
    """Move the alarms of this municipality whose waiting time is over, at most ``BATCH`` of each kind. Returns how many moved.

    Rows are locked with SKIP LOCKED: what another engine is moving now is not moved twice. Commit, then ask again while it
    returns ``BATCH`` or more.
    """
    decided = Decided(at)
    waiting = many_rows.waiting(organisation_id, at, BATCH)
    lapsed = many_rows.lapsed(organisation_id, at, BATCH)
    many_rows.add_lines([_lapsed(alert, at) for alert, _ in lapsed])
    moves = [*_onward(waiting, decided), *(move for alert, told in lapsed if (move := _off_again(alert, told, at)))]
    if moves:
        paging.enter_all(moves)
    return len(moves)


def _lapsed(alert: DueAlert, at: datetime) -> LineRow:
    text = f"{alert.taken_by} liet niets meer horen. Het alarm gaat opnieuw af."
    return paging.line(alert, at, "ack_expired", text)


def _onward(alerts: list[tuple[DueAlert, Told]], decided: Decided) -> list[Move]:
    """Each alarm with the steps it enters."""
    found = []
    for alert, told in alerts:
        chain = decided.chain(alert)
        entries = decided.onward(alert, chain)
        if entries:
            found.append(Move(alert, entries, chain, told))
    return found


def _off_again(alert: DueAlert, told: Told, at: datetime) -> Move | None:
    """The same step again, with whoever took it and fell silent, on duty or not."""
    taker, view = alert.taken_by_recipient, paging.view_of(alert)
    chain = paging.chain_of(alert, at, also=taker)
    entries = rules.again(view, chain.policy, at, chain.reachable)
    if entries and taker and not chain.holds(taker, entries[-1].targets):
        entries = rules.again(view, chain.policy, at, chain.reachable, also=str(taker))
    return Move(alert, entries, chain, told) if entries else None
