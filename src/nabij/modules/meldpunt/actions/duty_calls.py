"""Messages of the duty line that are no alarm, from row to telephone. The same providers, lease and fencing token as a page.

Whoever writes a call never sends it: ``doors_clock`` leases, calls the provider outside any transaction and keeps the answer here.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from nabij.connect.sms import providers
from nabij.kernel import crypto
from nabij.kernel.audit import entries as audit
from nabij.kernel.calendar import clock

from ..models.alarm import PageState
from ..models.duty import ContactMethod, DutyPerson
from ..models.duty_call import DutyCall, LineCoordinator, MethodDelay, Purpose
from ..queries.chain import PURPOSE
from . import paging
from .sending import LEASE, RECEIPT_WITHIN, Leased, _DatabaseTime, _lease_end

#: Purposes on which "1" is an answer.
ASKED = (Purpose.DRILL, Purpose.HANDOVER, Purpose.MISSED, Purpose.TEST)
ANSWER_WITHIN = timedelta(hours=2)


@dataclass(frozen=True)
class About:
    """What a call is about: ``subject`` makes it unique per person and method."""

    purpose: Purpose
    subject: str
    text: str
    line_id: uuid.UUID | None = None
    role: str = ""


def call_person(*, owner: int, person: DutyPerson, about: About, methods: Sequence[ContactMethod], at: datetime) -> int:
    """Write one call per method, each after its own delay for what is not an alarm. Returns how many are new."""
    delays = dict(MethodDelay.objects.filter(method__in=methods).values_list("method_id", "minutes"))
    waits = {method.id: timedelta(minutes=delays.get(method.id, method.delay_minutes)) for method in methods}
    return _write([_row(owner, about, person.id, str(person), one.id, one.kind, at + waits[one.id]) for one in methods])


def call_person_now(*, owner: int, person: DutyPerson, about: About, method: ContactMethod, at: datetime) -> int:
    """One call over one method, without waiting. Returns 0 when it stands already."""
    return _write([_row(owner, about, person.id, str(person), method.id, method.kind, at)])


def call_coordinators(*, owner: int, about: About, at: datetime) -> int:
    """Tell the coordinators of the line by text and by voice at once: there is nobody left to wait for."""
    rows = [
        _row(owner, about, one.id, one.name, one.id, kind, at, attempt)
        for one in LineCoordinator.objects.filter(organisation_id=owner, line_id=about.line_id)
        for attempt, kind in enumerate(("sms", "voice"))
    ]
    return _write(rows)


def _row(
    owner: int, about: About, recipient: uuid.UUID, name: str, method: uuid.UUID, kind: str, due_at: datetime, attempt: int = 0
) -> DutyCall:
    return DutyCall(
        organisation_id=owner, line_id=about.line_id, purpose=about.purpose, subject=about.subject, recipient=recipient,
        recipient_name=name, role=about.role, method=method, kind=kind, provider=paging.provider_name(kind, 0), text=about.text[:600],
        due_at=due_at, attempt=attempt,
    )  # fmt: skip


def _write(rows: list[DutyCall]) -> int:
    """Rows that stand already are left as they are: two engines may want the same call."""
    known = {
        (c.purpose, c.subject, c.recipient, c.method, c.attempt)
        for c in DutyCall.objects.filter(purpose__in={r.purpose for r in rows}, subject__in={r.subject for r in rows})
    }
    fresh = [r for r in rows if (r.purpose, r.subject, r.recipient, r.method, r.attempt) not in known]
    DutyCall.objects.bulk_create(fresh, ignore_conflicts=True)
    return len(fresh)


def supersede(*, purpose: Purpose, subject: str) -> None:
    """What did not leave yet is no longer needed."""
    DutyCall.objects.filter(purpose=purpose, subject=subject, state=PageState.PENDING).update(state=PageState.SUPERSEDED)


def lease_due(owner: int, at: datetime, limit: int = 20) -> list[Leased]:
    """Take due calls that no other engine holds. Commit before sending."""
    due = DutyCall.objects.select_for_update(skip_locked=True).filter(organisation_id=owner, state=PageState.PENDING, due_at__lte=at)
    return _leased(list(due.order_by("due_at")[:limit]))


def lease_abandoned(owner: int, limit: int = 20) -> list[Leased]:
    """Calls whose engine never came back: the provider is asked by key first."""
    stale = DutyCall.objects.select_for_update(skip_locked=True).filter(
        organisation_id=owner, state=PageState.SENDING, lease_until__lte=_DatabaseTime()
    )
    return _leased(list(stale.order_by("lease_until")[:limit]))


def _leased(calls: list[DutyCall]) -> list[Leased]:
    token, send_before = uuid.uuid4(), time.monotonic() + LEASE.total_seconds() / 2
    DutyCall.objects.filter(id__in=[call.id for call in calls]).update(state=PageState.SENDING, lease_token=token, lease_until=_lease_end())
    return [Leased(c.id, c.organisation_id, token, c.provider, c.kind, number_of(c), c.text, send_before) for c in calls]


def number_of(call: DutyCall) -> str | None:
    """The number or address behind a call, opened; None when the method is gone."""
    if call.purpose == Purpose.GATEWAY:
        return settings.NABIJ_DUTY_TEST_NUMBER or None
    row = ContactMethod.objects.filter(id=call.method).first() or LineCoordinator.objects.filter(id=call.method).first()
    return crypto.unseal(row.organisation_id, PURPOSE, row.number) if row else None


def awaiting_receipt(owner: int, at: datetime) -> list[Leased]:
    """Calls that left in the last minutes and of which nobody knows whether they arrived."""
    sent = DutyCall.objects.filter(organisation_id=owner, state=PageState.SENT, sent_at__gt=at - timedelta(minutes=20))
    return [Leased(c.id, owner, uuid.UUID(int=0), c.provider, c.kind, None, "", 0.0) for c in sent.order_by("sent_at")[:50]]


def keep(leased: Leased, state: str, detail: str, at: datetime) -> None:
    """Record what the provider said, while our token is on the row."""
    if leased.token.int == 0:
        _keep_receipt(leased, state, at)
        return
    call = DutyCall.objects.select_for_update().filter(id=leased.page, state=PageState.SENDING, lease_token=leased.token).first()
    if call is None:
        return
    call.lease_token = call.lease_until = None
    if state in ("sent", "delivered"):
        call.state, call.sent_at = PageState(state), at
        call.delivered_at = at if state == "delivered" else None
        if call.purpose == Purpose.CODE:
            call.text = "(code)"  # it left; nobody else needs to read it
    elif state == "never_left":
        call.state = PageState.PENDING
    else:
        call.state, call.problem = (PageState.UNKNOWN if state == "doubt" else PageState.FAILED), detail[:200]
        _other_provider(call, at)
    call.save()


def _keep_receipt(leased: Leased, state: str, at: datetime) -> None:
    call = DutyCall.objects.select_for_update().filter(id=leased.page, state=PageState.SENT).first()
    if call is None or call.sent_at is None:
        return
    if state == "delivered":
        call.state, call.delivered_at = PageState.DELIVERED, at
    elif state == "failed":
        call.state, call.problem = PageState.FAILED, "het bericht kwam niet aan."
        _other_provider(call, at)
    elif at - call.sent_at >= RECEIPT_WITHIN and not call.problem:
        call.problem = "geen ontvangstbewijs na 60 seconden."
    call.save()


def _other_provider(call: DutyCall, at: datetime) -> None:
    """Once more over the other provider; a drill and a test measure one way and stay as they fell out."""
    if call.purpose in (Purpose.DRILL, Purpose.GATEWAY) or call.attempt + 2 > len(providers(call.kind)):
        return
    DutyCall.objects.bulk_create(
        [
            DutyCall(
                organisation_id=call.organisation_id, line_id=call.line_id, purpose=call.purpose, subject=call.subject,
                recipient=call.recipient, recipient_name=call.recipient_name, role=call.role, method=call.method, kind=call.kind,
                provider=paging.provider_name(call.kind, call.attempt + 1), text=call.text, due_at=at, attempt=call.attempt + 1,
            )
        ],
        ignore_conflicts=True,
    )  # fmt: skip


def confirm(*, owner: int, sender: str, at: datetime | None = None) -> DutyCall | None:
    """ "1" from a telephone that was called: the newest open question of that number is answered. None when there is none.

    Runs in the scope of the line's owner. The same "1" twice changes nothing.
    """
    at = at or clock.now()
    index = crypto.blind_index(owner, PURPOSE, sender)
    methods = [
        *ContactMethod.objects.filter(organisation_id=owner, number_index=index).values_list("id", flat=True),
        *LineCoordinator.objects.filter(organisation_id=owner, number_index=index).values_list("id", flat=True),
    ]
    asked = DutyCall.objects.select_for_update().filter(
        organisation_id=owner, method__in=methods, purpose__in=ASKED, sent_at__gt=at - ANSWER_WITHIN
    )
    call = asked.order_by("-sent_at").first()
    if call is not None and call.confirmed_at is None:
        call.confirmed_at = at
        call.save(update_fields=["confirmed_at"])
        audit.record("meldpunt.duty_call.confirmed", call, detail={"purpose": call.purpose, "by": call.recipient_name})
        _proves(call, at)
    return call


def _proves(call: DutyCall, at: datetime) -> None:
    """An answer from the number itself is as good as a code that came back: the coordinator may add a number, never prove it."""
    method = ContactMethod.objects.select_for_update(of=("self",)).filter(id=call.method, verified_at=None).first()
    if call.purpose == Purpose.TEST and method is not None:
        method.verified_at = at
        method.save(update_fields=["verified_at"])
        audit.record("meldpunt.contact_method.proven", method, detail={"through": "antwoord"})
