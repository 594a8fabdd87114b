"""Leeft alles nog? A part that stops is red with what to do; a stuck job waits for a person's decision."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from nabij.connect.sms import gateway
from nabij.kernel.events.models import EventDelivery
from nabij.kernel.jobs.models import JobMeta
from nabij.kernel.jobs.tasks import task
from nabij.kernel.modules import registry
from nabij.kernel.modules.manifest import HealthLine
from nabij.kernel.tenancy.scope import scope, system
from nabij.modules.desk.queries import health

from .reading import at_most, text, whole

#: The stand-in of SMS is shared: one worker tells it how to behave.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("gateway")]
BUDGET = 18  # every part is asked by itself, so that one that breaks cannot hide another


@task(retries=1)
def proof(*, thing: str) -> None:
    """A job that only exists to get stuck."""


@pytest.fixture
def kind_gateway() -> Any:
    """Providers that work, before and after."""
    gateway.clear()
    yield
    gateway.clear()


@pytest.fixture
def worker() -> None:
    """Two lanes that just gave a sign of life, and nothing that waits since the story was told, however long ago that is."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE status = 'todo'")
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now()), (now())")


def lines(staff_scope: Any, organisation_id: int) -> dict[str, HealthLine]:
    with staff_scope:
        found = health.lines(organisation_id, frozenset({"desk"}))
    return {line.name: line for line in found}


def _scope(organisation_id: int) -> Any:
    return scope(reading=[organisation_id], writing=[organisation_id], actor=system("test"))


