"""What meldpunt does at night, and after a change of the rota."""

from __future__ import annotations

from typing import Any

from nabij.kernel.calendar import clock
from nabij.kernel.jobs.tasks import task
from nabij.kernel.tenancy import queries as organisations
from nabij.kernel.tenancy.scope import current, switch_to

from . import facade, standing


@task(lane="normal", retries=3)
def move_horizon() -> None:
    """Keep the shifts of every line made for the coming half year, also when nobody touches the rota."""
    facade.renew_shifts()


@task(lane="normal", retries=3, module="meldpunt")
def keep_copies() -> None:
    """Keep what must answer without a database: the sheet and who is on call."""
    organisation_id = current().organisation_id
    assert organisation_id is not None, "a job needs an owner"
    standing.keep_all(organisation_id, clock.now())


def on_shifts_changed(event: Any) -> None:
    """The rota of a line changed: calendars follow, and the copies of every member are made anew."""
    facade.renew_calendars()
    for member in organisations.members(event.organisation_id, clock.today()):
        with switch_to(member.id, ground="het wachtrooster wijzigde: de noodkopie wordt vernieuwd"):
            keep_copies.enqueue(organisation_id=member.id, unique_key="copies")
