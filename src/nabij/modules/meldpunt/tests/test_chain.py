"""The chain with its rows: each municipality's own end, and steps that reach nobody."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from nabij.kernel.calendar import clock
from nabij.kernel.errors import Invalid, Refused, RuleViolation
from nabij.modules.meldpunt import engine
from nabij.modules.meldpunt.actions import answers, handing, last_resort
from nabij.modules.meldpunt.models import LastResort, LastResortContact, LastResortDecision, Page
from nabij.modules.meldpunt.models.alarm import Purpose
from nabij.modules.meldpunt.queries import duty
from nabij.modules.meldpunt.rules.last_resort import Kind, Office, Place

from .chain_scene import called, nobody_answers, texts
from .duty_scene import of, open_scene, organisation_id, rung, told

pytestmark = pytest.mark.usefixtures("own_gateway")
LUC, MIEKE, POLICE = "+32470000051", "+32470000020", "+32470000306"


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


# --- A5: the line itself counts whom it calls ------------------------------------------------------------------


def test_the_line_counts_mayor_and_director_once_per_alarm_and_nobody_else(still_clock):
    scene = open_scene("zwevegem")
    nobody_answers(still_clock, 12)
    with of("zwevegem"):
        rows = list(LastResortContact.objects.filter(alert_id=scene.alert_id))
    assert sorted((row.office, row.way, row.channel) for row in rows) == [("director", "line", "page"), ("mayor", "line", "page")]
    assert {row.line_id for row in rows} == {scene.alert().line_id}
