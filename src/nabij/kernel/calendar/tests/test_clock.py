"""The clock: frozen in tests, ahead in a demo, never back, and real everywhere else."""

import json
import os
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from nabij.kernel.calendar import clock
from nabij.kernel.errors import RuleViolation

START = datetime(2027, 3, 30, 8, 30, tzinfo=ZoneInfo("Europe/Brussels"))


@pytest.fixture(autouse=True)
def running_clock(still_clock):
    """Every test has a still clock; here it must run."""
    held = clock._frozen[:]
    clock._frozen.clear()
    yield
    clock._frozen[:] = held


@pytest.fixture
def demo(settings, tmp_path):
    settings.NABIJ_HOME, settings.NABIJ_DEMO = tmp_path, True
    return tmp_path / "demo" / "clock.json"


def test_frozen_holds_moves_and_gives_back():
    with clock.frozen(START) as handle:
        assert clock.now() == datetime(2027, 3, 30, 6, 30, tzinfo=UTC)
        assert handle.forward(timedelta(hours=16)) == clock.now()
        assert clock.today().isoformat() == "2027-03-31"
        with clock.frozen(datetime(2030, 1, 1, tzinfo=UTC)):
            assert clock.now().year == 2030
        assert clock.today().isoformat() == "2027-03-31"
    assert clock.now().year != 2030


def test_now_is_aware_and_real_without_a_demo(settings, tmp_path):
    settings.NABIJ_HOME, settings.NABIJ_DEMO = tmp_path, False
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo" / "clock.json").write_text(json.dumps({"offset_seconds": 86400}))
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=5)
    with pytest.raises(RuleViolation):
        clock.set_demo_start(START)


def test_the_demo_starts_where_it_is_told_and_only_goes_forward(demo):
    clock.set_demo_start(START)
    assert timedelta(0) <= clock.now() - datetime(2027, 3, 30, 6, 30, tzinfo=UTC) < timedelta(seconds=5)
    clock.forward(timedelta(hours=2))
    assert clock.now() >= datetime(2027, 3, 30, 8, 30, tzinfo=UTC)
    with pytest.raises(RuleViolation) as caught:
        clock.forward(timedelta(seconds=-1))
    assert "alleen vooruit" in caught.value.sentence_nl


def test_another_process_that_moves_the_demo_is_seen(demo):
    clock.set_demo_start(START)
    before = clock.offset()
    demo.write_text(json.dumps({"offset_seconds": before.total_seconds() + 3600}))
    os.utime(demo, ns=(1, 1))
    assert clock.offset() - before == timedelta(hours=1)


def test_without_a_file_the_demo_runs_at_real_time(demo):
    assert clock.offset() == timedelta(0)
