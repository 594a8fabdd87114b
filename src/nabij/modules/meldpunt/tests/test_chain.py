"""The chain with its rows: each municipality's own end, empty steps, handing on, answers that come late or from elsewhere."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from nabij.kernel.calendar import clock
from nabij.kernel.errors import Invalid, Refused, RuleViolation
from nabij.modules.meldpunt import engine
from nabij.modules.meldpunt.actions import alarm, answers, handing, last_resort
from nabij.modules.meldpunt.models import DutyPerson, LastResort, LastResortContact, LastResortDecision, Page
from nabij.modules.meldpunt.models.alarm import Purpose
from nabij.modules.meldpunt.queries import duty
from nabij.modules.meldpunt.rules.last_resort import Kind, Office, Place

from .duty_scene import ANKE, JORIS, of, open_scene, organisation_id, rung, told

LUC, MIEKE, POLICE = "+32470000051", "+32470000020", "+32470000306"


@pytest.fixture(autouse=True)
def own_gateway(settings, tmp_path, db):
    settings.NABIJ_HOME = tmp_path


@pytest.fixture
def scene():
    opened = open_scene()
    engine.tick(clock.now())
    return opened


def responder(scene, name):
    public = f"{name.split()[0]} {name.split()[1][:1]}."
    return alarm.Responder(name, public, next((p.recipient for p in scene.pages() if p.recipient_name == name), None))


def nobody_answers(still_clock, times):
    for _ in range(times):
        engine.tick(clock.now())
        still_clock.forward(timedelta(minutes=5))


def called(scene):
    """Who was paged, in order of rounds, each name once per round."""
    return list(dict.fromkeys((p.round, p.recipient_name.partition(" (")[0]) for p in scene.pages()))


def texts(scene, kind):
    from nabij.modules.meldpunt.models import AlertLog

    with of(scene.slug):
        return [entry.text for entry in AlertLog.objects.filter(alert_id=scene.alert_id, kind=kind).order_by("id")]


# --- A47, A4: each municipality's own end ---------------------------------------------------------------------


def test_the_chain_follows_the_list_of_each_municipality(still_clock):
    kortrijk, kuurne = open_scene("kortrijk"), open_scene("kuurne")
    nobody_answers(still_clock, 12)
    ends = {s.slug: [name for round_, name in called(s) if round_ >= 3] for s in (kortrijk, kuurne)}
    everyone = ["Mieke Tanghe", "Stijn Maertens", "de burgemeester van Kortrijk"]
    police = "de wachtofficier van de politiezone"
    assert ends["kortrijk"][:3] == everyone and set(ends["kortrijk"][3:6]) == set(everyone)
    assert ends["kuurne"][:5] == ["Mieke Tanghe", "Griet Holvoet", police, police, police]
    assert {p.kind for p in kuurne.pages() if p.recipient_name.startswith(police)} == {"voice"}, "a desk is called by voice only"


def test_nobody_of_the_line_answered_is_said_to_the_resident_and_the_desk_from_the_first_moment(scene, still_clock):
    with of():
        assert duty.who_acts(scene.report).state == "waiting"
    nobody_answers(still_clock, 3)
    engine.tick(clock.now())
    with of():
        said = duty.who_acts(scene.report)
        assert said.state == "unanswered" and "Bel nu 112" in said.sentence
        assert "Niemand van de wachtdienst antwoordde. Zeg dit aan de melder." in duty.live_status(scene.report)[-1]
        assert [line.event for line in duty.public_lines(scene.report)][-1].startswith("Niemand van de wachtdienst antwoordde.")


def test_the_tracking_page_says_that_nobody_was_reached_and_what_to_do(scene, still_clock, visitor):
    nobody_answers(still_clock, 4)
    page = visitor("kortrijk").get(f"/melding/{scene.report.code}").content.decode()
    assert "Niemand van de wachtdienst antwoordde. We bellen nu het bestuur van de gemeente. Is er gevaar? Bel nu 112." in page
    nobody_answers(still_clock, 3)
    page = visitor("kortrijk").get(f"/melding/{scene.report.code}").content.decode()
    assert "Niemand van de wachtdienst antwoordde al. We blijven bellen. Is er gevaar? Bel nu 112." in page
    assert "Stijn Maertens" not in page, "no resident reads who of the board is called"


def test_a_desk_takes_it_by_voice_with_a_named_taker_and_the_alarm_stops_there(still_clock):
    scene = open_scene("kuurne")
    with of("kuurne"), pytest.raises(RuleViolation, match="eindigt niet bij een post"):
        handing.hand_over(alert_id=scene.alert_id, taker="Inspecteur Proef")
    nobody_answers(still_clock, 6)
    with of("kuurne"):
        with pytest.raises(Invalid, match="Vraag de naam aan de telefoon"):
            handing.hand_over(alert_id=scene.alert_id, taker=" ")
        handing.hand_over(alert_id=scene.alert_id, taker="Inspecteur Proef")
    alert = scene.alert()
    assert alert.state == "closed" and "Inspecteur Proef nam het om" in alert.result
    assert "Inspecteur Proef van de wachtofficier van de politiezone neemt het" in texts(scene, "handed_over")[0]
    before = len(scene.pages())
    nobody_answers(still_clock, 5)
    assert len(scene.pages()) == before


def test_the_page_asks_who_of_the_desk_took_it_and_keeps_the_alarm_open_without_a_name(still_clock, staff):
    scene = open_scene("kuurne")
    client, page = staff("joris"), f"/wacht/alarmen/{scene.alert_id}"
    assert "Overdragen aan" not in client.get(page).content.decode()
    nobody_answers(still_clock, 6)
    assert "Overdragen aan de wachtofficier van de politiezone" in client.get(page).content.decode()
    refused = client.post(f"{page}/overdracht", {"taker": ""})
    assert refused.status_code == 422 and "Vraag de naam aan de telefoon." in refused.content.decode()
    assert client.post(f"{page}/overdracht", {"taker": "Inspecteur Proef"}).status_code == 302
    assert "Inspecteur Proef nam het om" in client.get(page).content.decode()


def test_a_desk_that_presses_one_but_gives_no_name_is_called_again(still_clock):
    scene = open_scene("kuurne")
    nobody_answers(still_clock, 6)
    assert answers.hear(provider="stem-1", sender=POLICE, text="1").done
    still_clock.forward(timedelta(minutes=30))
    engine.tick(clock.now())
    assert scene.alert().state == "triggered" and called(scene)[-1][1] == "de wachtofficier van de politiezone"


def test_a_municipality_that_ends_with_a_person_has_no_desk_to_hand_over_to(scene, still_clock):
    nobody_answers(still_clock, 6)
    with of(), pytest.raises(RuleViolation, match="eindigt niet bij een post"):
        handing.hand_over(alert_id=scene.alert_id, taker="Iemand")


def a_list(*kinds):
    return [Place(Office.OTHER, kind, f"Plaats {n}", f"+3247000040{n}") for n, kind in enumerate(kinds)]


def publish(slug="kortrijk", places=None, **changed):
    given = {"reference": "CBS 29 maart 2027", "decided_on": date(2027, 3, 29), "since": date(2027, 4, 5)} | changed
    with of(slug):
        return last_resort.publish_list(organisation_id=organisation_id(slug), places=places or a_list(Kind.PERSON), **given)


def test_a_list_without_a_human_at_its_end_is_refused_by_the_action_and_by_the_database():
    for kinds in ([Kind.NUMBER], [Kind.PERSON, Kind.NUMBER]):
        with pytest.raises(Invalid, match=r".*"):
            publish(places=a_list(*kinds))
    decision = publish(places=a_list(Kind.PERSON, Kind.DESK))
    with of(), connection.cursor() as cursor:
        for spoil in (
            "UPDATE meldpunt_lastresort SET kind = 'number' WHERE decision_id = %s AND position = 1",
            "DELETE FROM meldpunt_lastresort WHERE decision_id = %s",
        ):
            with pytest.raises(IntegrityError, match="ends with a human"), transaction.atomic():
                cursor.execute(spoil, [decision.id])
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(IntegrityError, match="ends with a human"), transaction.atomic():
            LastResortDecision.objects.filter(id=decision.id).update(every_minutes=20)
            LastResort.objects.filter(decision=decision, position=1).update(kind="number")
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_a_list_needs_its_decision_and_never_begins_in_the_past(acting):
    with acting("stijn"), pytest.raises(Invalid) as refusal:
        last_resort.publish_list(
            organisation_id=organisation_id("kortrijk"), places=a_list(Kind.PERSON), reference=" ", decided_on=date(2027, 4, 2),
            since=date(2027, 3, 1),
        )  # fmt: skip
    assert set(refusal.value.fields) == {"reference", "decided_on", "since"}


def test_a_new_list_ends_the_old_one_and_another_municipality_decides_nothing(acting):
    publish(places=a_list(Kind.DESK))
    with of():
        periods = list(LastResortDecision.objects.order_by("period").values_list("period", flat=True))
    assert [(p.lower, p.upper) for p in periods] == [(date(2026, 10, 1), date(2027, 4, 5)), (date(2027, 4, 5), None)]
    publish(since=date(2027, 4, 3))
    with of():
        assert LastResortDecision.objects.count() == 2, "a list that never began is replaced"
    with acting("griet"), pytest.raises(Refused, match="Alleen Kortrijk beslist voor Kortrijk"):
        last_resort.publish_list(
            organisation_id=organisation_id("kortrijk"), places=a_list(Kind.PERSON), reference="x", decided_on=date(2027, 3, 29),
            since=date(2027, 4, 5),
        )  # fmt: skip


def test_the_own_interval_of_a_list_is_kept(still_clock):
    publish(places=a_list(Kind.PERSON), since=date(2027, 3, 30), every_minutes=4)
    scene = open_scene()
    nobody_answers(still_clock, 5)
    alert = scene.alert()
    assert alert.exhausted and alert.next_at - last_due(scene) == timedelta(minutes=4)


def last_due(scene):
    return max(p.due_at for p in scene.pages())


# --- A31: fail loud --------------------------------------------------------------------------------------------


def told_pages(scene):
    with of(scene.slug):
        return list(Page.objects.filter(alert_id=scene.alert_id, purpose=Purpose.TELL).order_by("round"))


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        ("DELETE FROM meldpunt_shift WHERE role = 'first'", "niemand is van wacht"),
        (
            "UPDATE meldpunt_contactmethod m SET verified_at = NULL FROM meldpunt_dutyperson d "
            "WHERE d.id = m.person_id AND d.given_name = 'Joris'",
            "Joris Vanneste heeft geen nagekeken telefoonnummer",
        ),
        (
            "UPDATE meldpunt_escalationstep SET window_from = '22:00', window_to = '06:00' WHERE position = 0",
            "buiten de uren van deze stap",
        ),
    ],
)  # fmt: skip
def test_a_step_that_reaches_nobody_is_left_at_once_logged_and_told_to_the_coordinator(spoil, why):
    with of("zuid-west-vlaanderen"), connection.cursor() as cursor:
        cursor.execute(spoil)
    began = clock.now()
    scene = open_scene()
    engine.tick(clock.now())
    assert why in texts(scene, "step_empty")[0]
    assert scene.alert().step == 1 and min(p.due_at for p in scene.pages() if p.purpose != Purpose.TELL) - began <= timedelta(seconds=2)
    (page,) = told_pages(scene)
    assert page.recipient_name.startswith("Mieke Tanghe") and why[:20] in page.text
    assert (MIEKE, "sms-1") in rung(), "the coordinator's telephone rings"
    with of():
        assert any("bericht dat een stap niet werkte" in line for line in duty.live_status(scene.report))


def test_when_every_method_of_a_step_fails_it_is_left_and_the_coordinator_told_and_that_message_keeps_nothing_waiting():
    told("dead")
    scene = open_scene()
    engine.tick(clock.now())
    assert scene.alert().exhausted, "the whole list was walked at once"
    assert "step_failed" in scene.log() and {p.round for p in told_pages(scene)} >= {0, 1, 2}


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
        lambda: handing.note(alert_id=scene.alert_id, text="Ik sta ter plaatse.", responder=joris),
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
        cursor.execute("UPDATE meldpunt_shift SET role = 'first' WHERE role IN ('backup', 'second') AND period @> %s", [clock.now()])


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
    assert "Joris Vanneste: Brug dicht." in client.get(page).content.decode()
    assert client.post(f"{page}/doorgave", {"person": str(person("Nele").id)}).status_code == 302
    assert client.post(f"{page}/opschaling").status_code == 302
    assert called(scene)[-1][1] == "Anke Dewulf"
    refused = client.post(f"{page}/overdracht", {"taker": "Iemand"})
    assert refused.status_code == 422 and "eindigt niet bij een post" in refused.content.decode()


# --- A5: the line itself counts whom it calls ------------------------------------------------------------------


def test_the_line_counts_mayor_and_director_once_per_alarm_and_nobody_else(still_clock):
    scene = open_scene("zwevegem")
    nobody_answers(still_clock, 12)
    with of("zwevegem"):
        rows = list(LastResortContact.objects.filter(alert_id=scene.alert_id))
    assert sorted((row.office, row.way, row.channel) for row in rows) == [("director", "line", "page"), ("mayor", "line", "page")]
    assert {row.line_id for row in rows} == {scene.alert().line_id}
