"""Dry run and take-in of a folder; upload of files. Until a batch is approved nothing is taken over."""

from __future__ import annotations

import base64
import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, BinaryIO
from uuid import UUID

from django.db import transaction

from nabij.kernel.access import authorise, require_own
from nabij.kernel.audit import entries
from nabij.kernel.calendar import clock
from nabij.kernel.errors import HouseError, Invalid, RuleViolation
from nabij.kernel.events import facade as events

from .. import access
from ..events import BATCH_APPROVED, RECORDS_RECEIVED
from ..models import Batch, BatchItem, Dossier, MappingRule
from ..queries import adoption, plan
from ..queries import intake as queries
from ..rules import batches as rules
from ..rules.batches import BatchState, Judged, MapRule, Outcome
from . import dossiers, filing, scanning

LINES_AT_ONCE = 500
GROUP = 25


def judge_tree(*, organisation_id: int, root: Path) -> list[tuple[scanning.Scanned, Judged]]:
    """What a take-in of ``root`` would do, file by file. Writes nothing at all."""
    require_own(organisation_id)
    authorise(access.INTAKE)
    if not root.is_dir():
        raise Invalid({"root": "Deze map vinden we niet. Kijk de naam na."})
    scanned = list(scanning.scan(root))
    judged = rules.judge(
        [one.seen for one in scanned], queries.map_rules(organisation_id), queries.sources(organisation_id),
        queries.contents(organisation_id),
    )
    return list(zip(scanned, judged, strict=True))


def dry_run(*, organisation_id: int, root: Path, name: str) -> Batch:
    """Keep the outcome of ``judge_tree`` as a batch to look at; still nothing is taken over."""
    pairs = judge_tree(organisation_id=organisation_id, root=root)
    batch = _batch(organisation_id, Batch.Source.TREE, name, BatchState.PROPOSED, root=str(root))
    _write_items(batch, pairs)
    entries.record("archive.batch.proposed", batch, detail={"files": len(pairs)})
    return batch


def propose_again(*, batch_id: UUID) -> Batch:
    """Look at the folder again with the rules of now."""
    batch = queries.batch_for_update(batch_id)
    authorise(access.INTAKE)
    if batch.state != BatchState.PROPOSED:
        raise RuleViolation("Deze lading is al overgenomen of gestopt. Draai een nieuwe proef.")
    pairs = judge_tree(organisation_id=batch.organisation_id, root=Path(batch.root))
    batch.items.all().delete()
    _write_items(batch, pairs)
    entries.record("archive.batch.proposed", batch, detail={"files": len(pairs)})
    return batch


def approve(*, batch_id: UUID) -> Batch:
    """From dry run to taking over: the items follow in groups by ``take_next``, restartable at each item."""
    batch = queries.batch_for_update(batch_id)
    actor = authorise(access.INTAKE)
    batch.state = rules.step(BatchState(batch.state), BatchState.IMPORTING)
    batch.approved_by = actor.label
    batch.save(update_fields=["state", "approved_by"])
    entries.record("archive.batch.approved", batch)
    events.publish(BATCH_APPROVED, batch)
    return batch


def stop(*, batch_id: UUID) -> Batch:
    """Nothing more is taken over; what was, stays."""
    batch = queries.batch_for_update(batch_id)
    authorise(access.INTAKE)
    batch.state = rules.step(BatchState(batch.state), BatchState.STOPPED)
    batch.save(update_fields=["state"])
    entries.record("archive.batch.stopped", batch)
    return batch


def take_next(*, batch_id: UUID, most: int = GROUP) -> int:
    """Take over the next files of a running batch; returns how many are left. Each file stands or falls alone."""
    batch = queries.batch_for_update(batch_id)
    authorise(access.INTAKE)
    if batch.state != BatchState.IMPORTING:
        return 0
    for item in queries.waiting(batch, most):
        _take(batch, item)
    left = queries.waiting_count(batch)
    if not left:
        _finish(batch)
    return left


def _take(batch: Batch, item: BatchItem) -> None:
    path = _path(batch, item)
    try:
        with transaction.atomic():
            if scanning.content_of(path) != item.sha256:
                item.outcome, item.message = Outcome.CHANGED, "gewijzigd sinds de proefdraai; draai opnieuw proef"
            else:
                _file(batch, item, path)
                item.outcome = Outcome.TAKEN
    except OSError as wrong:
        item.outcome, item.message = Outcome.CHANGED, f"niet meer te lezen: {wrong.strerror}"[:300]
    except HouseError as refused:
        item.outcome, item.message = Outcome.REFUSED, refused.sentence_nl[:300]
    item.save()


def _file(batch: Batch, item: BatchItem, path: bytes) -> None:
    dossier = _dossier(batch, item)
    with open(path, "rb") as stream:
        item.record = filing.file_record(
            dossier_id=dossier.id, stream=stream, filename=item.path.rpartition("/")[2], title=item.title,
            record_date=item.modified_at.date() if item.modified_at else None, source_path=item.path,
            source_key=rules.source_key(item.path, item.sha256), modified_at=item.modified_at,
        )
    filing.extract(record_id=item.record.id)


