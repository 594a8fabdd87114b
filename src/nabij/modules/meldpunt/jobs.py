"""What meldpunt does at night, in the morning, and after a change of the rota."""

from __future__ import annotations

from typing import Any

from procrastinate.contrib.django import app

from nabij.kernel.calendar import clock
from nabij.kernel.jobs.tasks import task
from nabij.kernel.notices.models import CallTask
from nabij.kernel.tenancy import queries as organisations
from nabij.kernel.tenancy.scope import current, scope, switch_to, system

from . import facade, standing
from .actions import call_back
from .models.alarm import Alert


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
    region = organisations.partnership().id
    with scope(reading=[region], writing=[region], actor=system("meldpunt")):
        look_ahead.enqueue(organisation_id=region, unique_key="meldpunt.look_ahead")


@task(lane="normal", retries=3, module="meldpunt")
def keep_copies() -> None:
    """Keep what must answer without a database: the sheet and who is on call."""
    organisation_id = current().organisation_id
    assert organisation_id is not None, "a job needs an owner"
    standing.keep_all(organisation_id, clock.now())


def on_call_noted(event: Any) -> None:
    """The desk rang a duty officer back (key 3): the history of the alarm says what came of it."""
    task = CallTask.objects.filter(id=event.subject.rpartition(":")[2]).first()
    subject, _, alert_id = task.subject_key.rpartition(":") if task else ("", "", "")
    alert = Alert.objects.filter(id=alert_id).first() if subject == "meldpunt.alert" else None
    if task is not None and alert is not None:
        call_back.note_outcome(alert=alert, task=task, outcome=str(event.data.get("outcome", "")))


@task(lane="normal", retries=3, module="meldpunt")
def forget() -> None:
    """Numbers, names and words of the duty line that are past their term."""
    organisation_id = current().organisation_id
    assert organisation_id is not None, "a job needs an owner"
    facade.forget(organisation_id)


def on_shifts_changed(event: Any) -> None:
    """The rota of a line changed: calendars follow, and the copies of every member are made anew."""
    facade.renew_calendars()
    for member in organisations.members(event.organisation_id, clock.today()):
        with switch_to(member.id, ground="het wachtrooster wijzigde: de noodkopie wordt vernieuwd"):
            keep_copies.enqueue(organisation_id=member.id, unique_key="copies")
