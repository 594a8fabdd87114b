"""Writes of files. The action of the module that uses a file has authorised; these keep its bytes and states right."""

from __future__ import annotations

import io
import mmap
from dataclasses import dataclass
from typing import BinaryIO

from django.db import connection, transaction

from nabij.kernel.calendar import clock
from nabij.kernel.errors import NotFound
from nabij.kernel.events import facade as events

from . import ports, rules, sandbox, store
from .models import Blob, BlobUse
from .rules import State
from .sniff import sniff

#: Seconds from the first file that went to the sweep.
SWEEP_AFTER_S = 20


@dataclass(frozen=True, slots=True)
class Examined:
    """Outcome of ``examine``: the new images, and once the place of the camera, to offer and then forget."""

    blob: Blob
    derivatives: tuple[Blob, ...] = ()
    place: sandbox.Place | None = None


@transaction.atomic
def receive(
    *, organisation_id: int, stream: BinaryIO, filename: str, limit_bytes: int, accept: rules.Accept, declared_type: str = "",
    keep_original: bool = True,
) -> Blob:
    """Keep a received file in quarantine. ``blob.told_nl`` has a sentence when its name did not fit its content.
    Without ``keep_original`` the bytes of an image go once it has been re-made without metadata.

    Raises ``FileTooLarge`` (413), ``FileTypeRefused`` (415) or ``Unavailable`` (503), each with a way on; nothing is then kept.
    """
    with store.receiving(organisation_id, stream, limit_bytes) as draft:
        if draft.size > limit_bytes:
            raise rules.too_large(draft.size, limit_bytes, accept)
        if draft.size == 0:
            raise rules.empty(accept)
        judged = rules.judge(sniff(draft.path), filename, accept)
        if judged.mime in rules.IMAGES and not accept.anything and _hides(draft):
            raise rules.hides_something(accept)
        _lock_content(organisation_id, draft.sha256)
        draft.keep()
    return Blob.objects.create(
        organisation_id=organisation_id, size=draft.size, sha256=draft.sha256, sha512=draft.sha512,
        sniffed_type=judged.mime, declared_type=declared_type[:100], original_name=rules.text_of_name(filename),
        safe_name=judged.safe_name, told_nl=judged.told_nl, keep_original=keep_original, received_at=clock.now(),
        state=rules.transition(State.RECEIVING, State.QUARANTINED),
    )


def _hides(draft: store.Draft) -> bool:
    with draft.path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        view = memoryview(data)
        try:
            return rules.hidden_content(view)
        finally:
            view.release()


