"""The guard over the engine: when it calls, whom, how often, and what the health address, the banner and the health page say."""

from __future__ import annotations

import json
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import OperationalError
from hypothesis import given
from hypothesis import strategies as st

from nabij.connect.sms import gateway
from nabij.kernel.calendar import clock
from nabij.modules.meldpunt import engine, standing, watchdog
from nabij.modules.meldpunt.queries import duty_health
from nabij.modules.meldpunt.queries import watch as reading
from nabij.modules.meldpunt.rules.watch import AGAIN_S, Look, Watch, healthy, trouble

from .duty_scene import of, open_scene, organisation_id

FINE, STALE, LATE, AWAY = Look(True, 1.0), Look(True, 75.0), Look(True, 1.0, 80.0), Look(reachable=False)


@pytest.mark.parametrize(("look", "expected"), [(FINE, ""), (STALE, "staat stil"), (LATE, "had 80 seconden"), (Look(True), "staat stil")])
def test_what_lasts_longer_than_a_minute_is_trouble(look, expected):
    assert expected in trouble(look, 60.0) and bool(expected) == bool(trouble(look, 60.0))


def test_the_health_address_is_stricter_than_the_call():
    assert healthy(FINE) and not healthy(Look(True, 31.0)) and not healthy(Look(True, 1.0, 31.0)) and not healthy(AWAY)
    assert not trouble(Look(True, 31.0), 60.0)


def seen(watch: Watch, look: Look, start: float, seconds: float) -> list:
    """Looks every five seconds; the calls that follow, with their moments."""
    calls, at = [], start
    while at < start + seconds:
        call = watch.see(look, at)
        if call:
            calls.append((at - start, call.place, call.over))
        at += 5
    return calls


@pytest.mark.parametrize(("look", "within"), [(STALE, 10), (LATE, 10), (AWAY, 75)])
def test_the_first_call_comes_in_time(look, within):
    calls = seen(Watch(3), look, 0.0, 90.0)
    assert len(calls) == 1 and calls[0][0] <= within and calls[0][1] == 0


def test_it_goes_on_down_the_list_and_starts_again_until_it_works():
    watch = Watch(2)
    assert [place for _, place, _ in seen(watch, STALE, 0.0, 4 * AGAIN_S)] == [0, 1, 0, 1]
    assert seen(watch, FINE, 2_000.0, 60.0) == [(10.0, 0, True)]
    assert seen(watch, FINE, 3_000.0, 600.0) == []


def test_one_look_that_fails_calls_nobody_nor_does_a_clock_that_jumped():
    watch = Watch(1)
    for at in range(0, 600, 10):
        assert watch.see(STALE, at) is None
        assert watch.see(FINE, at + 5) is None


@given(st.lists(st.sampled_from([FINE, STALE, LATE, AWAY]), max_size=200), st.integers(1, 4))
def test_it_never_calls_without_trouble_and_never_stays_silent_in_it(looks, people):
    watch, last = Watch(people), None
    for number, look in enumerate(looks):
        at = number * 5.0
        call = watch.see(look, at)
        if call and not call.over:
            assert call.sentence and 0 <= call.place < people
            assert last is None or at - last >= AGAIN_S or watch.calls == 1
            last = at
        if watch.since is not None:
            assert watch.called_at is not None and at - watch.called_at < AGAIN_S, "in trouble somebody was called these five minutes"


@pytest.fixture(autouse=True)
def own_home(settings, tmp_path):
    settings.NABIJ_HOME = tmp_path


def guard_over(looks: list[Look], monkeypatch, settings, **more) -> watchdog.Guard:
    """A guard whose looks are given, on a clock of five seconds a look."""
    turns = iter(looks)
    monkeypatch.setattr(watchdog, "look", lambda url: next(turns))
    ticking = iter(range(1_000, 100_000, 5))
    facts = {"home": settings.NABIJ_HOME, "demo": True, "hosts": ("localhost",), "port": 1, "watchdog_after": 60, "watchdog_provider": ""}
    facts |= {"duty_test_number": "", "watchdog_url": "", "watchdog_call": "Mieke Tanghe +32470000020, Anke Dewulf +32470000013"}
    now = [1_000.0]

    def clocked() -> float:
        return now[0]

    made = watchdog.Guard(SimpleNamespace(**facts | more), clock=clocked)  # type: ignore[arg-type]
    made.test_number = ""  # tests of its own provider stand apart
    turn = made.turn

    def next_turn():
        now[0] = float(next(ticking))
        return turn()

    made.turn = next_turn  # type: ignore[method-assign]
    return made


