"""A27: kill -9 each engine again and again while alarms come in and the provider is slow: none lost, none double without its mark.

    python bench/faults/a27_kill_engines.py            (2 engines, 50 kills each, 2,000 alarms; at most 4 minutes, see ``WITHIN_S``)
    LONG=1 python bench/faults/a27_kill_engines.py     (2 engines, 500 kills each, 20,000 alarms; at most 40 minutes)

Engines are forked from a process that has the code loaded, so that every kill hits one that works. A27_ALARMS, A27_KILLS and SEED change
what is played.
"""

from __future__ import annotations

import os
import random
import signal
import threading
import time

from proving import LONG, Five, Forked, Scene, count_pages, end, open_alarms, quiet, rang, scene, wait_until

ALARMS = int(os.environ.get("A27_ALARMS", "20000" if LONG else "2000"))
KILLS = int(os.environ.get("A27_KILLS", "500" if LONG else "50"))
ENGINES, SLOW_S, BETWEEN_S = 2, 0.4, (0.4, 1.6)
#: Seconds for the whole run, its database apart: past it, it is missed.
WITHIN_S = 2400 if LONG else 240
#: Of alarms for which nobody was rung yet: those with a page that still goes, so late and not lost.
WAITS = """
  SELECT count(DISTINCT alert_id) FROM meldpunt_page WHERE alert_id = ANY (%s::uuid[]) AND state IN ('pending', 'sending', 'unknown')
"""


def main() -> int:
    """Alarms from one side, kills from the other; then the books."""
    five = Five("A27", f"kill -9 van {ENGINES} engines, elk {KILLS} keer, bij een trage aanbieder")
    seed = int(os.environ.get("SEED", time.time()))
    with scene() as where, five.within(WITHIN_S):
        began = time.monotonic()
        quiet()
        _slow()
        killer = Killer(where, random.Random(seed))
        killer.start()
        alarms = []
        while len(alarms) < ALARMS:
            alarms += open_alarms(min(10, ALARMS - len(alarms)), word=f"reeks {len(alarms)}")
        killer.join()
        begun = time.monotonic()
        pages = {p: a for a, p in where.rows("SELECT alert_id::text, id::text FROM meldpunt_page")}
        wait_until(lambda: set(alarms) <= {pages.get(key, "") for key in rang(where.home)}, max(WITHIN_S - 20 - (begun - began), 20), 1.0)
        five.healthy_s = time.monotonic() - begun
        end(killer.engines)
        five.acknowledged = len(alarms)
        count_pages(five, where, alarms)
        reached = {pages.get(key, "") for key in rang(where.home)}
        waits = where.rows(WAITS, [[alarm for alarm in alarms if alarm not in reached]])[0][0]
        five.more |= {"daarvan nog op weg": waits} if waits else {}
        five.more |= {"gedood": killer.done, "zaad": seed}
        five.expect(killer.done == KILLS * ENGINES, f"er werd {killer.done} keer gedood")
    return five.tell()


def _slow() -> None:
    from nabij.connect.sms import gateway

    for name in ("sms-1", "sms-2", "stem-1", "stem-2"):
        gateway.set_behaviour(name, "slow", SLOW_S)


class Killer(threading.Thread):
    """Kills one engine after the other and starts it anew."""

    def __init__(self, where: Scene, chance: random.Random) -> None:
        super().__init__()
        self.where, self.chance, self.done = where, chance, 0
        self.engines: list[Forked] = [where.engine() for _ in range(ENGINES)]

    def run(self) -> None:
        time.sleep(1)
        while self.done < KILLS * ENGINES:
            time.sleep(self.chance.uniform(*BETWEEN_S))
            place = self.done % ENGINES
            self.engines[place].send_signal(signal.SIGKILL)
            self.engines[place].wait()
            self.engines[place] = self.where.engine()
            self.done += 1


if __name__ == "__main__":
    raise SystemExit(main())
