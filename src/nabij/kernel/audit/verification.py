"""Checking the audit log against its seals: names each entry that was changed or removed, and each head that no longer fits.

Reads with the owner's connection, because the check must not depend on what a scope happens to show. Writes nothing.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import psycopg
import rfc8785
from psycopg.rows import dict_row

from .. import signing
from ..errors import RuleViolation
from .sealing import COLUMNS, content
from .tree import Frontier, leaf_hash


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that does not fit. ``kind``: changed, detail, removed, moved, head. The entry's fields are as they stand now."""

    kind: str
    organisation_id: int
    entry_id: int | None = None
    at: datetime | None = None
    verb: str = ""
    actor: str = ""
    object_label: str = ""
    size: int = 0


@dataclass(frozen=True, slots=True)
class Report:
    """``sealed``: entries that were compared; ``waiting``: entries without a seal yet, of which nothing can be said."""

    sealed: int
    waiting: int
    organisations: int
    findings: tuple[Finding, ...]


_SELECTED = ", ".join(f"e.{name}" for name in COLUMNS)
_LEAVES = f"""
SELECT {_SELECTED}, e.detail, e.detail_salt, l.leaf_index, l.leaf_hash, l.entry_id, l.entry_at, e.id IS NOT NULL AS present
FROM audit_auditleaf l LEFT JOIN audit_entry e ON e.organisation_id = l.organisation_id AND e.id = l.entry_id
WHERE l.organisation_id = %s ORDER BY l.leaf_index
"""  # nosec B608 - column names of ours
_WAITING = """
SELECT count(*) FROM audit_entry e
WHERE NOT EXISTS (SELECT 1 FROM audit_auditleaf l WHERE l.organisation_id = e.organisation_id AND l.entry_id = e.id)
"""


def verify(connection: psycopg.Connection) -> Report:
    """Compare every sealed entry of every organisation, in one read-only snapshot."""
    with connection.transaction():
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        return compare(connection)


def compare(connection: psycopg.Connection) -> Report:
    """The same inside a transaction that runs."""
    findings: list[Finding] = []
    sealed = 0
    heads = connection.execute("SELECT DISTINCT organisation_id FROM audit_audithead ORDER BY 1").fetchall()
    for (organisation_id,) in heads:
        count, found = _of_one(connection, organisation_id)
        sealed += count
        findings += found
    waiting = connection.execute(_WAITING).fetchone()
    return Report(sealed, int(waiting[0]) if waiting else 0, len(heads), tuple(findings))


def _of_one(connection: psycopg.Connection, organisation_id: int) -> tuple[int, list[Finding]]:
    heads = _heads(connection, organisation_id)
    tree, findings = Frontier(), list[Finding]()
    with connection.cursor(f"leaves_{organisation_id}", row_factory=dict_row) as cursor:
        cursor.execute(_LEAVES, [organisation_id])
        for row in cursor:
            findings += _entry(organisation_id, row)
            if row["leaf_index"] != tree.size:
                findings.append(Finding("moved", organisation_id, row["entry_id"], row["entry_at"]))
            tree.add(bytes(row["leaf_hash"]))
            if tree.size in heads and not _fits(organisation_id, heads.pop(tree.size), tree):
                findings.append(Finding("head", organisation_id, size=tree.size))
    findings += [Finding("head", organisation_id, size=size) for size in heads]  # seals were removed: the tree is shorter than signed
    return tree.size, findings


def _heads(connection: psycopg.Connection, organisation_id: int) -> dict[int, dict[str, Any]]:
    with connection.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute("SELECT size, root, note FROM audit_audithead WHERE organisation_id = %s", [organisation_id])
        return {row["size"]: row for row in rows}


def _entry(organisation_id: int, row: dict[str, Any]) -> Iterator[Finding]:
    if not row["present"]:
        yield Finding("removed", organisation_id, row["entry_id"], row["entry_at"])
        return
    told = (organisation_id, row["entry_id"], row["at"], row["verb"], row["actor_label"], row["object_label"])
    if leaf_hash(content(row)) != bytes(row["leaf_hash"]):
        yield Finding("changed", *told)
    # A detail that retention erased is empty and has lost its salt; any other must fit its digest.
    erased = not row["detail_salt"]
    if (row["detail"] not in ({}, None, "{}")) if erased else _digest(row) != bytes(row["detail_digest"]):
        yield Finding("detail", *told)


def _digest(row: dict[str, Any]) -> bytes:
    detail = row["detail"] if isinstance(row["detail"], dict | list) else json.loads(row["detail"] or "null")
    return hashlib.sha256(bytes(row["detail_salt"]) + rfc8785.dumps(detail)).digest()


def _fits(organisation_id: int, head: dict[str, Any], tree: Frontier) -> bool:
    """Root as computed, as stored and as signed by the organisation's own key."""
    try:
        signed = signing.verify(head["note"], signing.public_jwk(organisation_id))
    except RuleViolation:
        return False
    wanted = {"organisation": organisation_id, "size": tree.size, "root": tree.root.hex()}
    return bytes(head["root"]) == tree.root and all(signed.get(name) == value for name, value in wanted.items())
