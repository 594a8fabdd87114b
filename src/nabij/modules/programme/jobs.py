"""What the programme does at night."""

from __future__ import annotations

from nabij.kernel.calendar import clock
from nabij.kernel.jobs.tasks import task

from . import actions


@task(lane="normal", retries=3)
def stall_scan() -> None:
    """Tell who is due that a project stands still (N17). Each step hears once, also when this runs twice."""
    actions.raise_signals(today=clock.today())
