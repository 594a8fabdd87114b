"""Alarms over the API: the same act as the button, with the same sentences."""

from __future__ import annotations

import pytest

from nabij.kernel.calendar import clock
from nabij.modules.meldpunt import engine

from .duty_scene import open_scene


@pytest.fixture
def scene(settings, tmp_path, db):
    settings.NABIJ_HOME = tmp_path
    opened = open_scene()
    engine.tick(clock.now())
    return opened


def take(client, scene, key):
    return client.post(
        f"/api/v1/meldpunt/alerts/{scene.alert_id}/acknowledgement", content_type="application/json", headers={"idempotency-key": key}
    )


def test_an_alarm_is_read_and_taken_once_and_a_second_person_hears_who(scene, staff):
    joris = staff("joris")
    assert str(scene.alert_id) in [row["id"] for row in joris.get("/api/v1/meldpunt/alerts").json()]
    seen = joris.get(f"/api/v1/meldpunt/alerts/{scene.alert_id}").json()
    assert (seen["state"], seen["nobody_answered"], seen["next"]["name"]) == ("triggered", False, "Anke Dewulf")
    taken = take(joris, scene, "a")
    assert taken.status_code == 201 and taken.json()["taken_by"] == "Joris Vanneste"
    assert take(joris, scene, "b").status_code == 201 and scene.log().count("acknowledged") == 1
    second = take(staff("anke"), scene, "c")
    assert second.status_code == 403 and "Joris nam dit om 8.31 uur." in second.json()["detail"]


def test_without_the_right_or_outside_the_line_there_is_no_alarm(scene, staff):
    assert take(staff("delphine"), scene, "a").status_code == 403
    assert staff("lien").get(f"/api/v1/meldpunt/alerts/{scene.alert_id}").status_code == 404
    assert scene.alert().state == "triggered"
