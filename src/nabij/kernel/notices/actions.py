"""``notify`` writes a message in the business transaction; ``deliver`` tries its channels until a human has it."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.module_loading import import_string

from .. import crypto
from ..audit import entries
from ..calendar import clock
from ..modules import registry
from ..references import Reference
from . import calls, letters, rules
from .models import Attempt, CallTask, Notice
from .ports import Permanent, Temporary

PURPOSE = "notice"


def notify(
    *, kind: str, organisation_id: int, recipient: str, contact_points: dict[str, str], subject: Any, context: dict[str, Any],
    none_digital: bool = False,
) -> Notice:
    """Queue a message in the running transaction. ``contact_points`` maps email, sms, letter, call to an address."""
    declared = registry.notice_kind(kind)
    title, _, body = render_to_string(declared.template, context).strip().partition("\n")
    reference = subject if isinstance(subject, Reference) else Reference.to(subject)
    notice = Notice.objects.create(
        organisation_id=organisation_id, kind=kind, subject_key=reference.key, recipient=recipient,
        contact_points=crypto.seal(organisation_id, PURPOSE, json.dumps(contact_points)),
        channels=rules.channels_for(declared.channels, contact_points, none_digital), title=title.strip()[:160], body=body.strip(),
        created_at=clock.now(),
    )
    if notice.channels[0] in rules.HUMAN_CHANNELS:
        return _hand_over(notice, notice.channels[0])  # no machine in between: it lies there when the clerk looks
    from .jobs import deliver

    deliver.enqueue(organisation_id=organisation_id, notice_id=str(notice.id))
    return notice


def try_once(*, notice_id: UUID | str) -> Notice:
    """One attempt over the current channel, and the step that follows from its outcome."""
    notice = Notice.objects.select_for_update().get(id=notice_id)
    if notice.state not in (Notice.State.QUEUED, Notice.State.SENDING):
        return notice
    channel = notice.channels[notice.step]
    if channel in rules.HUMAN_CHANNELS:
        return _hand_over(notice, channel)
    points = json.loads(crypto.unseal(notice.organisation_id, PURPOSE, notice.contact_points))
    provider = import_string(settings.NABIJ_TRANSPORTS[channel])()
    notice.tries += 1
    try:
        sent = provider.send(key=str(notice.id), to=points[channel], **_content(notice, channel))
    except (Temporary, Permanent) as error:
        return _failed(notice, channel, provider.name, error)
    _attempt(notice, channel, provider.name, "accepted", reference=sent.reference)
    notice.state, notice.next_at = Notice.State.ACCEPTED, None
    notice.save()
    return notice


def _content(notice: Notice, channel: str) -> dict[str, str]:
    if channel == "email":
        return {"subject": notice.title, "text": notice.body}
    return {"text": f"{notice.title} {notice.body}"[:306]}


def _failed(notice: Notice, channel: str, provider: str, error: Exception) -> Notice:
    _attempt(notice, channel, provider, "failed", reason=str(error))
    waited = int((clock.now() - notice.created_at).total_seconds())
    step = rules.next_retry(notice.tries, waited, isinstance(error, Permanent))
    if step.next_channel:
        notice.step, notice.tries, notice.next_at = notice.step + 1, 0, clock.now()
    else:
        notice.next_at = clock.now() + timedelta(seconds=step.again_in_s or 0)
    notice.state = Notice.State.QUEUED
    notice.save()
    return notice


def _hand_over(notice: Notice, channel: str) -> Notice:
    """The end of every chain of machines: a letter to print or a person to ring, on a colleague's list."""
    notice.state, notice.next_at = Notice.State.HANDED_TO_PERSON, None
    notice.save()
    points = json.loads(crypto.unseal(notice.organisation_id, PURPOSE, notice.contact_points))
    if channel == "letter":
        letters.queue(notice=notice, address=points.get("letter", ""))
    else:
        # Who gave a mail address only has no number: the colleague who knows the file then looks for one.
        wish = calls.Wish(notice.recipient, points.get("call") or points.get("sms") or "", about=notice.title, visit=True)
        calls.ask(
            organisation_id=notice.organisation_id, wish=wish, origin=CallTask.Origin.NOTICE, notice=notice, asked_at=notice.created_at,
            subject_key=notice.subject_key,
        )
    _attempt(notice, channel, "medewerker", "handed")
    entries.record("notices.notice.handed", notice, detail={"channel": channel})
    return notice


def _attempt(notice: Notice, channel: str, provider: str, outcome: str, *, reference: str = "", reason: str = "") -> None:
    number = Attempt.objects.filter(notice=notice, channel=channel).count() + 1
    Attempt.objects.create(
        organisation_id=notice.organisation_id, notice=notice, number=number, channel=channel, provider=provider,
        provider_ref=reference, outcome=outcome, reason=reason[:200], at=clock.now(),
    )
