"""Writes of records: bytes first, then text, then search. Whatever happens to the text, the original is kept and found by name."""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path
from typing import Any, BinaryIO
from uuid import UUID

from django.db import DataError, connection, transaction

from nabij.kernel.access import authorise
from nabij.kernel.audit import entries
from nabij.kernel.blobs import actions as blobs
from nabij.kernel.blobs import rules as blob_rules
from nabij.kernel.blobs import sandbox
from nabij.kernel.calendar import clock
from nabij.kernel.errors import RuleViolation

from .. import access
from ..models import Component, PageText, Record, SearchEntry
from ..queries import dossiers as queries
from ..queries import finding
from ..rules import extraction, words
from ..rules.dossiers import DossierState, ProcessingState

PARSER = Path(__file__).resolve().parents[1] / "text_parser.py"
#: One file, as the standard allows here (data of the installation in a later release).
MOST_BYTES = 200_000_000
MOST_INDEXED = 500_000
OPENING_WORDS = 60


def file_record(
    *, dossier_id: UUID, stream: BinaryIO, filename: str, title: str = "", record_date: date | None = None, source_path: str = "",
    source_key: str = "", modified_at: datetime | None = None,
) -> Record:
    """Keep one file as a record of an open or closed dossier. It is found by its name at once, by its text after ``extract``.

    Raises RuleViolation for a dossier that is on its way out, ``blobs`` errors for an empty or too large file.
    """
    dossier = queries.for_update(dossier_id)
    authorise(access.FILE)
    if dossier.state not in (DossierState.OPEN, DossierState.CLOSED):
        raise RuleViolation("In dit dossier kan niets meer bij: het staat op een vernietigingslijst of is vernietigd.")
    blob = blobs.receive(
        organisation_id=dossier.organisation_id, stream=stream, filename=filename, limit_bytes=MOST_BYTES, accept=blob_rules.ANYTHING
    )
    last = dossier.records.order_by("-sequence").values_list("sequence", flat=True).first() or 0
    row = Record.objects.create(
        organisation_id=dossier.organisation_id, dossier=dossier, sequence=last + 1, title=(title or filename)[:300],
        record_date=record_date, kind=extraction.kind_nl(blob.sniffed_type, filename), source_path=source_path[:1000],
        source_key=source_key, received_at=clock.now(),
    )
    use = blobs.use(
        blob=blob, subject_module="archive", subject_kind="record", subject_id=row.id, role="original", filename=filename[:500],
        retention_class="archive",
    )
    Component.objects.create(
        organisation_id=row.organisation_id, record=row, original_name=filename[:500], blob=blob, blob_use=use, modified_at=modified_at
    )
    index(row, "")
    entries.record("archive.record.filed", row, detail={"dossier": dossier.number})
    return row


def extract(*, record_id: UUID) -> Record:
    """Read the text of a record in the sandbox and index it. Asking twice gives the same; no foreign byte is read in this process."""
    row = Record.objects.select_for_update(of=("self",)).select_related("dossier__series").get(id=record_id)
    authorise(access.FILE)
    text: list[str] = []
    states: list[tuple[ProcessingState, str]] = []
    for component in row.components.select_related("blob"):
        pages, state, note = _pages_of(component)
        PageText.objects.bulk_create(
            [
                PageText(organisation_id=row.organisation_id, component=component, page=number, text=page)
                for number, page in enumerate(pages, 1)
            ],
            update_conflicts=True, unique_fields=["component", "page"], update_fields=["text"],
        )
        text += pages
        states.append((state, note))
    row.processing, row.processing_note = states[0] if states else (ProcessingState.NO_TEXT, "")
    row.save(update_fields=["processing", "processing_note"])
    index(row, "\n".join(text))
    return row


def _pages_of(component: Component) -> tuple[list[str], ProcessingState, str]:
    kind = extraction.parser_of(component.blob.sniffed_type, component.original_name)
    if not kind:
        return [], ProcessingState.NO_TEXT, ""
    try:
        answer = sandbox.work(component.blob.path, PARSER, {"kind": kind})
    except sandbox.WorkRefused as refused:
        state, note = extraction.REFUSED.get(refused.reason, extraction.REFUSED["broken"])
        return [], state, note
    pages = [words.mask_insz(page) for page in answer["pages"]]
    state, note = extraction.after(answer["state"], len(pages))
    return pages, state, note or answer["note"]


_INDEX = """
INSERT INTO archive_searchentry (id, organisation_id, record_id, dossier_id, series_code, audience_id, doc_date, kind, title, partly,
  lead, "full")
SELECT %(id)s, %(organisation)s, %(record)s, %(dossier)s, %(series)s, %(audience)s, %(date)s, %(kind)s, %(title)s, %(partly)s,
  l.lead, l.lead || to_tsvector('nabij.nabij_nl', %(text)s) || setweight(to_tsvector('pg_catalog.simple', %(ids)s), 'B')
    || to_tsvector('nabij.nabij_nl', %(parts)s)
FROM (SELECT nabij.archive_lead(%(spoken)s, %(meta)s, %(opening)s, %(tokens)s) AS lead) l
ON CONFLICT (record_id) DO UPDATE SET series_code = EXCLUDED.series_code, audience_id = EXCLUDED.audience_id,
  doc_date = EXCLUDED.doc_date, kind = EXCLUDED.kind, title = EXCLUDED.title, partly = EXCLUDED.partly, lead = EXCLUDED.lead,
  "full" = EXCLUDED."full"
"""


def index(row: Record, text: str) -> None:
    """Write the search row of a record, in the transaction of its change. A text that PostgreSQL finds too long is indexed in part."""
    values = _values(row, text[:MOST_INDEXED]) | {"partly": len(text) > MOST_INDEXED}
    try:
        with transaction.atomic():
            _run(values)
    except DataError:
        _run(_values(row, text[: MOST_INDEXED // 5]) | {"partly": True})


def _run(values: dict[str, Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_INDEX, values)


def _values(row: Record, text: str) -> dict[str, Any]:
    dossier, lexicon = row.dossier, finding.lexicon()
    title = words.mask_insz(row.title)
    # A name such as "kapot.docx" would be one word to PostgreSQL: its parts are words too.
    spoken = f"{title} {re.sub(r'[._/-]+', ' ', title)}" if re.search(r"\w[._/-]\w", title) else title
    meta = f"{dossier.title} {dossier.number} {dossier.series.title}"
    return {
        "id": SearchEntry._meta.pk.get_default(), "organisation": row.organisation_id, "record": row.id, "dossier": dossier.id,
        "series": dossier.series.code, "audience": dossier.audience_id, "date": row.record_date or dossier.closed_on or dossier.opened_on,
        "kind": row.kind, "title": title, "spoken": spoken, "text": text, "meta": meta, "opening": " ".join(text.split()[:OPENING_WORDS]),
        "tokens": " ".join(words.identifier_tokens(f"{title} {meta}")), "ids": " ".join(words.identifier_tokens(text)),
        "parts": words.extra_words(f"{title} {re.sub(r'[_-]', ' ', meta)} {text}", lexicon),
    }
