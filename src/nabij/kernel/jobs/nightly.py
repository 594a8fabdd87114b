"""What every organisation needs each night, spread as one job per organisation."""

from __future__ import annotations

from django.conf import settings
from django.utils.module_loading import import_string
from procrastinate.contrib.django import app

from ..modules import registry
from ..tenancy import queries as directory
from ..tenancy.scope import scope, system
from .tasks import Task


@app.periodic(cron="10 2 * * *")
@app.task(name="kernel.jobs.nightly", queueing_lock="nightly", queue="default")
def nightly(timestamp: int) -> None:
    """Jobs of the kernel (``settings.NABIJ_NIGHTLY``) and of the manifests: ``each`` = every organisation, ``region`` = the
    partnership once."""
    region = directory.partnership().id
    wanted = settings.NABIJ_NIGHTLY | {job: spread for m in registry.installed() for job, spread in m.nightly.items()}
    for dotted, spread in wanted.items():
        job: Task = import_string(dotted)
        for organisation_id in everyone() if spread == "each" else [region]:
            with scope(reading=[organisation_id], writing=[organisation_id], actor=system("nightly")):
                job.enqueue(organisation_id=organisation_id, unique_key="nightly")


def everyone() -> list[int]:
    """Ids of the organisations that can own rows of their own."""
    from ..calendar import clock

    return [o.id for o in directory.organisations(on=clock.today()) if o.may_control]
