"""F11: the machine's clock jumps two hours ahead and back; nights on which the clock changes; 29 February; the end of the year.

The clock is injected into rules, rota and engine. No shift skipped or doubled, each step entered once and at its own minute of real time.
"""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from proving import LONG, Five, Scene, close_all, count_pages, open_alarms, quiet, scene

ALARMS = int(os.environ.get("F11_ALARMS", "500" if LONG else "170"))
#: Name, local time at which the alarms open, and jumps: minute of the run → minutes by which the clock is then moved.
NIGHTS: tuple[tuple[str, str, dict[int, int]], ...] = (
    ("nacht van de zomertijd", "2027-03-28T01:50", {}),
    ("nacht van de wintertijd", "2027-10-31T02:50", {}),
    ("29 februari", "2028-02-29T23:50", {}),
    ("einde van het jaar", "2027-12-31T23:50", {}),
    ("klok twee uur vooruit", "2027-05-10T04:00", {7: 120}),
    ("klok twee uur achteruit en later terug", "2027-05-11T04:00", {7: -120, 12: 120}),
)
MINUTES = 24
#: Seconds for the whole run (six nights of 170 alarms), its database apart: past it, it is missed.
WITHIN_S = 1200 if LONG else 240


def main() -> int:
    """Every night with its own alarms, minute by minute."""
    five = Five("F11", "klok verspringt, zomertijd, wintertijd, 29 februari, jaareinde")
    with scene(own_clock=False) as where, five.within(WITHIN_S):
        from nabij.kernel.calendar import clock
        from nabij.modules.meldpunt.rules.rota import BRUSSELS
        from nabij.testing.fixtures import BEGINNING

        with clock.frozen(BEGINNING):
            quiet()
        everything: list[str] = []
        for name, local, jumps in NIGHTS:
            with clock.frozen(datetime.fromisoformat(local).replace(tzinfo=BRUSSELS)) as handle:
                _shifts(five, where, name)
                alarms = _night(handle, name, jumps)
                _steps(five, where, alarms, name, jumped=bool(jumps))
                everything += alarms
            close_all(where)
        five.acknowledged = len(everything)
        count_pages(five, where, everything)
    return five.tell()


def _night(handle: Any, name: str, jumps: dict[int, int]) -> list[str]:
    from nabij.modules.meldpunt import engine

    alarms = open_alarms(ALARMS, word=name)
    for minute in range(MINUTES):
        if minute in jumps:
            handle.forward(timedelta(minutes=jumps[minute]))
        engine.tick(handle.at)
        handle.forward(timedelta(minutes=1))
    return alarms


def _shifts(five: Five, where: Scene, name: str) -> None:
    """The rota made anew from this night on: for each role one shift after the other, no hole and no overlap, but the gap of the story."""
    from nabij.modules.meldpunt.facade import renew_shifts
    from nabij.modules.meldpunt.tests.duty_scene import of

    with of("zuid-west-vlaanderen"):
        renew_shifts()
    for role in ("first", "backup"):
        rows = where.rows("SELECT lower(period), upper(period) FROM meldpunt_shift WHERE role = %s ORDER BY 1", [role])
        holes = [(a[1], b[0]) for a, b in pairwise(rows) if a[1] < b[0] and a[1].date().isoformat() != "2027-04-16"]
        overlaps = [(a, b) for a, b in pairwise(rows) if a[1] > b[0]]
        five.expect(not overlaps, f"{name}: {role} dubbel van wacht {overlaps[:1]}")
        five.expect(not holes or all(_before_the_horizon(hole) for hole in holes), f"{name}: {role} niemand van wacht {holes[:1]}")


def _before_the_horizon(hole: tuple[datetime, datetime]) -> bool:
    """Months between the end of what was made and a night that this run jumps to were never anybody's."""
    return hole[1] - hole[0] > timedelta(days=7)


def _steps(five: Five, where: Scene, alarms: list[str], name: str, *, jumped: bool) -> None:
    """Each round is entered once; without a jump exactly five minutes of real time after the one before."""
    rows = where.rows(
        "SELECT alert_id::text, round, min(at), count(*) FROM meldpunt_alertlog WHERE alert_id = ANY (%s::uuid[]) AND kind = 'step_entered'"
        " GROUP BY 1, 2 ORDER BY 1, 2", [alarms],
    )  # fmt: skip
    five.duplicated += sum(1 for row in rows if row[3] > 1)
    for alarm in alarms:
        mine = [(round_, at) for id, round_, at, _ in rows if id == alarm]
        five.expect([r for r, _ in mine] == list(range(len(mine))), f"{name}: stap overgeslagen {mine}")
        five.expect(len(mine) >= 4, f"{name}: maar {len(mine)} stappen in {MINUTES} minuten")
        if not jumped:
            gaps = {(b[1] - a[1]).total_seconds() for a, b in pairwise(mine)}
            five.expect(gaps == {300.0}, f"{name}: stappen na {sorted(gaps)} seconden")
        if five.problems:
            break
    five.more[name] = "in orde" if not five.problems else "fout"


if __name__ == "__main__":
    raise SystemExit(main())
