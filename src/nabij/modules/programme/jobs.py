"""What the programme does later: who hears of silence, every night, and the thirteen notes, one by one."""

from __future__ import annotations

from uuid import UUID

from nabij.kernel.calendar import clock
from nabij.kernel.jobs.tasks import task
from nabij.kernel.tenancy.scope import current

from . import actions


@task(lane="normal", retries=3)
def stall_scan() -> None:
    """Tell who is due that a project stands still (N17). Each step hears once, also when this runs twice."""
    actions.raise_signals(today=clock.today())


@task(lane="interactive", retries=5, module="programme")
def make_notes(*, consultation_id: str, turn: int) -> None:
    """Make one note and ask for the next. Each turn is its own transaction: a worker that dies loses at most the note in hand."""
    if actions.make_next(consultation_id=UUID(consultation_id)):
        (partnership_id,) = current().writing
        ask_for_notes(partnership_id, UUID(consultation_id), turn + 1)


def ask_for_notes(partnership_id: int, consultation_id: UUID, turn: int = 1) -> None:
    """Put the next turn in the queue."""
    make_notes.enqueue(
        organisation_id=partnership_id, unique_key=f"notes:{consultation_id}:{turn}", consultation_id=str(consultation_id), turn=turn
    )
