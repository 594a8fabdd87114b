"""Key 3: "bel mij". Whoever was paged wants to be rung: a call task at the desk of the alarm's municipality, with a moment that is kept."""

from __future__ import annotations

from datetime import datetime

from nabij.connect import voice
from nabij.kernel.calendar import clock, words
from nabij.kernel.notices import calls
from nabij.kernel.notices.models import CallTask
from nabij.kernel.references import Reference
from nabij.kernel.tenancy import queries as organisations

from ..models.alarm import Alert
from ..queries import night
from ..rules import call_back as rules
from ..rules import codes
from ..rules.rota import BRUSSELS
from . import paging
from .alarm import Responder, noted


def ask(*, alert: Alert, who: Responder, phone: str) -> str:
    """Put who was paged in the queue of that desk, once while it waits; returns the sentence that goes back to the telephone.

    ``phone`` in E.164. The alarm itself goes on: a wish to be rung is no answer.
    """
    at = clock.now()
    task = _waiting(alert, phone) or _asked(alert, who, phone)
    owner = organisations.by_id(alert.organisation_id)
    desk = owner.short_name if owner else "de gemeente"
    promise = moment(task.due, at)
    paging.log(alert, at, "call_me", who.name, f"{who.name} vraagt om teruggebeld te worden ({who.via}). Beloofd: {promise}.")
    noted(alert, "call_me", who)
    far = task.due - at > rules.SOON
    now = _reachable(alert, phone) if far else ("", "")
    return rules.spoken(code=codes.grouped(alert.incident.report.code), desk=desk, promise=promise, far=far, now=now)


def _asked(alert: Alert, who: Responder, phone: str) -> CallTask:
    report = alert.incident.report
    about = f"Alarm {codes.grouped(report.code)}, {report.place_text}: wie van wacht is, wil u horen voor die het neemt."
    wish = calls.Wish(who.name, voice.spoken_number(phone), about=about[:300])
    return calls.ask(
        organisation_id=alert.organisation_id, wish=wish, within=rules.WITHIN, team="wachtdienst", subject_key=Reference.to(alert).key
    )


def _waiting(alert: Alert, phone: str) -> CallTask | None:
    """A second press is the same wish."""
    rows = CallTask.objects.filter(organisation_id=alert.organisation_id, subject_key=Reference.to(alert).key, state__in=calls.WAITING)
    number = voice.spoken_number(phone)
    return next((row for row in rows.order_by("asked_at") if calls.opened(row).wish.phone == number), None)


def _reachable(alert: Alert, phone: str) -> tuple[str, str]:
    """Somebody else on duty who can be rung meanwhile: name and number, both empty when there is nobody."""
    others = [one for one in night.targets(alert.organisation_id, clock.now()) if one.number != phone]
    return (others[0].name, voice.spoken_number(others[0].number)) if others else ("", "")


def note_outcome(*, alert: Alert, task: CallTask, outcome: str) -> None:
    """What came of the call, in the history of the alarm."""
    text = f"{task.taken_label or 'De balie'} belde terug op toets 3: {calls.OUTCOMES.get(outcome, outcome)}."
    paging.log(alert, clock.now(), "call_me_done", task.taken_label or "balie", text)


def moment(due: datetime, at: datetime) -> str:
    """ "ten laatste om 9.15 uur", with the day when it is not today."""
    day = "" if due.astimezone(BRUSSELS).date() == at.astimezone(BRUSSELS).date() else f" op {words.date_text(due, year=False)}"
    return f"ten laatste{day} om {words.time_text(due)}"
