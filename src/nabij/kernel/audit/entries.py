"""Writing the audit log. A write's entry stands in the write's transaction; a read's entry is committed before data leaves."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import rfc8785
from django.db import DatabaseError, connection

from ..errors import Unavailable
from ..references import Reference
from ..tenancy.scope import Actor, Scope, current, scope


@dataclass(frozen=True, slots=True)
class Read:
    """A read waiting to be written: one object, or a list page with its query and the ids that were shown."""

    verb: str
    organisation_id: int
    object_key: str
    object_label: str
    detail: dict[str, Any]


def digest(detail: dict[str, Any], salt: bytes) -> bytes:
    """SHA-256(salt ‖ RFC 8785 canonical JSON of ``detail``): provable after the detail itself is erased."""
    return hashlib.sha256(salt + rfc8785.dumps(detail)).digest()


def record(
    verb: str, target: Any = None, *, organisation_id: int | None = None, detail: dict[str, Any] | None = None,
    result: str = "done", on_behalf: str = "",
) -> None:
    """Write the entry of a write in the running transaction. ``target`` is a row or a ``Reference``."""
    running = current()
    reference = _reference(target)
    owner = organisation_id or (reference.organisation_id if reference else None) or running.organisation_id
    assert owner is not None, "an audit entry needs an owner"
    _insert(running, verb, owner, reference, detail or {}, result, on_behalf)


def record_all(verb: str, targets: Sequence[tuple[Any, dict[str, Any]]]) -> None:
    """The entries of one act on many rows, (target, detail) each, in this order and in one statement."""
    running = current()
    rows = []
    for target, detail in targets:
        reference = _reference(target)
        owner = (reference.organisation_id if reference else None) or running.organisation_id
        assert owner is not None, "an audit entry needs an owner"
        rows.append(_columns(running, verb, owner, reference, detail, "done", ""))
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(_INSERT + ", ".join([_VALUES] * len(rows)), [value for row in rows for value in row])


def log_read(verb: str, target: Any = None, *, organisation_id: int | None = None, detail: dict[str, Any] | None = None) -> None:
    """Note a read; it is written and committed when the outermost scope ends, before the answer leaves."""
    running = current()
    reference = _reference(target)
    owner = organisation_id or (reference.organisation_id if reference else None) or running.organisation_id
    assert owner is not None, "an audit entry needs an owner"
    key, label = (reference.key, reference.label) if reference else ("", "")
    running.pending_reads.append(Read(verb, owner, key, label, detail or {}))


def write_refusal(actor: Actor, verb: str, sentence: str, path: str) -> None:
    """A refused attempt, in a transaction of its own: the attempt's own transaction is already rolled back."""
    if actor.organisation_id is None:
        return
    own = [actor.organisation_id]
    with scope(reading=own, writing=own, actor=actor) as opened:
        _insert(opened, verb, actor.organisation_id, None, {"sentence": sentence, "path": path}, "refused", "")


def write_reads(finished: Scope) -> None:
    """Commit what ``finished`` read. Raises ``Unavailable`` when it cannot be written: then nothing is shown."""
    owners = {read.organisation_id for read in finished.pending_reads}
    try:
        with scope(
            reading=owners, writing=owners, actor=finished.actor, reason=finished.reason or "leeslog",
            organisation_id=finished.organisation_id, correlation=finished.correlation,
        ) as opened:
            for read in finished.pending_reads:
                kind, _, key = read.object_key.partition(":")
                module, _, name = kind.partition(".")
                reference = Reference(module, name, key, read.object_label) if read.object_key else None
                _insert(opened, read.verb, read.organisation_id, reference, read.detail, "read", "")
    except DatabaseError as error:
        raise Unavailable("De controlelog is niet bereikbaar. Daarom tonen we deze gegevens nu niet.") from error


def _reference(target: Any) -> Reference | None:
    if target is None or isinstance(target, Reference):
        return target
    return Reference.to(target)


_INSERT = """
INSERT INTO audit_entry (organisation_id, at, verb, actor_kind, actor_label, account_id, function, on_behalf, object_key,
  object_label, purpose, result, correlation, detail, detail_salt, detail_digest)
VALUES """
_VALUES = "(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s::jsonb, %s, %s)"


def _insert(
    running: Scope, verb: str, organisation_id: int, reference: Reference | None, detail: dict[str, Any], result: str,
    on_behalf: str,
) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_INSERT + _VALUES, _columns(running, verb, organisation_id, reference, detail, result, on_behalf))


def _columns(
    running: Scope, verb: str, organisation_id: int, reference: Reference | None, detail: dict[str, Any], result: str,
    on_behalf: str,
) -> list[Any]:
    """The columns of one entry, in the order of ``_INSERT``."""
    from ..calendar import clock

    salt = os.urandom(16)
    return [
        organisation_id, clock.now(), verb, running.actor.kind, running.actor.label, running.actor.account_id,
        running.actor.function, on_behalf, reference.key if reference else "",
        (reference.label if reference else "")[:200], running.reason[:200], result, running.correlation,
        rfc8785.dumps(detail).decode(), salt, digest(detail, salt),
    ]
