"""How an alarm walks through its chain: who is next, when, and why it never ends in silence.

Pure: the caller brings the alarm, the policy and the time, and writes what comes back.

The chain has two phases. `CHAIN` are the steps of the duty line (first line, backup, …), possibly
walked more than once. `LAST_RESORT` is the municipality's own ordered list, always after everyone
else; after its last person the whole list is paged again at a fixed interval until a human acts. A list that ends with a
staffed desk outside (police, fire) stops there: only that desk is called again, until a named taker is logged.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from nabij.kernel.errors import RuleViolation

from .policy import Window
from .rota import BRUSSELS


class AlertState(StrEnum):
    """The three states of an alarm; the values stand in the database and in its check constraint."""

    TRIGGERED = "triggered"
    ACKNOWLEDGED = "acknowledged"
    CLOSED = "closed"


class AlertEvent(StrEnum):
    """What can happen to an alarm."""

    ACKNOWLEDGE = "acknowledge"
    DECLINE = "decline"
    STEP_DUE = "step_due"
    ACK_EXPIRED = "ack_expired"
    EXTEND = "extend"
    HAND_ON = "hand_on"
    ESCALATE = "escalate"
    JOIN = "join"
    CLOSE = "close"


class Phase(StrEnum):
    """Which list the alarm is walking."""

    CHAIN = "chain"
    LAST_RESORT = "last_resort"


_T, _A, _C = AlertState.TRIGGERED, AlertState.ACKNOWLEDGED, AlertState.CLOSED

TRANSITIONS: dict[tuple[AlertState, AlertEvent], AlertState] = {
    (_T, AlertEvent.ACKNOWLEDGE): _A,
    (_T, AlertEvent.DECLINE): _T,
    (_T, AlertEvent.STEP_DUE): _T,
    (_T, AlertEvent.ESCALATE): _T,
    (_T, AlertEvent.CLOSE): _C,
    (_A, AlertEvent.EXTEND): _A,
    (_A, AlertEvent.JOIN): _A,
    (_A, AlertEvent.HAND_ON): _T,
    (_A, AlertEvent.ESCALATE): _T,
    (_A, AlertEvent.ACK_EXPIRED): _T,
    (_A, AlertEvent.DECLINE): _T,
    (_A, AlertEvent.CLOSE): _C,
}

REFUSALS: dict[AlertState, str] = {
    _T: "Niemand nam dit alarm. Neem het eerst zelf.",
    _A: "Iemand anders nam dit alarm al.",
    _C: "Dit alarm is al gesloten. Is er iets nieuws? Maak dan een nieuwe melding.",
}


def after(state: AlertState, event: AlertEvent) -> AlertState:
    """Return the state after `event`, or raise `RuleViolation` with a Dutch sentence."""
    try:
        return TRANSITIONS[AlertState(state), event]
    except KeyError:
        raise RuleViolation(REFUSALS[AlertState(state)]) from None


@dataclass(frozen=True)
class Step:
    """One step: whom it aims at (a role on the line or a place of the last resort) and how long it waits.

    Outside its window it is left at once. `multi_ack`: several may take it, the others stay paged.
    """

    target: str
    delay: timedelta
    window: Window | None = None
    multi_ack: bool = False

    def is_open(self, at: datetime) -> bool:
        """Whether the local time lies inside the step's hours."""
        return self.window is None or self.window.holds(at.astimezone(BRUSSELS).time())


@dataclass(frozen=True)
class Policy:
    """One published version of an escalation policy with the municipality's own last resort."""

    steps: tuple[Step, ...]
    last_resort: tuple[Step, ...]
    repeat: int = 0
    ack_timeout: timedelta = timedelta(minutes=30)
    last_resort_every: timedelta = timedelta(minutes=10)
    ends_at_desk: bool = False