def _path(batch: Batch, item: BatchItem) -> bytes:
    relative = base64.b64decode(item.path_bytes) if item.path_bytes else item.path.encode()
    return os.path.join(os.fsencode(batch.root), relative)


def _dossier(batch: Batch, item: BatchItem) -> Dossier:
    """The dossier of this folder, made when it is not there yet. Its readers are the archivists, until one decides otherwise."""
    found = Dossier.objects.filter(
        organisation_id=batch.organisation_id, series__code=item.series_code, source_path=item.dossier_title, state="open"
    ).first()
    opened = item.modified_at.date() if item.modified_at else clock.today()
    return found or dossiers.file_dossier(
        organisation_id=batch.organisation_id, series_code=item.series_code, title=item.dossier_title, responsible=batch.name,
        opened_on=min(opened, clock.today()), source_path=item.dossier_title,
    )


def _finish(batch: Batch) -> None:
    troubled = batch.items.filter(outcome__in=[Outcome.CHANGED, Outcome.REFUSED]).exists()
    batch.state = rules.step(BatchState.IMPORTING, BatchState.DONE_WITH_ISSUES if troubled else BatchState.DONE)
    batch.done_at = clock.now()
    batch.save(update_fields=["state", "done_at"])
    taken = batch.items.filter(outcome=Outcome.TAKEN).count()
    entries.record("archive.batch.done", batch, detail={"taken": taken})
    events.publish(RECORDS_RECEIVED, batch, data={"count": taken})


def _batch(organisation_id: int, source: str, name: str, state: BatchState, *, root: str = "") -> Batch:
    actor, own = authorise(access.FILE if source == Batch.Source.UPLOAD else access.INTAKE), adoption.open_row(organisation_id)
    return Batch.objects.create(
        organisation_id=organisation_id, source=source, name=name[:120], root=root, state=state, made_by=actor.label, made_at=clock.now(),
        strategy_version=own.version.number if own and own.state == "adopted" else "",
    )


def _write_items(batch: Batch, pairs: Iterable[tuple[scanning.Scanned, Judged]]) -> None:
    BatchItem.objects.bulk_create([_item(batch, scanned, judged) for scanned, judged in pairs], batch_size=LINES_AT_ONCE)


def _item(batch: Batch, scanned: scanning.Scanned, judged: Judged) -> BatchItem:
    seen, proposal = judged.seen, judged.proposal
    base = os.fsencode(batch.root)
    relative = scanned.raw[len(base) :].lstrip(b"/")
    return BatchItem(
        organisation_id=batch.organisation_id, batch=batch, path=seen.path[:1000], size=seen.size, sha256=seen.sha256,
        path_bytes=base64.b64encode(relative).decode() if relative != seen.path.encode() else "",
        modified_at=scanned.modified_at, by_name=seen.by_name, outcome=judged.outcome, message=judged.message[:300],
        series_code=proposal.series if proposal else "", dossier_title=proposal.dossier if proposal else "",
        title=proposal.title if proposal else "", because=proposal.because if proposal else "",
    )


def upload(*, organisation_id: int, dossier_id: UUID, files: Sequence[tuple[str, BinaryIO]]) -> Batch:
    """Files from a form, each with its own outcome in words; a refused file keeps the others."""
    require_own(organisation_id)
    batch = _batch(organisation_id, Batch.Source.UPLOAD, f"{len(files)} bestanden", BatchState.IMPORTING)
    for number, (name, stream) in enumerate(files, 1):
        item = BatchItem(organisation_id=organisation_id, batch=batch, path=f"{number:03d}/{name}"[:1000], outcome=Outcome.TAKEN)
        try:
            with transaction.atomic():
                item.record = filing.file_record(dossier_id=dossier_id, stream=stream, filename=name)
        except HouseError as refused:
            item.outcome, item.message = Outcome.REFUSED, refused.sentence_nl[:300]
        item.save(force_insert=True)
    _finish(batch)
    return batch


def set_mapping(*, organisation_id: int, lines: Sequence[dict[str, Any]]) -> int:
    """Replace the ordered rules of the own organisation; each must fit its own example. Returns how many stand."""
    require_own(organisation_id)
    authorise(access.INTAKE)
    rows = []
    for position, line in enumerate(lines, 1):
        row = MappingRule(organisation_id=organisation_id, position=position, **line)
        rules.require_sample(MapRule(row.pattern, row.series_code, row.dossier_depth, row.skip), row.sample)
        if row.series_code:
            plan.one_series(row.series_code, organisation_id)
        rows.append(row)
    MappingRule.objects.filter(organisation_id=organisation_id).delete()
    MappingRule.objects.bulk_create(rows)
    entries.record("archive.mapping.set", organisation_id=organisation_id, detail={"rules": len(rows)})
    return len(rows)
