"""What meldpunt does at night and in the morning."""

from __future__ import annotations

from procrastinate.contrib.django import app

from nabij.kernel.jobs.tasks import task
from nabij.kernel.tenancy import queries as directory
from nabij.kernel.tenancy.scope import scope, system

from . import facade


@task(lane="normal", retries=3)
def move_horizon() -> None:
    """Keep the shifts of every line made for the coming half year, also when nobody touches the rota."""
    facade.renew_shifts()


@task(lane="normal", retries=3)
def look_ahead() -> None:
    """Gaps, people who cannot be reached and broken rules of the coming eight weeks: told once, paged when near."""
    facade.look_ahead()


@app.periodic(cron="*/15 * * * *")
@app.task(name="meldpunt.every_quarter", queueing_lock="meldpunt.every_quarter", queue="default")
def every_quarter(timestamp: int) -> None:
    """The look itself happens once a day, at the first quarter from 6.00 on the local clock: a worker that slept makes up for it."""
    region = directory.partnership().id
    with scope(reading=[region], writing=[region], actor=system("meldpunt")):
        look_ahead.enqueue(organisation_id=region, unique_key="meldpunt.look_ahead")
