"""Passing a question on to whom it belongs, with a name and a number; untaken, it comes back before anybody waited too long."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import models

from nabij.kernel import crypto
from nabij.kernel.access import authorise
from nabij.kernel.audit import entries
from nabij.kernel.calendar import clock
from nabij.kernel.calendar.queries import calendar_for
from nabij.kernel.errors import Invalid
from nabij.kernel.events import facade as events
from nabij.kernel.identity.models import Function
from nabij.kernel.notices import calls
from nabij.kernel.notices.calls import Wish
from nabij.kernel.notices.models import CallTask
from nabij.kernel.notices.waiting import CALL_WITHIN, TAKE_WITHIN, by_when
from nabij.kernel.tenancy import queries as directory
from nabij.kernel.tenancy.scope import switch_to

from .. import access
from ..models import PassedQuestion
from ..rules import passing as rules

PURPOSE = "desk.passed"
GROUND = "doorstroming: een vraag die niet voor ons is"


@dataclass(frozen=True, slots=True)
class Question:
    """Who asks, where to reach them, and the least that the receiver must know."""

    who: str
    phone: str
    question: str
    agreed: bool


def pass_on(*, organisation_id: int, to_id: int | None, asked: Question) -> PassedQuestion:
    """Put the question in the receiver's queue and keep only that it went. Raises ``Refused`` and ``Invalid``."""
    actor = authorise(access.COUNTER)
    own, to = directory.by_id(organisation_id), directory.by_id(to_id) if to_id else None
    crosses = bool(own and to and rules.crosses_ocmw(own.kind, to.kind))
    found = rules.problems(
        who=asked.who, phone=asked.phone, question=asked.question, receiver=to.slug if to and to.id != organisation_id else "",
        crosses=crosses, agreed=asked.agreed,
    )
    if found or to is None:
        raise Invalid(found or {"to": "Kies wie deze vraag moet krijgen."})
    row = PassedQuestion(
        organisation_id=organisation_id, to_id=to.id, phone=to.phone, crosses_ocmw=crosses, agreed=asked.agreed, passed_by=actor.label,
        passed_at=clock.now(), sealed=crypto.seal(organisation_id, PURPOSE, f"{asked.who}\n{asked.phone}\n{asked.question}"),
    )
    _ask_there(row, to.contact_name, asked, own.short_name if own else "")
    row.save(force_insert=True)
    _watch(row)
    entries.record("desk.question.handed", row, detail={"to": to.slug, "agreed": asked.agreed})
    events.publish("question.passed", row, data={"to": to.slug})
    return row


def _watch(row: PassedQuestion) -> None:
    """At the moment when somebody there must have taken it: it comes back by itself."""
    from ..jobs import bring_back as comes_back

    seconds = max(1, int((row.take_by - clock.now()).total_seconds()))
    comes_back.enqueue(organisation_id=row.organisation_id, unique_key=f"passed-{row.id}", after_s=seconds)


def _ask_there(row: PassedQuestion, team: str, asked: Question, sender: str) -> None:
    """The receiver's own row: a call task for a named team, due in their working time."""
    wish = Wish(asked.who, asked.phone, about=asked.question)
    with switch_to(row.to_id, ground=GROUND):
        calendar = calendar_for(row.to_id)
        row.take_by = by_when(row.passed_at, TAKE_WITHIN, calendar)
        row.promised_by = by_when(row.passed_at, CALL_WITHIN, calendar)
        row.team = f"{team} ({name})" if (name := _who_serves(row.to_id)) else team
        task = calls.ask(
            organisation_id=row.to_id, wish=wish, origin=CallTask.Origin.PASSED_ON, due=row.promised_by, team=f"doorgegeven door {sender}",
            subject_key=f"desk.passedquestion:{row.id}", came_from_id=row.organisation_id,
        )
        row.call_id, row.code = task.id, task.code


def _who_serves(organisation_id: int) -> str:
    """The name of a colleague at that desk today: the person gets a name, never only a counter."""
    serving = ("desk_clerk", "social_worker")
    rows = Function.objects.filter(organisation_id=organisation_id, kind__in=serving, period__contains=clock.today())
    return rows.order_by("kind", "id").values_list("account__display_name", flat=True).first() or ""


def note_taken(task: CallTask) -> None:
    """The receiver took a passed question up: the sender learns who, and forgets the words."""
    if task.origin != CallTask.Origin.PASSED_ON or task.came_from_id is None:
        return
    with switch_to(task.came_from_id, ground=GROUND):
        row = _open(PassedQuestion.objects.filter(organisation_id=task.came_from_id, call_id=task.id)).first()
        if row is not None:
            _settle(row, PassedQuestion.State.TAKEN, task.taken_label)


def bring_back(*, organisation_id: int) -> int:
    """Questions that nobody took in time come back to our own queue, with the moment of asking they had; returns how many."""
    late = _open(PassedQuestion.objects.filter(organisation_id=organisation_id, take_by__lte=clock.now()))
    return sum(_back(row) for row in late.order_by("passed_at"))


def _back(row: PassedQuestion) -> bool:
    with switch_to(row.to_id, ground=GROUND):
        gone = calls.withdraw(organisation_id=row.to_id, call_id=row.call_id, why="niet op tijd opgenomen: terug naar wie doorgaf")
    if gone is None:
        return False  # taken at this very moment: the other side's note follows
    who, phone, question = crypto.unseal(row.organisation_id, PURPOSE, row.sealed).split("\n", 2)
    to = directory.by_id(row.to_id)
    calls.ask(
        organisation_id=row.organisation_id, wish=Wish(who, phone, about=f"{question} ({to.short_name if to else ''} nam dit niet op)"),
        origin=CallTask.Origin.RETURNED, asked_at=row.passed_at, due=row.promised_by, subject_key=f"desk.passedquestion:{row.id}",
    )
    _settle(row, PassedQuestion.State.RETURNED, "")
    return True


def _open(rows: models.QuerySet[PassedQuestion]) -> models.QuerySet[PassedQuestion]:
    return rows.select_for_update().filter(state=PassedQuestion.State.PASSED)


def _settle(row: PassedQuestion, state: str, who: str) -> None:
    row.state, row.taken_by, row.settled_at, row.sealed = state, who, clock.now(), b""
    row.save()
    entries.record(f"desk.question.{state}", row, detail={"by": who})
    events.publish(f"question.{state}", row, data={})


def note_call(*, organisation_id: int, call_id: UUID, **said: Any) -> CallTask:
    """What came of a call; whoever rang took a passed question up, also without "Ik bel" first."""
    task = calls.note_outcome(organisation_id=organisation_id, call_id=call_id, **said)
    note_taken(task)
    return task


def take_call(*, organisation_id: int, call_id: UUID) -> CallTask:
    """"Ik bel": ours or passed on to us."""
    task = calls.take(organisation_id=organisation_id, call_id=call_id)
    note_taken(task)
    return task
