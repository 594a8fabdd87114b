"""A request for a service: taken in the same way from the site and from the desk, answered in the order of asking."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction

from nabij.kernel import crypto, spoken
from nabij.kernel.access import authorise
from nabij.kernel.audit import entries
from nabij.kernel.calendar import clock
from nabij.kernel.calendar.queries import calendar_for
from nabij.kernel.errors import Invalid, NotFound, RuleViolation, Stale, Unavailable
from nabij.kernel.events import facade as events
from nabij.kernel.notices.actions import notify
from nabij.kernel.references import Reference
from nabij.kernel.tenancy import queries as directory

from .. import access
from ..events import SUBMISSION_ANSWERED, SUBMISSION_RECEIVED
from ..models import Service, Submission
from ..queries import catalogue
from ..queries.submissions import CODE_LENGTH, PURPOSE, wanted_of
from ..rules.submissions import State, Wanted, may_follow, once, problems

#: Where a service says nothing itself (working days).
USUAL_DAYS = 14


def submit(
    *, service_id: UUID, wanted: Wanted, channel: str = "web", party_id: UUID | None = None, entered_by: str = "", form_key: str = "",
    none_digital: bool = False,
) -> Submission:
    """Take a request in. A second press on the same page gives the first one back. Raises ``Invalid`` and ``NotFound``."""
    authorise(access.ASK)
    lacking = problems(wanted)
    if lacking:
        raise Invalid(lacking)
    service = catalogue.row(service_id)
    if service.state != "published":
        raise NotFound()
    key = once(form_key, wanted)
    earlier = Submission.objects.filter(organisation_id=service.organisation_id, form_key=key).first() if key else None
    if earlier is not None:
        return earlier
    row, is_new = _insert(service, wanted, channel=channel, party_id=party_id, entered_by=entered_by, form_key=key)
    if not is_new:
        return row
    entries.record("website.submission.received", row, detail={"service": service.slug, "channel": channel})
    events.publish(SUBMISSION_RECEIVED, row, data={"service": service.slug, "channel": channel})
    if channel == "web" and wanted.email and not none_digital:
        _tell(row, wanted, "website.received", {})
    return row


def _insert(service: Service, wanted: Wanted, **columns: object) -> tuple[Submission, bool]:
    """The row and whether it is new: a second press at the same moment gets the row of the first."""
    own, now = service.organisation_id, clock.now()
    sealed = crypto.seal(own, PURPOSE, json.dumps({k: v for k, v in asdict(wanted).items() if k not in ("text", "wish")}))
    for _ in range(5):
        try:
            with transaction.atomic():
                made = Submission.objects.create(
                    organisation_id=own, service=service, code=spoken.make(CODE_LENGTH), text=wanted.text.replace("\x00", "").strip(),
                    wish=wanted.wish, contact=sealed, asked_at=now, answer_by=answer_by(service), **columns,
                )
            return made, True
        except IntegrityError:
            if (key := columns["form_key"]) and (first := Submission.objects.filter(organisation_id=own, form_key=key).first()):
                return first, False
    raise Unavailable("We vinden nu geen vrij nummer. Probeer het over enkele minuten opnieuw.")


def answer_by(service: Service) -> date:
    """The last day on which the person hears of us, the same for every way in."""
    return calendar_for(service.organisation_id).add_working_days(clock.today(), service.days_to_answer or USUAL_DAYS)


def move(*, submission_id: UUID, to: State, row_version: int, answer: str = "") -> Submission:
    """Take up, answer or note that it was withdrawn; an answer leaves the way the person chose.

    Raises ``Stale`` when a colleague was first, ``RuleViolation`` for a step that cannot be, ``Invalid`` without an answer."""
    actor = authorise(access.HANDLE)
    row = Submission.objects.select_for_update().filter(id=submission_id).first()
    if row is None:
        raise NotFound()
    if row.row_version != row_version:
        raise Stale(f"{row.handled_by or 'Een collega'} wijzigde deze vraag intussen. Kijk wat er veranderde en bewaar opnieuw.")
    refused = may_follow(State(row.state), to)
    if refused:
        raise RuleViolation(refused)
    if to is State.ANSWERED and not answer.strip():
        raise Invalid({"answer": "Schrijf wat de persoon mag lezen."})
    _step(row, to, answer, actor.label)
    entries.record("website.submission.moved", row, detail={"to": to.value})
    if to is State.ANSWERED:
        events.publish(SUBMISSION_ANSWERED, row, data={})
        _tell(row, wanted_of(row), "website.answered", {"answer": row.answer})
    return row


def _step(row: Submission, to: State, answer: str, who: str) -> None:
    now = clock.now()
    row.state, row.handled_by, row.row_version = to.value, who, row.row_version + 1
    row.first_answer_at = row.first_answer_at or now
    if to is not State.IN_PROGRESS:
        row.answer, row.closed_at = answer.strip(), now
    row.save()


def _tell(row: Submission, wanted: Wanted, kind: str, more: dict[str, str]) -> None:
    """The answer goes the way that the person asked for, and no other; who comes along hears it at the desk."""
    if wanted.wish == "visit" and kind != "website.received":
        return
    ways = {"email": {"email": wanted.email}, "letter": {"letter": wanted.address}, "phone": {"call": wanted.phone}}
    points = {"email": wanted.email} if kind == "website.received" else ways.get(wanted.wish, {"call": wanted.phone})
    view, own = catalogue.service(row.service_id), directory.by_id(row.organisation_id)
    notify(
        kind=kind, organisation_id=row.organisation_id, recipient=wanted.name, contact_points={k: v for k, v in points.items() if v},
        subject=Reference.to(row, spoken.grouped(row.code)), none_digital=wanted.wish in ("letter", "phone"),
        context={"row": row, "code": spoken.grouped(row.code), "service": view, "organisation": own} | more,
    )
