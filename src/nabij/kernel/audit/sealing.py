"""Sealing the audit log: each entry becomes a leaf of its organisation's Merkle tree, each batch ends in a signed head.

An entry is provable from its seal on, at most a minute after it was written. Erasing a detail by retention keeps the seal true: the leaf
holds the digest of the detail, not the detail. Honest limit: who may change every table can also take away the newest heads and leaves and
let the next minute seal what is there then, with the real key; and blanking a detail looks the same as erasing it. Only a witness
elsewhere, who keeps the heads, would show that, and there is none yet.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import rfc8785
from django.db import connection

from .. import signing
from ..calendar import clock
from .models import AuditHead, AuditLeaf
from .tree import Frontier, leaf_hash

BATCH = 1_000
#: A transaction that was slow to commit may leave entries with a lower number than sealed ones: look this far back.
LOOK_BACK = 10_000
#: Everything of an entry but its detail and salt, in this order.
COLUMNS = (
    "id", "organisation_id", "at", "verb", "actor_kind", "actor_label", "account_id", "function", "on_behalf", "object_key", "object_label",
    "purpose", "result", "correlation", "detail_digest",
)
_SELECTED = ", ".join(f"e.{name}" for name in COLUMNS)
_UNSEALED = f"""
SELECT {_SELECTED} FROM audit_entry e
WHERE e.organisation_id = %s AND e.id > %s
  AND NOT EXISTS (SELECT 1 FROM audit_auditleaf l WHERE l.organisation_id = e.organisation_id AND l.entry_id = e.id)
ORDER BY e.id LIMIT %s
"""  # nosec B608 - column names of ours


def content(row: dict[str, Any]) -> bytes:
    """RFC 8785 JSON of one entry without its detail: what a leaf is made of."""
    plain = {name: _plain(row[name]) for name in COLUMNS}
    return rfc8785.dumps(plain)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    return value if value is None or isinstance(value, int) else str(value)


def seal(organisation_id: int) -> int:
    """Seal what waits, at most ``BATCH`` entries; returns how many. Runs in a scope that writes for the organisation."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('audit.seal'), %s)", [organisation_id])
        head = AuditHead.objects.filter(organisation_id=organisation_id).order_by("-size").first()
        last = AuditLeaf.objects.filter(organisation_id=organisation_id).order_by("-leaf_index").values_list("entry_id", flat=True).first()
        cursor.execute(_UNSEALED, [organisation_id, max((last or 0) - LOOK_BACK, 0), BATCH])
        rows = [dict(zip(COLUMNS, found, strict=True)) for found in cursor.fetchall()]
    if not rows:
        return 0
    tree = Frontier(head.size, bytes(head.frontier)) if head else Frontier()
    leaves = []
    for row in rows:
        hashed = leaf_hash(content(row))
        leaves.append(AuditLeaf(
            organisation_id=organisation_id, leaf_index=tree.size, entry_id=row["id"], entry_at=row["at"], leaf_hash=hashed,
        ))  # fmt: skip
        tree.add(hashed)
    AuditLeaf.objects.bulk_create(leaves)
    now = clock.now()
    note = {"organisation": organisation_id, "size": tree.size, "root": tree.root.hex(), "at": _plain(now)}
    AuditHead.objects.create(
        organisation_id=organisation_id, size=tree.size, root=tree.root, frontier=tree.packed, at=now,
        note=signing.sign(organisation_id, note),
    )
    return len(rows)
