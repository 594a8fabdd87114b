"""Key 3: whoever was paged is rung back by the desk of that municipality, by the moment that was said."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from nabij.kernel.events.models import Event
from nabij.kernel.notices import calls
from nabij.kernel.notices.models import CallTask
from nabij.modules.meldpunt import jobs
from nabij.modules.meldpunt.models import AlertLog
from nabij.modules.meldpunt.pages.alarm import signature
from nabij.modules.meldpunt.rules import call_back as rules
from nabij.modules.meldpunt.rules.rota import BRUSSELS

from .duty_scene import JORIS, of
from .report_scene import seen

pytestmark = pytest.mark.usefixtures("own_gateway")


def pressed(key="3", provider="stem-1"):
    """A key on the telephone of Joris, as the voice provider tells it; what the voice then says."""
    body = json.dumps({"sender": JORIS, "text": key}).encode()
    client = Client(headers={"host": "localhost:8000"})
    answer = client.post(
        f"/hooks/sms/{provider}", body, content_type="application/json", headers={"X-Nabij-Signature": signature(provider, body)}
    )
    assert answer.status_code == 200
    return answer.json()


def tasks():
    with of():
        return [one for one in calls.waiting(one_id()) if one.task.subject_key.startswith("meldpunt.alert:")]


def one_id():
    from .duty_scene import organisation_id

    return organisation_id("kortrijk")


def test_three_is_a_call_task_at_the_desk_with_the_moment_that_was_spoken(scene, staff):
    said = pressed()
    (one,) = tasks()
    assert said["done"] and f"ten laatste om {words_of(one.task.due)}" in said["sentence"] and "De balie van Kortrijk" in said["sentence"]
    assert "Het alarm loopt door" in said["sentence"]
    assert (one.wish.who, one.wish.phone, one.task.team) == ("Joris Vanneste", "0470 00 00 42", "wachtdienst")
    assert scene.log()[-1] == "call_me" and scene.alert().state == "triggered", "a wish to be rung is no answer"
    page = seen(staff("delphine").get(f"/wacht/alarmen/{scene.alert_id}"))
    assert "vraagt om teruggebeld te worden" in page
    assert JORIS.encode() not in bytes(one.task.sealed)


def words_of(due: datetime) -> str:
    local = due.astimezone(BRUSSELS)
    return f"{local.hour}.{local.minute:02d} uur"


def test_pressing_twice_is_one_task_and_taking_it_stays_possible(scene):
    first, second = pressed(), pressed(provider="sms-1")
    assert first["sentence"] == second["sentence"] and len(tasks()) == 1
    assert pressed("1")["done"] and scene.alert().taken_by == "Joris Vanneste"


def test_while_the_desk_is_closed_the_day_and_somebody_to_ring_now_are_said(scene, still_clock):
    still_clock.move_to(datetime(2027, 3, 30, 23, 10, tzinfo=BRUSSELS))
    said = pressed()["sentence"]
    assert "op woensdag 31 maart om 9.15 uur" in said and "Bel intussen Anke Dewulf: 0470 00 00 13" in said


def test_what_came_of_the_call_stands_in_the_history_of_the_alarm(scene):
    pressed()
    with of():
        calls.note_outcome(organisation_id=one_id(), call_id=tasks()[0].task.id, outcome="reached")
        for event in Event.objects.filter(type="call_task.noted"):
            jobs.on_call_noted(event)
        last = AlertLog.objects.filter(alert_id=scene.alert_id).order_by("-id").first()
    assert last.kind == "call_me_done" and "belde terug op toets 3" in last.text and not tasks()


def test_another_call_leaves_alarms_alone(scene):
    with of():
        row = calls.ask(organisation_id=one_id(), wish=calls.Wish("Rita Proef", "056 00 00 78"))
        calls.note_outcome(organisation_id=one_id(), call_id=row.id, outcome="reached")
        for event in Event.objects.filter(type="call_task.noted"):
            jobs.on_call_noted(event)
    assert "call_me_done" not in scene.log()
    with of():
        assert CallTask.objects.get(id=row.id).state == "reached"


@given(st.booleans(), st.sampled_from([("", ""), ("Anke Dewulf", "0470 00 00 13")]))
def test_a_promise_far_away_comes_with_a_number_only_where_there_is_one(far, now):
    said = rules.spoken(code="KOR 4F7 92K", desk="Kortrijk", promise="ten laatste om 9.15 uur", far=far, now=now)
    assert ("Bel intussen" in said) == (far and bool(now[1])) and "ten laatste om 9.15 uur" in said
    assert timedelta(minutes=1) < rules.WITHIN < rules.SOON