@dataclass(frozen=True)
class Alert:
    """What the rules need to know of an alarm. `round` counts every entry into a step, from 0."""

    state: AlertState
    phase: Phase
    step: int
    loop: int
    round: int
    next_at: datetime | None
    ack_expires_at: datetime | None = None


@dataclass(frozen=True)
class Advance:
    """One entry into a step. `targets` is empty when nobody could be paged; `next_at` is then `at`.

    `closed`: empty because the hours of the step are over. `exhausted` is true from the first time the whole list has been walked
    without an answer.
    """

    at: datetime
    phase: Phase
    step: int
    loop: int
    round: int
    targets: tuple[str, ...]
    next_at: datetime
    empty: bool = False
    exhausted: bool = False
    closed: bool = False


Reachable = Callable[[str], bool]


def everyone(_target: str) -> bool:
    """A `Reachable` for chains in which every target has a person with a working method."""
    return True


def first(policy: Policy, now: datetime, reachable: Reachable = everyone) -> list[Advance]:
    """Enter step 0, leaving empty steps at once. The last entry is where the alarm waits."""
    start = Alert(_T, Phase.CHAIN, step=-1, loop=0, round=-1, next_at=now)
    return _walk(start, policy, now, reachable)


def advance(
    alert: Alert, policy: Policy, now: datetime, reachable: Reachable = everyone, *, round: int | None = None
) -> list[Advance]:
    """Return the entries into following steps that are due at `now`; empty when nothing is due.

    `round` is the round for which the caller asks; an older one does nothing, so that two engines
    (or a person and an engine) never escalate the same wait twice.
    """
    stale = round is not None and round != alert.round
    waiting = alert.next_at is not None and now < alert.next_at
    if alert.state != _T or stale or waiting:
        return []
    return _walk(alert, policy, now, reachable)


def skip(alert: Alert, policy: Policy, now: datetime, reachable: Reachable = everyone) -> list[Advance]:
    """Leave the current step now ("ik kan niet"), whatever its waiting time.

    Once everyone of the last resort is being paged there is no next step: the others stay paged and the
    fixed interval keeps running, otherwise one refusal would ring everybody again.
    """
    after(alert.state, AlertEvent.DECLINE)
    if alert.phase is Phase.LAST_RESORT and alert.step >= len(policy.last_resort):
        return []
    return _walk(replace(alert, state=_T, next_at=now), policy, now, reachable)


def escalate(alert: Alert, policy: Policy, now: datetime, reachable: Reachable = everyone) -> list[Advance]:
    """Ring the next step now because somebody asks for help. Empty when everyone is being rung already."""
    after(alert.state, AlertEvent.ESCALATE)
    if alert.phase is Phase.LAST_RESORT and alert.step >= len(policy.last_resort):
        return []
    return _walk(replace(alert, state=_T, next_at=now), policy, now, reachable)


def hand_on(alert: Alert, policy: Policy, now: datetime, target: str) -> list[Advance]:
    """Ring one chosen person, in the place where the alarm stands; without answer the chain goes on from there."""
    after(alert.state, AlertEvent.HAND_ON)
    step = step_of(alert, policy)
    wait = step.delay if step else policy.last_resort_every
    return [Advance(now, alert.phase, alert.step, alert.loop, alert.round + 1, (target,), now + wait)]


def step_of(alert: Alert, policy: Policy) -> Step | None:
    """The step in which an alarm stands; None once the whole list is being rung."""
    steps = policy.steps if alert.phase is Phase.CHAIN else policy.last_resort
    return steps[alert.step] if 0 <= alert.step < len(steps) else None


def again(
    alert: Alert, policy: Policy, now: datetime, reachable: Reachable = everyone, *, also: str = ""
) -> list[Advance]:
    """An acknowledged alarm whose time ran out returns to the same step, in a new round.

    `also` is who took it and fell silent, when that is nobody of the step: asked again too.
    """
    if alert.state != _A or alert.ack_expires_at is None or now < alert.ack_expires_at:
        return []
    back = replace(alert, state=_T, step=alert.step - 1)
    if also and reachable(also):
        entry = _enter_next(back, policy, now, reachable)
        step = step_of(alert, policy)
        wait = step.delay if step else policy.last_resort_every
        return [replace(entry, targets=(*entry.targets, also), next_at=now + wait, empty=False, closed=False)]
    return _walk(back, policy, now, reachable)


