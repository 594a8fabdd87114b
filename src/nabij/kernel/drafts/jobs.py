from __future__ import annotations

from ..jobs.tasks import task
from ..tenancy.scope import current
from . import actions


@task(lane="bulk")
def forget_old() -> None:
    """Nightly: drafts live thirty days (kernel spec, retention)."""
    (organisation_id,) = current().writing
    actions.forget(organisation_id)
