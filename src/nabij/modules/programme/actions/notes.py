"""Thirteen notes, one by one: ordered at once, made each in its own transaction, so that nothing is lost when the work stops halfway."""

from __future__ import annotations

import json
import logging
import uuid
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.db import transaction

from nabij.kernel.access import authorise, require_own
from nabij.kernel.audit import entries
from nabij.kernel.blobs import actions as blobs
from nabij.kernel.blobs.models import BlobUse
from nabij.kernel.calendar import clock
from nabij.kernel.documents import content
from nabij.kernel.documents.content import Document, from_data
from nabij.kernel.documents.docx import docx_file
from nabij.kernel.documents.pdf import pdf
from nabij.kernel.errors import RuleViolation
from nabij.kernel.events import facade as events
from nabij.kernel.tenancy.rows import new_id

from .. import access
from ..events import NOTE_DISPATCHED, NOTE_MADE, NOTES_ORDERED
from ..models import DispatchEvent, Note, NoteOrder
from ..queries import consultations, notes, programme
from ..queries.consultations import Round
from ..rules import consultation as rules
from ..rules import notes as note_rules

log = logging.getLogger(__name__)
TRIES = 3
NOT_OPEN = "Een nota kan alleen terwijl de bevraging loopt: in de voorbereiding kunnen de vragen nog veranderen. Open eerst de bevraging."
#: File name ending, media type and printer of both files.
FORMS: dict[str, tuple[str, str, Callable[[Document], bytes]]] = {
    "pdf": (".pdf", "application/pdf", pdf),
    "word": (".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", docx_file),
}


def order_notes(*, consultation_id: uuid.UUID) -> int:
    """Ask for a note to each member; returns how many wait. Made ones are made again, and kept when nothing changed.

    Raises RuleViolation with everything that lacks when the project is still an idea (N100), or the round still a draft or closed.
    """
    authorise(access.MAKE_NOTES)
    round = consultations.get(consultation_id)
    require_own(round.organisation_id)
    if round.state != rules.State.OPEN:
        raise RuleViolation(NOT_OPEN)
    today, now = clock.today(), clock.now()
    rules.require_outline(consultations.project_facts(round.project, today, now))
    members = programme.members(today, round.organisation_id)
    for member in members:
        NoteOrder.objects.update_or_create(
            organisation_id=round.organisation_id, consultation_id=round.id, addressee_id=member.id,
            defaults={"state": NoteOrder.State.WAITING, "tries": 0, "reason": "", "ordered_at": now, "done_at": None},
        )
    row = consultations.for_update(round.id)
    entries.record("programme.notes.ordered", row, detail={"round": round.number, "members": len(members)})
    events.publish(NOTES_ORDERED, row, data={"members": len(members)})
    return len(members)


def make_next(*, consultation_id: uuid.UUID, made_at: datetime | None = None) -> bool:
    """Make the first note that waits, in alphabetical order; False when none waits. One transaction, one note.
    ``made_at`` (importers only) = when a note from before this platform was made.

    What cannot be printed is tried three times and then stands as failed with its reason; the others go on.
    """
    authorise(access.IMPORT if made_at else access.MAKE_NOTES)
    round = consultations.get(consultation_id)
    order = notes.next_order(round.id, clock.today(), round.organisation_id)
    if order is None:
        return False
    order.tries += 1
    try:
        with transaction.atomic():
            made = _made(round, order.addressee_id, made_at or clock.now())
        order.state, order.reason = NoteOrder.State.MADE if made else NoteOrder.State.UNCHANGED, ""
        order.done_at = clock.now()
    except Exception as error:
        log.exception("note of round %s for organisation %s was not made", round.number, order.addressee_id)
        order.reason = f"Lukte {order.tries} keer niet. Geef dit door aan uw beheerder: {type(error).__name__}: {error}"[:300]
        if order.tries >= TRIES:
            order.state, order.done_at = NoteOrder.State.FAILED, clock.now()
    order.save()
    return True


def _made(round: Round, addressee_id: int, at: datetime) -> Note | None:
    """A new version, or None when every word is that of the version before."""
    addressee, before = programme.member_by_id(addressee_id), notes.newest(round.id, addressee_id)
    facts = notes.facts(round, addressee, clock.today(), clock.now())
    fresh = note_rules.note(facts)
    sha256 = content.digest(fresh)
    if before is not None and before.sha256 == sha256:
        return None
    version = before.version + 1 if before else 1
    changes = note_rules.changes(from_data(before.content), fresh) if before else ()
    return _keep(round, addressee, version, note_rules.note(facts, version, changes), sha256, at)


def _keep(round: Round, addressee: programme.Member, version: int, document: Document, sha256: str, at: datetime) -> Note:
    id = new_id()
    uses = {form: _printed(round, addressee, document, version, id, form) for form in FORMS}
    row = Note.objects.create(
        id=id, organisation_id=round.organisation_id, audience=f"organisation:{addressee.id}", consultation_id=round.id,
        addressee_id=addressee.id, version=version, content=json.loads(content.canonical(document)), sha256=sha256,
        pdf_use=uses["pdf"], word_use=uses["word"], made_at=at,
    )
    detail = {"round": round.number, "member": addressee.slug, "version": version, "sha256": sha256}
    entries.record("programme.note.made", row, detail=detail)
    events.publish(NOTE_MADE, row, data={"consultation_id": str(round.id), "addressee": addressee.id, "version": version})
    return row


def _printed(round: Round, addressee: programme.Member, document: Document, version: int, id: uuid.UUID, form: str) -> BlobUse:
    ending, mime, printer = FORMS[form]
    name = f"nota-bevraging-{round.number}-{addressee.slug}-v{version}{ending}"
    blob = blobs.keep_made(organisation_id=round.organisation_id, data=printer(document), mime=mime, filename=name)
    return blobs.use(
        blob=blob, subject_module="programme", subject_kind="note", subject_id=id, role=form, retention_class="programme.note"
    )


def send_notes(*, consultation_id: uuid.UUID, on: date) -> int:
    """Record that every note that was made and not yet sent goes to its board on a day; returns how many (N108)."""
    authorise(access.MAKE_NOTES)
    round = consultations.get(consultation_id)
    require_own(round.organisation_id)
    if on > clock.today():
        raise RuleViolation("Deze dag moet nog komen. Leg de verzending vast op de dag zelf of daarna.")
    ready = [line.member for line in consultations.lines(round, clock.today()) if line.version and not line.sent]
    if not ready:
        raise RuleViolation("Er ligt geen nota klaar om te versturen. Maak eerst de nota's.")
    for member in ready:
        rules.taken(consultations.last_step(round.id, member.id), rules.Step.SENT)
        row = DispatchEvent.objects.create(
            organisation_id=round.organisation_id, audience=f"organisation:{member.id}", consultation_organisation_id=round.organisation_id,
            consultation_id=round.id, addressee_id=member.id, step=rules.Step.SENT.value, on=on, recorded_at=clock.now(),
        )
        events.publish(NOTE_DISPATCHED, row, data=_step_data(round.id, member.id, rules.Step.SENT))
    entries.record("programme.notes.sent", None, organisation_id=round.organisation_id, detail={"round": round.number, "sent": len(ready)})
    return len(ready)


def _step_data(consultation_id: uuid.UUID, addressee_id: int, step: rules.Step) -> dict[str, Any]:
    return {"consultation_id": str(consultation_id), "addressee": addressee_id, "step": step.value}
