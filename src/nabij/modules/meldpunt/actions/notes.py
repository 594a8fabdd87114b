"""Notes and photos from the spot, each with its own time, kept once however often the telephone sends them."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid5

from nabij.kernel.audit import entries as audit
from nabij.kernel.calendar import clock
from nabij.kernel.errors import Invalid
from nabij.kernel.events.facade import publish

from ..models.alarm import Alert
from ..models.protocol import DutyNote
from ..models.report import Attachment
from . import paging, photos
from .alarm import Responder, responder_of
from .protocol import Act, sent_later, time_of


def write_note(*, alert_id: UUID, act: Act, text: str = "", photo: Any = None, responder: Responder | None = None) -> DutyNote:
    """Keep words, a photo, or both. The same key twice is one note.

    Raises ``Invalid`` for nothing at all or for a file that is no photo, ``Refused`` for who has no part in the alarm.
    """
    alert = paging.locked(alert_id)
    who = responder or responder_of(alert)
    words = text.strip()[:2000]
    # One page of a telephone may send several notes under the key of its form: other words are another note.
    key = uuid5(act.key, f"{words} {photo.name} {photo.size}" if photo else words)
    before = DutyNote.objects.filter(organisation_id=alert.organisation_id, key=key).first()
    if before is not None:
        return before
    if not words and not photo:
        raise Invalid({"text": "Schrijf wat u ziet, of voeg een foto toe."})
    now = clock.now()
    at = time_of(alert, act, now)
    row = DutyNote.objects.create(
        organisation_id=alert.organisation_id, alert=alert, at=at, received_at=now, by=who.name, text=words,
        attachment=_attached(alert, photo, at) if photo else None, key=key,
    )
    what = " ".join(part for part in ("stuurt een foto." if photo else "", f"noteert: {words}" if words else "") if part)
    paging.log(alert, at, "note", who.name, f"{who.name} {what}{sent_later(at, now)}")
    audit.record("meldpunt.duty_note.written", alert, detail={"by": who.name, "photo": bool(photo), "note": row.id})
    publish("incident.note_written", alert.incident, data={"photo": bool(photo)})
    return row


def _attached(alert: Alert, photo: Any, at: Any) -> Attachment:
    """The photo with the report. Raises ``Invalid`` with the sentence of what is wrong with it."""
    try:
        kept = photos.keep(organisation_id=alert.organisation_id, upload=photo)
    except photos.Refusals as wrong:
        raise Invalid({"photo": wrong.sentence_nl}) from wrong
    blob = photos.opened(kept.blob_id)
    attachment = photos.attach(alert.incident.report, blob, at) if blob else None
    if attachment is None:
        raise Invalid({"photo": "Deze foto konden we niet bewaren. Probeer het opnieuw."})
    return attachment
