"""People who wait for a person: asked, taken, tried, reached. No call ends in silence."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Count, Min, Q

from .. import crypto, spoken
from ..access.policy import authorise
from ..audit import entries
from ..calendar import clock
from ..calendar.queries import calendar_for
from ..errors import Invalid, NotFound, RuleViolation, Unavailable
from ..events import outbox
from .models import CallTask, Notice
from .waiting import CALL_WITHIN, TRY_AGAIN_AFTER, Asking, by_when, queue_order

PURPOSE = "call"
CODE_LENGTH = 6
WAITING = (CallTask.State.OPEN, CallTask.State.TRIED)
OUTCOMES = {
    "reached": "ik sprak de persoon",
    "no_answer": "niemand nam op",
    "letter": "ik stuurde een brief",
    "moved": "een collega neemt het over",
    "closed": "sluit af zonder contact",
}


@dataclass(frozen=True, slots=True)
class Wish:
    """Who wants to be rung, where, about what, and when it suits. ``visit``: the person comes along instead."""

    who: str
    phone: str = ""
    about: str = ""
    when: str = ""
    visit: bool = False


@dataclass(frozen=True, slots=True)
class Waiting:
    """A task with what is sealed in it."""

    task: CallTask
    wish: Wish


def ask(
    *, organisation_id: int, wish: Wish, origin: str = CallTask.Origin.REQUEST, asked_at: datetime | None = None,
    within: timedelta = CALL_WITHIN, due: datetime | None = None, team: str = "", subject_key: str = "", notice: Notice | None = None,
    came_from_id: int | None = None,
) -> CallTask:
    """Put somebody in the queue; the promised moment is working time from the moment of asking. Raises ``Invalid``."""
    authorise("kernel.call.ask")
    _check(wish)
    asked_at = asked_at or clock.now()
    row = _insert(
        organisation_id, origin=origin, asked_at=asked_at, due=due or by_when(asked_at, within, calendar_for(organisation_id)), team=team,
        subject_key=subject_key, notice=notice, came_from_id=came_from_id, sealed=_sealed(organisation_id, wish),
    )
    entries.record("notices.call.asked", row, detail={"origin": str(origin)})
    outbox.publish("call_task.asked", row, data={"origin": str(origin)})
    return row


def _check(wish: Wish) -> None:
    problems = {
        "who": "" if wish.who.strip() else "Vul een naam in, zodat we weten naar wie we vragen.",
        "phone": "" if wish.phone.strip() or wish.visit else "Vul een telefoonnummer in, of kies dat u langskomt.",
    }
    found = {name: sentence for name, sentence in problems.items() if sentence}
    if found:
        raise Invalid(found)


def _insert(organisation_id: int, **columns: object) -> CallTask:
    for _ in range(5):
        try:
            with transaction.atomic():
                return CallTask.objects.create(organisation_id=organisation_id, code=spoken.make(CODE_LENGTH), **columns)
        except IntegrityError:
            continue
    raise Unavailable("We vinden nu geen vrij nummer. Probeer het over enkele minuten opnieuw.")


def _sealed(organisation_id: int, wish: Wish) -> bytes:
    content = {"who": wish.who, "phone": wish.phone, "about": wish.about, "when": wish.when, "visit": wish.visit}
    return crypto.seal(organisation_id, PURPOSE, json.dumps(content))


def opened(row: CallTask) -> Waiting:
    return Waiting(row, Wish(**json.loads(crypto.unseal(row.organisation_id, PURPOSE, row.sealed))))


def waiting(organisation_id: int) -> list[Waiting]:
    """Everyone who still waits, in order of asking."""
    rows = {str(row.id): row for row in CallTask.objects.filter(organisation_id=organisation_id, state__in=WAITING)}
    order = queue_order(Asking(row.asked_at, key, row.origin) for key, row in rows.items())
    return [opened(rows[one.key]) for one in order]


@dataclass(frozen=True, slots=True)
class Load:
    """How many wait, the first promised moment, and how many promises are over."""

    number: int
    first: datetime | None
    late: int


def load(organisation_id: int) -> Load:
    """What waits, without opening anything: one query."""
    rows = CallTask.objects.filter(organisation_id=organisation_id, state__in=WAITING)
    late = Count("id", filter=Q(due__lt=clock.now()))
    found = rows.aggregate(number=Count("id"), first=Min("due"), late=late)
    return Load(found["number"], found["first"], found["late"])


def done_since(organisation_id: int, since: datetime) -> list[CallTask]:
    return list(CallTask.objects.filter(organisation_id=organisation_id, closed_at__gte=since))


def by_id(organisation_id: int, call_id: UUID, *, lock: bool = False) -> CallTask:
    """Raises ``NotFound``."""
    rows = CallTask.objects.select_for_update() if lock else CallTask.objects
    found = rows.filter(organisation_id=organisation_id, id=call_id).first()
    if found is None:
        raise NotFound()
    return found


def take(*, organisation_id: int, call_id: UUID) -> CallTask:
    """The caller says: I ring this one. Raises ``RuleViolation`` when a colleague already did."""
    actor = authorise("kernel.call.work")
    row = _open(organisation_id, call_id)
    if row.taken_by_id and row.taken_by_id != actor.account_id:
        raise RuleViolation(f"{row.taken_label} belt deze persoon al.")
    row.taken_by_id, row.taken_label, row.taken_at = actor.account_id, actor.label, clock.now()
    row.save()
    entries.record("notices.call.taken", row)
    outbox.publish("call_task.taken", row)
    return row


def note_outcome(*, organisation_id: int, call_id: UUID, outcome: str, note: str = "", again_at: datetime | None = None) -> CallTask:
    """What came of the call. Without answer the task stays in its place in the queue. Raises ``Invalid``."""
    actor = authorise("kernel.call.work")
    if outcome not in OUTCOMES:
        raise Invalid({"outcome": "Kies hoe het gesprek afliep."})
    if outcome in ("letter", "moved", "closed") and not note.strip():
        raise Invalid({"note": "Schrijf in één zin wat u afsprak, of waarom."})
    row = _open(organisation_id, call_id)
    now = clock.now()
    row.outcome, row.taken_label, row.taken_by_id = note.strip()[:300], actor.label, actor.account_id
    if outcome == "no_answer":
        row.state, row.tries = CallTask.State.TRIED, row.tries + 1
        row.next_try_at = again_at or by_when(now, TRY_AGAIN_AFTER, calendar_for(organisation_id))
        row.taken_by, row.taken_at = None, None
    else:
        ends = {"reached": "REACHED", "letter": "LETTER_SENT", "moved": "MOVED", "closed": "CLOSED"}
        row.state, row.closed_at, row.next_try_at = CallTask.State[ends[outcome]], now, None
    row.save()
    _settle_notice(row, outcome)
    entries.record("notices.call.noted", row, detail={"outcome": outcome, "tries": row.tries})
    outbox.publish("call_task.noted", row, data={"outcome": outcome})
    return row


def withdraw(*, organisation_id: int, call_id: UUID, why: str) -> CallTask | None:
    """Take a task out of the queue because the question went elsewhere; None when it no longer waits or was taken up."""
    row = CallTask.objects.select_for_update().filter(organisation_id=organisation_id, id=call_id, state__in=WAITING).first()
    if row is None or row.taken_at is not None:
        return None
    row.state, row.outcome, row.closed_at = CallTask.State.MOVED, why[:300], clock.now()
    row.save()
    entries.record("notices.call.withdrawn", row)
    return row


def _open(organisation_id: int, call_id: UUID) -> CallTask:
    row = by_id(organisation_id, call_id, lock=True)
    if row.state not in WAITING:
        raise RuleViolation("Deze persoon wacht niet meer: een collega sloot de vraag af.")
    return row


def _settle_notice(row: CallTask, outcome: str) -> None:
    """A message that ended with a person ends when that person was spoken to, or when a person decides to stop."""
    if row.notice_id is None:
        return
    ends = {"reached": Notice.State.DELIVERED, "letter": Notice.State.DELIVERED, "closed": Notice.State.ABANDONED}
    if outcome in ends:
        Notice.objects.filter(organisation_id=row.organisation_id, id=row.notice_id).update(state=ends[outcome])
