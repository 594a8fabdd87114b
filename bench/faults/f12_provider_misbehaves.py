"""F12: the first SMS provider is slow, answers 5xx or 429, takes messages and never delivers, or tells late, twice and out of order.

The second provider within 60 seconds, voice and the next person within 5 minutes, the final state as the provider's order says, one effect.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import sinks
from proving import LONG, Five, Scene, close_all, open_alarms, quiet, rang, rings_per_key, scene

ALARMS = int(os.environ.get("F12_ALARMS", "500" if LONG else "160"))
STEP_S = 10
#: Seconds for the whole run (seven behaviours, 1,000 alarms), its database apart: past it, it is missed.
WITHIN_S = 1200 if LONG else 240
#: Name, refusal, script, seconds to watch, what must be so of one alarm: (first page's state, seconds per provider and number) → problem.
Told = dict[tuple[str, str], float]
JORIS, ANKE = "+32470000042", "+32470000013"


def second_at_once(state: str, told: Told) -> str:
    """Refused: the other provider takes it in the same breath."""
    return "" if told.get(("sms-2", JORIS), 999) <= 60 and state == "failed" else f"tweede aanbieder niet op tijd: {told}"


def second_after_a_minute(state: str, told: Told) -> str:
    """No receipt in a minute: other provider and voice; the next person within five minutes."""
    late = told.get(("sms-2", JORIS), 999) > 60 or told.get(("stem-1", JORIS), 999) > 120
    return f"te laat verder: {told}" if late or told.get(("stem-1", ANKE), 999) > 300 else ""


def only_once(state: str, told: Told) -> str:
    """It arrived: nobody is told again before the next step."""
    extra = [one for one, after in told.items() if one[0] == "sms-2" and after < 300]
    return "" if state == "delivered" and not extra else f"{state}, nog eens gestuurd: {extra}"


def failed_stays_failed(state: str, told: Told) -> str:
    """Said failed first: the other provider went, and a late 'delivered' changes no history."""
    return "" if state == "failed" and told.get(("sms-2", JORIS), 999) <= 60 else f"{state}: {told}"


SCENES: tuple[tuple[str, str, tuple[tuple[int, str], ...], int, Callable[[str, Told], str]], ...] = (
    ("5xx", "503 Service Unavailable", (), 60, second_at_once),
    ("429", "429 Too Many Requests", (), 60, second_at_once),
    ("nooit een ontvangstbewijs", "", (), 310, second_after_a_minute),
    ("bewijs laat, na 50 s", "", ((50, "delivered"),), 110, only_once),
    ("bewijs en daarna oude berichten", "", ((10, "delivered"), (20, "failed"), (30, "accepted")), 90, only_once),
    ("mislukt, daarna toch aangekomen", "", ((10, "failed"), (20, "delivered")), 90, failed_stays_failed),
)


def main() -> int:
    """Each behaviour with its own alarms, on a clock that this run moves."""
    from django.conf import settings

    five = Five("F12", "sms-aanbieder traag, 5xx, 429, levert nooit; bewijs laat, dubbel, door elkaar")
    with scene(own_clock=False) as where, five.within(WITHIN_S):
        from nabij.kernel.calendar import clock
        from nabij.testing.fixtures import BEGINNING

        with clock.frozen(BEGINNING) as handle:
            quiet()
            settings.NABIJ_DUTY_PROVIDERS = sinks.PROVIDERS
            for scene_ in SCENES:
                _play(five, where, handle, scene_)
            _slow(five, where)
        five.duplicated += sum(count > 1 for count in rings_per_key(where.home).values())
        known = {row[0] for row in where.rows("SELECT id::text FROM meldpunt_page")}
        five.unexplained += len(set(rang(where.home)) - known)
    return five.tell()


def _play(five: Five, where: Scene, handle: Any, scene_: Any) -> None:
    from nabij.modules.meldpunt import engine

    name, refuses, says, seconds, rule = scene_
    sinks.Scripted.refuses, sinks.Scripted.says = refuses, says
    begun = handle.at
    alarms = open_alarms(ALARMS, word=name)
    for _ in range(0, seconds + 1, STEP_S):
        engine.tick(handle.at)
        _said_twice(where, handle.at, says)
        handle.forward(timedelta(seconds=STEP_S))
    five.acknowledged += len(alarms)
    seen = [_told(where, alarm, begun) for alarm in alarms]
    problems = [text for text in (rule(*one) for one in seen) if text]
    five.missing += sum(1 for _, told in seen if not told)
    five.expect(not problems, f"{name}: {len(problems)} van {len(alarms)}, zoals {problems[:1]}")
    five.more[name] = "in orde" if not problems else "fout"
    close_all(where)


def _said_twice(where: Scene, at: datetime, says: Any) -> None:
    """The same receipt again, as a provider that calls back twice: nothing may move."""
    if not says:
        return
    from nabij.modules.meldpunt import engine
    from nabij.modules.meldpunt.actions import sending

    for id, owner in where.rows("SELECT id::text, organisation_id FROM meldpunt_page WHERE state = 'delivered' LIMIT 20"):
        with engine.engine_scope(owner):
            sending.record_receipt(id, "delivered", at)
            sending.record_receipt(id, "accepted", at)


def _told(where: Scene, alarm: str, begun: datetime) -> tuple[str, Told]:
    """State of the first page over provider 1, and after how many seconds which provider rang which number first."""
    messages = rang(where.home)
    pages = where.rows(
        "SELECT id::text, state, provider, rule_no FROM meldpunt_page WHERE alert_id = %s::uuid ORDER BY due_at, rule_no", [alarm]
    )
    told: Told = {}
    for id, _state, _provider, _rule in pages:
        message = messages.get(id)
        if message:
            after = (datetime.fromisoformat(message["at"]) - begun).total_seconds()
            key = (message["provider"], message["to"])
            told[key] = min(told.get(key, 9999.0), after)
    first = next((state for _, state, provider, rule in pages if provider == "sms-1" and rule < 100), "")
    return first, told


def _slow(five: Five, where: Scene) -> None:
    """A provider that takes two seconds: the page leaves once and nobody else is rung for it."""
    from nabij.connect.sms import gateway
    from nabij.kernel.calendar import clock
    from nabij.modules.meldpunt import engine

    sinks.Scripted.refuses, sinks.Scripted.says = "", ((0, "delivered"),)
    gateway.set_behaviour("sms-1", "slow", 2.0)
    begun, alarms = clock.now(), open_alarms(max(ALARMS // 4, 1), word="traag")
    engine.tick(clock.now())
    five.acknowledged += len(alarms)
    wrong = [text for text in (only_once(*_told(where, alarm, begun)) for alarm in alarms) if text]
    five.expect(not wrong, f"traag: {wrong[:1]}")
    five.more["traag"] = "in orde" if not wrong else "fout"
    close_all(where)


if __name__ == "__main__":
    raise SystemExit(main())
