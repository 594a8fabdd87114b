"""Publishing the pack of a month: frozen from then on. A correction is a new version that says so."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Sequence
from datetime import date, timedelta

import rfc8785

from nabij.kernel.access import authorise, require_own
from nabij.kernel.audit import entries
from nabij.kernel.calendar import clock
from nabij.kernel.calendar.words import date_text
from nabij.kernel.documents.content import Document, as_data
from nabij.kernel.documents.docx import docx_file
from nabij.kernel.documents.pdf import pdf
from nabij.kernel.errors import Invalid, RuleViolation
from nabij.kernel.events import facade as outbox

from .. import access, events
from ..models import MonthPack
from ..queries import month as queries
from ..rules import month as rules

Named = Sequence[tuple[str, Document]]
_THEN = (1980, 1, 1, 0, 0, 0)


def publish_month(*, partnership_id: int, month: date, remark: str = "") -> MonthPack:
    """Freeze the pack of a month that is over; once there is one, ``remark`` says what the new version puts right.

    Raises RuleViolation for a month that still runs, Invalid for a correction without a reason or a first version with one.
    """
    actor = authorise(access.STEER)
    require_own(partnership_id)
    today, first = clock.today(), month.replace(day=1)
    over = (first + timedelta(days=32)).replace(day=1)
    if over > today:
        raise RuleViolation(f"Deze maand loopt nog. U publiceert ze vanaf {date_text(over)}.")
    before = queries.packs(first)
    words = " ".join(remark.split())
    if before and len(words) < 10:
        raise Invalid({"remark": "Zeg in minstens 10 tekens wat u verbetert. Dit staat vooraan in de nieuwe versie."})
    if not before and words:
        raise Invalid({"remark": "Deze maand is nog niet gepubliceerd. Er is nog niets te verbeteren."})
    version = before[0].version + 1 if before else 1
    shown = queries.documents(first, today)
    previous = before[0].sha256 if before else ""
    content = _content(shown, month=f"{first:%Y-%m}", version=version, remark=words, previous_sha256=previous)
    frozen = rules.corrected(shown, version=version, on=today, instead_of=before[0].published_at if before else None, remark=words)
    row = MonthPack.objects.create(
        organisation_id=partnership_id, audience=f"partnership:{partnership_id}", month=first, version=version, content=content,
        sha256=hashlib.sha256(content.encode()).hexdigest(), previous_sha256=previous, remark=words,
        bundle=bundle_of(frozen), published_at=clock.now(), published_by=actor.label,
    )
    entries.record("programme.month_pack.published", row, detail={"month": f"{first:%Y-%m}", "version": version, "sha256": row.sha256})
    outbox.publish(events.MONTH_PUBLISHED, row, data={"month": f"{first:%Y-%m}", "version": version})
    return row


def _content(documents: Named, **facts: str | int) -> str:
    """The bytes of which the fingerprint is taken, as text."""
    return rfc8785.dumps({**facts, "documents": [[name, as_data(document)] for name, document in documents]}).decode()


def bundle_of(documents: Named) -> bytes:
    """One ZIP with each document as PDF and as Word; equal documents give equal bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, document in documents:
            for ending, data in ((".pdf", pdf(document)), (".docx", docx_file(document))):
                bundle.writestr(zipfile.ZipInfo(name + ending, _THEN), data)
    return buffer.getvalue()

