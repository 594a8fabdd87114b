"""Photos with a report: kept the moment they arrive, so that no mistake elsewhere in the form can lose them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core import signing

from nabij.kernel.access import authorise
from nabij.kernel.blobs import actions as blobs
from nabij.kernel.blobs import jobs
from nabij.kernel.blobs import queries as files
from nabij.kernel.blobs.models import Blob
from nabij.kernel.blobs.rules import PHOTO, FileRefused
from nabij.kernel.errors import NotFound, Unavailable

from ..models import Attachment, Report
from ..rules import form

SALT = "meldpunt.photo"
#: A kept photo belongs to the form it came with; a form left open for a day starts again without it.
SIGNED_SECONDS = 24 * 3600
#: What can be wrong with a photo while the report itself is fine; each carries its own sentence.
Refusals = (FileRefused, Unavailable)


@dataclass(frozen=True, slots=True)
class Kept:
    """A photo that was received with a form not yet sent; ``signed`` travels in the page."""

    blob_id: str
    filename: str
    signed: str


def keep(*, organisation_id: int, upload: Any) -> Kept:
    """Receive an uploaded photo. Raises one of ``Refusals``: too large, no photo by its content, damaged, no room."""
    authorise("meldpunt.report.create")
    blob = blobs.receive(
        organisation_id=organisation_id,
        stream=upload,
        filename=upload.name,
        limit_bytes=form.PHOTO_LIMIT_BYTES,
        accept=PHOTO,
        declared_type=upload.content_type or "",
        keep_original=False,
    )
    data = {"o": organisation_id, "b": str(blob.id), "n": blob.original_name[:100]}
    return Kept(str(blob.id), blob.original_name, signing.dumps(data, salt=SALT))


def kept(signed: str, organisation_id: int) -> Kept | None:
    """The photo that an earlier attempt at the same form left; None for anything that we did not sign ourselves."""
    try:
        data = signing.loads(signed, salt=SALT, max_age=SIGNED_SECONDS)
    except signing.BadSignature:
        return None
    return Kept(data["b"], data["n"], signed) if data["o"] == organisation_id else None


def opened(photo_id: str) -> Blob | None:
    """The received photo behind an id; None without one, or when its bytes are gone meanwhile."""
    if not photo_id:
        return None
    try:
        return files.get(UUID(photo_id))
    except NotFound:
        return None


def attach(report: Report, photo: Blob, at: datetime) -> Attachment | None:
    """Bind a received photo to a report and let it be examined. Bytes are never shared between organisations: a report
    that lies with the neighbour gets a copy of its own. Without room on disk the report stands without its photo."""
    try:
        own = photo if photo.organisation_id == report.organisation_id else _copied(photo, report.organisation_id)
    except (*Refusals, OSError):
        return None
    used = blobs.use(
        blob=own,
        subject_module="meldpunt",
        subject_kind="report",
        subject_id=report.id,
        role="photo",
        retention_class="photo",
    )
    jobs.examine.enqueue(
        organisation_id=report.organisation_id, unique_key=f"blobs.examine:{own.id}", blob_id=str(own.id)
    )
    return Attachment.objects.create(
        organisation_id=report.organisation_id,
        report=report,
        blob_use=used,
        filename=own.original_name[:200],
        added_at=at,
    )


def _copied(photo: Blob, organisation_id: int) -> Blob:
    with photo.path.open("rb") as stream:
        return blobs.receive(
            organisation_id=organisation_id,
            stream=stream,
            filename=photo.original_name,
            limit_bytes=form.PHOTO_LIMIT_BYTES,
            accept=PHOTO,
            declared_type=photo.declared_type,
            keep_original=False,
        )


@dataclass(frozen=True, slots=True)
class Image:
    data: bytes
    mime: str


def image(attachment: Attachment, *, small: bool) -> Image:
    """The re-made photo. Raises ``NotFound`` while it is not examined yet, or when it was refused."""
    found = files.open_derivative(blob_id=attachment.blob_use.blob_id, size="small" if small else "large")
    return Image(found.path.read_bytes(), found.content_type)
