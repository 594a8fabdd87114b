"""The engine: exactly one page, never none. Real rows, real threads, stand-in providers with moods."""

from __future__ import annotations

import threading
import time
from collections import Counter
from datetime import timedelta

import pytest
from django.db import InternalError, connection, connections, transaction

from nabij.connect.sms import gateway
from nabij.kernel.calendar import clock
from nabij.modules.meldpunt import doors_clock, engine
from nabij.modules.meldpunt.actions import sending
from nabij.modules.meldpunt.models import Page
from nabij.modules.meldpunt.models.alarm import PageState
from nabij.modules.meldpunt.queries import duty

from .duty_scene import ANKE, JORIS, PROVIDERS, of, open_scene, rung, sends_per_key, told

several = pytest.mark.slow(reason="engines run in threads against a database of their own")


@pytest.fixture(autouse=True)
def own_gateway(settings, tmp_path, request):
    """Every test has its own telephone network; tests with several engines have a database that commits."""
    request.getfixturevalue("fresh_database" if "fresh_database" in request.fixturenames else "db")
    settings.NABIJ_HOME = tmp_path
    engine.tick(clock.now())  # whatever the story left open is not ours
    gateway.clear()


def run_threads(work, count):
    """Run `work(n)` in threads, each with its own connection; raise what one of them raised."""
    problems = []

    def guarded(number):
        try:
            work(number)
        except BaseException as error:
            problems.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=guarded, args=(n,)) for n in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if problems:
        raise problems[0]


def test_an_alarm_pages_the_first_line_and_says_so():
    scene = open_scene()
    engine.tick(clock.now())
    assert rung() == [(JORIS, "sms-1")]
    with of():
        assert duty.live_status(scene.report)[0] == "Joris Vanneste: sms vertrok om 8.31 uur, kwam aan om 8.31 uur"
        assert duty.live_status(scene.report)[-1] == "Geen antwoord om 8.36 uur: we bellen Anke Dewulf"


def test_nobody_answers_first_line_backup_second_line_coordinator_director_mayor_then_all_again_every_ten_minutes(still_clock):
    scene = open_scene()
    for _ in range(9):
        engine.tick(clock.now())
        still_clock.forward(timedelta(minutes=5))
    people = [names for names in dict.fromkeys((p.round, p.recipient_name) for p in scene.pages())]
    assert [name.partition(" (")[0] for _, name in people[:6]] == [
        "Joris Vanneste", "Anke Dewulf", "Luc Debaere", "Mieke Tanghe", "Stijn Maertens", "de burgemeester van Kortrijk",
    ]  # fmt: skip
    assert Counter(round_ for round_, _ in people) == {0: 1, 1: 1, 2: 1, 3: 1, 4: 1, 5: 1, 6: 3, 7: 3}
    with of():
        assert duty.who_acts(scene.report).state == "unanswered"
        assert "112" in duty.who_acts(scene.report).sentence


@several
@pytest.mark.parametrize("engines", [2, 4])
def test_more_engines_with_slow_providers_never_page_twice(fresh_database, engines):
    scenes = [open_scene() for _ in range(6)]
    told("slow", 0.3)

    def work(_number):
        own = engine.Engine()
        for _ in range(4):
            own.tick(clock.now())
            own.collect(clock.now(), wait=True)
        own.pool.shutdown()

    run_threads(work, engines)
    assert Counter(sends_per_key().values()) == {1: len(scenes)}
    assert rung() == [(JORIS, "sms-1")] * len(scenes)
    assert all([p.state for p in s.pages() if p.due_at <= clock.now()] == [PageState.DELIVERED] for s in scenes)


@several
def test_an_engine_that_hangs_while_it_turns_the_lines_holds_up_no_report(fresh_database):
    held, over = threading.Event(), threading.Event()

    def hang(_number):
        with doors_clock._owner() as owner:
            assert list(doors_clock.lines_to_turn(owner))
            held.set()
            over.wait(20)

    thread = threading.Thread(target=run_threads, args=(hang, 1))
    thread.start()
    assert held.wait(10)
    try:
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '3s'")
        open_scene()
    finally:
        over.set()
        thread.join()


@several
def test_the_database_ends_a_transaction_in_which_an_engine_hangs(fresh_database, monkeypatch):
    monkeypatch.setattr(engine, "HANGS_S", 1)
    engine.let_go_when_hanging(connection)
    with pytest.raises(InternalError), transaction.atomic():
        Page.objects.count()
        time.sleep(1.5)
        Page.objects.count()
    connection.close()


@several
def test_more_engines_escalate_a_due_alarm_once(fresh_database, still_clock):
    scene = open_scene()
    engine.tick(clock.now())
    still_clock.forward(timedelta(minutes=5))
    run_threads(lambda _n: engine.tick(clock.now()), 3)
    assert scene.alert().round == 1
    assert scene.log().count("step_entered") == 2
    assert Counter(sends_per_key().values()) == {1: len(gateway.messages())}


