"""What runs later: checking, and removing bytes whose time is over."""

from __future__ import annotations

from uuid import UUID

from nabij.kernel.jobs.tasks import task
from nabij.kernel.tenancy.scope import current

from . import actions, queries


@task(lane="normal", retries=3)
def examine(*, blob_id: str) -> None:
    """Check one file and re-make it when it is an image. A message for which a person waits goes before a photo. A module that offers the
    place of a photo calls the action itself."""
    actions.examine(blob=queries.get(UUID(blob_id)))


@task(lane="bulk", retries=3)
def sweep() -> None:
    """Remove marked bytes of the organisation of the running job."""
    for organisation_id in sorted(current().writing):
        actions.sweep(organisation_id=organisation_id)


@task(lane="bulk", retries=1)
def collect() -> None:
    """Mark what is past its grace, then ask again for files whose scanner was down."""
    for organisation_id in sorted(current().writing):
        actions.collect(organisation_id=organisation_id)
        for blob in queries.waiting(organisation_id=organisation_id):
            examine.enqueue(organisation_id=organisation_id, unique_key=f"blobs.examine:{blob.id}", blob_id=str(blob.id))
