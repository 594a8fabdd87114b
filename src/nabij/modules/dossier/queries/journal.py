"""The log of one person's file. In the audit a file has a pseudonym, so that who reads the whole log learns of no person or file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from nabij.kernel.audit import entries
from nabij.kernel.audit.models import AuditEntry
from nabij.kernel.crypto import blind_index
from nabij.kernel.identity.models import FunctionKind
from nabij.kernel.references import Reference
from nabij.kernel.tenancy import queries as directory

from ..models import Dossier
from ..rules import sentences

READ = "dossier.section.read"


@dataclass(frozen=True, slots=True)
class Line:
    """One look or act, in a sentence. ``organisation``: who did it; ``log``: the OCMW in whose log it stands."""

    at: datetime
    sentence: str
    why: str
    organisation: str
    log: str


def reference(dossier: Dossier) -> Reference:
    """Pseudonym of a file in audit and events: HMAC under a key of the organisation."""
    return pseudonym(dossier.organisation_id, dossier.id)


def pseudonym(organisation_id: int, dossier_id: UUID) -> Reference:
    key = blind_index(organisation_id, "dossier-log", str(dossier_id))[:32]
    return Reference("dossier", "file", key, "", organisation_id)


def log_read(dossier: Dossier, *sections: str, why: str = "", on: str = "") -> None:
    """Note what a page is about to show; the entry is committed before the page leaves. ``on``: a page of another
    module shows it, or a file that one takes along."""
    entries.log_read(READ, reference(dossier), detail={"sections": list(sections), "why": why} | ({"on": on} if on else {}))


def lines(organisation_id: int, dossier_id: UUID, limit: int = 500) -> list[Line]:
    """Newest first: who (function), when, what and why."""
    target = pseudonym(organisation_id, dossier_id)
    rows = list(AuditEntry.objects.filter(organisation_id=organisation_id, object_key=target.key).order_by("-at", "-id")[:limit])
    labels = dict(FunctionKind.objects.values_list("code", "label_nl"))
    name = directory.name_of(organisation_id)
    return [_line(row, labels, name) for row in rows]


def entry_ids(organisation_id: int, dossier_id: UUID, limit: int) -> list[int]:
    """Numbers of the newest entries about a file, for a proof."""
    target = pseudonym(organisation_id, dossier_id)
    rows = AuditEntry.objects.filter(organisation_id=organisation_id, object_key=target.key).order_by("-at", "-id")
    return list(rows.values_list("id", flat=True)[:limit])


def _line(row: AuditEntry, labels: dict[str, str], name: str) -> Line:
    sections = row.detail.get("sections", [])
    function = labels.get(row.function, "") if row.actor_kind == "person" else "programma"
    function = sentences.SELF if row.actor_kind == "resident" else function
    organisation = row.detail.get("by", name)
    return Line(row.at, sentences.sentence(row.verb, function, organisation, sections), row.detail.get("why", ""), organisation, name)
