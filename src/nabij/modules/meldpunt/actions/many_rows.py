"""Rows of many alarms in one statement each. Written by hand because the object layer costs more than the rows themselves.

Row-level security holds as for any other statement. Columns travel as one JSON list each: what many rows share (who is rung, when, over
what) travels once, each row names it by its number.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from uuid_utils import uuid7

from ..rules.alarm import AlertState

#: What many pages share stands in ``s``, by its place in the list.
_PAGES = """
  INSERT INTO meldpunt_page (id, organisation_id, alert_id, round, recipient, recipient_name, method, kind, rule_no, due_at, provider, text,
    purpose, state, provider_key, repeat, problem)
  SELECT p.id::uuid, s.organisation_id, p.alert::uuid, s.round, s.recipient, s.recipient_name, s.method, s.kind, s.rule_no, s.due_at,
    s.provider, p.text, 'call', 'pending', '', false, ''
  FROM ROWS FROM (json_array_elements_text(%s), json_array_elements_text(%s), json_array_elements_text(%s), json_array_elements_text(%s))
    AS p(id, alert, shared, text)
  JOIN json_to_recordset(%s) AS s(no int, organisation_id int, round int, recipient uuid, recipient_name text, method uuid, kind text,
    rule_no int, due_at timestamptz, provider text) ON s.no = p.shared::int
  ON CONFLICT ON CONSTRAINT duty_page_once DO NOTHING
"""
_LINES = """
  INSERT INTO meldpunt_alertlog (organisation_id, alert_id, at, round, kind, actor, text, public_text)
  SELECT s.organisation_id, l.alert::uuid, s.at, s.round, s.kind, s.actor, s.text, s.public_text
  FROM ROWS FROM (json_array_elements_text(%s), json_array_elements_text(%s)) WITH ORDINALITY AS l(alert, shared, place)
  JOIN json_to_recordset(%s) AS s(no int, organisation_id int, at timestamptz, round int, kind text, actor text, text text,
    public_text text) ON s.no = l.shared::int
  ORDER BY l.place
"""
_MOVED = """
  UPDATE meldpunt_alert a SET state = 'triggered', phase = s.phase, step = s.step, loop = s.loop, round = s.round, next_at = s.next_at,
    exhausted = s.exhausted, next_name = s.next_name, taken_by = '', taken_by_public = '', taken_by_recipient = NULL, taken_at = NULL,
    ack_expires_at = NULL
  FROM ROWS FROM (json_array_elements_text(%s), json_array_elements_text(%s)) AS m(alert, shared)
  JOIN json_to_recordset(%s) AS s(no int, phase text, step int, loop int, round int, next_at timestamptz, exhausted boolean,
    next_name text) ON s.no = m.shared::int
  WHERE a.id = m.alert::uuid
"""
_DUE = """
  SELECT a.id::text, a.organisation_id, a.policy_id, a.line_id, a.line_organisation_id, a.state, a.phase, a.step, a.loop, a.round, a.turn,
    a.exhausted, a.opened_at, a.next_at, a.next_name, a.taken_by, a.taken_by_public, a.taken_by_recipient, a.taken_at, a.ack_expires_at,
    r.code, r.text, r.place_text
  FROM meldpunt_alert a
  JOIN meldpunt_incident i ON i.id = a.incident_id
  JOIN meldpunt_report r ON r.id = i.report_id
  WHERE a.organisation_id = %s AND a.state = %s AND {due} <= %s
  ORDER BY {due} LIMIT %s FOR UPDATE OF a SKIP LOCKED
"""


@dataclass(slots=True)
class DueAlert:
    """An alarm that is due, locked: the columns of ``Alert`` that moving it reads or writes, without the object layer."""

    id: str
    organisation_id: int
    policy_id: UUID | None
    line_id: UUID | None
    line_organisation_id: int | None
    state: str
    phase: str
    step: int
    loop: int
    round: int
    turn: int
    exhausted: bool
    opened_at: datetime
    next_at: datetime | None
    next_name: str
    taken_by: str
    taken_by_public: str
    taken_by_recipient: UUID | None
    taken_at: datetime | None
    ack_expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class Told:
    """What of a report makes a page: its number, its words, its place."""

    organisation_id: int
    code: str
    text: str
    place_text: str


_WIDTH = len(fields(DueAlert))


def waiting(organisation_id: int, at: datetime, most: int) -> list[tuple[DueAlert, Told]]:
    """Alarms whose step is over, oldest first, locked; what another engine moves now is left out."""
    return _locked("a.next_at", organisation_id, AlertState.TRIGGERED, at, most)


def lapsed(organisation_id: int, at: datetime, most: int) -> list[tuple[DueAlert, Told]]:
    """Taken alarms of which nothing more was heard."""
    return _locked("a.ack_expires_at", organisation_id, AlertState.ACKNOWLEDGED, at, most)


def _locked(due: str, organisation_id: int, state: AlertState, at: datetime, most: int) -> list[tuple[DueAlert, Told]]:
    with connection.cursor() as cursor:
        cursor.execute(_DUE.format(due=due), [organisation_id, state.value, at, most])
        return [(DueAlert(*row[:_WIDTH]), Told(row[1], *row[_WIDTH:])) for row in cursor.fetchall()]


class PageRow(NamedTuple):
    """A page that waits: what is its own, and what it shares with those of other alarms in the same step."""

    alert_id: Any
    text: str
    shared: PageShared


class PageShared(NamedTuple):
    organisation_id: int
    round: int
    recipient: UUID
    recipient_name: str
    method: str
    kind: str
    rule_no: int
    due_at: datetime
    provider: str


class LineRow(NamedTuple):
    """A line of an alarm's history, not written yet."""

    alert_id: Any
    shared: LineShared


class LineShared(NamedTuple):
    organisation_id: int
    at: datetime
    round: int
    kind: str
    actor: str
    text: str
    public_text: str


class MovedTo(NamedTuple):
    """Where an alarm waits now."""

    phase: str
    step: int
    loop: int
    round: int
    next_at: datetime
    exhausted: bool
    next_name: str


def add_pages(rows: Sequence[PageRow]) -> None:
    """A page that stands already (same alarm, round, person, method and rule) stays as it is."""
    if rows:
        numbers, shared = _numbered(row.shared for row in rows)
        ids = [str(uuid7()) for _ in rows]
        _run(_PAGES, ids, [str(row.alert_id) for row in rows], numbers, [row.text for row in rows], shared)


def add_lines(lines: Sequence[LineRow]) -> None:
    """Log lines in this order."""
    if lines:
        numbers, shared = _numbered(line.shared for line in lines)
        _run(_LINES, [str(line.alert_id) for line in lines], numbers, shared)


def keep_moved(moved: Sequence[tuple[Any, MovedTo]]) -> None:
    """Where each alarm (by id) waits now; nobody has it any more."""
    if moved:
        numbers, shared = _numbered(to for _, to in moved)
        _run(_MOVED, [str(id) for id, _ in moved], numbers, shared)


def _numbered(rows: Iterable[Any]) -> tuple[list[int], list[dict[str, Any]]]:
    """For each row the number of its content, and each content once with its number."""
    known: dict[Any, int] = {}
    numbers = [known.setdefault(row, len(known)) for row in rows]
    return numbers, [{"no": number, **row._asdict()} for row, number in known.items()]


def _run(statement: str, *columns: Sequence[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, [json.dumps(column, default=str) for column in columns])
