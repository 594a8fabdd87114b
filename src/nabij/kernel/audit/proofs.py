"""A proof of some entries that anybody can check without us: ``verifier.py``, one file, standard library only.

It holds each entry as it stands now, its seal and the way from the seal to the signed root. It is made, not judged: a changed entry goes
into it as it is, and the reader's own check names it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import rfc8785
from django.db import connection

from .. import signing
from ..calendar import clock
from ..errors import Invalid, RuleViolation
from ..tenancy.queries import name_of
from . import sealing, verifier
from .models import AuditEntry, AuditHead, AuditLeaf
from .sealing import COLUMNS, content
from .tree import Whole

#: Lines of one proof: a proof is for people who read it.
MOST = 2_000
VERIFIER = Path(__file__).with_name("verifier.py")


def fingerprint(organisation_id: int) -> str:
    """How the key of an organisation is recognised: the reader compares it with what the organisation says."""
    return signing.kid_of(organisation_id)


def earlier_size(text: str, organisation_id: int) -> int:
    """How many entries stood under the seal of a proof that somebody kept. Raises Invalid for anything else."""
    try:
        kept = json.loads(text)
        if kept["format"] == verifier.FORMAT and kept["organisation"]["id"] == organisation_id:
            return int(kept["head"]["size"])
    except (ValueError, KeyError, TypeError):
        pass
    raise Invalid({"eerder": "Dit is geen eerder bewijs van deze organisatie."})


def proof(*, organisation_id: int, entry_ids: Sequence[int], about: str, earlier: int = 0) -> dict[str, Any]:
    """JSON types. Seals first what still waits, so it runs in a scope that writes for the organisation. ``earlier``: size of the tree
    of a proof that the reader kept; the proof then shows that nothing of it was changed or taken away.

    Raises RuleViolation without an entry, or with more than ``MOST``.
    """
    if not entry_ids or len(entry_ids) > MOST:
        raise RuleViolation(f"Een bewijs gaat over 1 tot {MOST} regels. Maak de keuze kleiner.")
    while sealing.seal(organisation_id) == sealing.BATCH:
        pass
    head = AuditHead.objects.filter(organisation_id=organisation_id).order_by("-size").first()
    assert head is not None, "what was just read is sealed"
    tree = Whole(_leaves(organisation_id, head.size))
    found = AuditLeaf.objects.filter(organisation_id=organisation_id, entry_id__in=list(entry_ids)).order_by("leaf_index")
    rows = _rows(organisation_id, list(entry_ids))
    return {
        "format": verifier.FORMAT, "about": about, "made_at": clock.now().isoformat(timespec="seconds"),
        "organisation": {"id": organisation_id, "name": name_of(organisation_id)}, "key": signing.public_jwk(organisation_id),
        "head": {"size": head.size, "root": bytes(head.root).hex(), "note": head.note},
        "consistency": _consistency(tree, earlier, head.size),
        "entries": [_entry(leaf, rows.get(leaf.entry_id), tree) for leaf in found],
    }


def _consistency(tree: Whole, earlier: int, size: int) -> dict[str, Any] | None:
    if not 0 < earlier <= size:
        return None
    return {"size": earlier, "path": [step.hex() for step in tree.consistency(earlier)]}


def _entry(leaf: AuditLeaf, row: dict[str, Any] | None, tree: Whole) -> dict[str, Any]:
    """One line with its seal; ``content`` is None when the entry is gone."""
    shown: dict[str, Any] = {"content": None, "detail": None, "salt": ""}
    if row is not None:
        detail = row["detail"] if isinstance(row["detail"], dict | list) else json.loads(row["detail"] or "null")
        shown = {
            "content": content(row).decode(), "detail": rfc8785.dumps(detail).decode(), "salt": bytes(row["detail_salt"] or b"").hex(),
        }
    return shown | {
        "entry_id": leaf.entry_id, "leaf_index": leaf.leaf_index, "leaf_hash": bytes(leaf.leaf_hash).hex(),
        "path": [step.hex() for step in tree.inclusion(leaf.leaf_index)],
    }


def _leaves(organisation_id: int, size: int) -> list[bytes]:
    rows = AuditLeaf.objects.filter(organisation_id=organisation_id, leaf_index__lt=size).order_by("leaf_index")
    return [bytes(leaf) for leaf in rows.values_list("leaf_hash", flat=True)]


def _rows(organisation_id: int, ids: list[int]) -> dict[int, dict[str, Any]]:
    """Entries by number, with every column that was sealed."""
    names = [*COLUMNS, "detail", "detail_salt"]
    chosen = ", ".join(names)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {chosen} FROM {AuditEntry._meta.db_table} WHERE organisation_id = %s AND id = ANY(%s)",  # nosec B608 - our own names
            [organisation_id, ids],
        )
        return {row[0]: dict(zip(names, row, strict=True)) for row in cursor.fetchall()}
