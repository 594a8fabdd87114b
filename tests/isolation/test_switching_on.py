"""Kernel A10: the programme's answer ``in`` from 1 April 2027 opens meldpunt for Lendelede at local midnight, through every door."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from nabij.kernel.identity.actions import grant_function
from nabij.kernel.identity.models import Account
from nabij.kernel.jobs.models import JobMeta
from nabij.kernel.jobs.tasks import task
from nabij.kernel.tenancy.scope import scope, system

BEFORE, MIDNIGHT = datetime(2027, 3, 31, 23, 59), datetime(2027, 4, 1)  # noqa: DTZ001 (naive = Belgian local time)
RAN: list[str] = []


@task(lane="normal", retries=0, module="meldpunt")
def of_meldpunt(*, word: str) -> None:
    RAN.append(word)


@pytest.fixture
def operator(acting: Any, organisations: dict[str, int], staff: Any) -> Any:
    """An of Lendelede, who may now also work on reports."""
    with acting("bruno"):
        grant_function(
            organisation_id=organisations["lendelede"], account=Account.objects.get(username="an"), kind="operator", since=date(2027, 1, 1)
        )
    return staff("an")


def run_job(organisation_id: int) -> bool:
    RAN.clear()
    with scope(reading=[organisation_id], writing=[organisation_id], actor=system("test"), organisation_id=organisation_id):
        meta = JobMeta.objects.create(organisation_id=organisation_id, task=of_meldpunt.name, enqueued_at=BEFORE.astimezone())
    context = SimpleNamespace(job=SimpleNamespace(attempts=0))
    of_meldpunt._run(context, organisation_id=organisation_id, meta_id=str(meta.id), word="liep")
    return RAN == ["liep"]


def doors(visitor: Any, operator: Any, organisation_id: int) -> dict[str, Callable[[], bool]]:
    """Door → does it stand open now."""
    return {
        "address of the site": lambda: visitor("lendelede").get("/melden").status_code == 200,
        "home page of the site": lambda: "/melden" in visitor("lendelede").get("/").content.decode(),
        "search of the site": lambda: "/melden" in visitor("lendelede").get("/zoeken?q=probleem").content.decode(),
        "address of the staff": lambda: operator.get("/meldpunt").status_code == 200,
        "menu": lambda: 'href="/meldpunt"' in operator.get("/werk").content.decode(),
        "search of the staff": lambda: "Losse stoeptegel" in operator.post("/werk/zoeken", {"q": "stoeptegel"}).content.decode(),
        "API": lambda: operator.get("/api/v1/meldpunt/reports").status_code == 200,
        "job": lambda: run_job(organisation_id),
    }


def test_every_door_opens_at_local_midnight_and_not_a_minute_earlier(
    still_clock: Any, visitor: Any, operator: Any, organisations: dict[str, int]
) -> None:
    still_clock.move_to(MIDNIGHT)
    told = {"wat": "Losse stoeptegel", "waar": "Dorpsplein, Lendelede", "channel": "phone"}
    assert operator.post("/meldpunt/nieuw", told).status_code == 302
    all_doors = doors(visitor, operator, organisations["lendelede"])
    assert {name: is_open() for name, is_open in all_doors.items()} == dict.fromkeys(all_doors, True)

    still_clock.move_to(BEFORE)
    assert {name: is_open() for name, is_open in all_doors.items()} == dict.fromkeys(all_doors, False)
    assert operator.get("/meldpunt").status_code == operator.get("/api/v1/meldpunt/reports").status_code == 404
