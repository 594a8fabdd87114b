"""The night number: forwarded, missed, returned; 112 first; a promise is kept or the alarm goes off again."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from nabij.connect.voice.stub import Exchange
from nabij.kernel import crypto
from nabij.kernel.calendar import clock
from nabij.modules.meldpunt import doors_clock, engine
from nabij.modules.meldpunt.actions import alarm, night
from nabij.modules.meldpunt.models import Alert, AlertLog, NightCall, Report, ReporterContact
from nabij.modules.meldpunt.pages.alarm import signature
from nabij.modules.meldpunt.pages.night import take
from nabij.modules.meldpunt.queries import night as queries
from nabij.modules.meldpunt.rules import night_call as rules
from nabij.modules.meldpunt.rules.night_call import Target

from .duty_scene import ANKE, JORIS, of, organisation_id, rung
from .report_scene import seen

pytestmark = pytest.mark.usefixtures("own_gateway")
CALLER = "+32470000099"
KORTRIJK, SPIERE = "+3256000905", "+3256000907"


def ring(*outcomes, called=KORTRIJK, french=False, caller=CALLER):
    exchange = Exchange(
        post=lambda body: take("centrale", body, signature("voice-centrale", body))[1], caller=caller, called=called, outcomes=outcomes,
        french=french,
    )  # fmt: skip
    return [text for _, text in exchange.ring()]


def the_call(slug="kortrijk"):
    with of(slug):
        return NightCall.objects.get()


def the_alert(slug="kortrijk"):
    with of(slug):
        return Alert.objects.select_related("incident__report").get(id=the_call(slug).alert)


def test_the_first_answers_and_no_alarm_is_needed():
    heard = ring("answered")
    assert heard[0].startswith("Is iemand in gevaar? Leg neer en bel 112.") and heard[-1] == f"{JORIS}: answered"
    call = the_call()
    assert (call.state, call.answered_by, call.alert) == ("forwarded", "Joris Vanneste", None)
    with of():
        assert not Report.objects.filter(channel="night").exists()
        assert [step.kind for step in call.steps.all()] == ["in", "ring", "answered"]


def test_busy_rings_the_next_and_at_the_same_time_alarms():
    heard = ring("busy", "answered")
    assert [line for line in heard if "+32" in line] == [f"{JORIS}: busy", f"{ANKE}: answered"]
    alert = the_alert()
    assert (alert.state, alert.taken_by) == ("acknowledged", "Anke Dewulf")
    with of():
        kinds = [entry.kind for entry in AlertLog.objects.filter(alert=alert).order_by("id")]
    assert {"night_in", "night_ring", "night_busy", "night_answered"} <= set(kinds)


def test_nobody_answers_the_caller_hears_a_time_and_the_number_is_sealed():
    heard = ring("busy", "no_answer")
    assert "Iemand belt u terug, ten laatste om 8.4" in heard[-1] and "112" in heard[-1]
    engine.tick(clock.now())
    assert JORIS in {number for number, _ in rung()}
    alert, call = the_alert(), the_call()
    assert (alert.state, call.state) == ("triggered", "missed")
    report = alert.incident.report
    assert report.urgency == "acute" and "Gemiste oproep" in report.text and "0470" not in report.text + report.place_text
    with of():
        contact = ReporterContact.objects.get(report=report)
        assert CALLER.encode() not in bytes(contact.phone)
        assert crypto.unseal(contact.organisation_id, "meldpunt.reporter_contact", contact.phone) == CALLER


def test_the_promise_is_kept_when_somebody_rings_back(still_clock):
    ring("no_answer")
    who = alarm.Responder("Joris Vanneste", "Joris V.", None)
    with of():
        alarm.acknowledge(alert_id=the_call().alert, responder=who)
    still_clock.forward(timedelta(minutes=5))
    with of():
        alarm.call_reporter(alert_id=the_call().alert, responder=who)
    still_clock.forward(timedelta(minutes=10))
    doors_clock.tick(clock.now())
    call = the_call()
    assert (call.state, call.broken) == ("returned", 0)
    with of():
        assert "teruggebeld" in AlertLog.objects.filter(alert_id=call.alert).order_by("-id").first().text
        assert the_alert().state == "acknowledged"


def test_a_broken_promise_sets_the_alarm_off_again(still_clock):
    ring("no_answer")
    with of():
        alarm.acknowledge(alert_id=the_call().alert, responder=alarm.Responder("Joris Vanneste", "Joris V.", None))
    still_clock.forward(timedelta(minutes=15))
    doors_clock.tick(clock.now())
    engine.tick(clock.now())
    assert the_alert().state == "triggered" and the_call().broken == 1
    still_clock.forward(timedelta(minutes=15))
    doors_clock.tick(clock.now())
    assert the_call().broken == 2, "it goes on until somebody rings back"


def test_a_caller_who_hangs_up_is_rung_back_too():
    event = night.Event("call", "k1", CALLER, KORTRIJK)
    assert night.hear(provider="centrale", event=event)[-1]["seconds"] == 25
    night.hear(provider="centrale", event=night.Event("hangup", "k1", CALLER, KORTRIJK))
    night.hear(provider="centrale", event=night.Event("hangup", "k1", CALLER, KORTRIJK))
    assert the_call().state == "missed" and the_alert().state == "triggered"
    with of():
        assert Report.objects.filter(channel="night").count() == 1


def test_french_on_key_two_in_spiere_helkijn_only():
    heard = ring("no_answer", called=SPIERE, french=True)
    assert "Pour le français, appuyez sur 2." in heard
    assert any(line.startswith("Quelqu'un est en danger ?") and "112" in line for line in heard)
    assert "Nous vous rappelons au plus tard à 8 h 4" in heard[-1]
    assert not any("français" in line for line in ring("answered"))


def test_a_hidden_number_is_said_honestly():
    assert "verborgen" in ring("no_answer", caller="")[-1]
    assert "verborgen" in the_alert().incident.report.text


def test_outside_any_line_the_alarm_goes_to_the_last_resort(db):
    with of("menen"):
        night.set_number(organisation_id=organisation_id("menen"), number="+3256000999", instruction="de centrale schakelt door")
    assert "112" in ring("no_answer", called="+3256000999")[-1]
    assert the_call("menen").state == "missed"


def test_only_a_signed_exchange_is_heard():
    client = Client(headers={"host": "localhost:8000"})
    body = json.dumps({"event": "call", "call": "1", "from": CALLER, "to": KORTRIJK})
    post = {"data": body, "content_type": "application/json"}
    assert client.post("/hooks/voice/centrale", **post).status_code == 403
    assert client.get("/hooks/voice/centrale").status_code == 405
    signed = signature("voice-centrale", body.encode())
    other = signature("voice-onbekend", body.encode())
    assert client.post("/hooks/voice/onbekend", **post, headers={"X-Nabij-Signature": other}).status_code == 403
    answer = client.post("/hooks/voice/centrale", **post, headers={"X-Nabij-Signature": signed})
    assert [step["do"] for step in answer.json()["do"]] == ["say", "dial"]
    assert take("centrale", b"[]", signature("voice-centrale", b"[]"))[0] == 400
    wrong = json.dumps({"event": "call", "call": "2", "to": "+3256999999"}).encode()
    assert "112" in take("centrale", wrong, signature("voice-centrale", wrong))[1]["do"][0]["text"]


def test_without_a_voice_provider_page_and_sheet_name_the_forwarding_instruction(settings, staff):
    assert "spraakdienst van Nabij schakelt" in seen(staff("joris").get("/wacht/nachtnummer"))
    settings.NABIJ_VOICE_INBOUND = ()
    for who, path in (("joris", "/wacht/nachtnummer"), ("nadine", "/wacht/blad")):
        assert "geldt de doorschakeling van de telefooncentrale: na 17 uur" in seen(staff(who).get(path))


def test_the_page_shows_every_row_and_never_the_number(staff):
    ring("busy", "no_answer")
    page = seen(staff("joris").get("/wacht/nachtnummer"))
    assert "Joris Vanneste is in gesprek." in page and "gemist" in page and "0470 00 00 99" not in page and CALLER not in page


def test_the_municipality_sets_its_own_number(staff):
    nadine = staff("nadine")
    assert nadine.post("/wacht/nachtnummer", {"nummer": "056 00 09 05", "doorschakeling": "x"}).status_code == 422
    assert nadine.post("/wacht/nachtnummer", {"nummer": "056 00 08 01", "doorschakeling": "via de centrale"}).status_code == 302
    assert queries.municipality_of("+3256000801") == organisation_id("spiere-helkijn")
    assert staff("joris").post("/wacht/nachtnummer", {"nummer": "056 00 08 02", "doorschakeling": "x"}).status_code == 403


@given(st.lists(st.tuples(st.sampled_from(["first", "backup", "other"]), st.sampled_from("abc")), max_size=8))
def test_everyone_rings_once_in_the_order_of_the_steps(rows):
    found = rules.in_order([(role, Target(person, person, "+32")) for role, person in rows], ["first", "backup"])
    people = [target.person for target in found]
    assert len(people) == len(set(people)) and set(people) == {person for _, person in rows}
    first = [person for role, person in rows if role == "first"]
    assert set(people[: len(set(first))]) == set(first)
