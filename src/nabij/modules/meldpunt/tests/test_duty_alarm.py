"""What people do with an alarm, on screen and by telephone."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from nabij.kernel.calendar import clock
from nabij.kernel.errors import Invalid, Refused
from nabij.modules.meldpunt import engine
from nabij.modules.meldpunt.actions import alarm, answers
from nabij.modules.meldpunt.models import Report
from nabij.modules.meldpunt.pages.alarm import signature
from nabij.modules.meldpunt.queries import duty

from .duty_scene import ANKE, JORIS, of, open_scene, told

pytestmark = pytest.mark.usefixtures("own_gateway")


def joris(scene):
    return alarm.Responder("Joris Vanneste", "Joris V.", next(p.recipient for p in scene.pages()))


def test_taking_it_stops_the_chain_and_tells_the_resident(scene, still_clock):
    still_clock.forward(timedelta(minutes=3))
    with of():
        alarm.acknowledge(alert_id=scene.alert_id, responder=joris(scene))
        assert str(duty.who_acts(scene.report)) == "Joris V. van de wachtdienst is er sinds 8.34 uur mee bezig."
        assert Report.objects.get(id=scene.report.id).state == "accepted"
        assert [line.event for line in duty.public_lines(scene.report)][-1].startswith("Joris V. van de wachtdienst")
    still_clock.forward(timedelta(minutes=10))
    engine.tick(clock.now())
    assert scene.alert().state == "acknowledged"
    assert [p.state for p in scene.pages()] == ["delivered", "superseded"]


def test_second_person_hears_who_took_it_and_the_first_may_press_again(scene):
    with of():
        alarm.acknowledge(alert_id=scene.alert_id, responder=joris(scene))
        alarm.acknowledge(alert_id=scene.alert_id, responder=joris(scene))
        with pytest.raises(Refused, match=r"Joris nam dit om 8.31 uur\."):
            alarm.acknowledge(alert_id=scene.alert_id, responder=alarm.Responder("Anke Dewulf", "Anke D.", None))
    assert scene.log().count("acknowledged") == 1


def test_silence_after_taking_it_lets_it_go_off_again_at_the_same_step(scene, still_clock):
    with of():
        alarm.acknowledge(alert_id=scene.alert_id, responder=joris(scene))
    still_clock.forward(timedelta(minutes=20))
    with of():
        alarm.extend(alert_id=scene.alert_id, responder=joris(scene))
    still_clock.forward(timedelta(minutes=29))
    engine.tick(clock.now())
    assert scene.alert().state == "acknowledged"
    still_clock.forward(timedelta(minutes=1))
    engine.tick(clock.now())
    alert = scene.alert()
    assert (alert.state, alert.step, alert.round, alert.taken_by) == ("triggered", 0, 1, "")


def test_i_cannot_starts_the_next_step_at_once(scene):
    with of():
        alarm.decline(alert_id=scene.alert_id, responder=joris(scene))
    engine.tick(clock.now())
    assert scene.alert().step == 1
    assert {p.recipient_name for p in scene.pages() if p.round == 1} == {"Anke Dewulf"}


def test_closing_needs_a_sentence_and_ends_everything(scene, still_clock):
    with of():
        alarm.acknowledge(alert_id=scene.alert_id, responder=joris(scene))
        with pytest.raises(Invalid):
            alarm.close_alert(alert_id=scene.alert_id, result="  ", responder=joris(scene))
        alarm.close_alert(alert_id=scene.alert_id, result="Lek gedicht.", unfinished="Ploeg deed de rest.", responder=joris(scene))
        with pytest.raises(Refused, match="al gesloten"):
            alarm.acknowledge(alert_id=scene.alert_id, responder=joris(scene))
    still_clock.forward(timedelta(hours=2))
    engine.tick(clock.now())
    assert scene.alert().state == "closed" and scene.alert().dedup_key is None


def test_an_answer_by_sms_takes_it_and_a_strange_number_does_not(scene):
    assert not answers.hear(provider="sms-1", sender="+32470009999", text="1").done
    assert not answers.hear(provider="sms-1", sender=ANKE, text="1").done, "Anke was not paged yet"
    assert scene.alert().state == "triggered"
    assert answers.hear(provider="sms-1", sender=JORIS, text="1").done
    assert scene.alert().taken_by == "Joris Vanneste"


def test_with_two_alarms_open_an_answer_needs_the_number(scene):
    other = open_scene()
    engine.tick(clock.now())
    heard = answers.hear(provider="sms-1", sender=JORIS, text="1")
    assert not heard.done and "welk alarm" in heard.sentence
    assert answers.hear(provider="sms-1", sender=JORIS, text=f"1 {other.report.code.lower()}").done
    assert (scene.alert().state, other.alert().state) == ("triggered", "acknowledged")


def test_two_and_three_by_sms_and_an_unclear_answer(scene):
    assert "begrijpen" in answers.hear(provider="sms-1", sender=JORIS, text="wie is dit?").sentence
    assert answers.hear(provider="sms-1", sender=JORIS, text="3").done
    assert scene.log()[-1] == "call_me" and scene.alert().state == "triggered"
    assert answers.hear(provider="sms-1", sender=JORIS, text="2").done
    assert scene.alert().step == 1


def test_get_on_every_link_a_hundred_times_changes_nothing_and_one_post_takes_it(scene, staff):
    before = (scene.alert().state, scene.log())
    client = staff("joris")
    page = f"/wacht/alarmen/{scene.alert_id}"
    for noun in ("opname", "afwijzing", "sluiting", "verlenging", "oproep"):
        for _ in range(20):
            assert client.get(f"{page}/{noun}").status_code == 200
    assert (scene.alert().state, scene.log()) == before
    assert client.post(f"{page}/opname").status_code == 302
    assert scene.alert().taken_by == "Joris Vanneste"
    second = staff("anke").post(f"{page}/opname")
    assert second.status_code == 403 and "Joris nam dit om 8.31 uur." in second.content.decode()


def test_duty_page_shows_other_municipalities_only_during_the_shift(scene, staff, still_clock):
    text = staff("joris").get("/wacht").content.decode()
    assert "Gasgeur in de straat" in text and "Kortrijk" in text and "Ik neem het" in text
    assert "Neemt niemand het om" in text and "Anke Dewulf" in text
    assert len(text.encode()) <= 30_000
    assert "Gasgeur" not in staff("lien").get("/wacht").content.decode(), "an operator of Deerlijk sees Deerlijk only"


def test_outside_the_shift_the_line_opens_nothing(staff, still_clock):
    with of("zuid-west-vlaanderen"):
        from nabij.modules.meldpunt.models import Shift

        Shift.objects.all().delete()
    scene = open_scene()
    assert staff("joris").get(f"/wacht/alarmen/{scene.alert_id}").status_code == 404


def test_calling_the_reporter_is_on_record_and_says_when_there_is_no_number(scene, staff):
    answer = staff("joris").post(f"/wacht/alarmen/{scene.alert_id}/oproep")
    assert "liet geen telefoonnummer achter" in answer.content.decode()
    assert scene.log()[-1] == "reporter_called"


def test_closing_without_words_keeps_the_page_and_says_why(scene, staff):
    client = staff("joris")
    page = f"/wacht/alarmen/{scene.alert_id}"
    client.post(f"{page}/opname")
    refused = client.post(f"{page}/sluiting", {"result": ""})
    assert refused.status_code == 422 and "Schrijf in één zin wat er gedaan is." in refused.content.decode()
    assert client.post(f"{page}/sluiting", {"result": "Afgesloten.", "unfinished": "Vals alarm."}).status_code == 302
    assert scene.alert().result == "Afgesloten."


def test_rota_names_the_gap_and_sheet_holds_numbers(staff):
    rota = staff("joris").get("/wacht/rooster").content.decode()
    assert "Op vrijdag 16 april van 8.00 tot 17.00 uur heeft Zwevegem niemand van wacht. Nog 17 dagen." in rota
    sheet = staff("joris").get("/wacht/blad").content.decode()
    assert "0470 00 00 42" in sheet and "0470 00 00 13" in sheet and "112" in sheet


def said(client, body, key):
    return client.post("/hooks/sms/sms-1", data=body, content_type="application/json", headers={"x-nabij-signature": key})


def test_the_door_for_answers_wants_a_signature_and_a_post(scene, client):
    client.defaults["HTTP_HOST"] = "localhost:8000"
    body = json.dumps({"sender": JORIS, "text": "1"})
    assert client.get("/hooks/sms/sms-1").status_code == 405
    assert said(client, body, "niets").status_code == 403
    assert scene.alert().state == "triggered"
    assert said(client, "[]", signature("sms-1", b"[]")).status_code == 400
    assert said(client, body, signature("sms-1", body.encode())).json()["done"] is True
    assert scene.alert().taken_by == "Joris Vanneste"


def test_a_dead_network_is_said_to_the_operator(scene):
    told("dead")
    other = open_scene()
    engine.tick(clock.now())
    with of():
        assert any("mislukte" in line for line in duty.live_status(other.report))


def test_at_night_the_page_is_dark_by_itself(staff, still_clock):
    client = staff("joris")
    assert 'class="duty "' in client.get("/wacht").content.decode()
    still_clock.forward(timedelta(hours=15))
    assert 'class="duty dark"' in client.get("/wacht").content.decode()
    assert '<noscript><meta http-equiv="refresh" content="30"></noscript>' in client.get("/wacht").content.decode()


def test_a_closed_alarm_stays_readable_on_the_duty_page_and_tells_the_whole_night(staff):
    page = staff("joris").get("/wacht").content.decode()
    assert "Zaterdag 27 maart 2027 om 1.52 uur, Spiere-Helkijn" in page
    link = page.partition("Laatste zeven dagen")[2].partition('href="')[2].partition('"')[0]
    told = staff("joris").get(link).content.decode()
    for line in ("melding via telefoon", "geen ontvangstbewijs na 60 seconden", "Anke Dewulf neemt het", "3:20", "sluit het alarm"):
        assert line in told


def test_a_refused_act_is_on_record(scene, staff, acting):
    with of():
        alarm.acknowledge(alert_id=scene.alert_id, responder=joris(scene))
    assert staff("anke").post(f"/wacht/alarmen/{scene.alert_id}/opname").status_code == 403
    from django.db import connection

    with of(), connection.cursor() as cursor:
        cursor.execute("SELECT actor_label FROM audit_entry WHERE verb = 'meldpunt.alert.act_refused'")
        assert cursor.fetchall() == [("Anke Dewulf",)]


def test_reading_an_alarm_of_another_municipality_is_an_entry_in_its_log(scene, staff):
    from django.db import connection

    staff("joris").get(f"/wacht/alarmen/{scene.alert_id}")
    with of(), connection.cursor() as cursor:
        cursor.execute("SELECT actor_label, purpose LIKE 'wacht%%' FROM audit_entry WHERE verb = 'meldpunt.alert.read'")
        assert ("Joris Vanneste", True) in cursor.fetchall()


def test_a_banner_says_that_nobody_answered_and_that_the_engine_stands_still(staff, still_clock):
    open_scene()
    told("dead")
    engine.tick(clock.now())
    still_clock.forward(timedelta(minutes=2))
    page = staff("delphine").get("/meldpunt").content.decode()
    assert "Niemand antwoordde al op" in page and "De alarmering staat stil" in page
