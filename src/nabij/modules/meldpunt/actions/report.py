"""Every write of a report. Resident, operator and API call the same ``create_report``."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from nabij.kernel.access import authorise
from nabij.kernel.audit import entries
from nabij.kernel.blobs.models import Blob
from nabij.kernel.calendar import clock
from nabij.kernel.calendar import queries as calendar
from nabij.kernel.errors import Invalid, Unavailable
from nabij.kernel.events.facade import publish
from nabij.kernel.tenancy import queries as directory
from nabij.kernel.tenancy.scope import Actor, switch_to

from .. import events
from ..models import Category, Report, StatusChange
from ..queries.intake import Assessment, assess
from ..queries.reports import owner_of
from ..rules import codes, form
from ..rules.danger import Urgency
from ..rules.form import NewReport
from ..rules.report_states import State, Who
from ..rules.routing import Outcome
from . import contacts, photos, tell
from .storm import matter_of, take_up

#: Two codes meeting is rare (24 million per municipality); meeting this often means that something else is wrong.
_TRIES = 5


def create_report(*, organisation_id: int, report: NewReport, known: Assessment | None = None) -> Report:
    """Take a report in, in one transaction with its log, its alarm when acute, its audit entry and its event.

    ``organisation_id`` is the municipality of the page, phone or key through which it came. The row is written for the
    municipality in which the place lies. ``known``: the assessment that the page made of exactly these words; any other is made anew.
    A second press on the same words gives the first report back. Raises ``Invalid`` for text or place that cannot be used and for a
    question about the place that was not answered.
    """
    actor = authorise("meldpunt.report.create")
    _check(report)
    now, today = clock.now(), clock.today()
    if known is None or known.about != (report.typed, organisation_id, today):
        known = assess(report.typed, channel_id=organisation_id, on=today)
    if known.routing.asks:
        raise Invalid({"municipality": known.routing.because})
    photo = photos.opened(report.photo_id)
    report = replace(report, form_key=form.sent_key(report, photo.sha256 if photo else ""))
    with _at_owner(known, organisation_id):
        earlier = _sent_before(known.routing.owner.organisation_id, report.form_key)
        if earlier is not None:
            return earlier
        try:
            with transaction.atomic():
                return _write(report, known, organisation_id, actor, now, photo)
        except IntegrityError:
            # Two presses at the same moment: the other one was first and its report is the answer.
            earlier = _sent_before(known.routing.owner.organisation_id, report.form_key)
            if earlier is None:
                raise
            return earlier


def _check(report: NewReport) -> None:
    typed = report.typed
    problems = {
        "text": form.text_problem(typed.text),
        "place_text": form.place_problem(typed.place_text, has_point=typed.latitude is not None),
    }
    found = {name: sentence for name, sentence in problems.items() if sentence}
    if found:
        raise Invalid(found)


def _at_owner(known: Assessment, channel_id: int) -> AbstractContextManager[Any]:
    """The neighbour's scope when the place lies there: written in both logs, in the same transaction."""
    owner = known.routing.owner
    if owner.organisation_id == channel_id:
        return nullcontext()
    return switch_to(owner.organisation_id, ground=known.routing.because)


def _sent_before(organisation_id: int, form_key: str) -> Report | None:
    if not form_key:
        return None
    return Report.objects.filter(organisation_id=organisation_id, form_key=form_key).first()


def _write(
    new: NewReport, known: Assessment, channel_id: int, actor: Actor, now: datetime, photo: Blob | None
) -> Report:
    report = _insert(new, known, channel_id, now)
    log_step(report, "", State(report.state), Who.SYSTEM if new.suspect else Who.REPORTER, actor, now)
    contacts.keep(report, new.contact)
    if photo is not None:
        photos.attach(report, photo, now)
    acute = report.urgency == Urgency.ACUTE
    matter = matter_of(report) if acute else None
    _announce(report, known)
    if acute:
        take_up(report=report, matter=matter)
    tell.received(report, new.contact)
    return report


def _insert(new: NewReport, known: Assessment, channel_id: int, now: datetime) -> Report:
    owner = known.routing.owner.organisation_id
    municipality = directory.by_id(owner)
    assert municipality is not None, "routing only names organisations of the directory"
    prefix = codes.prefix_of(municipality.slug)
    for _ in range(_TRIES):
        code = codes.make(prefix)
        if not _taken(code):
            return Report.objects.create(**_columns(new, known, owner, channel_id, now), code=code)
    raise Unavailable("We vinden nu geen vrij nummer. Probeer het over enkele minuten opnieuw.")


def _taken(code: str) -> bool:
    return owner_of(code) is not None


def _columns(new: NewReport, known: Assessment, owner: int, channel_id: int, now: datetime) -> dict[str, Any]:
    return {
        "organisation_id": owner,
        **_what(new, known),
        **_where(new, known, channel_id),
        "state": State.QUARANTINED if new.suspect else State.RECEIVED,
        "channel": new.channel,
        "entered_by": new.entered_by,
        "reported_at": now,
        "answer_by": answer_by(owner, known.category, clock.today()),
        "form_key": new.form_key or None,
    }


def _what(new: NewReport, known: Assessment) -> dict[str, Any]:
    category = known.category
    return {
        "text": form.clean_text(new.typed.text),
        "category_id": category.id if category else None,
        "category_organisation_id": category.organisation_id if category else None,
        "urgency": known.urgency.urgency,
        "urgency_because": known.urgency.because,
        "danger_classes": list(known.danger.classes),
        "danger_answer": new.typed.danger_answer,
    }


def _where(new: NewReport, known: Assessment, channel_id: int) -> dict[str, Any]:
    typed, routing = new.typed, known.routing
    has_point = typed.latitude is not None
    return {
        "place_text": form.clean_text(typed.place_text),
        "latitude": round(typed.latitude, 6) if typed.latitude is not None else None,
        "longitude": round(typed.longitude, 6) if typed.longitude is not None else None,
        "accuracy_m": known.match.accuracy_m,
        "place_method": Report.PlaceMethod.GPS if has_point else Report.PlaceMethod.WORDS,
        "basis": known.match.basis if routing.outcome is not Outcome.UNPLACED else "",
        "routing": routing.outcome,
        "routing_because": routing.because,
        "came_through_id": channel_id,
        "lies_in_id": routing.lies_in.organisation_id if routing.lies_in else None,
    }


def answer_by(organisation_id: int, category: Category | None, from_day: date) -> date:
    """The day that is promised: so many working days of that municipality, its own closing days left out."""
    days = category.answer_days if category else 5
    return calendar.calendar_for(organisation_id).add_working_days(from_day, days, local=True)


def log_step(
    report: Report, origin: str, to: State, who: Who, actor: Actor, at: datetime, *, reason: str = "",
    public_text: str = "", internal_note: str = "",
) -> StatusChange:
    """The line of the log that belongs to a step; at commit the database compares it with the report's state."""
    return StatusChange.objects.create(
        organisation_id=report.organisation_id, report=report, from_state=origin, to_state=to, who=who, at=at,
        actor_label=actor.label, actor_function=actor.function, reason=reason, public_text=public_text,
        internal_note=internal_note,
    )


def _announce(report: Report, known: Assessment) -> None:
    facts = {"channel": report.channel, "urgency": report.urgency, "routing": report.routing}
    entries.record(
        "meldpunt.report.received", report, organisation_id=report.organisation_id,
        detail={**facts, "because": known.routing.because, "danger": [str(c) for c in known.danger.classes]},
    )
    publish(events.REPORT_RECEIVED, report, organisation_id=report.organisation_id, data=facts)