def _walk(alert: Alert, policy: Policy, now: datetime, reachable: Reachable) -> list[Advance]:
    """Enter steps until one holds somebody. Bounded: after one whole list without anybody it waits."""
    entries: list[Advance] = []
    limit = len(policy.steps) * (policy.repeat + 1) + len(policy.last_resort) + 1
    here = alert
    for _ in range(limit):
        entry = _enter_next(here, policy, now, reachable)
        entries.append(entry)
        if not entry.empty or entry.exhausted:
            break
        here = replace(here, phase=entry.phase, step=entry.step, loop=entry.loop, round=entry.round)
    last = entries[-1]
    if last.empty:  # nobody at all: wait the fixed interval and try again, never stop
        entries[-1] = replace(last, next_at=now + policy.last_resort_every, exhausted=True)
    return entries


def _enter_next(alert: Alert, policy: Policy, now: datetime, reachable: Reachable) -> Advance:
    phase, step, loop = _next_place(alert, policy)
    exhausted = phase is Phase.LAST_RESORT and step >= len(policy.last_resort)
    if exhausted:
        chosen: tuple[Step, ...] = policy.last_resort[-1:] if policy.ends_at_desk else policy.last_resort
        delay = policy.last_resort_every
    else:
        list_ = policy.steps if phase is Phase.CHAIN else policy.last_resort
        chosen, delay = (list_[step],), list_[step].delay
    open_ = tuple(s for s in chosen if s.is_open(now))
    targets = tuple(s.target for s in open_ if reachable(s.target))
    return Advance(
        at=now, phase=phase, step=step, loop=loop, round=alert.round + 1, targets=targets,
        next_at=now + delay if targets else now, empty=not targets, exhausted=exhausted, closed=bool(chosen) and not open_,
    )  # fmt: skip


def _next_place(alert: Alert, policy: Policy) -> tuple[Phase, int, int]:
    step = alert.step + 1
    if alert.phase is Phase.LAST_RESORT:
        return Phase.LAST_RESORT, min(step, len(policy.last_resort)), alert.loop
    if step < len(policy.steps):
        return Phase.CHAIN, step, alert.loop
    if alert.loop < policy.repeat and policy.steps:
        return Phase.CHAIN, 0, alert.loop + 1
    return Phase.LAST_RESORT, 0, alert.loop


def upcoming(alert: Alert, policy: Policy, now: datetime, reachable: Reachable = everyone) -> Advance | None:
    """Who would be paged next if nobody answers, for the page and the SMS; None when nobody is next."""
    entries = _walk(replace(alert, state=_T), policy, alert.next_at or now, reachable)
    return entries[-1] if entries[-1].targets else None


@dataclass(frozen=True)
class PersonalRule:
    """How one person wants to be reached: method, waiting time since the round began."""

    number: int
    method: str
    delay: timedelta


def personal_cycle(rules: list[PersonalRule], started: datetime) -> list[tuple[PersonalRule, datetime]]:
    """Each rule once per round, with the moment it is due, earliest first."""
    dated = [(rule, started + rule.delay) for rule in rules]
    return sorted(dated, key=lambda pair: (pair[1], pair[0].number))


def drawing() -> str:
    """The states as a Mermaid diagram; a test keeps the copy in `rules/alarm.md` equal to it."""
    lines = ["```mermaid", "stateDiagram-v2", "    [*] --> triggered: open"]
    lines += [f"    {start} --> {end}: {event}" for (start, event), end in TRANSITIONS.items()]
    return "\n".join([*lines, "    closed --> [*]", "```", ""])
