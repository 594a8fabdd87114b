from __future__ import annotations

from nabij.kernel.jobs.tasks import task
from nabij.kernel.tenancy.scope import current

from .actions import passing


@task(lane="interactive")
def bring_back() -> None:
    """When the time to take a passed question is over: it comes back as a task of our own."""
    (organisation_id,) = current().writing
    passing.bring_back(organisation_id=organisation_id)
