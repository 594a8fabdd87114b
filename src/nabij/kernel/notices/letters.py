"""Letters: waiting, printed in one batch with a list of who gets them, posted, and back when the post could not find somebody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection

from .. import crypto
from ..access.policy import authorise
from ..audit import entries
from ..calendar import clock
from ..errors import Invalid, NotFound, RuleViolation
from . import calls
from .models import CallTask, Letter, LetterBatch, Notice

PURPOSE = "letter"
#: As many letters as one print page and one envelope round can hold.
BATCH = 200
_LOCK = 43


@dataclass(frozen=True, slots=True)
class Sheet:
    """A letter as it goes in the envelope."""

    letter: Letter
    who: str
    address: str
    title: str
    body: str

    @property
    def language(self) -> str:
        """Of the words: a kind that ends in ``_fr`` is the French twin of another."""
        return "fr" if self.letter.notice.kind.endswith("_fr") else "nl"

    @property
    def address_lines(self) -> list[str]:
        """Street and town under each other, as the post reads them."""
        return [part.strip() for line in self.address.splitlines() for part in line.split(",") if part.strip()]


def queue(*, notice: Notice, address: str) -> Letter:
    """A letter in the print queue. Its number is per organisation and never changes."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK, notice.organisation_id])
    row = Letter.objects.create(
        organisation_id=notice.organisation_id, number=_next(Letter, notice.organisation_id), notice=notice,
        address=crypto.seal(notice.organisation_id, PURPOSE, address), made_at=clock.now(),
    )
    entries.record("notices.letter.queued", row)
    return row


def _next(model: type[Letter] | type[LetterBatch], organisation_id: int) -> int:
    last = model.objects.filter(organisation_id=organisation_id).order_by("-number").values_list("number", flat=True).first()
    return (last or 0) + 1


def sheets(organisation_id: int, *, state: str = "", batch_id: UUID | None = None) -> list[Sheet]:
    """Letters with their words, oldest first."""
    rows = Letter.objects.filter(organisation_id=organisation_id).select_related("notice", "batch")
    rows = rows.filter(state=state) if state else rows
    rows = rows.filter(batch_id=batch_id) if batch_id else rows
    return [_sheet(row) for row in rows.order_by("number")[:BATCH]]


def sheet(organisation_id: int, letter_id: UUID) -> Sheet:
    """Raises ``NotFound``."""
    row = Letter.objects.filter(organisation_id=organisation_id, id=letter_id).select_related("notice").first()
    if row is None:
        raise NotFound()
    return _sheet(row)


def _sheet(row: Letter) -> Sheet:
    address = crypto.unseal(row.organisation_id, PURPOSE, row.address)
    return Sheet(row, row.notice.recipient, address, row.notice.title, row.notice.body)


def batch(organisation_id: int, batch_id: UUID) -> LetterBatch:
    """Raises ``NotFound``."""
    row = LetterBatch.objects.filter(organisation_id=organisation_id, id=batch_id).first()
    if row is None:
        raise NotFound()
    return row


def batches(organisation_id: int) -> list[LetterBatch]:
    """The latest ten."""
    return list(LetterBatch.objects.filter(organisation_id=organisation_id).order_by("-number")[:10])


def print_batch(*, organisation_id: int) -> LetterBatch:
    """What waits, oldest first, at most ``BATCH`` letters, as one batch; the rest is the next one.

    Raises ``RuleViolation`` when nothing waits."""
    actor = authorise("kernel.call.work")
    waiting = Letter.objects.select_for_update().filter(organisation_id=organisation_id, state=Letter.State.QUEUED)
    rows = list(waiting.order_by("number")[:BATCH])
    if not rows:
        raise RuleViolation("Er ligt geen brief klaar om af te drukken.")
    made = LetterBatch.objects.create(
        organisation_id=organisation_id, number=_next(LetterBatch, organisation_id), printed_by=actor.label, printed_at=clock.now(),
    )
    Letter.objects.filter(id__in=[row.id for row in rows]).update(state=Letter.State.PRINTED, batch=made)
    entries.record("notices.letter.printed", made, detail={"letters": [row.number for row in rows]})
    return made


def post_batch(*, organisation_id: int, batch_id: UUID) -> LetterBatch:
    """The batch went to the post today."""
    authorise("kernel.call.work")
    made = LetterBatch.objects.select_for_update().filter(organisation_id=organisation_id, id=batch_id).first()
    if made is None:
        raise NotFound()
    if made.posted_on is None:
        made.posted_on = clock.today()
        made.save()
        Letter.objects.filter(organisation_id=organisation_id, batch=made, state=Letter.State.PRINTED).update(state=Letter.State.POSTED)
        entries.record("notices.letter.posted", made)
    return made


def note_return(*, organisation_id: int, number: str, reason: str) -> CallTask:
    """A letter came back: somebody rings or looks for the person. Raises ``Invalid`` for a number that is not on any envelope."""
    authorise("kernel.call.work")
    known = int(number) if number.isascii() and number.isdigit() and len(number) < 9 else 0
    row = Letter.objects.select_for_update().filter(organisation_id=organisation_id, number=known, state=Letter.State.POSTED).first()
    if row is None:
        raise Invalid({"number": "Dit nummer staat op geen brief die op de post ging. Kijk het na op de enveloppe."})
    row.state, row.returned_on, row.returned_reason = Letter.State.RETURNED, clock.today(), reason.strip()[:200]
    row.save()
    notice = Notice.objects.get(organisation_id=organisation_id, id=row.notice_id)
    entries.record("notices.letter.returned", row, detail={"reason": row.returned_reason})
    wish = calls.Wish(notice.recipient, about=f"Brief {row.number} kwam terug: {notice.title}", visit=True)
    return calls.ask(organisation_id=organisation_id, wish=wish, origin=CallTask.Origin.MAIL, notice=notice)


def settle(organisation_id: int, posted_before: date) -> int:
    """Letters that were posted long enough ago and did not come back have arrived; returns how many."""
    rows = Letter.objects.filter(organisation_id=organisation_id, state=Letter.State.POSTED, batch__posted_on__lte=posted_before)
    ids = list(rows.values_list("notice_id", flat=True))
    waiting = Notice.objects.filter(organisation_id=organisation_id, id__in=ids, state=Notice.State.HANDED_TO_PERSON)
    return waiting.update(state=Notice.State.DELIVERED)
