"""What is due moves on: at most 500 alarms at a time, a fixed number of statements, each alarm by one engine only."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from ..models.alarm import Alert, AlertLog
from ..models.report import Report
from ..queries.chain import Chain
from ..rules import alarm as rules
from ..rules.alarm import AlertState
from . import many_rows, paging
from .paging import BATCH, Move

#: Of a report only its words, its place and its number make a page.
UNREAD = tuple(
    f"incident__report__{field.name}" for field in Report._meta.concrete_fields
    if field.name not in ("id", "organisation", "code", "text", "place_text")
)  # fmt: skip
#: By version of the policy, and by turn where a step rings one person in turn.
Chains = dict[tuple[UUID | None, int | None], Chain]


def escalate_due(organisation_id: int, at: datetime) -> int:
    """Move the alarms of this municipality whose waiting time is over, at most ``BATCH`` of each kind. Returns how many moved.

    Rows are locked with SKIP LOCKED: what another engine is moving now is not moved twice. Commit, then ask again while it
    returns ``BATCH`` or more.
    """
    chains: Chains = {}
    waiting = _locked(organisation_id, "next_at", state=AlertState.TRIGGERED, next_at__lte=at)
    lapsed = _locked(organisation_id, "ack_expires_at", state=AlertState.ACKNOWLEDGED, ack_expires_at__lte=at)
    many_rows.add_lines([_lapsed(alert, at) for alert in lapsed])
    moves = [*_onward(waiting, at, chains), *(move for alert in lapsed if (move := _off_again(alert, at)))]
    if moves:
        paging.enter_all(moves)
    return len(moves)


def _locked(organisation_id: int, first: str, **due: Any) -> list[Alert]:
    rows = Alert.objects.select_for_update(skip_locked=True, of=("self",)).select_related("incident__report").defer(*UNREAD)
    return list(rows.filter(organisation_id=organisation_id, **due).order_by(first)[:BATCH])


def _lapsed(alert: Alert, at: datetime) -> AlertLog:
    text = f"{alert.taken_by} liet niets meer horen. Het alarm gaat opnieuw af."
    return paging.line(alert, at, "ack_expired", text)


def _onward(alerts: list[Alert], at: datetime, chains: Chains) -> list[Move]:
    """Each alarm with the steps it enters."""
    found = []
    for alert in alerts:
        chain = _chain(alert, at, chains)
        entries = rules.advance(paging.view_of(alert), chain.policy, at, chain.reachable)
        if entries:
            found.append(Move(alert, entries, chain, alert.incident.report))
    return found


def _chain(alert: Alert, at: datetime, chains: Chains) -> Chain:
    """Who is on duty now is the same for every alarm of a policy: asked once, or once per turn where people take turns."""
    for key in ((alert.policy_id, None), (alert.policy_id, alert.turn)):
        if key in chains:
            return chains[key]
    chain = paging.chain_of(alert, at)
    chains[alert.policy_id, alert.turn if chain.takes_turns else None] = chain
    return chain


def _off_again(alert: Alert, at: datetime) -> Move | None:
    """The same step again, with whoever took it and fell silent, on duty or not."""
    taker, view = alert.taken_by_recipient, paging.view_of(alert)
    chain = paging.chain_of(alert, at, also=taker)
    entries = rules.again(view, chain.policy, at, chain.reachable)
    if entries and taker and not chain.holds(taker, entries[-1].targets):
        entries = rules.again(view, chain.policy, at, chain.reachable, also=str(taker))
    return Move(alert, entries, chain, alert.incident.report) if entries else None
