"""Answering a page from "Wat er vertrok", in the place of the person whose telephone rang."""

from __future__ import annotations

import pytest

from nabij.connect.sms import gateway
from nabij.kernel.calendar import clock
from nabij.modules.meldpunt import engine
from nabij.modules.meldpunt.tests.duty_scene import open_scene


@pytest.fixture
def rang(settings, tmp_path, db):
    """An alarm of which Joris' telephone rang."""
    settings.NABIJ_HOME = tmp_path
    scene = open_scene()
    engine.tick(clock.now())
    return scene, gateway.messages()[0]


def post(client, **said):
    return client.post("/demo/antwoord", said, headers={"host": "localhost:8000", "sec-fetch-site": "same-origin"})


def test_one_takes_the_alarm_and_the_sentence_comes_back_as_a_message(rang, client):
    scene, message = rang
    page = client.get("/demo/gateway", headers={"host": "localhost:8000"}).content.decode()
    assert f'value="{message.key}"' in page and f'value="{message.provider}"' in page
    assert post(client, provider=message.provider, key=message.key, antwoord="1").status_code == 302
    assert scene.alert().taken_by == "Joris Vanneste"
    assert any(m.text.startswith("U antwoordde 1. U hebt") for m in gateway.messages())


@pytest.mark.parametrize("said", [{"antwoord": "9"}, {"antwoord": "1", "key": "niets"}, {}])
def test_anything_else_is_not_found_and_changes_nothing(rang, client, said):
    scene, message = rang
    assert post(client, **({"provider": message.provider, "key": message.key} | said)).status_code == 404
    assert scene.alert().state == "triggered"
