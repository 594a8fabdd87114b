"""A report moves on: by staff in their function, or by the reporter who has its number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from nabij.kernel.access import authorise, may
from nabij.kernel.audit import entries
from nabij.kernel.calendar import clock, words
from nabij.kernel.calendar import queries as calendar
from nabij.kernel.errors import Invalid, NotFound, RuleViolation, Stale
from nabij.kernel.events.facade import publish
from nabij.kernel.tenancy.scope import Actor

from .. import events
from ..models import Report, StatusChange
from ..queries.limits import limits
from ..rules.report_states import CLOSED, TABLE, State, Who, missing, transition
from . import tell
from .report import answer_by, log_step


@dataclass(frozen=True, slots=True)
class StepGiven:
    """What someone fills in with a step. ``reason`` comes from a list or is written; ``kept`` is a public number."""

    public_text: str = ""
    internal_note: str = ""
    reason: str = ""
    planned_on: date | None = None
    party: str = ""
    kept: str = ""

    def as_fields(self) -> dict[str, object]:
        return {name: getattr(self, name) for name in self.__slots__}


def parts_of(actor: Actor) -> list[Who]:
    """In which parts this member of staff may act on a report of the own organisation."""
    parts = [Who.HANDLER] if may(actor, "meldpunt.report.change_state") else []
    return [*parts, Who.MODERATOR] if may(actor, "meldpunt.report.moderate") else parts


def change_state(*, report_id: UUID, to: State, row_version: int, given: StepGiven | None = None) -> Report:
    """Staff move a report to its next state. Raises ``Stale`` when someone else changed it since ``row_version``,
    ``Invalid`` with what is still needed, ``RuleViolation`` for a step that is not in the table."""
    actor = authorise("meldpunt.report.change_state")
    report = locked(report_id)
    if report.row_version != row_version:
        raise Stale(_who_was_first(report))
    who = next((w for w in parts_of(actor) if w in TABLE.get((State(report.state), to), frozenset())), Who.HANDLER)
    return _move(report, to, who, actor, given or StepGiven())


def accept_by_duty(*, report: Report, actor: Actor, public_text: str) -> Report:
    """Who takes the alarm accepts the report too, in the same transaction; a report that is further on stays so."""
    report = locked(report.id)
    if State(report.state) not in (State.RECEIVED, State.REOPENED):
        return report
    return _move(report, State.ACCEPTED, Who.DUTY, actor, StepGiven(public_text=public_text))


def move_by_reporter(*, report_id: UUID, to: State, reason: str) -> Report:
    """The reporter withdraws a report, or asks to look again within 14 days. Without ``row_version``: a person who
    follows a number answers to what the page says, and the table decides."""
    actor = authorise("meldpunt.report.follow")
    report = locked(report_id)
    return _move(report, to, Who.REPORTER, actor, StepGiven(reason=reason))


def locked(report_id: UUID) -> Report:
    """The report, locked until the transaction ends. Raises ``NotFound`` outside the scope."""
    report = Report.objects.select_for_update(of=("self",)).filter(id=report_id).first()
    if report is None:
        raise NotFound()
    return report


def _move(report: Report, to: State, who: Who, actor: Actor, given: StepGiven) -> Report:
    origin, now = State(report.state), clock.now()
    too_late = report.closed_at is not None and now - report.closed_at > timedelta(days=limits().reopen_days)
    step = transition(origin, to, who, earlier=_earlier(report, origin), reopen_until_passed=too_late)
    lacking = missing(origin, to, given.as_fields())
    if lacking:
        raise Invalid(lacking)
    _apply(report, to, given, now)
    change = log_step(
        report, origin, to, who, actor, now, reason=given.reason, public_text=given.public_text,
        internal_note=given.internal_note,
    )
    _announce(report, change, closes=step.closes, opens=step.opens)
    tell.changed(report, change)
    return report


def _earlier(report: Report, origin: State) -> State | None:
    """The closed state in which the question to reopen was asked."""
    if origin is not State.REOPEN_REQUESTED:
        return None
    asked = StatusChange.objects.filter(report=report, to_state=State.REOPEN_REQUESTED).order_by("-id").first()
    return State(asked.from_state) if asked else None


def _apply(report: Report, to: State, given: StepGiven, now: datetime) -> None:
    if to is State.DUPLICATE:
        _kept_exists(report, given.kept)
    report.state, report.row_version = to, report.row_version + 1
    report.closed_at = now if to in CLOSED else None
    report.planned_on = given.planned_on if to is State.PLANNED else None
    report.party = given.kept if to is State.DUPLICATE else given.party
    if to in (State.REOPEN_REQUESTED, State.REOPENED):
        report.answer_by = _new_promise(report, to)
    report.save(update_fields=["state", "row_version", "closed_at", "planned_on", "party", "answer_by"])


def _new_promise(report: Report, to: State) -> date:
    """A question to look again is answered within its own days; a report that is open again starts a new term."""
    if to is State.REOPENED:
        return answer_by(report.organisation_id, report.category, clock.today())
    days = limits().reopen_answer_days
    return calendar.calendar_for(report.organisation_id).add_working_days(clock.today(), days, local=True)


def _kept_exists(report: Report, typed: str) -> None:
    from ..rules import codes

    code = codes.parse(typed)
    if code is None or code == report.code or not Report.objects.filter(code=code).exists():
        raise Invalid({"kept": "Dit nummer vinden we niet bij uw meldingen. Kijk het na, bijvoorbeeld KOR 4F7 92K."})


def _announce(report: Report, change: StatusChange, *, closes: bool, opens: bool) -> None:
    facts = {"from": change.from_state, "to": change.to_state}
    owner = report.organisation_id
    entries.record("meldpunt.report.state_changed", report, organisation_id=owner, detail={**facts, "who": change.who})
    publish(events.REPORT_CHANGED, report, organisation_id=owner, data=facts)
    if closes or opens:
        publish(events.REPORT_CLOSED if closes else events.REPORT_REOPENED, report, organisation_id=owner, data=facts)


def _who_was_first(report: Report) -> str:
    """T13: who changed it and when, so that the second person knows whom to ask."""
    last = StatusChange.objects.filter(report=report).order_by("-id").first()
    if last is None:
        raise RuleViolation("Deze melding heeft geen verloop.")
    return (
        f"{last.actor_label} heeft deze melding om {words.time_text(last.at)} gewijzigd. Uw tekst staat hieronder nog. "
        "Kijk na wat er veranderde en bewaar opnieuw."
    )