def abandon(scene) -> sending.Leased:
    """An engine that leased a page and died: the lease is over, nobody recorded anything."""
    with of(scene.slug):
        (leased,) = sending.lease_due(scene.report.organisation_id, clock.now(), 10)
    with of(scene.slug), connection.cursor() as cursor:
        cursor.execute("UPDATE meldpunt_page SET lease_until = clock_timestamp() - interval '1 second' WHERE id = %s", [leased.page])
    return leased


def test_engine_died_before_the_call_the_page_leaves_once_unmarked():
    scene = open_scene()
    abandon(scene)
    engine.tick(clock.now())
    assert rung() == [(JORIS, "sms-1")]
    assert not any(page.repeat for page in scene.pages())


def test_engine_died_after_the_call_the_provider_knows_the_key_and_nothing_leaves_again():
    scene = open_scene()
    engine.send(abandon(scene))
    engine.tick(clock.now())
    assert Counter(sends_per_key().values()) == {1: 1}
    assert scene.pages()[0].state == PageState.DELIVERED


def test_nobody_can_say_one_more_leaves_over_the_other_provider_marked_as_repetition():
    scene = open_scene()
    engine.send(abandon(scene))
    told("dead", only=("sms-1",))
    engine.tick(clock.now())
    (doubtful,) = [page for page in scene.pages() if page.state == PageState.UNKNOWN]
    (again,) = [message for message in gateway.messages() if message.provider == "sms-2"]
    assert again.text.startswith("(herhaling) DRINGEND") and again.to == JORIS
    assert doubtful.problem and "page_unknown" in scene.log()


def test_a_result_with_an_old_token_counts_no_more():
    scene = open_scene()
    first = abandon(scene)
    with of():
        (second,) = sending.lease_abandoned(scene.report.organisation_id, 10)
        assert not sending.record_sent(first, clock.now(), "laat")
        assert not sending.record_failed(first, clock.now(), "laat")
        assert sending.record_sent(second, clock.now(), "op tijd")
    assert scene.pages()[0].provider_key == "op tijd"


def test_a_running_lease_is_not_taken_over():
    scene = open_scene()
    with of():
        sending.lease_due(scene.report.organisation_id, clock.now(), 10)
        assert sending.lease_abandoned(scene.report.organisation_id, 10) == []
        assert sending.lease_due(scene.report.organisation_id, clock.now(), 10) == []


def test_first_provider_refuses_the_other_one_and_the_next_method_go_together():
    open_scene()
    told("fail", only=("sms-1",))
    engine.tick(clock.now())
    assert sorted(rung()) == [(JORIS, "sms-2"), (JORIS, "stem-1")]


def test_both_sms_providers_refuse_the_voice_still_rings():
    open_scene()
    told("fail", only=("sms-1", "sms-2"))
    engine.tick(clock.now())
    assert rung() == [(JORIS, "stem-1")]


def test_no_receipt_within_a_minute_rings_over_the_other_ways(still_clock):
    scene = open_scene()
    told("silent", only=("sms-1",))
    engine.tick(clock.now())
    still_clock.forward(timedelta(seconds=59))
    engine.tick(clock.now())
    assert rung() == [(JORIS, "sms-1")]
    still_clock.forward(timedelta(seconds=1))
    engine.tick(clock.now())
    assert sorted(rung()) == [(JORIS, "sms-1"), (JORIS, "sms-2"), (JORIS, "stem-1")]
    assert scene.alert().round == 0


def test_every_provider_dead_the_whole_list_is_walked_at_once_and_never_given_up(still_clock):
    scene = open_scene()
    told("dead")
    engine.tick(clock.now())
    assert scene.alert().exhausted and scene.alert().state == "triggered"
    assert rung() == []
    told("ok")
    still_clock.forward(timedelta(minutes=10))
    engine.tick(clock.now())
    assert len(rung()) == 6
    assert scene.alert().next_at is not None


def test_a_liar_delays_but_never_ends_the_chain(still_clock):
    open_scene()
    told("lie", only=("sms-1",))
    engine.tick(clock.now())
    assert rung() == []
    still_clock.forward(timedelta(minutes=2))
    engine.tick(clock.now())
    assert rung() == [(JORIS, "stem-1")]
    still_clock.forward(timedelta(minutes=3))
    engine.tick(clock.now())
    assert (ANKE, "stem-1") in rung()