def test_the_guard_calls_over_its_own_provider_and_writes_what_it_saw(monkeypatch, settings, db):
    made = guard_over([STALE] * 3 + [FINE] * 4, monkeypatch, settings)
    for _ in range(3):
        made.turn()
    assert [(m.to, m.provider) for m in gateway.messages()] == [("+32470000020", "waak-1")]
    assert "De alarmering staat stil" in gateway.messages()[0].text
    written = json.loads(watchdog.state_file(settings.NABIJ_HOME).read_text())
    assert written["since"] and written["told"][0]["name"] == "Mieke Tanghe"
    for _ in range(4):
        made.turn()
    assert "De alarmering werkt weer." in gateway.messages()[0].text
    assert json.loads(watchdog.state_file(settings.NABIJ_HOME).read_text())["since"] is None


def test_a_dead_provider_is_tried_again_at_the_next_look(monkeypatch, settings):
    gateway.set_behaviour("waak-1", "dead")
    made = guard_over([STALE] * 6, monkeypatch, settings)
    for _ in range(3):
        made.turn()
    assert gateway.messages() == []
    gateway.set_behaviour("waak-1", "ok")
    made.turn()
    assert len(gateway.messages()) == 1


def test_a_real_installation_without_provider_says_so(monkeypatch, settings):
    with pytest.raises(ImportError):
        guard_over([], monkeypatch, settings, demo=False)


def test_the_health_address_needs_nobody_and_tells_two_ages_and_which_providers_fail(client, db, still_clock):
    client.defaults["HTTP_HOST"] = "localhost:8000"
    open_scene()
    engine.pulse("proef", clock.now())
    assert client.get("/healthz/duty").status_code == 200
    still_clock.forward(timedelta(seconds=25))
    engine.pulse("proef", clock.now())
    answer = client.get("/healthz/duty")
    ages = {"database": True, "pulse_age_s": 0.0, "oldest_due_page_s": 25.0, "well": True}
    assert (answer.status_code, answer.json()) == (200, ages | {"providers_tested": 4, "providers_without_receipt": []})
    still_clock.forward(timedelta(seconds=6))
    engine.pulse("proef", clock.now())
    late = client.get("/healthz/duty")
    assert (late.status_code, late.json()["oldest_due_page_s"]) == (503, 31.0)
    still_clock.forward(timedelta(seconds=31))
    assert client.get("/healthz/duty").json()["pulse_age_s"] == 31.0


def test_without_a_database_the_health_address_still_answers(client, db, monkeypatch):
    def broken(*_: object) -> None:
        raise OperationalError("away")

    client.defaults["HTTP_HOST"] = "localhost:8000"
    monkeypatch.setattr(reading, "look", broken)
    answer = client.get("/healthz/duty")
    assert answer.status_code == 503 and answer.json()["database"] is False


def test_a_silent_engine_shows_the_banner_with_the_phone_tree(staff, still_clock):
    with of("kortrijk"):
        standing.keep_all(organisation_id("kortrijk"), clock.now())
    engine.pulse("proef", clock.now())
    assert "Mieke Tanghe" not in staff("joris").get("/wacht").content.decode()
    still_clock.forward(timedelta(seconds=61))
    page = staff("joris").get("/wacht").content.decode()
    assert "De alarmering staat stil sinds 61 seconden." in page
    assert page.index("Mieke Tanghe") < page.index("Joris Vanneste") and "+32470000020" in page
    assert "De alarmering staat stil" in staff("delphine").get("/meldpunt").content.decode()


def test_the_health_page_tells_of_the_guard(staff, settings, monkeypatch, acting):
    def line() -> tuple:
        with acting("joris"):
            found = next(one for one in duty_health.health(clock.now()) if one.name == "Bewaker van de wacht")
        return found.alive, found.sentence

    assert line() == (False, "Op deze machine loopt geen bewaker.")
    made = guard_over([FINE, STALE, STALE], monkeypatch, settings)
    made.clock = __import__("time").time
    watchdog.Guard.turn(made)
    assert line() == (True, "De bewaker kijkt mee en ziet niets fout.")
    for _ in range(2):
        watchdog.Guard.turn(made)
    alive, sentence = line()
    assert not alive and "De alarmering staat stil" in sentence and "Gebeld: Mieke Tanghe." in sentence
    path = watchdog.state_file(settings.NABIJ_HOME)
    path.write_text(path.read_text().replace("looked_at\": \"2", "looked_at\": \"1"))
    assert line() == (False, "De bewaker kijkt niet meer.")
