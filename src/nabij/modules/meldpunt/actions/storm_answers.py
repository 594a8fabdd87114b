"""One text to many reporters: every report takes the same step, every reporter hears once, pressing twice tells nobody twice."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from nabij.kernel.access import authorise
from nabij.kernel.audit import entries as audit
from nabij.kernel.calendar import clock
from nabij.kernel.errors import Invalid, RuleViolation
from nabij.kernel.events.facade import publish
from nabij.kernel.notices.actions import notify
from nabij.kernel.references import Reference
from nabij.kernel.tenancy import queries as directory
from nabij.kernel.tenancy.scope import Actor

from .. import events
from ..models.report import Report, StatusChange
from ..models.storm import StormAnswer, StormRun
from ..queries import storm as queries
from ..rules import codes
from ..rules.form import Contact
from ..rules.report_states import CLOSED, WORKING, State, Who, missing
from . import storm
from .contacts import opened_contact
from .steps import StepGiven
from .storm import LEAD

#: Steps that make sense for many at once.
STEPS = (State.IN_PROGRESS, State.PLANNED, State.RESOLVED, State.NOT_RESOLVED)
MOST = 500
#: A storm is answered while it lasts and in the week after it.
LATE = timedelta(days=7)


def answer_many(*, key: str, report_ids: Sequence[UUID], to: State, given: StepGiven) -> StormAnswer:
    """Move these open reports to ``to`` with one text and tell each reporter once.

    ``key`` is the form's: the same key again gives the first answer back. Reports that are closed, or already in that state, stay as they
    are. Raises ``Invalid`` with what is still needed and ``RuleViolation`` when no storm asks for it.
    """
    actor, at = authorise(LEAD), clock.now()
    run = _run(at)
    _check(report_ids, to, given)
    with transaction.atomic():
        answer = _claimed(run, key, actor, to, given, at)
        if answer.reports or answer.told:
            return answer
        reports = _answerable(report_ids, to)
        origins = {report.id: State(report.state) for report in reports}
        _move(reports, to, given, at)
        _log_steps(reports, origins, to, given, actor, at)
        answer.reports, answer.told = len(reports), _tell(reports, to, given)
        answer.save(update_fields=["reports", "told"])
        storm.log(run, at, "answer", actor.label, f"{answer.reports} meldingen beantwoord, {answer.told} melders verwittigd.")
    return answer


def _run(at: datetime) -> StormRun:
    run = queries.latest()
    if run is None or (run.ended_at is not None and at - run.ended_at > LATE):
        raise RuleViolation("Er is geen storm die nog een antwoord vraagt. Beantwoord de meldingen op hun eigen bladzijde.")
    return run


def _check(report_ids: Sequence[UUID], to: State, given: StepGiven) -> None:
    if not report_ids:
        raise Invalid({"reports": "Kies eerst welke meldingen u beantwoordt."})
    if len(report_ids) > MOST:
        raise Invalid({"reports": f"Beantwoord hoogstens {MOST} meldingen tegelijk. Kies een gemeente of een onderwerp."})
    if to not in STEPS:
        raise Invalid({"to": "Kies wat er met de meldingen gebeurt."})
    lacking = missing(State.RECEIVED, to, given.as_fields())
    if not given.public_text:
        lacking["public_text"] = "Schrijf in een of twee zinnen wat de melders lezen."
    if lacking:
        raise Invalid(lacking)


def _claimed(run: StormRun, key: str, actor: Actor, to: State, given: StepGiven, at: datetime) -> StormAnswer:
    """The answer with this key, locked. Whoever comes second waits for the first and finds its numbers."""
    new = StormAnswer(
        organisation_id=run.organisation_id, audience="own", run=run, key=key, at=at, by=actor.label, state=to.value,
        text=given.public_text,
    )  # fmt: skip
    StormAnswer.objects.bulk_create([new], ignore_conflicts=True)
    return StormAnswer.objects.select_for_update().get(organisation_id=run.organisation_id, key=key)


def _answerable(report_ids: Sequence[UUID], to: State) -> list[Report]:
    states = [state.value for state in WORKING if state is not to]
    found = Report.objects.select_for_update(of=("self",)).filter(id__in=report_ids, state__in=states)
    return list(found.order_by("organisation_id", "id"))


def _move(reports: list[Report], to: State, given: StepGiven, at: datetime) -> None:
    for report in reports:
        report.state, report.row_version = to.value, report.row_version + 1
        report.closed_at = at if to in CLOSED else None
        report.planned_on = given.planned_on if to is State.PLANNED else None
        report.party = ""
    Report.objects.bulk_update(reports, ["state", "row_version", "closed_at", "planned_on", "party"])


def _log_steps(reports: list[Report], origins: dict[UUID, State], to: State, given: StepGiven, actor: Actor, at: datetime) -> None:
    """The line of each report's own log, its audit entry and its event."""
    StatusChange.objects.bulk_create([
        StatusChange(
            organisation_id=report.organisation_id, report=report, from_state=origins[report.id].value, to_state=to.value,
            who=Who.HANDLER, at=at, actor_label=actor.label, actor_function=actor.function, reason=given.reason,
            public_text=given.public_text,
        )
        for report in reports
    ])  # fmt: skip
    for report in reports:
        facts = {"from": origins[report.id].value, "to": to.value}
        owner = report.organisation_id
        audit.record("meldpunt.report.state_changed", report, organisation_id=owner, detail={**facts, "who": "storm"})
        publish(events.REPORT_CHANGED, report, organisation_id=owner, data=facts)
        if to in CLOSED:
            publish(events.REPORT_CLOSED, report, organisation_id=owner, data=facts)


def _tell(reports: list[Report], to: State, given: StepGiven) -> int:
    """One message per reporter and municipality, naming all numbers of that reporter. Returns how many were told."""
    mine: dict[tuple[int, str], list[Report]] = {}
    contacts: dict[tuple[int, str], Contact] = {}
    for report in reports:
        contact = opened_contact(report)
        point = contact.email.lower() or contact.phone or contact.address
        if point:
            mine.setdefault((report.organisation_id, point), []).append(report)
            contacts.setdefault((report.organisation_id, point), contact)
    for person, theirs in mine.items():
        _notify(contacts[person], theirs, to, given)
    return len(mine)


def _notify(contact: Contact, theirs: list[Report], to: State, given: StepGiven) -> None:
    first = theirs[0]
    ways = (("email", contact.email), ("sms", contact.phone), ("call", contact.phone), ("letter", contact.address))
    shown = [codes.grouped(report.code) for report in theirs]
    notify(
        kind="meldpunt.storm_answer", organisation_id=first.organisation_id, recipient=contact.name or "melder",
        contact_points={name: value for name, value in ways if value}, none_digital=contact.none_digital,
        subject=Reference.to(first, shown[0]),
        context={
            "codes": shown, "text": given.public_text, "to": to.value, "planned_on": given.planned_on,
            "organisation": directory.by_id(first.organisation_id),
        },
    )  # fmt: skip
