"""What meldpunt does at night."""

from __future__ import annotations

from nabij.kernel.jobs.tasks import task

from . import facade


@task(lane="normal", retries=3)
def move_horizon() -> None:
    """Keep the shifts of every line made for the coming half year, also when nobody touches the rota."""
    facade.renew_shifts()
