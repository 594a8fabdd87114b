"""Asking a colleague to take over a shift: the states of one request. Pure."""

from enum import StrEnum

from nabij.kernel.errors import RuleViolation


class SwapState(StrEnum):
    """Where a request stands. The last four are final."""

    OPEN = "open"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    APPLIED = "applied"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class SwapEvent(StrEnum):
    """What can happen to a request."""

    OFFER = "offer"
    ACCEPT = "accept"
    APPLY = "apply"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    EXPIRE = "expire"


LABELS = {
    SwapState.OPEN: "gevraagd", SwapState.OFFERED: "iemand wil", SwapState.ACCEPTED: "wacht op de planner", SwapState.APPLIED: "geruild",
    SwapState.DECLINED: "geweigerd", SwapState.WITHDRAWN: "ingetrokken", SwapState.EXPIRED: "te laat",
}  # fmt: skip

RUNNING = (SwapState.OPEN, SwapState.OFFERED, SwapState.ACCEPTED)

TRANSITIONS = {
    (SwapState.OPEN, SwapEvent.OFFER): SwapState.OFFERED,
    (SwapState.OFFERED, SwapEvent.ACCEPT): SwapState.ACCEPTED,
    (SwapState.ACCEPTED, SwapEvent.APPLY): SwapState.APPLIED,
    (SwapState.OFFERED, SwapEvent.DECLINE): SwapState.DECLINED,
    (SwapState.ACCEPTED, SwapEvent.DECLINE): SwapState.DECLINED,
} | {
    (state, event): final
    for state in RUNNING
    for event, final in ((SwapEvent.WITHDRAW, SwapState.WITHDRAWN), (SwapEvent.EXPIRE, SwapState.EXPIRED))
}  # fmt: skip


def after(state: SwapState, event: SwapEvent) -> SwapState:
    """The next state. Raises ``RuleViolation`` when a request in this state cannot have that happen."""
    found = TRANSITIONS.get((state, event))
    if found is None:
        raise RuleViolation(f"Deze vraag staat al op “{LABELS[state]}”. Ververs de bladzijde.")
    return found
