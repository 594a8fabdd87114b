"""Fixtures of the duty line: an alarm that just opened and rang, and a stand-in for the telephone of each test's own."""

from __future__ import annotations

import pytest

from nabij.kernel.calendar import clock
from nabij.modules.meldpunt import engine

from .duty_scene import open_scene


@pytest.fixture
def own_gateway(settings, tmp_path, db):
    settings.NABIJ_HOME = tmp_path


@pytest.fixture
def scene():
    opened = open_scene()
    engine.tick(clock.now())
    return opened


@pytest.fixture(autouse=True)
def no_gateway_test(settings):
    """Tests of providers have a file of their own; elsewhere they would stand between the messages that a test counts."""
    settings.NABIJ_DUTY_TEST_NUMBER = ""
