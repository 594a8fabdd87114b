"""From a page that is due to a telephone that rings: lease, result, doubt.

The engine leases and commits, calls the provider outside any transaction, and records. A result counts only
while its token is still on the row, so two live engines cannot send one page twice. What a dead engine left
behind is found by its expired lease: the provider is asked by key, and only when it cannot answer is one more
sent, marked "(herhaling)". A doubtful double beats a silent loss.
"""

from __future__ import annotations

import time
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import DateTimeField, ExpressionWrapper, Func, Value

from nabij.connect.sms import providers

from ..models.alarm import Alert, Page, PageState, Purpose
from ..queries.chain import number_of
from ..rules.alarm import AlertState
from . import paging

LEASE = timedelta(seconds=30)
RECEIPT_WITHIN = timedelta(seconds=60)
NEXT_TRY = 100


class _DatabaseTime(Func):
    """Time of the database: leases must not follow the demo clock, nor a machine whose clock is wrong."""

    function = "clock_timestamp"
    output_field = DateTimeField()  # type: ignore[assignment]


def _lease_end() -> ExpressionWrapper:
    return ExpressionWrapper(_DatabaseTime() + Value(LEASE), output_field=DateTimeField())


@dataclass(frozen=True)
class Leased:
    """A page that this engine may send (or ask about) until its lease ends."""

    page: uuid.UUID
    organisation_id: int
    token: uuid.UUID
    provider: str
    kind: str
    to: str | None
    text: str
    send_before: float

    @property
    def key(self) -> str:
        """The key by which the provider knows this page."""
        return str(self.page)


def _leased(pages: list[Page], token: uuid.UUID) -> list[Leased]:
    send_before = time.monotonic() + LEASE.total_seconds() / 2
    Page.objects.filter(id__in=[page.id for page in pages]).update(
        state=PageState.SENDING, lease_token=token, lease_until=_lease_end()
    )
    return [
        Leased(p.id, p.organisation_id, token, p.provider, p.kind, number_of(p.method), p.text, send_before)
        for p in pages
    ]


def lease_due(organisation_id: int, at: datetime, limit: int) -> list[Leased]:
    """Take due pages that no other engine holds, at most as many as can be sent now. Commit before sending."""
    due = Page.objects.select_for_update(skip_locked=True).filter(
        organisation_id=organisation_id, state=PageState.PENDING, due_at__lte=at
    )
    pages = list(due.order_by("due_at")[:limit])
    return _leased(pages, uuid.uuid4()) if pages else []


def lease_abandoned(organisation_id: int, limit: int) -> list[Leased]:
    """Take over pages whose engine never came back. They may have left: ask the provider first."""
    stale = Page.objects.select_for_update(skip_locked=True).filter(
        organisation_id=organisation_id, state=PageState.SENDING, lease_until__lte=_DatabaseTime()
    )
    pages = list(stale.order_by("lease_until")[:limit])
    return _leased(pages, uuid.uuid4()) if pages else []


def _held(leased: Leased) -> Page | None:
    """The page while our token is on it. None: another engine took over, and its word counts."""
    held = Page.objects.select_for_update().filter(id=leased.page, state=PageState.SENDING, lease_token=leased.token)
    return held.first()


def record_sent(leased: Leased, at: datetime, reference: str, *, delivered: bool = False) -> bool:
    """The provider took it. False when the token is no longer ours; then nothing changes."""
    page = _held(leased)
    if page is None:
        return False
    page.state = PageState.DELIVERED if delivered else PageState.SENT
    page.sent_at, page.provider_key, page.lease_token, page.lease_until = at, reference[:64], None, None
    page.delivered_at = at if delivered else None
    page.save()
    word = "sms vertrok" if page.kind == "sms" else "oproep vertrok"
    again = " (herhaling)" if page.repeat else ""
    paging.log(page.alert, at, "page_sent", paging.ENGINE, f"{page.recipient_name}: {word}{again}.")
    return True


def record_failed(leased: Leased, at: datetime, problem: str) -> bool:
    """The provider surely did not take it: other provider and next method together."""
    page = _held(leased)
    if page is None:
        return False
    _end(page, PageState.FAILED, problem)
    paging.log(page.alert, at, "page_failed", paging.ENGINE, f"{page.recipient_name}: {problem}")
    _other_ways(page, at, repeat=False)
    return True


