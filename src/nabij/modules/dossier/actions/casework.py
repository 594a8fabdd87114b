"""Findings, applications with their clock, and what the law asks of the OCMW itself."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from nabij.kernel.audit import entries
from nabij.kernel.calendar import clock
from nabij.kernel.calendar.queries import calendar_for, term_rule
from nabij.kernel.calendar.rules import term_end
from nabij.kernel.errors import Invalid, NotFound, RuleViolation
from nabij.kernel.events import facade as events
from nabij.kernel.tenancy import queries as directory

from ..events import APPLICATION_RECEIVED, FINDING_SUPERSEDED
from ..models import Application, ApplicationStep, Deadline, Finding, InquiryAct
from ..queries import casework, files, journal
from ..queries.files import OpenFile
from ..rules import applications
from ..rules.applications import AIDS_NL, State
from ..rules.evidence import Kind
from .files import worker

SELF = "self"
REPLACED = "Deze bevinding is al vervangen. Vervang de nieuwste."


@dataclass(frozen=True, slots=True)
class NewFinding:
    """``subject`` is ``self`` or the key of a member of the household; ``value`` one fact in words."""

    requirement: str
    kind: str
    value: str
    source: str
    observed_on: date
    valid_until: date | None = None
    evidence: str = ""
    subject: str = SELF
    subject_name: str = ""
    about_others: bool = False
    health: bool = False
    supersedes: UUID | None = None


def record_finding(*, ref: str, finding: NewFinding) -> Finding:
    """Write one finding. Raises ``Invalid`` with a sentence per field."""
    worker()
    return write_finding(files.open_file(ref), finding)


def replace_finding(*, ref: str, finding_id: UUID, finding: NewFinding, reason: str) -> Finding:
    """A better one takes the place of ``finding_id``; the old one stays readable as history. Only once: the newest is replaced.

    It stays about the same requirement and the same person. Raises ``Invalid`` without a reason, ``RuleViolation`` when it was
    replaced already, ``NotFound`` for a finding of another file."""
    worker()
    file = files.open_file(ref)
    old = casework.finding(file, finding_id)
    if old.superseded:
        raise RuleViolation(REPLACED)
    if not reason.strip():
        raise Invalid({"reason": "Zeg waarom deze bevinding vervangen wordt."})
    before = old.data
    kept = replace(
        finding, requirement=before["requirement"], subject=before["subject"], subject_name=before["subject_name"],
        about_others=old.row.about_others, supersedes=finding_id,
    )
    row = write_finding(file, kept, reason=reason.strip()[:200])
    events.publish(FINDING_SUPERSEDED, journal.reference(file.dossier))
    return row


def write_finding(file: OpenFile, finding: NewFinding, derived_from: str = "", reason: str = "") -> Finding:
    """The row and its line in the log, in the running transaction. For use by other actions of this module."""
    own, account, actor = worker()
    _complete(finding)
    row = Finding(
        organisation_id=own, dossier=file.dossier, about_others=finding.about_others, recorded_at=clock.now(),
        supersedes_id=finding.supersedes, derived_from=derived_from[:80],
    )
    payload = _payload(finding) | {"author": str(account), "function": actor.function, "organisation": directory.name_of(own)}
    row.put(file.key, payload | ({"reason": reason} if reason else {})).save(force_insert=True)
    verb = "dossier.finding.replaced" if finding.supersedes else "dossier.finding.recorded"
    entries.record(verb, journal.reference(file.dossier), detail={"derived": bool(derived_from)})
    return row


def _complete(finding: NewFinding) -> None:
    problems = {}
    if finding.requirement not in {need.code for need in casework.needs()}:
        problems["requirement"] = "Kies waarover dit gaat."
    if finding.source not in casework.sources():
        problems["source"] = "Kies de bron: waar komt dit vandaan?"
    if finding.kind not in set(Kind):
        problems["kind"] = "Kies of dit een feit, een verklaring, een waarneming of een beoordeling is."
    if not finding.value.strip():
        problems["value"] = "Schrijf in één zin wat u vaststelde."
    if finding.observed_on > clock.today():
        problems["observed_on"] = "Deze dag moet nog komen. Kijk de datum na."
    if finding.valid_until and finding.valid_until < finding.observed_on:
        problems["valid_until"] = "Dit ligt voor de dag van de vaststelling. Kijk beide datums na."
    if problems:
        raise Invalid(problems)


def _payload(finding: NewFinding) -> dict[str, Any]:
    return {
        "requirement": finding.requirement, "kind": finding.kind, "subject": finding.subject, "subject_name": finding.subject_name,
        "value": finding.value.strip(), "source": finding.source, "observed_on": finding.observed_on.isoformat(),
        "valid_until": finding.valid_until.isoformat() if finding.valid_until else "", "evidence": finding.evidence.strip(),
        "health": finding.health,
    }


def receive_application(*, ref: str, aid: str, received_on: date, channel: str, words: str) -> Application:
    """Write down a request, spoken or on paper: the date is that of the asking. Its last day stands at once."""
    own, account, _ = worker()
    if aid not in AIDS_NL:
        raise Invalid({"aid": "Kies welke hulp gevraagd wordt."})
    if received_on > clock.today():
        raise Invalid({"received_on": "Deze dag moet nog komen. Kijk de datum na."})
    file = files.open_file(ref)
    row = Application(organisation_id=own, dossier=file.dossier, received_on=received_on, channel=channel)
    row.put(file.key, {"aid": aid, "words": words.strip()}).save()
    _step(row, "", State.RECEIVED, account)
    set_deadline(row, casework.DECISION, received_on)
    entries.record("dossier.application.received", journal.reference(file.dossier), detail={"received_on": received_on.isoformat()})
    events.publish(APPLICATION_RECEIVED, journal.reference(file.dossier))
    return row


def set_deadline(row: Application, code: str, start: date) -> Deadline:
    """Compute a term and keep its explanation; without a rule for that day it is unknown and says so, never a guess."""
    try:
        rule = term_rule(code, start)
    except NotFound as missing:
        last_day, steps = None, [missing.sentence_nl]
    else:
        end = term_end(rule, start, [], calendar_for(row.organisation_id))
        last_day, steps = end.last_day, list(end.steps_nl)
    return Deadline.objects.create(
        organisation_id=row.organisation_id, application=row, rule=code, start=start, last_day=last_day, explanation=steps, at=clock.now()
    )


def _step(row: Application, before: str, to: State, account: UUID) -> None:
    ApplicationStep.objects.create(
        organisation_id=row.organisation_id, application=row, from_state=before, to_state=to.value, by_id=account, at=clock.now()
    )


def move_application(*, application_id: UUID, to: State) -> Application:
    """Take one step. Raises ``RuleViolation`` when it does not exist."""
    _, account, _ = worker()
    file, _ = casework.application(application_id, clock.today())
    row = Application.objects.select_for_update().get(id=application_id)
    before = State(row.state)
    row.state = applications.step(before, to).value
    row.save(update_fields=["state"])
    _step(row, before.value, to, account)
    entries.record("dossier.application.moved", journal.reference(file.dossier), detail={"from": before.value, "to": to.value})
    return row


def record_act(*, application_id: UUID, kind: str, on: date, reference: str = "") -> InquiryAct:
    """The home visit or the consultation of the KSZ was done. It never disappears from the list; it gets a date."""
    _, account, _ = worker()
    file, seen = casework.application(application_id, clock.today())
    if kind not in InquiryAct.Kind.values:
        raise Invalid({"kind": "Kies wat u deed."})
    if on > clock.today() or on < seen.received_on:
        raise Invalid({"on": "Kies een dag tussen de aanvraag en vandaag."})
    if kind in casework.acts(application_id):
        raise RuleViolation("Dit staat al in de lijst.")
    row = InquiryAct.objects.create(
        organisation_id=file.dossier.organisation_id, application_id=application_id, kind=kind, on=on, reference=reference[:80],
        by_id=account,
    )
    entries.record("dossier.inquiry.done", journal.reference(file.dossier), detail={"kind": kind})
    return row
