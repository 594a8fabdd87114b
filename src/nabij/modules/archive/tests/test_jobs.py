"""What the worker does later, in the scope that the kernel gives a job: the text of an upload, a batch, the night."""

from __future__ import annotations

import io
from types import SimpleNamespace
from typing import Any

import pytest

from nabij.kernel.jobs.models import JobMeta

from .. import jobs
from ..actions import intake
from ..models import Dossier, Record, RetentionVerdict
from ..queries import finding
from ..rules.words import parse_query

pytestmark = pytest.mark.django_db


def work(task: Any, organisation_id: int, **references: Any) -> None:
    """Run one job as the worker would: outside any scope, for one organisation."""
    context = SimpleNamespace(job=SimpleNamespace(attempts=0))
    task._run(context, organisation_id=organisation_id, meta_id="00000000-0000-0000-0000-000000000000", **references)


def test_the_text_of_an_upload_follows(acting: Any, organisations: dict[str, int]) -> None:
    own = organisations["wervik"]
    with acting("hilde", "wervik"):
        row = Dossier.objects.get(title="Toelage voor de fanfare")
        batch = intake.upload(organisation_id=own, dossier_id=row.id, files=[("nota.txt", io.BytesIO(b"Over de zilverspar."))])
        record = batch.items.get().record
        assert JobMeta.objects.filter(task="kernel.events.jobs.deliver").exists()
        jobs.on_records_received(SimpleNamespace(organisation_id=own, subject=f"archive.batch:{batch.id}"))
        assert JobMeta.objects.filter(task="modules.archive.jobs.extract").count() == 1
    work(jobs.extract, own, record_id=str(record.id))
    with acting("piet"):
        assert Record.objects.get(id=record.id).processing == "indexed"
        assert len(finding.find(parse_query("zilverspar")).hits) == 1


def test_the_night_computes_every_verdict(acting: Any, organisations: dict[str, int], still_clock: Any) -> None:
    from datetime import timedelta

    still_clock.forward(timedelta(days=2 * 366))
    work(jobs.night, organisations["wervik"])
    with acting("hilde", "wervik"):
        late = RetentionVerdict.objects.filter(outcome="overdue").values_list("dossier__title", flat=True)
        assert set(late) == {"Klacht over losliggende tegels"}
        assert RetentionVerdict.objects.exclude(computed_on="2029-03-31").count() == 0
