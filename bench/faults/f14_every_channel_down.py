"""F14: every provider of every channel is dead. The alarm climbs the whole list, ends as a task with a name on every staff page of who
may act, and rings everybody once a channel works again. Never silent."""

from __future__ import annotations

import os
from datetime import timedelta

from proving import LONG, Five, count_pages, open_alarms, quiet, scene

ALARMS = int(os.environ.get("F14_ALARMS", "3000" if LONG else "1000"))

#: Seconds for the whole run, its database apart: past it, it is missed.
WITHIN_S = 1200 if LONG else 240


def main() -> int:
    """Dead, then an hour, then alive."""
    five = Five("F14", "alle kanalen dood: het alarm klimt en eindigt bij een mens")
    with scene(own_clock=False) as where, five.within(WITHIN_S):
        from nabij.connect.sms import gateway
        from nabij.kernel.calendar import clock
        from nabij.modules.meldpunt import engine
        from nabij.testing.fixtures import BEGINNING

        with clock.frozen(BEGINNING) as handle:
            quiet()
            for name in ("sms-1", "sms-2", "stem-1", "stem-2"):
                gateway.set_behaviour(name, "dead")
            alarms = open_alarms(ALARMS)
            for _ in range(7):
                engine.tick(handle.at)
                handle.forward(timedelta(minutes=10))
            state = where.rows(
                "SELECT count(*) FILTER (WHERE exhausted), count(*) FILTER (WHERE state = 'triggered' AND next_at IS NOT NULL)"
                " FROM meldpunt_alert WHERE id = ANY (%s::uuid[])", [alarms],
            )[0]  # fmt: skip
            five.expect(state == (len(alarms), len(alarms)), f"uitgeput en nog open: {state} van {len(alarms)}")
            five.expect(_named_task(), "geen taak op de bladzijden van wie mag handelen")
            five.expect(not gateway.messages(), "er vertrok iets terwijl alles dood was")
            for name in ("sms-1", "sms-2", "stem-1", "stem-2"):
                gateway.set_behaviour(name, "ok")
            back = handle.at
            while not gateway.messages() and handle.at - back < timedelta(minutes=15):
                engine.tick(handle.at)
                handle.forward(timedelta(seconds=10))
            five.healthy_s = (handle.at - back).total_seconds()
            for _ in range(2):
                handle.forward(timedelta(minutes=10))
                engine.tick(handle.at)
        five.acknowledged = len(alarms)
        count_pages(five, where, alarms)
    return five.tell()


def _named_task() -> bool:
    """What somebody on duty reads on top of every page."""
    from nabij.kernel.calendar import clock
    from nabij.modules.meldpunt.queries.duty_health import urgent
    from nabij.modules.meldpunt.tests.duty_scene import of
    from nabij.testing.people import capacity_of

    account, capacity = capacity_of("joris")
    with of("kortrijk"):
        lines = urgent(capacity.actor(account.pk, str(account)), clock.now())
    return any("Niemand antwoordde al op" in line.text and line.url for line in lines)


if __name__ == "__main__":
    raise SystemExit(main())