def test_empty_step_is_left_at_once_and_said(still_clock):
    with of("zuid-west-vlaanderen"), connection.cursor() as cursor:
        cursor.execute("DELETE FROM meldpunt_shift WHERE role = 'first'")
    scene = open_scene()
    assert scene.log()[:4] == ["opened", "step_empty", "coordinator_told", "step_entered"]
    engine.tick(clock.now())
    assert sorted(rung()) == [(ANKE, "sms-1"), (ANKE, "stem-1"), ("+32470000020", "sms-1")], "and the coordinator hears of it"


def test_unverified_person_counts_as_nobody():
    with of("zuid-west-vlaanderen"), connection.cursor() as cursor:
        cursor.execute("UPDATE meldpunt_contactmethod SET verified_at = NULL WHERE rule_no = ANY (%s)", [[1, 2]])
    scene = open_scene()
    assert scene.log().count("step_empty") == 3
    engine.tick(clock.now())
    assert {to for to, _ in rung()} == {"+32470000020"}


def test_a_clock_that_jumps_two_hours_loses_and_doubles_nothing(still_clock):
    open_scene()
    engine.tick(clock.now())
    still_clock.forward(timedelta(hours=-2))
    engine.tick(clock.now())
    assert rung() == [(JORIS, "sms-1")]
    still_clock.forward(timedelta(hours=4))
    for _ in range(3):
        engine.tick(clock.now())
    assert Counter(sends_per_key().values()) == {1: len(gateway.messages())}
    assert (ANKE, "stem-1") in rung()


def test_after_a_stand_still_everybody_whose_turn_came_is_rung(still_clock):
    open_scene()
    still_clock.forward(timedelta(minutes=6))
    engine.tick(clock.now())
    assert {to for to, _ in rung()} == {JORIS, ANKE}


def test_the_page_stands_in_the_transaction_of_the_report():
    class Undone(Exception):
        pass

    from nabij.modules.meldpunt.actions import alarm

    from .duty_scene import acute_report

    with pytest.raises(Undone), of():
        alarm.open_alarm(report=acute_report())
        assert Page.objects.filter(state="pending").exists()
        raise Undone
    engine.tick(clock.now())
    assert rung() == []


def test_opening_twice_gives_the_same_alarm():
    from nabij.modules.meldpunt.actions import alarm

    scene = open_scene()
    with of():
        assert alarm.open_alarm(report=scene.report).id == scene.alert_id
    engine.tick(clock.now())
    assert len(rung()) == 1


def test_pulse_is_fresh_after_a_tick_and_stale_after_a_minute(still_clock):
    engine.tick(clock.now())
    with of():
        assert duty.pulse(clock.now()).alive
    still_clock.forward(timedelta(seconds=61))
    with of():
        assert not duty.pulse(clock.now()).alive
        assert "wachtblad" in duty.pulse(clock.now()).sentence


def test_moods_are_told_per_provider():
    told("slow", 2.5, only=("sms-2",))
    assert [gateway.behaviour(name).mood for name in PROVIDERS] == ["ok", "slow", "ok", "ok"]


def statements_to_escalate(how_many: int, still_clock) -> int:
    """Statements of one batch in which so many alarms of one municipality enter their next step."""
    from django.test.utils import CaptureQueriesContext

    from nabij.modules.meldpunt.actions import escalation

    scenes = [open_scene() for _ in range(how_many)]
    still_clock.forward(timedelta(minutes=5))
    with of(), CaptureQueriesContext(connection) as seen:
        assert escalation.escalate_due(scenes[0].report.organisation_id, clock.now()) == how_many
    assert all(scene.alert().round == 1 for scene in scenes)
    assert all([(p.round, p.recipient_name) for p in scene.pages()][-1] == (1, "Anke Dewulf") for scene in scenes)
    return len(seen)


def test_one_or_twenty_alarms_move_in_the_same_number_of_statements(still_clock):
    one = statements_to_escalate(1, still_clock)
    engine.tick(clock.now())
    with of(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE meldpunt_alert SET state = 'closed', dedup_key = NULL, next_at = NULL, ack_expires_at = NULL WHERE state <> 'closed'"
        )
    assert statements_to_escalate(20, still_clock) == one <= 25


def test_an_answer_that_cannot_be_written_stops_no_other_of_the_same_municipality(monkeypatch):
    scenes = [open_scene() for _ in range(3)]
    kept, record = [], sending.record_sent

    def unwritable_once(leased, at, reference, **more):
        if leased.page == bad:
            raise ValueError("a row that cannot be read")
        kept.append(leased.page)
        return record(leased, at, reference, **more)

    pages = [scene.pages()[0].id for scene in scenes]
    bad = pages[1]
    monkeypatch.setattr(sending, "record_sent", unwritable_once)
    engine.tick(clock.now())
    assert {pages[0], pages[2]} <= set(kept)
    states = [scene.pages()[0].state for scene in scenes]
    assert states[0] == states[2] == PageState.DELIVERED and states[1] == PageState.SENDING
