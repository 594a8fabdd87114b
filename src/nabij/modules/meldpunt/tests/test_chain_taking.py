"""Taking an alarm, handing it on, and answers that come late or from elsewhere."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection

from nabij.kernel.calendar import clock
from nabij.kernel.errors import Invalid, Refused, RuleViolation
from nabij.modules.meldpunt import engine
from nabij.modules.meldpunt.actions import alarm, answers, handing, notes
from nabij.modules.meldpunt.actions.protocol import Act
from nabij.modules.meldpunt.models import DutyPerson, Page

from .chain_scene import called, nobody_answers, responder, texts
from .duty_scene import ANKE, JORIS, of, open_scene

pytestmark = pytest.mark.usefixtures("own_gateway")
LUC, MIEKE, POLICE = "+32470000051", "+32470000020", "+32470000306"


# --- A30: taking, handing on, late and strange answers ---------------------------------------------------------


def test_silence_returns_it_to_the_same_step_and_rings_the_one_who_took_it_too(scene, still_clock):
    with of():
        alarm.decline(alert_id=scene.alert_id, responder=responder(scene, "Joris Vanneste"))
        alarm.acknowledge(alert_id=scene.alert_id, responder=responder(scene, "Joris Vanneste"))
    still_clock.forward(timedelta(minutes=30))
    engine.tick(clock.now())
    last = max(round_ for round_, _ in called(scene))
    assert {name for round_, name in called(scene) if round_ == last} == {"Anke Dewulf", "Joris Vanneste"}


def test_any_line_in_the_log_by_a_human_extends_the_time(scene, still_clock):
    joris = responder(scene, "Joris Vanneste")
    with of():
        alarm.acknowledge(alert_id=scene.alert_id, responder=joris)
    for act in (
        lambda: notes.write_note(alert_id=scene.alert_id, act=Act(uuid4()), text="Ik sta ter plaatse.", responder=joris),
        lambda: alarm.call_reporter(alert_id=scene.alert_id, responder=joris),
    ):
        still_clock.forward(timedelta(minutes=29))
        with of():
            act()
    still_clock.forward(timedelta(minutes=29))
    engine.tick(clock.now())
    assert scene.alert().state == "acknowledged"
    still_clock.forward(timedelta(minutes=1))
    engine.tick(clock.now())
    assert scene.alert().state == "triggered"


def person(name):
    with of("zuid-west-vlaanderen"):
        return DutyPerson.objects.get(given_name=name)


def test_handing_on_rings_the_chosen_colleague_only(scene):
    joris, nele = responder(scene, "Joris Vanneste"), person("Nele").id
    with of():
        with pytest.raises(Refused, match="Neem het eerst zelf"):
            handing.hand_on(alert_id=scene.alert_id, person_id=nele, responder=joris)
        alarm.acknowledge(alert_id=scene.alert_id, responder=joris)
        with pytest.raises(Invalid, match="U hebt dit alarm al"):
            handing.hand_on(alert_id=scene.alert_id, person_id=joris.recipient, responder=joris)
        with pytest.raises(Invalid, match="Kies een collega van deze wachtlijn"):
            handing.hand_on(alert_id=scene.alert_id, person_id=scene.alert_id, responder=joris)
        handing.hand_on(alert_id=scene.alert_id, person_id=nele, responder=joris)
    engine.tick(clock.now())
    assert scene.alert().state == "triggered" and called(scene)[-1] == (1, "Nele Verschuere")
    assert texts(scene, "handed_on") == ["Joris Vanneste geeft het alarm door aan Nele Verschuere."]


def test_a_colleague_without_a_checked_telephone_cannot_be_chosen(scene):
    nele = person("Nele").id
    with of("zuid-west-vlaanderen"), connection.cursor() as cursor:
        cursor.execute("UPDATE meldpunt_contactmethod SET verified_at = NULL WHERE person_id = %s", [nele])
    with of():
        alarm.acknowledge(alert_id=scene.alert_id, responder=responder(scene, "Joris Vanneste"))
        with pytest.raises(Invalid, match="geen nagekeken telefoonnummer"):
            handing.hand_on(alert_id=scene.alert_id, person_id=nele, responder=responder(scene, "Joris Vanneste"))


def test_escalating_by_hand_rings_the_next_step_now(scene, still_clock):
    with of():
        handing.escalate(alert_id=scene.alert_id, responder=responder(scene, "Joris Vanneste"))
    assert called(scene)[-1] == (1, "Anke Dewulf")
    nobody_answers(still_clock, 7)
    with of(), pytest.raises(RuleViolation, match="geen volgende stap"):
        handing.escalate(alert_id=scene.alert_id, responder=responder(scene, "Joris Vanneste"))


def change_first_step(**values):
    with of("zuid-west-vlaanderen"), connection.cursor() as cursor:
        columns = ", ".join(f"{name} = %s" for name in values)
        cursor.execute(f"UPDATE meldpunt_escalationstep SET {columns} WHERE position = 0", list(values.values()))
        # From now on: whoever handed over on Friday was the first line until then.
        from_now = "period = tstzrange(%s, upper(period))"
        cursor.execute(
            f"UPDATE meldpunt_shift SET role = 'first', {from_now} WHERE role IN ('backup', 'second') AND period @> %s", [clock.now()] * 2
        )


def test_a_step_for_several_people_lets_them_all_take_it_and_keeps_the_others_paged():
    change_first_step(multi_ack=True)
    scene = open_scene()
    with of():
        alarm.acknowledge(alert_id=scene.alert_id, responder=responder(scene, "Joris Vanneste"))
        for _ in range(2):
            alarm.acknowledge(alert_id=scene.alert_id, responder=responder(scene, "Anke Dewulf"))
    states = {(p.recipient_name, p.state) for p in scene.pages()}
    assert ("Joris Vanneste", "superseded") in states and ("Luc Debaere", "pending") in states
    assert texts(scene, "joined") == ["Anke Dewulf neemt het mee (wachtpagina)."]
    assert scene.alert().taken_by == "Joris Vanneste"


def test_in_turn_each_alarm_rings_another_one_of_the_role():
    change_first_step(mode="round_robin")
    rung_first = [{p.recipient_name for p in open_scene().pages() if p.round == 0} for _ in range(4)]
    assert all(len(names) == 1 for names in rung_first)
    assert len(set.union(*rung_first[:3])) == 3 and rung_first[3] == rung_first[0]


def refusals(slug, verb):
    with of(slug), connection.cursor() as cursor:
        cursor.execute("SELECT detail FROM audit_entry WHERE verb = %s AND result = 'refused' ORDER BY id", [verb])
        return [row[0] for row in cursor.fetchall()]


def test_an_answer_after_the_end_gets_a_clear_sentence_changes_nothing_and_is_on_record(scene):
    joris = responder(scene, "Joris Vanneste")
    with of():
        alarm.acknowledge(alert_id=scene.alert_id, responder=joris)
        alarm.close_alert(alert_id=scene.alert_id, result="Klaar.", unfinished="Vals alarm.", responder=joris)
    for text in ("1", f"2 {scene.report.code}", "hallo"):
        heard = answers.hear(provider="sms-1", sender=JORIS, text=text)
        assert not heard.done and "is om 8.31 uur gesloten" in heard.sentence
    assert scene.alert().state == "closed" and len(refusals("kortrijk", "meldpunt.alert.act_refused")) == 3


def test_an_answer_with_the_number_of_an_alarm_that_was_not_paged_there_is_refused_and_on_record(scene):
    other = open_scene("kuurne")
    with of("kuurne"):
        Page.objects.filter(alert_id=other.alert_id).delete()
    heard = answers.hear(provider="sms-1", sender=JORIS, text=f"1 {other.report.code}")
    assert not heard.done and "Over welk alarm" in heard.sentence
    assert not answers.hear(provider="sms-1", sender=LUC, text="1").done
    assert len(refusals("zuid-west-vlaanderen", "meldpunt.answer.refused")) == 2
    assert (scene.alert().state, other.alert().state) == ("triggered", "triggered")


def test_a_key_on_the_telephone_takes_it_or_passes_it_on(scene, still_clock):
    assert answers.hear(provider="stem-1", sender=JORIS, text="2").done
    assert scene.alert().step == 1
    engine.tick(clock.now())
    assert answers.hear(provider="stem-1", sender=ANKE, text="1").done
    assert scene.alert().taken_by == "Anke Dewulf"
    assert answers.hear(provider="stem-1", sender=ANKE, text="1").done, "the same key twice changes nothing"
    assert scene.log().count("acknowledged") == 1


NOUNS = ("opname", "afwijzing", "sluiting", "verlenging", "oproep", "doorgave", "opschaling", "overdracht", "nota")


def test_looking_at_every_link_a_hundred_times_changes_nothing(scene, staff):
    before, client = (scene.alert().state, scene.log(), len(scene.pages())), staff("joris")
    for n in range(108):
        assert client.get(f"/wacht/alarmen/{scene.alert_id}/{NOUNS[n % len(NOUNS)]}").status_code == 200
    assert (scene.alert().state, scene.log(), len(scene.pages())) == before


def test_the_page_of_an_alarm_hands_on_escalates_and_notes_and_says_what_is_missing(scene, staff):
    client, page = staff("joris"), f"/wacht/alarmen/{scene.alert_id}"
    assert client.post(f"{page}/opname").status_code == 302
    shown = client.get(page).content.decode()
    assert "Geef door aan een collega" in shown and "Nele Verschuere, Kortrijk" in shown and "Joris Vanneste, Zwevegem" not in shown
    refused = client.post(f"{page}/doorgave", {"person": "wie dan ook"})
    assert refused.status_code == 422 and "Kies aan welke collega u dit doorgeeft." in refused.content.decode()
    assert client.post(f"{page}/nota", {"text": ""}).status_code == 422
    assert client.post(f"{page}/nota", {"text": "Brug dicht."}).status_code == 302
    assert "Joris Vanneste noteert: Brug dicht." in client.get(page).content.decode()
    assert client.post(f"{page}/doorgave", {"person": str(person("Nele").id)}).status_code == 302
    assert client.post(f"{page}/opschaling").status_code == 302
    assert called(scene)[-1][1] == "Anke Dewulf"
    refused = client.post(f"{page}/overdracht", {"taker": "Iemand"})
    assert refused.status_code == 422 and "eindigt niet bij een post" in refused.content.decode()