def record_doubt(leased: Leased, at: datetime, problem: str) -> bool:
    """Nobody can say whether it left: send once more, marked, and keep the doubt on record."""
    page = _held(leased)
    if page is None:
        return False
    _end(page, PageState.UNKNOWN, problem)
    text = f"{page.recipient_name}: onzeker of het bericht vertrok. We sturen het opnieuw als herhaling."
    paging.log(page.alert, at, "page_unknown", paging.ENGINE, text)
    _other_ways(page, at, repeat=True)
    return True


def record_never_left(leased: Leased) -> bool:
    """The provider never saw the key: the page is simply due again, with the same key."""
    page = _held(leased)
    if page is None:
        return False
    _end(page, PageState.PENDING, "")
    paging.wake_engine()
    return True


def awaiting_receipt(organisation_id: int) -> list[Leased]:
    """Pages that left and of which nobody knows yet whether they arrived; read only, no lease."""
    sent = Page.objects.filter(organisation_id=organisation_id, state=PageState.SENT).order_by("sent_at")
    nothing = uuid.UUID(int=0)
    return [Leased(p.id, organisation_id, nothing, p.provider, p.kind, None, "", 0.0) for p in sent[: paging.BATCH]]


def record_receipt(page_id: uuid.UUID, status: str | None, at: datetime) -> None:
    """`delivered` ends the wait; `failed`, or silence for 60 seconds, rings over the other ways."""
    page = Page.objects.select_for_update().filter(id=page_id, state=PageState.SENT).first()
    if page is None or page.sent_at is None:
        return
    if status == "delivered":
        page.state, page.delivered_at = PageState.DELIVERED, at
        page.save(update_fields=["state", "delivered_at"])
    elif status == "failed" or at - page.sent_at >= RECEIPT_WITHIN:
        problem = "het bericht kwam niet aan." if status == "failed" else "geen ontvangstbewijs na 60 seconden."
        _end(page, PageState.FAILED, problem)
        paging.log(page.alert, at, "page_failed", paging.ENGINE, f"{page.recipient_name}: {problem}")
        _other_ways(page, at, repeat=False)


def _end(page: Page, state: PageState, problem: str) -> None:
    page.state, page.problem, page.lease_token, page.lease_until = state, problem[:200], None, None
    page.save()


def _other_ways(page: Page, at: datetime, *, repeat: bool) -> None:
    """Other provider and next method at once, as long as this alarm still waits in this round."""
    alert = Alert.objects.select_for_update().get(id=page.alert_id)
    if page.purpose != Purpose.CALL:
        _other_provider(page, alert, at, repeat=repeat)
        paging.wake_engine()
        return
    if alert.state != AlertState.TRIGGERED or alert.round != page.round:
        return
    _other_provider(page, alert, at, repeat=repeat)
    Page.objects.filter(
        alert=alert, purpose=Purpose.CALL, round=page.round, recipient=page.recipient, state=PageState.PENDING, due_at__gt=at
    ).update(due_at=at)
    paging.leave_step_without_telephone(alert.id, at)
    paging.wake_engine()


def _other_provider(page: Page, alert: Alert, at: datetime, *, repeat: bool) -> None:
    if page.rule_no < NEXT_TRY * (len(providers(page.kind)) - 1) or (repeat and not page.repeat):
        _try_again(page, alert, at, repeat=repeat)


def _try_again(page: Page, alert: Alert, at: datetime, *, repeat: bool) -> None:
    attempt = page.rule_no // NEXT_TRY + 1
    marked = repeat or page.repeat
    words = paging.text_for(alert, page.kind, alert.incident.report, repeat=marked) if page.purpose == Purpose.CALL else page.text
    again = Page(
        organisation_id=page.organisation_id, alert=alert, purpose=page.purpose, round=page.round, recipient=page.recipient,
        recipient_name=page.recipient_name, method=page.method, kind=page.kind, rule_no=page.rule_no + NEXT_TRY,
        due_at=at, provider=paging.provider_name(page.kind, attempt), repeat=marked, text=words,
    )  # fmt: skip
    Page.objects.bulk_create([again], ignore_conflicts=True)


def oldest_due(at: datetime) -> datetime | None:
    """The oldest page of this scope that should have left, for the health line."""
    due = Page.objects.filter(state=PageState.PENDING, due_at__lte=at).order_by("due_at")
    return due.values_list("due_at", flat=True).first()
