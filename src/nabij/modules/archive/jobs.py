"""What runs later: the text of a record, the next files of a batch, the verdicts of the night."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from nabij.kernel.jobs.tasks import enqueue_here, task
from nabij.kernel.tenancy.scope import current

from .actions import filing, intake, verdicts
from .queries import intake as queries


@task(lane="normal", retries=3, module="archive")
def extract(*, record_id: str) -> None:
    """Read the text of one record in the sandbox. Repeating it gives the same."""
    filing.extract(record_id=UUID(record_id))


@task(lane="bulk", retries=3, module="archive")
def take_in(*, batch_id: str) -> None:
    """Take over the next group of a batch, then ask for the group after it."""
    if intake.take_next(batch_id=UUID(batch_id)):
        enqueue_here(take_in, batch_id=batch_id)


@task(lane="bulk", retries=1, module="archive")
def night() -> None:
    """Verdicts as of today, for every organisation of the job."""
    for organisation_id in sorted(current().writing):
        verdicts.recompute_all(organisation_id=organisation_id)


def on_batch_approved(event: Any) -> None:
    """Someone approved a dry run: its files follow, a group at a time."""
    take_in.enqueue(organisation_id=event.organisation_id, batch_id=event.subject.partition(":")[2])


def on_records_received(event: Any) -> None:
    """Files were loaded: the text of those that nobody read yet follows."""
    for record_id in queries.unread(UUID(event.subject.partition(":")[2])):
        extract.enqueue(organisation_id=event.organisation_id, unique_key=f"archive.extract:{record_id}", record_id=str(record_id))
