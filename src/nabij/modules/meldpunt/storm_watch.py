"""Storm mode as an engine sees it: one question each second, and a scope only when something is to be done.

Turning on by the counts, the reserve pool, the news of ten minutes and the quiet end all happen here. Each is claimed on the storm's own
row, so that several engines do it once; no queue row lies between.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime

from nabij.kernel.tenancy import queries as organisations
from nabij.kernel.tenancy.scope import scope, system

from .actions import storm, storm_calls
from .queries import storm as queries
from .queries.storm import Pulse
from .rules import storm as rules
from .rules.storm import Storm, Thresholds

ACTOR = system("wachtdienst")
#: The thresholds are a row that seldom changes: read again every so many seconds.
KEPT_S = 30.0
_kept: tuple[float, Thresholds] | None = None


def look(at: datetime) -> int:
    """Do what storm mode asks at this moment. Returns how many things were done."""
    limits = _limits()
    pulse = queries.pulse(at, limits.window)
    if pulse.run is None and not pulse.unannounced_end and queries.verdict(pulse, limits) is not Storm.ON:
        return 0
    done = 0
    if pulse.unannounced_end:
        done += _in_region(at, lambda: storm_calls.announce_end(queries.taking_part(at), at))
    if pulse.run is None:
        cause = rules.cause(pulse.of_region, limits)
        return done + (_in_region(at, lambda: storm.begin(cause=cause, by="drempel", at=at) is not None) if cause else 0)
    return done + sum(_in_region(at, act) for act in _wanted(pulse, limits, at))


def _wanted(pulse: Pulse, limits: Thresholds, at: datetime) -> list[Callable[[], bool]]:
    """What this second asks, in order; each claims its own work."""
    assert pulse.run is not None and pulse.began is not None and pulse.digest_at is not None
    run = pulse.run
    wanted: list[Callable[[], bool]] = []
    if not pulse.announced:
        wanted.append(lambda: storm_calls.announce(run, queries.taking_part(at), at))
    if not pulse.reserve_called and pulse.anchor:
        wanted.append(lambda: storm_calls.call_reserve(run, pulse, at))
    if pulse.anchor and rules.digest_due(last=pulse.digest_at, at=at, joined=pulse.joined, thresholds=limits):
        wanted.append(lambda: storm_calls.send_digest(run, pulse, at))
    if rules.is_over(began=pulse.began, last_acute=pulse.last_acute, at=at, line_1722=pulse.line_1722, thresholds=limits):
        wanted.append(lambda: storm_calls.end_when_quiet(run, pulse, limits, at))
    return wanted


def _in_region(at: datetime, act: Callable[[], bool]) -> int:
    """One transaction that writes for the partnership and its municipalities."""
    owner = organisations.partnership().id
    everyone = [owner, *queries.taking_part(at)]
    with scope(reading=everyone, writing=everyone, actor=ACTOR, reason="storm", tags=[f"partnership:{owner}"], organisation_id=owner):
        return int(act())


def _limits() -> Thresholds:
    global _kept
    if _kept is None or time.monotonic() - _kept[0] > KEPT_S:
        owner = organisations.partnership().id
        with scope(reading=[owner], actor=ACTOR, organisation_id=owner):
            _kept = (time.monotonic(), queries.thresholds())
    return _kept[1]
