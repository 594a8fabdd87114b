"""An organisation's own answer about a project, and what follows from it for its modules."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from nabij.kernel.access import authorise, require_own
from nabij.kernel.audit import entries
from nabij.kernel.calendar import clock
from nabij.kernel.errors import Invalid, RuleViolation, Stale
from nabij.kernel.events import facade as events

from .. import access
from ..events import MEMBERSHIP_CHANGED
from ..models import Membership
from ..queries import improvement, programme, world
from ..queries import membership as queries
from ..queries.programme import Member, ProjectView
from ..rules import states
from ..rules.improvement import Verdict
from ..rules.membership import Change, Fact, presented_state
from ..rules.preview import Preview, preview
from ..rules.states import Level, Need, State
from . import decisions, rectangles, switching
from .decisions import Decision, DecisionFollows, DecisionGiven

FIELDS = {Need.LEVEL: "level", Need.DECISION: "decision_number", Need.REASON: "reason", Need.DIGEST: "preview_digest"}
UNKNOWN = "Niet alle gevolgen zijn gekend. Vink aan dat u dat weet, of probeer het later opnieuw."


def consequences(*, organisation_id: int, project_id: uuid.UUID, to: State, effective: date, level: Level) -> Preview:
    """What this step would do; writes nothing. Raises Refused for another organisation, RuleViolation for no such step."""
    require_own(organisation_id)
    project, own = programme.project(project_id), programme.member_by_id(organisation_id)
    change = Change(to, effective, None, level)
    now = clock.now()
    seen = preview(change, world.world(project, own, change, clock.today(), now))
    _step(queries.facts([project.id], own.id), change, now)
    return seen


def record_membership(
    *, organisation_id: int, project_id: uuid.UUID, to: State, effective: date, level: Level = Level.LIGHT,
    reason: str = "", reason_kind: str = "", decision: Decision | None = None, preview_digest: str = "",
    accept_unknown: bool = False, test_id: uuid.UUID | None = None,
) -> Membership:
    """Write the organisation's answer from ``effective`` on and let its modules follow, in one transaction.

    Raises Refused ("Alleen Kuurne beslist voor Kuurne."), RuleViolation for a step that does not exist, Invalid when
    something is missing, Stale (with a fresh ``preview``) when the consequences are no longer those that were seen.
    ``test_id`` = the own verdict "geen verbetering" that is the reason (N34).
    """
    require_own(organisation_id)
    project, own = programme.project(project_id), programme.member_by_id(organisation_id)
    facts, now = rectangles.locked_facts(project, own), clock.now()
    change = Change(State(to), effective, None, Level(level))
    step, before = _seen_step(facts, change, now, preview_digest)
    authorise(access.deciding_verb(step.functions))
    _within(project, effective)
    _complete(step, reason=reason or reason_kind or str(test_id or ""), decision=decision, level=level, digest=preview_digest)
    seen = preview(change, world.world(project, own, change, clock.today(), now))
    if Need.DIGEST in step.needs and preview_digest != seen.digest:
        raise Stale(rectangles.STALE, preview=seen)
    if seen.module_unknown and not accept_unknown:
        raise Stale(UNKNOWN, preview=seen)
    fields = {"reason": reason, "reason_kind": reason_kind, "preview_digest": preview_digest}
    fields |= _because_of(test_id, change, project, own, reason)
    return _recorded(facts, change, project, own, now, decision, before, fields)


def correct_membership(
    *, organisation_id: int, project_id: uuid.UUID, state: State, effective: date, until: date | None, reason: str,
    level: Level = Level.LIGHT, decision: Decision | None = None,
) -> Membership:
    """Say that something else was true from ``effective`` until ``until`` (excluded). What we knew before stays readable."""
    require_own(organisation_id)
    authorise(access.CORRECT)
    if not reason.strip():
        raise Invalid({"reason": "Zeg waarom u dit verbetert."})
    project, own = programme.project(project_id), programme.member_by_id(organisation_id)
    facts, now = rectangles.locked_facts(project, own), clock.now()
    change = Change(State(state), effective, until, Level(level))
    fields = {"reason": reason, "entry": Membership.Entry.CORRECTION}
    return _recorded(facts, change, project, own, now, decision, None, fields)


def add_decision(*, organisation_id: int, project_id: uuid.UUID, decision: DecisionGiven) -> Membership:
    """Complete an answer whose decision would follow. The answer itself stays what it was, over the same period.

    Raises Refused for another organisation, RuleViolation when no answer of it waits for a decision.
    """
    require_own(organisation_id)
    authorise(access.DECIDE)
    project, own = programme.project(project_id), programme.member_by_id(organisation_id)
    facts, now = rectangles.locked_facts(project, own), clock.now()
    waiting = queries.waiting_for_decision(project.id, own.id)
    if waiting is None:
        raise RuleViolation("Geen antwoord van uw gemeente wacht op een besluit.")
    period = waiting.effective
    change = Change(State(waiting.state), period.lower, period.upper, Level(waiting.level))
    fields = {
        "reason": waiting.reason, "reason_kind": waiting.reason_kind, "origin": waiting.origin,
        "preview_digest": waiting.preview_digest, "entry": Membership.Entry.COMPLETED,
    }
    return _recorded(facts, change, project, own, now, decision, change.state, fields)


def import_membership_fact(
    *, organisation_id: int, project_id: uuid.UUID, state: State, effective: date, recorded: datetime,
    level: Level = Level.LIGHT, reason: str = "", reason_kind: str = "", decision: Decision | None = None,
    origin: str = "", test_id: uuid.UUID | None = None,
) -> Membership:
    """Take over an answer that was given before this platform existed, as known since ``recorded``.

    For importers only (system actor). The module follows from the date itself, also when that is in the past.
    """
    authorise(access.IMPORT)
    if recorded > clock.now():
        raise RuleViolation("Een ingelezen feit kan niet in de toekomst gekend zijn.")
    project, own = programme.project(project_id), programme.member_by_id(organisation_id)
    facts = rectangles.locked_facts(project, own)
    change = Change(State(state), effective, None, Level(level))
    _, before = _step(facts, change, recorded)
    fields = {"reason": reason, "reason_kind": reason_kind, "origin": origin, "entry": Membership.Entry.IMPORTED}
    fields |= _because_of(test_id, change, project, own, reason)
    return _recorded(facts, change, project, own, recorded, decision, before, fields)


def _step(facts: list[Fact], change: Change, now: datetime) -> tuple[states.Transition, State | None]:
    cell = presented_state(facts, [], change.effective_from, now)
    before = cell.state if cell else None
    step = states.transition(before, change.state)
    if cell and before is change.state and cell.level is change.level:
        raise RuleViolation("Dit is al uw antwoord op die dag. Er verandert niets.")
    return step, before


def _seen_step(
    facts: list[Fact], change: Change, now: datetime, digest: str
) -> tuple[states.Transition, State | None]:
    """Who saw consequences saw a step that could be taken: when it no longer can, someone else was first."""
    try:
        return _step(facts, change, now)
    except RuleViolation as error:
        if digest:
            raise Stale(f"{rectangles.STALE} {error.sentence_nl}") from error
        raise


def _within(project: ProjectView, effective: date) -> None:
    if effective < project.started_on:
        raise Invalid({"effective": f"Het project begon pas op {project.started_on:%d/%m/%Y}. Kies een latere dag."})


def _because_of(
    test_id: uuid.UUID | None, change: Change, project: ProjectView, own: Member, reason: str
) -> dict[str, Any]:
    """An own test is a reason to stop only when it says "geen verbetering", and only for the own organisation."""
    if test_id is None:
        return {}
    test = improvement.own_verdict(test_id, organisation_id=own.id, project_id=project.id)
    if test.verdict != Verdict.NO_IMPROVEMENT or change.state not in (State.LEFT, State.OUT):
        raise Invalid({"reason": "Alleen een toets met “geen verbetering” kan een reden zijn om te stoppen."})
    return {"test": test, "reason_kind": Membership.ReasonKind.NO_IMPROVEMENT, "reason": reason or test.motive}


def _complete(step: states.Transition, *, reason: str, decision: Decision | None, level: str, digest: str) -> None:
    given = {Need.REASON: reason.strip(), Need.DECISION: decision, Need.LEVEL: level, Need.DIGEST: digest}
    lacking = states.missing(step, [need for need, value in given.items() if value])
    if lacking:
        raise Invalid({FIELDS[need]: sentence for need, sentence in lacking.items()})


def _recorded(
    facts: list[Fact], change: Change, project: ProjectView, own: Member, now: datetime, decision: Decision | None,
    before: State | None, fields: dict[str, Any],
) -> Membership:
    audience = f"partnership:{project.organisation_id}"
    kept = decisions.keep(decision, organisation_id=own.id, audience=audience)
    due = decision.due if isinstance(decision, DecisionFollows) else None
    row = rectangles.write(
        facts, change, project=project, own=own, now=now, fields={**fields, "decision": kept, "decision_due": due}
    )
    imported = row.entry == Membership.Entry.IMPORTED
    switching.follow(project, own, row, decisions.reference(kept, due), imported=imported)
    detail = {
        "project": project.slug, "from": before or "", "to": change.state, "effective": change.effective_from.isoformat(),
        "entry": str(row.entry),
    }
    entries.record("programme.membership.recorded", row, detail=detail)
    events.publish(MEMBERSHIP_CHANGED, row, data={**detail, "project_id": str(project.id)})
    return row
