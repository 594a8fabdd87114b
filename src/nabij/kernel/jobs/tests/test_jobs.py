"""Kernel 4.7 on the real queue: a job lives and dies with its transaction, runs in its organisation's scope, never in silence."""

from __future__ import annotations

import pytest
from django.db import transaction
from procrastinate.contrib.django import app

from nabij.kernel.identity.models import Function
from nabij.kernel.jobs.models import JobMeta
from nabij.kernel.jobs.tasks import task
from nabij.kernel.modules.models import Enablement
from nabij.kernel.tenancy.scope import running, scope, system

pytestmark = pytest.mark.published

RAN: list[tuple[str, set[str]]] = []


@task(lane="normal", retries=0)
def remember(*, word: str) -> None:
    RAN.append((word, set(Function.objects.values_list("organisation__slug", flat=True))))


@task(lane="normal", retries=0)
def break_down(*, word: str) -> None:
    raise RuntimeError(word)


@task(lane="normal", retries=0, module="meldpunt")
def only_where_on(*, word: str) -> None:
    RAN.append((word, set()))


@pytest.fixture
def organisation(fresh_database):
    from nabij.kernel.tenancy.models import Organisation

    RAN.clear()
    return Organisation.objects.get(slug="kortrijk").id


def inside(organisation_id: int):
    return scope(reading=[organisation_id], writing=[organisation_id], actor=system("test"), organisation_id=organisation_id)


def work() -> None:
    """One pass of a worker over what waits."""
    from procrastinate.contrib.django import app as current

    with current.replace_connector(current.connector.get_worker_connector()) as worker:
        worker.run_worker(queues=["default", "acute"], wait=False, install_signal_handlers=False, listen_notify=False)


def test_a_job_runs_in_the_scope_of_its_organisation(organisation):
    with inside(organisation):
        remember.enqueue(organisation_id=organisation, word="een")
    work()
    assert [("een", {"kortrijk"})] == RAN
    assert running() is None
    with inside(organisation):
        assert JobMeta.objects.get(task=remember.name).finished_at is not None


def test_a_job_of_a_transaction_that_failed_does_not_exist(organisation):
    with pytest.raises(ZeroDivisionError), inside(organisation):
        remember.enqueue(organisation_id=organisation, word="nooit")
        1 / 0  # noqa: B018
    work()
    assert RAN == []


def test_the_same_key_waits_once_and_the_transaction_stays_usable(organisation):
    with inside(organisation):
        assert remember.enqueue(organisation_id=organisation, unique_key="k", word="een") is not None
        assert remember.enqueue(organisation_id=organisation, unique_key="k", word="twee") is None
        with transaction.atomic():
            assert JobMeta.objects.filter(unique_key="k").count() == 1
    work()
    assert [word for word, _ in RAN] == ["een"]


def test_a_job_without_tries_left_waits_for_a_person(organisation):
    with inside(organisation):
        break_down.enqueue(organisation_id=organisation, word="kapot")
    work()
    with inside(organisation):
        row = JobMeta.objects.get(task=break_down.name)
    assert row.dead_since is not None and "kapot" in row.dead_reason and row.finished_at is None


def test_a_job_is_skipped_where_its_module_is_off(organisation):
    with inside(organisation):
        assert Enablement.objects.filter(module="meldpunt").exists()
    lendelede = _off()
    for place in (organisation, lendelede):
        with inside(place):
            only_where_on.enqueue(organisation_id=place, word=str(place))
    work()
    assert [(str(organisation), set())] == RAN
    with inside(lendelede):
        assert JobMeta.objects.get(task=only_where_on.name).finished_at is not None


def _off() -> int:
    from nabij.kernel.tenancy.models import Organisation

    return Organisation.objects.get(slug="lendelede").id


def test_content_is_not_a_reference(organisation):
    with inside(organisation), pytest.raises(ValueError, match="references"):
        remember.enqueue(organisation_id=organisation, word="x" * 600)


def test_the_night_reaches_every_organisation_once(organisation):
    from nabij.kernel.jobs.nightly import everyone, nightly

    nightly(timestamp=0)
    nightly(timestamp=0)
    for place in everyone()[:3]:
        with inside(place):
            assert JobMeta.objects.filter(unique_key="nightly", task="kernel.blobs.jobs.collect").count() == 1
    assert app.periodic_registry.periodic_tasks