def test_all_well_is_one_sentence(
    staff: Any, worker: None, kind_gateway: None, organisations: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    client = staff("tine")
    with _scope(organisations["kortrijk"]):
        EventDelivery.objects.update(state=EventDelivery.State.DONE)  # what a worker does with what the story announced
    monkeypatch.setattr(registry, "installed", lambda: tuple(m for m in _installed() if not m.health))
    with at_most(BUDGET):
        page = client.get("/beheer/gezondheid")
    whole(page)
    assert "Alles leeft." in text(page), text(page)


_installed = registry.installed


def test_without_a_worker_the_row_is_red_with_what_to_do(organisations: dict[str, int]) -> None:
    found = lines(_scope(organisations["kortrijk"]), organisations["kortrijk"])
    assert not found["Werker"].alive and "nabij worker" in found["Werker"].what_to_do
    assert found["Databank en klok"].alive and found["Controlelog"].alive, found["Controlelog"].sentence


def test_one_lane_without_worker_is_red(organisations: dict[str, int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now()), (now() - interval '2 minutes')")
    found = lines(_scope(organisations["kortrijk"]), organisations["kortrijk"])
    assert not found["Werker"].alive and "Eén van de twee" in found["Werker"].sentence


@pytest.mark.parametrize("mood", ["dead", "fail", "silent"])
def test_a_provider_that_does_not_work_is_red(organisations: dict[str, int], kind_gateway: None, mood: str) -> None:
    gateway.set_behaviour("sms-1", mood)
    found = lines(_scope(organisations["kortrijk"]), organisations["kortrijk"])
    assert not found["Sms: sms-1"].alive and found["Sms: sms-2"].alive


def test_a_job_that_waits_too_long_turns_its_lane_red(organisations: dict[str, int]) -> None:
    kortrijk = organisations["kortrijk"]
    with _scope(kortrijk):
        meta = proof.enqueue(organisation_id=kortrijk, thing="1")
        assert meta is not None
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_events SET at = now() - interval '10 minutes' WHERE job_id = %s", [meta.queue_id])
    found = lines(_scope(kortrijk), kortrijk)
    assert not found["Rijstrook gewoon"].alive and found["Rijstrook gewoon"].since and found["Rijstrook dringend"].alive


def test_a_check_that_breaks_is_red_and_never_absent(organisations: dict[str, int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health.shutil, "disk_usage", _no_disk)
    found = lines(_scope(organisations["kortrijk"]), organisations["kortrijk"])
    assert not found["Schijf"].alive and found["Schijf"].sentence == "Deze controle geeft geen antwoord."


def _no_disk(path: object) -> None:
    raise OSError("no such device")


def test_a_modules_own_checks_stand_beside_ours(organisations: dict[str, int], monkeypatch: pytest.MonkeyPatch) -> None:
    asked = [replace(m, health="nabij.modules.desk.tests.test_health.pulse") if m.name == "desk" else m for m in registry.installed()]
    monkeypatch.setattr(registry, "installed", lambda: tuple(asked))
    found = lines(_scope(organisations["kortrijk"]), organisations["kortrijk"])
    assert not found["Wachtmotor"].alive


def pulse(at: datetime) -> list[HealthLine]:
    """What a module answers."""
    return [HealthLine("Wachtmotor", False, "Geen polsslag.", at - timedelta(minutes=3), "Start de wachtmotor.")]


@pytest.fixture
def stuck(organisations: dict[str, int]) -> JobMeta:
    """A job of Kortrijk whose tries are used up."""
    kortrijk = organisations["kortrijk"]
    with _scope(kortrijk):
        meta = proof.enqueue(organisation_id=kortrijk, thing="1", unique_key="een")
        assert meta is not None
        with connection.cursor() as cursor:
            cursor.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE id = %s", [meta.queue_id])
            cursor.execute("UPDATE procrastinate_jobs SET status = 'failed' WHERE id = %s", [meta.queue_id])
        JobMeta.objects.filter(id=meta.id).update(dead_since=datetime.now(UTC), dead_reason="ValueError: proef")
    return meta


def job_row(meta: JobMeta) -> JobMeta:
    with _scope(meta.organisation_id):
        return JobMeta.objects.get(id=meta.id)


def queue_status(meta: JobMeta) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT status FROM procrastinate_jobs WHERE id = %s", [meta.queue_id])
        return str(cursor.fetchone()[0])


def test_a_stuck_job_is_shown_and_put_back_by_the_administrator(staff: Any, stuck: JobMeta) -> None:
    client = staff("tine")
    page = client.get("/beheer/vastgelopen")
    whole(page)
    assert "ValueError: proef" in text(page)
    assert client.post(f"/beheer/vastgelopen/{stuck.id}/poging").status_code == 302
    assert job_row(stuck).dead_since is None and queue_status(stuck) == "todo"
    assert "Tine Vercruysse hernam een vastgelopen taak" in text(client.get("/beheer/controlelog"))


def test_dropping_asks_a_reason(staff: Any, stuck: JobMeta) -> None:
    client = staff("tine")
    wrong = client.post(f"/beheer/vastgelopen/{stuck.id}/afsluiting", {"reason": " "})
    assert wrong.status_code == 422 and "in één zin waarom" in text(wrong)
    whole(wrong)
    assert client.post(f"/beheer/vastgelopen/{stuck.id}/afsluiting", {"reason": "dubbel"}).status_code == 302
    assert job_row(stuck).resolved_by == "Tine Vercruysse"
    assert client.post(f"/beheer/vastgelopen/{stuck.id}/poging").status_code == 404


def test_a_retry_merges_into_a_newer_job_with_the_same_key(staff: Any, stuck: JobMeta) -> None:
    with _scope(stuck.organisation_id):
        assert proof.enqueue(organisation_id=stuck.organisation_id, thing="1", unique_key="een") is not None
    assert staff("tine").post(f"/beheer/vastgelopen/{stuck.id}/poging").status_code == 302
    assert job_row(stuck).resolved_by == "samengevoegd met een nieuwere taak" and queue_status(stuck) == "failed"


def test_nobody_else_decides_about_a_stuck_job(staff: Any, stuck: JobMeta) -> None:
    assert staff("delphine").post(f"/beheer/vastgelopen/{stuck.id}/poging").status_code == 403
    assert staff("nadine").post(f"/beheer/vastgelopen/{stuck.id}/poging").status_code == 404
    assert job_row(stuck).dead_since is not None
