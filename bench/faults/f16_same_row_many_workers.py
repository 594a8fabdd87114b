"""F16: four engines on the same due rows, and every queue row deleted in the middle. Alarms are domain rows: each page leaves once."""

from __future__ import annotations

import os
import time

from proving import LONG, Five, count_pages, end, open_alarms, quiet, rang, scene, wait_until

ALARMS = int(os.environ.get("F16_ALARMS", "10000" if LONG else "1000"))

#: Seconds for the whole run, its database apart: past it, it is missed.
WITHIN_S = 1200 if LONG else 240


def main() -> int:
    """Open alarms while four engines run; delete the queue twice."""
    five = Five("F16", "4 engines op dezelfde rijen; alle rijen van de wachtrij gewist")
    with scene() as where, five.within(WITHIN_S):
        quiet()
        engines = [where.engine() for _ in range(4)]
        try:
            alarms = open_alarms(ALARMS // 2)
            deleted = _empty_queue(where)
            alarms += open_alarms(ALARMS - ALARMS // 2, word="na het wissen")
            deleted += _empty_queue(where)
            begun = time.monotonic()
            wanted = set(alarms)
            pages = {p: a for a, p in where.rows("SELECT alert_id::text, id::text FROM meldpunt_page WHERE round = 0")}
            wait_until(lambda: wanted <= {pages.get(key, "") for key in rang(where.home)}, 120)
            five.healthy_s = time.monotonic() - begun
        finally:
            end(engines)
        five.acknowledged = len(alarms)
        count_pages(five, where, alarms)
        five.more["gewiste rijen"] = deleted
        entered = where.rows(
            "SELECT count(*) FROM (SELECT FROM meldpunt_alertlog WHERE alert_id = ANY (%s::uuid[]) AND kind = 'step_entered'"
            " GROUP BY alert_id, round HAVING count(*) > 1) x", [alarms],
        )[0][0]  # fmt: skip
        five.duplicated += entered
    return five.tell()


def _empty_queue(where) -> int:  # type: ignore[no-untyped-def]
    with where.owner() as connection:
        connection.execute("DELETE FROM procrastinate_events")
        return connection.execute("DELETE FROM procrastinate_jobs").rowcount


if __name__ == "__main__":
    raise SystemExit(main())