def _lock_content(organisation_id: int, sha256: str) -> None:
    """Until the end of the transaction nobody else receives or removes this content: otherwise new bytes could vanish."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"blob:{organisation_id}:{sha256}"])


@transaction.atomic
def keep_made(*, organisation_id: int, data: bytes, mime: str, filename: str) -> Blob:
    """Keep a file that the platform itself made (a printed document): nothing came from outside, so nothing has to be checked.

    Raises ``Unavailable`` when the disk is full; nothing is then kept.
    """
    with store.receiving(organisation_id, io.BytesIO(data), len(data)) as draft:
        _lock_content(organisation_id, draft.sha256)
        draft.keep()
    return Blob.objects.create(
        organisation_id=organisation_id, size=draft.size, sha256=draft.sha256, sha512=draft.sha512, sniffed_type=mime,
        original_name=filename, safe_name=rules.safe_name(filename), state=State.CLEAN, state_reason="door Nabij zelf gemaakt",
        received_at=clock.now(), checked_at=clock.now(),
    )


@transaction.atomic
def use(
    *, blob: Blob, subject_module: str, subject_kind: str, subject_id: object, role: str, filename: str = "",
    retention_class: str = "", hold: bool = False,
) -> BlobUse:
    """Note that a file is used somewhere; the same use twice is one."""
    found, _ = BlobUse.objects.get_or_create(
        organisation_id=blob.organisation_id, blob=blob, subject_module=subject_module, subject_kind=subject_kind,
        subject_id=str(subject_id), role=role, released_at=None,
        defaults={
            "filename": filename or blob.original_name, "retention_class": retention_class, "hold": hold, "used_at": clock.now(),
        },
    )
    return found


def release(*, blob_use: BlobUse) -> BlobUse:
    """End one use; after the last one the grace of 30 days starts."""
    if blob_use.released_at is None:
        blob_use.released_at = clock.now()
        blob_use.save(update_fields=["released_at"])
    return blob_use


@transaction.atomic
def examine(*, blob: Blob) -> Examined:
    """Scan a file, and re-make it when it is an image. Called from a job: it may take 30 seconds.

    Raises ``NotFound`` when its bytes are gone. A refused or infected file is no error: its state and ``state_reason`` say so.
    """
    blob = Blob.objects.select_for_update(of=("self",)).get(id=blob.id)
    if blob.bytes_gone_at or not blob.path.is_file():
        raise NotFound("Dit bestand is er niet meer.")
    if blob.state not in (State.QUARANTINED, State.UNSCANNED):
        return Examined(blob, tuple(blob.derivatives.all()))
    scan = ports.virus_scanner().scan(blob.path)
    if scan.outcome == "infected":
        return Examined(_settle(blob, State.INFECTED, scan.detail))
    checked = State.CLEAN if scan.outcome == "clean" else State.UNSCANNED
    if blob.sniffed_type not in rules.IMAGES or blob.derivatives.exists():
        return Examined(_settle(blob, checked, scan.detail), tuple(blob.derivatives.all()))
    return _remake(blob, checked, scan.detail)


def _remake(blob: Blob, checked: State, detail: str) -> Examined:
    try:
        result = sandbox.reencode(blob.path)
    except sandbox.ImageRefused as refused:
        return Examined(_settle(blob, State.REFUSED, refused.sentence_nl))
    derivatives = tuple(_keep_image(blob, image) for image in result.images)
    _settle(blob, checked, detail)
    if not blob.keep_original:
        _mark_gone(blob)
    return Examined(blob, derivatives, result.place)


def _settle(blob: Blob, to: State, reason: str) -> Blob:
    """Set the state; asking again after an engine that was down leaves it where it was."""
    if blob.state != to:
        blob.state = rules.transition(State(blob.state), to)
        if to in (State.CLEAN, State.INFECTED):
            events.publish("blob.cleared" if to == State.CLEAN else "blob.infected", blob)
    blob.state_reason, blob.checked_at = reason[:300], clock.now()
    blob.save(update_fields=["state", "state_reason", "checked_at"])
    return blob


def _keep_image(original: Blob, image: sandbox.Remade) -> Blob:
    with store.receiving(original.organisation_id, io.BytesIO(image.data), len(image.data)) as draft:
        _lock_content(original.organisation_id, draft.sha256)
        draft.keep()
    extension = rules.KINDS[image.mime].extensions[0]
    return Blob.objects.create(
        organisation_id=original.organisation_id, size=draft.size, sha256=draft.sha256, sha512=draft.sha512,
        sniffed_type=image.mime, safe_name=f"foto-{image.name}{extension}", state=State.CLEAN,
        state_reason="opnieuw gemaakt uit de beeldpunten", derived_from=original, size_name=image.name,
        width=image.width, height=image.height, received_at=clock.now(), checked_at=clock.now(),
    )


def _mark_gone(blob: Blob) -> None:
    from . import jobs

    blob.bytes_gone_at = clock.now()
    blob.save(update_fields=["bytes_gone_at"])
    # Many photos, one sweep: it looks at every file that is gone, so it may not run after each of them.
    jobs.sweep.enqueue(organisation_id=blob.organisation_id, unique_key="blobs.sweep", after_s=SWEEP_AFTER_S)


def collect(*, organisation_id: int) -> int:
    """Mark the bytes of files whose grace is over; returns how many. ``sweep`` removes them, in a later transaction."""
    now = clock.now()
    due = 0
    kept = Blob.objects.filter(organisation_id=organisation_id, bytes_gone_at=None)
    for blob in kept.prefetch_related("uses", "derived_from__uses"):
        user = blob.derived_from or blob
        facts = [rules.UseFact(u.released_at, u.hold) for u in (*blob.uses.all(), *user.uses.all())]
        if rules.may_delete_blob(facts, blob.received_at, now):
            _mark_gone(blob)
            due += 1
    return due


@transaction.atomic
def sweep(*, organisation_id: int) -> int:
    """Remove bytes that no row needs any more; returns how many files went. Runs apart from what marked them, so that a
    transaction that is rolled back never costs a file."""
    gone = Blob.objects.filter(organisation_id=organisation_id, bytes_gone_at__isnull=False)
    removed = 0
    for sha256 in sorted(set(gone.values_list("sha256", flat=True))):
        if not store.path_of(organisation_id, sha256).exists():
            continue
        _lock_content(organisation_id, sha256)
        if not Blob.objects.filter(organisation_id=organisation_id, sha256=sha256, bytes_gone_at=None).exists():
            removed += store.remove(organisation_id, sha256)
    return removed
