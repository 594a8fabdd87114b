"""``publish`` writes an event in the running transaction; handlers run later as jobs and are idempotent."""

from __future__ import annotations

from typing import Any

from django.db import connection

from ..calendar import clock
from ..modules import registry
from ..references import Reference
from ..tenancy.scope import current
from .models import Event, EventDelivery


def publish(type: str, target: Any, *, organisation_id: int | None = None, data: dict[str, Any] | None = None) -> Event:
    """``type`` is ``<noun>.<past>``. The sequence is taken under a lock per organisation that ends with the transaction."""
    reference = target if isinstance(target, Reference) else Reference.to(target)
    owner = organisation_id or reference.organisation_id or current().organisation_id
    assert owner is not None, "an event needs an owner"
    event = Event.objects.create(
        organisation_id=owner, type=type, subject=reference.key, sequence=_next_sequence(owner), data=data or {},
        at=clock.now(),
    )
    for handler in handlers_of(type):
        delivery = EventDelivery.objects.create(organisation_id=owner, event=event, handler=handler)
        from .jobs import deliver

        deliver.enqueue(organisation_id=owner, delivery_id=str(delivery.id))
    return event


def handlers_of(type: str) -> list[str]:
    return [m.handlers[type] for m in registry.installed() if type in m.handlers]


def _next_sequence(organisation_id: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(42, %s)", [organisation_id])
        cursor.execute("SELECT coalesce(max(sequence), 0) + 1 FROM events_event WHERE organisation_id = %s", [organisation_id])
        return int(cursor.fetchone()[0])
