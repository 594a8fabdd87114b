"""The nightly drill of 19.30: one message to everyone on duty, over the next of their telephones. It alarms nobody else."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from nabij.kernel.access import authorise
from nabij.kernel.audit import entries as audit
from nabij.kernel.calendar import clock
from nabij.kernel.errors import Invalid, NotFound
from nabij.kernel.tenancy.scope import current

from ..models.alarm import PageState
from ..models.duty import ContactMethod, DutyLine, DutyPerson, Role
from ..models.duty_call import DutyCall, Purpose
from ..queries import rota
from ..rules import drills as rules
from ..rules.drills import Outcome
from ..rules.rota import BRUSSELS
from . import duty_calls
from .duty_calls import About

TEXTS = {
    "sms": "NACHTPROEF van de wachtdienst. Er is niets aan de hand. Antwoord 1, dan weten we dat deze telefoon werkt.",
    "voice": "Dit is de nachtproef van de wachtdienst. Er is niets aan de hand. Druk 1, dan weten we dat deze telefoon werkt.",
}


def night_of(at: datetime) -> date:
    return at.astimezone(BRUSSELS).date()


def is_time(at: datetime) -> bool:
    """Between half past seven and eight in the evening, local time."""
    begin = datetime.combine(night_of(at), rules.AT, BRUSSELS)
    return begin <= at < begin + rules.LATEST


def hold(*, line: DutyLine) -> int:
    """Write tonight's drill for everyone on duty on this line, each once. Returns how many are new."""
    at = clock.now()
    night, written = night_of(at), 0
    for on in rota.on_now(line, at):
        person = DutyPerson.objects.get(id=on.person_id)
        methods = ContactMethod.objects.filter(person=person, verified_at__isnull=False).exclude(kind="email").order_by("rule_no")
        method = rules.method_of_night(list(methods), night)
        if method is None:
            continue
        about = About(Purpose.DRILL, f"{line.id}:{night}:{on.role}", TEXTS[method.kind], line.id, on.role)
        written += duty_calls.call_person_now(owner=line.organisation_id, person=person, about=about, method=method, at=at)
    if written:
        audit.record("meldpunt.drill.held", line, detail={"night": night.isoformat(), "people": written})
    return written


def outcome_of(call: DutyCall, now: datetime) -> Outcome:
    return rules.outcome(
        sent_at=call.sent_at, delivered_at=call.delivered_at, confirmed_at=call.confirmed_at,
        failed=call.state in (PageState.FAILED, PageState.UNKNOWN), due_at=call.due_at, now=now,
    )  # fmt: skip


def decide(*, owner: int) -> int:
    """Close the drills whose time is over. When the first line did not confirm, the coordinator is paged. Returns how many."""
    now = clock.now()
    open_ones = DutyCall.objects.select_for_update(skip_locked=True).filter(
        organisation_id=owner, purpose=Purpose.DRILL, decided_at=None, due_at__lte=now - rules.WITHIN
    )
    decided = 0
    for call in open_ones:
        found = outcome_of(call, now)
        call.decided_at = now
        call.save(update_fields=["decided_at"])
        audit.record("meldpunt.drill.decided", call, detail={"outcome": found, "role": call.role})
        decided += 1
        if found is not Outcome.CONFIRMED and call.role == Role.FIRST:
            text = f"Nachtproef: {call.recipient_name} (eerste lijn) {rules.WORDS_NL[found]}. Kijk na of iemand bereikbaar is. Antwoord 1."
            about = About(Purpose.MISSED, str(call.id), text, call.line_id)
            duty_calls.call_coordinators(owner=owner, about=about, at=now)
    return decided


def handle(*, call_id: UUID, note: str) -> DutyCall:
    """The coordinator says what was done about a drill that was not confirmed. It ends the task."""
    actor = authorise("meldpunt.drill.handle")
    call = DutyCall.objects.select_for_update().filter(id=call_id, purpose=Purpose.DRILL, organisation_id__in=current().writing).first()
    if call is None:
        raise NotFound()
    text = " ".join(note.split())[:300]
    if not text:
        raise Invalid({"note": "Schrijf in één zin wat u deed, bijvoorbeeld: gebeld, nieuwe telefoon besteld."})
    call.handled_at, call.handled_by, call.handled_note = clock.now(), actor.label, text
    call.save(update_fields=["handled_at", "handled_by", "handled_note"])
    audit.record("meldpunt.drill.handled", call, detail={"note": text})
    return call


def morning(call: DutyCall) -> datetime:
    """A missed drill is a task of the next morning, nine o'clock."""
    return datetime.combine(night_of(call.due_at) + timedelta(days=1), datetime.min.time().replace(hour=9), BRUSSELS)
