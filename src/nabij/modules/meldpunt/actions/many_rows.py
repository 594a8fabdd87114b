"""Rows of many alarms in one statement each. Written by hand because the object layer costs more than the rows themselves.

Row-level security holds as for any other statement. Columns that are the same for every row stand in the text.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection
from uuid_utils.compat import uuid7

from ..models.alarm import Alert, AlertLog

_PAGES = """
  INSERT INTO meldpunt_page (id, organisation_id, alert_id, round, recipient, recipient_name, method, kind, rule_no, due_at, provider, text,
    purpose, state, provider_key, repeat, problem)
  SELECT *, 'call', 'pending', '', false, '' FROM unnest(%s::uuid[], %s::int[], %s::uuid[], %s::int[], %s::uuid[], %s::text[], %s::uuid[],
    %s::text[], %s::int[], %s::timestamptz[], %s::text[], %s::text[])
  ON CONFLICT DO NOTHING
"""
_LINES = """
  INSERT INTO meldpunt_alertlog (organisation_id, alert_id, at, round, kind, actor, text, public_text)
  SELECT * FROM unnest(%s::int[], %s::uuid[], %s::timestamptz[], %s::int[], %s::text[], %s::text[], %s::text[], %s::text[])
"""
_MOVED = """
  UPDATE meldpunt_alert a SET state = 'triggered', phase = m.phase, step = m.step, loop = m.loop, round = m.round, next_at = m.next_at,
    exhausted = m.exhausted, next_name = m.next_name, taken_by = '', taken_by_public = '', taken_by_recipient = NULL, taken_at = NULL,
    ack_expires_at = NULL
  FROM unnest(%s::uuid[], %s::text[], %s::int[], %s::int[], %s::int[], %s::timestamptz[], %s::boolean[], %s::text[])
    AS m(id, phase, step, loop, round, next_at, exhausted, next_name)
  WHERE a.id = m.id
"""


class PageRow(NamedTuple):
    """A page that waits, in the order of its columns."""

    organisation_id: int
    alert_id: Any
    round: int
    recipient: Any
    recipient_name: str
    method: Any
    kind: str
    rule_no: int
    due_at: datetime
    provider: str
    text: str


def add_pages(rows: Sequence[PageRow]) -> None:
    """A page that stands already (same alarm, round, person, method and rule) stays as it is."""
    _run(_PAGES, [(uuid7(), *row) for row in rows])


def add_lines(lines: Sequence[AlertLog]) -> None:
    """Log lines in this order."""
    _run(
        _LINES,
        [(x.organisation_id, x.alert_id, x.at, x.round, x.kind, x.actor, x.text, x.public_text) for x in lines],
    )


def keep_moved(alerts: Sequence[Alert]) -> None:
    """Where each alarm waits now; nobody has it any more."""
    _run(_MOVED, [(a.id, str(a.phase), a.step, a.loop, a.round, a.next_at, a.exhausted, a.next_name) for a in alerts])


def _run(statement: str, rows: Sequence[tuple[Any, ...]]) -> None:
    if not rows:
        return
    with connection.cursor() as cursor:
        cursor.execute(statement, [list(column) for column in zip(*rows, strict=True)])
