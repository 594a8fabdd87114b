"""``publish`` writes an event in the running transaction; handlers run later as jobs and are idempotent.

A handler that takes in everything that waits needs one call for many events of one transaction: ``gathered``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from ..calendar import clock
from ..modules import registry
from ..references import Reference
from ..tenancy.rows import new_id
from ..tenancy.scope import current
from .models import Event, EventDelivery

_UNHEARD = """
  INSERT INTO events_event (organisation_id, event_id, type, subject, sequence, data, at)
  SELECT %s, e.id::uuid, e.type, e.subject, %s + e.number::bigint, e.data::jsonb, %s
  FROM ROWS FROM (json_array_elements_text(%s), json_array_elements_text(%s), json_array_elements_text(%s), json_array_elements_text(%s),
    json_array_elements_text(%s)) AS e(id, number, type, subject, data) ORDER BY e.number::bigint
"""

#: Of each handler that waits for the end of a block: owner → the newest event that it must hear of.
_gathered: ContextVar[dict[str, dict[int, Event]] | None] = ContextVar("events_gathered", default=None)


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
        waiting = (_gathered.get() or {}).get(handler)
        if waiting is not None:
            waiting[owner] = event
        else:
            _deliver(handler, event)
    return event


def publish_all(events: Sequence[tuple[str, Any, dict[str, Any]]]) -> None:
    """Many events, (type, target, data) each, in this order; per organisation one lock and one statement, however many there are."""
    now = clock.now()
    owned: dict[int, list[Event]] = {}
    unheard: dict[int, list[tuple[int, str, str, dict[str, Any]]]] = {}
    for type, target, data in events:
        reference = target if isinstance(target, Reference) else Reference.to(target)
        owner = reference.organisation_id or current().organisation_id
        assert owner is not None, "an event needs an owner"
        if owner not in owned:
            owned[owner], unheard[owner] = [], []
        number = len(owned[owner]) + len(unheard[owner])
        if handlers_of(type):
            owned[owner].append(Event(organisation_id=owner, type=type, subject=reference.key, sequence=number, data=data, at=now))
        else:
            unheard[owner].append((number, type, reference.key, data))
    for owner in sorted(owned):
        _write_all(owner, _next_sequence(owner), owned[owner], unheard[owner], now)


def _write_all(
    owner: int, first: int, heard: list[Event], unheard: list[tuple[int, str, str, dict[str, Any]]], now: datetime
) -> None:
    """Events of one owner, numbered from ``first``. Those that nobody handles are rows and nothing else: they skip the object layer."""
    if unheard:
        columns = [list(column) for column in zip(*unheard, strict=True)]
        ids = [str(new_id()) for _ in unheard]
        with connection.cursor() as cursor:
            cursor.execute(_UNHEARD, [owner, first, now, *(json.dumps(column) for column in (ids, *columns))])
    for event in heard:
        event.sequence += first
    Event.objects.bulk_create(heard)
    for event in heard:
        for handler in handlers_of(event.type):
            waiting = (_gathered.get() or {}).get(handler)
            if waiting is not None:
                waiting[owner] = event
            else:
                _deliver(handler, event)


@contextmanager
def gathered(*handlers: str) -> Iterator[None]:
    """These handlers hear once, of the newest event, when the block ends. Only for handlers that take in all that came before it.

    The block is one transaction: what it wrote is announced whole or not at all.
    """
    with transaction.atomic():
        waiting: dict[str, dict[int, Event]] = {handler: {} for handler in handlers}
        token = _gathered.set(waiting)
        try:
            yield
        finally:
            _gathered.reset(token)
        for handler, newest in waiting.items():
            for event in newest.values():
                _deliver(handler, event)


def _deliver(handler: str, event: Event) -> None:
    from .jobs import deliver

    delivery = EventDelivery.objects.create(organisation_id=event.organisation_id, event=event, handler=handler)
    deliver.enqueue(organisation_id=event.organisation_id, delivery_id=str(delivery.id))


def handlers_of(type: str) -> list[str]:
    return [m.handlers[type] for m in registry.installed() if type in m.handlers]


def _next_sequence(organisation_id: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(42, %s)", [organisation_id])
        cursor.execute("SELECT coalesce(max(sequence), 0) + 1 FROM events_event WHERE organisation_id = %s", [organisation_id])
        return int(cursor.fetchone()[0])
