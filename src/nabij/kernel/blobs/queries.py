"""Reads of files: what may be shown, and from where."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from nabij.kernel.errors import NotFound, Refused

from . import ports, rules
from .models import Blob, BlobUse
from .rules import State

_NOT_SCANNED_NL = "Dit bestand is niet op virussen gecontroleerd. U ziet een nagemaakte versie."


@dataclass(frozen=True, slots=True)
class OpenFile:
    """Bytes that may leave: serve them with ``content_type``, ``nosniff`` and a sandbox policy. ``warning_nl`` is for staff."""

    path: Path
    content_type: str
    size: int
    filename: str
    sha256: str
    warning_nl: str = ""


def get(blob_id: UUID) -> Blob:
    """One file of the organisations in scope. Raises ``NotFound``."""
    found = Blob.objects.filter(id=blob_id).first()
    if found is None:
        raise NotFound("Dit bestand vinden we niet.")
    return found


def open_derivative(*, blob_id: UUID, size: str = "large") -> OpenFile:
    """The re-made image of an original, or the next smaller or larger one that exists. Raises ``NotFound``."""
    original = get(blob_id)
    found = {blob.size_name: blob for blob in Blob.objects.filter(derived_from_id=blob_id, bytes_gone_at=None)}
    wanted = found.get(size) or found.get("large") or found.get("small")
    if wanted is None or original.state not in (State.CLEAN, State.UNSCANNED):
        raise NotFound("Van dit bestand is er geen beeld.")
    return _open(wanted, "" if original.state == State.CLEAN else _NOT_SCANNED_NL)


def open_original(*, blob_id: UUID) -> OpenFile:
    """The bytes as they were received, only when a scanner found nothing. Raises ``NotFound`` or ``Refused``."""
    blob = get(blob_id)
    if blob.state != State.CLEAN:
        raise Refused(f"Dit bestand kunt u niet downloaden: het is {rules.STATE_NL[State(blob.state)]}.")
    if blob.bytes_gone_at is not None:
        raise NotFound("Dit bestand is er niet meer.")
    return _open(blob, "")


def uses_of(*, subject_module: str, subject_kind: str, subject_id: object, role: str = "") -> list[BlobUse]:
    """The running uses of one subject, oldest first, each with its blob."""
    found = BlobUse.objects.filter(
        subject_module=subject_module, subject_kind=subject_kind, subject_id=str(subject_id), released_at=None
    ).select_related("blob")
    return list(found.filter(role=role) if role else found)


def waiting(*, organisation_id: int) -> list[Blob]:
    """Files that still wait for a check, oldest first. Where no scanner is set up, asking again would change nothing."""
    states = [State.QUARANTINED, State.UNSCANNED] if ports.has_scanner() else [State.QUARANTINED]
    return list(Blob.objects.filter(organisation_id=organisation_id, state__in=states, bytes_gone_at=None))


def _open(blob: Blob, warning_nl: str) -> OpenFile:
    if not blob.path.is_file():
        raise NotFound("Dit bestand is er niet meer.")
    return OpenFile(blob.path, blob.sniffed_type, blob.size, blob.safe_name, blob.sha256, warning_nl)
