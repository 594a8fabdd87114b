"""What the programme does later: who hears of silence, every night, and the thirteen notes, one by one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from nabij.kernel.calendar import clock
from nabij.kernel.jobs.tasks import enqueue_here, task

from . import actions


@task(lane="normal", retries=3)
def stall_scan() -> None:
    """Tell who is due that a project stands still (N17). Each step hears once, also when this runs twice."""
    actions.raise_signals(today=clock.today())


@task(lane="interactive", retries=5, module="programme")
def make_notes(*, consultation_id: str) -> None:
    """Make one note and ask for the next. Each turn is its own transaction: a worker that dies loses at most the note in hand."""
    if actions.make_next(consultation_id=UUID(consultation_id)):
        enqueue_here(make_notes, consultation_id=consultation_id)


def on_notes_ordered(event: Any) -> None:
    """The secretariat asked for the notes of a round: the first turn."""
    make_notes.enqueue(organisation_id=event.organisation_id, consultation_id=event.subject.partition(":")[2])
