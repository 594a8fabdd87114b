"""Who is on duty, and sixty weeks of forty rotas: figures of one run, without a database (the rules are pure).

Judged (meldpunt.md section 9): ``on_call`` for one line at most 1 ms; 60 weeks of 40 schedules at most 2 s; by CPU of this process,
because machines are shared. Peer in the same run: the bare walk over the same edges with the time zones of the standard library, without
deviations, rules or reasons: what any program must do to turn wall-clock times into moments.
"""

# Wall-clock times of a rota carry no zone on purpose.
# ruff: noqa: DTZ001

from __future__ import annotations

import os
import platform
import sys
import time
from datetime import UTC, datetime, timedelta
from datetime import time as clock

from nabij.modules.meldpunt.rules import rota, turns
from nabij.modules.meldpunt.rules.rota import (
    Override,
    OverrideKind,
    Rotation,
    Schedule,
    ScheduleRule,
    TemporarySchedule,
    TemporaryShift,
    Unit,
)

ON_CALL_MS, SPANS_S, RATIO = 1.0, 2.0, 40
START = datetime(2027, 3, 26, 16, tzinfo=UTC)
WEEKS, SCHEDULES, MOMENTS = 60, 40, 2_000
UNITS = (Unit.WEEKLY, Unit.WEEKLY, Unit.DAILY, Unit.HOURLY, Unit.MONTHLY)


def schedule(number: int) -> Schedule:
    """One of forty: every unit, eight people, a dozen deviations, sometimes rules of the week and a temporary schedule."""
    unit = UNITS[number % len(UNITS)]
    people = tuple(f"{number}-{one}" for one in range(8))
    rotation = Rotation(datetime(2027, 1, 31, 17), people, unit, 12 if unit is Unit.HOURLY else 1)
    overrides = tuple(
        Override(
            tuple(OverrideKind)[n % 3], people[n % 8], START + timedelta(days=30 * n), START + timedelta(days=30 * n + 2), "afwijking",
            people[(n + 1) % 8] if n % 3 == 2 else None,
        )
        for n in range(12)
    )  # fmt: skip
    week = (
        ScheduleRule(frozenset(range(5)), clock(8), clock(17), people[0]), ScheduleRule(frozenset(range(7)), clock(17), clock(8), rotation),
    )  # fmt: skip
    storm = TemporarySchedule(START, START + timedelta(days=3), (TemporaryShift(people[1], START, START + timedelta(days=3)),), "storm")
    return Schedule(rotation, overrides, week if number % 4 == 0 else (), (storm,) if number % 10 == 0 else ())


def cpu(work: object) -> float:
    begun = time.process_time()
    work()  # type: ignore[operator]
    return time.process_time() - begun


def bare_walk(schedules: list[Schedule]) -> int:
    """The edges of the turns alone."""
    end = START + timedelta(weeks=WEEKS)
    return sum(1 for one in schedules if one.rotation for _ in turns.changes(one.rotation, START, end))


def main() -> int:
    print(f"{platform.machine()}, {os.cpu_count()} kernen, load {os.getloadavg()[0]:.1f}, Python {platform.python_version()}")
    schedules = [schedule(number) for number in range(SCHEDULES)]
    end = START + timedelta(weeks=WEEKS)
    moments = [START + timedelta(minutes=301 * n) for n in range(MOMENTS)]
    found: list[rota.Span] = []
    one = cpu(lambda: [rota.on_call(schedules[n % SCHEDULES], at) for n, at in enumerate(moments)]) / MOMENTS * 1000
    whole = cpu(lambda: [found.extend(rota.spans(each, START, end)) for each in schedules])
    bare = cpu(lambda: bare_walk(schedules))
    print(f"on_call: {one:.3f} ms per vraag (grens {ON_CALL_MS} ms), {MOMENTS} momenten over {SCHEDULES} roosters")
    print(f"{WEEKS} weken × {SCHEDULES} roosters: {whole:.2f} s CPU, {len(found)} stukken (grens {SPANS_S} s)")
    print(f"kale wandeling over de randen van de beurten: {bare:.2f} s CPU; verhouding {whole / bare:.1f} (grens {RATIO})")
    covered = sum((span.end - span.start for span in found), timedelta(0)) == SCHEDULES * timedelta(weeks=WEEKS)
    return 0 if covered and one <= ON_CALL_MS and whole <= SPANS_S and whole / bare <= RATIO else 1


if __name__ == "__main__":
    sys.exit(main())
