"""What is due moves on: at most 500 alarms at a time, a fixed number of statements, each alarm by one engine only."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from ..models.alarm import Alert, AlertLog
from ..models.report import Report
from ..queries.chain import Chain, chain_for
from ..rules import alarm as rules
from ..rules.alarm import Advance, AlertState
from . import many_rows, paging
from .paging import BATCH, Move

#: Of a report only its words, its place and its number make a page.
UNREAD = tuple(
    f"incident__report__{field.name}" for field in Report._meta.concrete_fields
    if field.name not in ("id", "organisation", "code", "text", "place_text")
)  # fmt: skip
How = Callable[..., list[Advance]]


def escalate_due(organisation_id: int, at: datetime) -> int:
    """Move the alarms of this municipality whose waiting time is over, at most ``BATCH`` of each kind. Returns how many moved.

    Rows are locked with SKIP LOCKED: what another engine is moving now is not moved twice. Commit, then ask again while it
    returns ``BATCH`` or more.
    """
    chains: dict[UUID | None, Chain] = {}
    waiting = _locked(organisation_id, "next_at", state=AlertState.TRIGGERED, next_at__lte=at)
    lapsed = _locked(organisation_id, "ack_expires_at", state=AlertState.ACKNOWLEDGED, ack_expires_at__lte=at)
    many_rows.add_lines([_lapsed(alert, at) for alert in lapsed])
    moves = [*_moves(waiting, at, rules.advance, chains), *_moves(lapsed, at, rules.again, chains)]
    if moves:
        paging.enter_all(moves)
    return len(moves)


def _locked(organisation_id: int, first: str, **due: Any) -> list[Alert]:
    rows = Alert.objects.select_for_update(skip_locked=True, of=("self",)).select_related("incident__report").defer(*UNREAD)
    return list(rows.filter(organisation_id=organisation_id, **due).order_by(first)[:BATCH])


def _lapsed(alert: Alert, at: datetime) -> AlertLog:
    text = f"{alert.taken_by} liet niets meer horen. Het alarm gaat opnieuw af."
    return paging.line(alert, at, "ack_expired", text)


def _moves(alerts: list[Alert], at: datetime, how: How, chains: dict[UUID | None, Chain]) -> list[Move]:
    """Each alarm with the steps it enters. A chain is asked once per version of the policy: who is on duty now is the same for all."""
    found = []
    for alert in alerts:
        if alert.policy_id not in chains:
            chains[alert.policy_id] = chain_for(alert.organisation_id, at, alert.policy_id)
        chain = chains[alert.policy_id]
        entries = how(paging.view_of(alert), chain.policy, at, chain.reachable)
        if entries:
            found.append(Move(alert, entries, chain, alert.incident.report))
    return found
