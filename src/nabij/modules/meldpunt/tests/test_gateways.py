"""Every six hours a test through each provider; a receipt that stays away is seen, told and tried again; what is too old is forgotten."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from nabij.connect.sms import gateway
from nabij.kernel.audit.models import AuditEntry
from nabij.kernel.calendar import clock
from nabij.modules.meldpunt import doors_clock, facade, watchdog
from nabij.modules.meldpunt.actions import contacted
from nabij.modules.meldpunt.models import DutyCall, LastResortContact, NightCall, NightStep
from nabij.modules.meldpunt.queries import drills as queries
from nabij.modules.meldpunt.queries import duty_health
from nabij.modules.meldpunt.queries import watch as reading
from nabij.modules.meldpunt.rules import gateways as rules
from nabij.modules.meldpunt.rules.gateways import State, Test
from nabij.modules.meldpunt.rules.watch import Look, trouble

from .duty_scene import PROVIDERS, of, organisation_id, rung, told
from .report_scene import seen
from .test_doors_handover import line_owner

END, MIEKE = "+32470000099", "+32470000020"


@pytest.fixture(autouse=True)
def receiving_end(settings, tmp_path, db, no_gateway_test):
    settings.NABIJ_HOME, settings.NABIJ_DUTY_TEST_NUMBER = tmp_path, END


def pass_on(still_clock, **time):
    still_clock.forward(timedelta(**time))
    doors_clock.tick(clock.now())


def arrived():
    return [provider for number, provider in rung() if number == END]


def states():
    return {one.name: one.state for one in queries.gateways(clock.now())}


def test_each_provider_once_in_six_hours_to_the_number_that_only_receives(still_clock):
    doors_clock.tick(clock.now())
    assert arrived() == [], "the story tested them at six this morning"
    pass_on(still_clock, hours=4)
    for _ in range(3):
        doors_clock.tick(clock.now())
    assert sorted(arrived()) == sorted(PROVIDERS)
    pass_on(still_clock, minutes=3)
    assert set(states().values()) == {State.PROVEN} and MIEKE not in {number for number, _ in rung()}
    pass_on(still_clock, hours=5)
    assert len(arrived()) == 4
    pass_on(still_clock, hours=1)
    assert len(arrived()) == 8


def test_a_missing_receipt_is_shown_told_once_and_tried_again_within_the_hour(still_clock, staff, client):
    told("silent", only=("sms-1",))
    pass_on(still_clock, hours=4)
    pass_on(still_clock, minutes=2)
    doors_clock.tick(clock.now())
    assert states()["sms-1"] is State.NO_RECEIPT and states()["sms-2"] is State.PROVEN
    calls = [row for row in rung() if row[0] == MIEKE]
    assert calls, "the coordinator is called"
    answer = client.get("/healthz/duty", headers={"host": "localhost:8000"})
    assert answer.json()["providers_without_receipt"] == ["sms-1"] and answer.json()["providers_tested"] == 4
    page = seen(staff("mieke").get("/wacht/proeven"))
    assert "sms-1 (sms)" in page and "geen ontvangstbewijs" in page
    with line_owner():
        assert any("sms-1" in line.sentence and not line.alive for line in duty_health.health(clock.now()))
    told("ok", only=("sms-1",))
    pass_on(still_clock, hours=1)
    pass_on(still_clock, minutes=1)
    assert states()["sms-1"] is State.PROVEN
    assert len([row for row in rung() if row[0] == MIEKE]) == len(calls), "told once"


def test_without_a_number_nothing_is_tested_and_the_page_says_so(still_clock, staff, settings):
    settings.NABIJ_DUTY_TEST_NUMBER = ""
    pass_on(still_clock, hours=7)
    assert arrived() == [] and "Er is nog geen nummer om de aanbieders te proeven" in seen(staff("mieke").get("/wacht/proeven"))


def test_only_when_no_provider_gives_a_receipt_the_guard_calls_by_itself():
    half, none = Look(True, 1.0, None, ("sms-1",), 4), Look(True, 1.0, None, PROVIDERS, 4)
    assert trouble(half, 60.0) == "" and "Geen enkele aanbieder" in trouble(none, 60.0)
    assert trouble(Look(True, 1.0), 60.0) == "", "nothing was tested"


def test_the_guard_tests_its_own_provider_too(monkeypatch, settings):
    monkeypatch.setattr(watchdog, "look", lambda url: Look(True, 1.0))
    facts = {"home": settings.NABIJ_HOME, "demo": True, "hosts": ("localhost",), "port": 1, "watchdog_after": 60, "watchdog_provider": ""}
    facts |= {"duty_test_number": END, "watchdog_url": "", "watchdog_call": "Mieke Tanghe +32470000020"}
    now = [1_000.0]
    guard = watchdog.Guard(SimpleNamespace(**facts), clock=lambda: now[0])  # type: ignore[arg-type]
    guard.turn()
    assert [(m.to, m.provider) for m in gateway.messages()] == [(END, "waak-1")]
    now[0] += 5
    guard.turn()
    proof = reading.guard().proof
    assert proof.received_at is not None and not proof.missing
    gateway.set_behaviour("waak-1", "silent")
    now[0] += 6 * 3600
    for _ in range(30):
        guard.turn()
        now[0] += 5
    assert reading.guard().proof.missing and len(gateway.messages()) == 2


NOW = datetime(2027, 3, 30, 6, tzinfo=UTC)


@given(st.integers(0, 30_000), st.none() | st.integers(0, 400))
def test_a_provider_is_never_left_alone_and_never_tested_twice_at_once(seconds, receipt):
    last = Test(NOW, None if receipt is None else NOW + timedelta(seconds=receipt))
    now = NOW + timedelta(seconds=seconds)
    proven = receipt is not None and receipt <= 120
    assert (rules.state(last, now) is State.PROVEN) == proven
    wait = 6 * 3600 if proven else 3600
    assert rules.is_due(last, now) == (seconds >= wait)
    assert rules.is_due(None, now)


# --- what is forgotten --------------------------------------------------------------------------------------------


@pytest.fixture
def old_rows(db):
    """A call of the night and words about a call to a mayor, of long ago and of last week."""
    owner, now = organisation_id("kortrijk"), clock.now()
    with of("kortrijk"):
        for days in (400, 7):
            call = NightCall.objects.create(
                organisation_id=owner, call_key=f"proef-{days}", provider="centrale", caller=b"verzegeld", at=now - timedelta(days=days),
                answered_by="Joris Vanneste", state="forwarded", settled_at=now - timedelta(days=days),
            )  # fmt: skip
            NightStep.objects.create(organisation_id=owner, call=call, at=call.at, kind="answered", text="Joris Vanneste nam op.")
        for days in (6 * 365, 400):
            with clock.frozen(now - timedelta(days=days)):
                contacted.log_direct_call(municipality_id=owner, office="mayor", channel="call", at=clock.now(), about=f"woorden {days}")
    with line_owner():
        drill = DutyCall.objects.filter(purpose="drill").first()
        DutyCall.objects.filter(id=drill.id).update(due_at=now - timedelta(days=400))
    return drill.id


def test_the_terms_take_names_numbers_and_words_and_leave_what_is_counted(old_rows):
    with of("kortrijk"):
        assert facade.forget(organisation_id("kortrijk")) == {"callers": 1, "steps": 1, "calls": 0, "texts": 1}
        old, new = NightCall.objects.get(call_key="proef-400"), NightCall.objects.get(call_key="proef-7")
        assert (bytes(old.caller), old.answered_by) == (b"", "") and bytes(new.caller) == b"verzegeld"
        assert [step.text for step in NightStep.objects.filter(call=old)] == [""] and NightStep.objects.get(call=new).text
        about = LastResortContact.objects.filter(municipality_id=organisation_id("kortrijk"), about__startswith="woorden")
        assert [row.about for row in about] == ["woorden 400"]
        assert LastResortContact.objects.filter(municipality_id=organisation_id("kortrijk"), about="").count() == 1
        entry = AuditEntry.objects.filter(verb="meldpunt.retention.applied").get()
        assert json.loads(json.dumps(entry.detail))["callers"] == 1
        assert not any(facade.forget(organisation_id("kortrijk")).values())
    with line_owner():
        assert facade.forget(organisation_id("zuid-west-vlaanderen"))["calls"] == 1
        assert not DutyCall.objects.filter(id=old_rows).exists() and DutyCall.objects.filter(purpose="drill").exists()


def test_nobody_forgets_for_another(db):
    with of("kuurne"), pytest.raises(DatabaseError, match="outside this scope"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT nabij.forget_duty(%s, now(), now())", [organisation_id("kortrijk")])


def test_a_line_of_these_logs_can_only_lose_its_words_and_not_through_the_web(old_rows):
    with of("kortrijk"), pytest.raises(DatabaseError), transaction.atomic():
        NightStep.objects.filter(call__call_key="proef-400").update(text="")
    with of("kortrijk"), pytest.raises(DatabaseError), transaction.atomic():
        LastResortContact.objects.filter(about="woorden 400").update(about="")
