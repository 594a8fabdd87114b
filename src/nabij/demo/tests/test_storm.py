"""The storm: the same each time, due on the clock of the story, through the action of residents."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from nabij.demo import storm
from nabij.kernel.calendar import clock
from nabij.kernel.tenancy.scope import scope, system
from nabij.modules.meldpunt.models import Alert, Report

NAMES = {"kortrijk": "Kortrijk", "kuurne": "Kuurne", "menen": "Menen"}


def test_240_in_half_an_hour_and_the_same_each_time() -> None:
    blows = storm.blows(NAMES)
    assert blows == storm.blows(NAMES) and len(blows) == 240
    assert [blow.after for blow in blows] == sorted(blow.after for blow in blows)
    assert blows[0].after == timedelta() and timedelta(minutes=29) < blows[-1].after < storm.SPAN
    assert {blow.slug for blow in blows} == set(NAMES) and all(NAMES[blow.slug] in blow.place for blow in blows)


@pytest.mark.django_db
def test_reports_come_when_they_are_due_at_the_right_municipality(still_clock: Any, settings: Any, tmp_path: Any) -> None:
    settings.NABIJ_HOME = tmp_path
    towns, waited = storm.municipalities(), []
    assert {"kortrijk", "kuurne"} <= set(towns) and "lendelede" not in towns
    ids = [number for number, _ in towns.values()]

    def pass_time(seconds: float) -> None:
        waited.append(seconds)
        assert storm.progress() is not None
        still_clock.forward(timedelta(seconds=seconds))

    begun = clock.now()
    assert storm.rage(wait=pass_time, total=12) == 12
    assert storm.progress() is None
    assert sum(waited) == pytest.approx(11 / 12 * 1800, abs=1)
    with scope(reading=ids, actor=system("proef"), reason="proef"):
        came = list(Report.objects.filter(reported_at__gte=begun, form_key__isnull=False, channel="web"))
        assert len(came) == 12
        assert [r.reported_at for r in sorted(came, key=lambda r: r.reported_at)][-1] - begun >= timedelta(minutes=27)
        assert Alert.objects.filter(opened_at__gte=begun).count() >= 1, "the loose wire cannot wait"


@pytest.mark.django_db
def test_a_visitor_may_stop_the_database_in_the_middle(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db import OperationalError

    tries: list[str] = []

    def once_away(organisation_id: int, blow: storm.Blow, form_key: str) -> None:
        tries.append(form_key)
        if len(tries) == 1:
            raise OperationalError("weg")

    monkeypatch.setattr(storm, "_send", once_away)
    monkeypatch.setattr("django.db.close_old_connections", lambda: None)
    waited: list[float] = []
    storm._report(1, storm.blows(NAMES)[0], clock.now(), waited.append)
    assert len(tries) == 2 and tries[0] == tries[1] and waited == [1.0]
