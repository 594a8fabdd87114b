"""Findings, applications and what is left to do: opened with the file's key, in memory."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from nabij.kernel.errors import NotFound

from ..models import Application, ApplicationStep, Deadline, EvidenceSource, Finding, InquiryAct, Requirement
from ..rules import applications, evidence
from ..rules.applications import State
from ..rules.evidence import Delta, Known, Need, Source
from .files import MyFile, OpenFile, opened_by_id

#: The term that every application has (a row of ``calendar.TermRule``).
DECISION = "ocmw-decision"


def needs(aid: str = "") -> list[Need]:
    """Requirements of an aid, in their fixed order; all of them without one."""
    rows = Requirement.objects.filter(aids__contains=[aid]) if aid else Requirement.objects.all()
    return [Need(r.code, r.label_nl, r.freshness_days, r.statutory, r.law) for r in rows]


def sources() -> dict[str, Source]:
    return {row.code: Source(row.code, row.label_nl, row.reshare) for row in EvidenceSource.objects.all()}


@dataclass(frozen=True, slots=True)
class FindingView:
    """A finding as a page shows it."""

    known: Known
    data: dict[str, Any]
    label: str
    kind_nl: str
    source_nl: str
    freshness: str
    fresh: bool
    derived_from: str
    before: tuple[Earlier, ...] = ()


@dataclass(frozen=True, slots=True)
class Earlier:
    """What stood there before it was replaced, and why it was: newest first in a row."""

    value: str
    observed_on: date
    recorded_at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Opened:
    """One finding of an open file."""

    row: Finding
    data: dict[str, Any]
    superseded: bool


def finding(file: OpenFile, finding_id: UUID) -> Opened:
    """Raises ``NotFound`` for a finding of another file."""
    row = Finding.objects.filter(id=finding_id, dossier_id=file.dossier.id).first()
    if row is None:
        raise NotFound()
    return Opened(row, row.get(file.key), Finding.objects.filter(dossier_id=file.dossier.id, supersedes_id=finding_id).exists())


def findings(file: OpenFile) -> list[Known]:
    """Every finding of the file, for the rules."""
    return [known for known, _, _ in _opened(file)]


def _opened(file: OpenFile) -> list[tuple[Known, dict[str, Any], Finding]]:
    rows = list(Finding.objects.filter(dossier_id=file.dossier.id).order_by("recorded_at", "id"))
    replaced = {row.supersedes_id for row in rows if row.supersedes_id}
    found = []
    for row in rows:
        data = row.get(file.key)
        found.append((as_known(row, data, superseded=row.id in replaced), data, row))
    return found


def as_known(row: Finding, data: dict[str, Any], *, superseded: bool = False) -> Known:
    until = data.get("valid_until")
    return Known(
        row.id, data["requirement"], evidence.Kind(data["kind"]), data["subject"], data["value"], data["source"],
        date.fromisoformat(data["observed_on"]), date.fromisoformat(until) if until else None, row.about_others,
        bool(data.get("health")), superseded, data.get("subject_name", ""),
    )


def finding_views(file: OpenFile, on: date, requirement: str = "", *, replaced: bool = False) -> list[FindingView]:
    """Newest first, each with what it replaced; of one requirement when named, with ``replaced`` also those that were replaced."""
    by_code, by_source = {need.code: need for need in needs()}, sources()
    opened = _opened(file)
    history = _history(opened)
    shown = []
    for known, data, row in reversed(opened):
        if (known.superseded and not replaced) or (requirement and known.requirement != requirement):
            continue
        need, source = by_code.get(known.requirement), by_source.get(known.source)
        state = evidence.freshness(known, need, on)
        shown.append(FindingView(
            known, data, need.label if need else known.requirement, evidence.KINDS_NL[known.kind], source.label if source else known.source,
            evidence.FRESHNESS_NL[state], state is evidence.Freshness.FRESH, row.derived_from, history(row),
        ))
    return shown


def _history(opened: list[tuple[Known, dict[str, Any], Finding]]) -> Callable[[Finding], tuple[Earlier, ...]]:
    """For a finding: what it replaced, what that replaced, and so on."""
    by_key = {row.id: (data, row) for _, data, row in opened}

    def before(row: Finding) -> tuple[Earlier, ...]:
        found, reason = [], by_key[row.id][0].get("reason", "")
        while row.supersedes_id in by_key:
            data, row = by_key[row.supersedes_id]
            found.append(Earlier(data["value"], date.fromisoformat(data["observed_on"]), row.recorded_at, reason))
            reason = data.get("reason", "")
        return tuple(found)

    return before


@dataclass(frozen=True, slots=True)
class ApplicationView:
    """An application with its clock. ``last_day`` is None while no rule is known: then the page says so."""

    id: UUID
    row: Application
    aid: str
    aid_nl: str
    words: str
    state: State
    state_nl: str
    received_on: date
    last_day: date | None
    steps: tuple[str, ...]
    overdue: bool


def application(application_id: UUID, today: date) -> tuple[OpenFile, ApplicationView]:
    """An application in a file that the actor may open. Raises ``NotFound``."""
    row = Application.objects.filter(id=application_id).first()
    if row is None:
        raise NotFound()
    file = opened_by_id(row.dossier_id)
    return file, view(file, row, today)


def applications_of(file: OpenFile, today: date) -> list[ApplicationView]:
    rows = list(Application.objects.filter(dossier_id=file.dossier.id).order_by("-received_on", "-id"))
    terms = _newest(Deadline.objects.filter(application_id__in=[row.id for row in rows], rule=DECISION))
    return [_view(file, row, terms.get(row.id), today) for row in rows]


def view(file: OpenFile, row: Application, today: date) -> ApplicationView:
    return _view(file, row, decision_deadline(row.id), today)


def _view(file: OpenFile, row: Application, deadline: Deadline | None, today: date) -> ApplicationView:
    data, state = row.get(file.key), State(row.state)
    last_day = deadline.last_day if deadline else None
    return ApplicationView(
        row.id, row, data["aid"], applications.AIDS_NL.get(data["aid"], data["aid"]), data.get("words", ""), state,
        applications.STATES_NL[state], row.received_on, last_day, tuple(deadline.explanation) if deadline else (),
        applications.overdue(state, last_day, today),
    )


def decision_deadline(application_id: UUID) -> Deadline | None:
    return Deadline.objects.filter(application_id=application_id, rule=DECISION).order_by("-id").first()


def deadlines(application_id: UUID) -> list[Deadline]:
    """The newest computation of each term."""
    newest: dict[str, Deadline] = {}
    for row in Deadline.objects.filter(application_id=application_id).order_by("id"):
        newest[row.rule] = row
    return list(newest.values())


@dataclass(frozen=True, slots=True)
class StepView:
    to_nl: str
    by: str
    at: datetime


def steps(application_id: UUID) -> list[StepView]:
    rows = ApplicationStep.objects.filter(application_id=application_id).select_related("by").order_by("-id")
    return [StepView(applications.STATES_NL[State(row.to_state)], str(row.by), row.at) for row in rows]


def acts(application_id: UUID) -> dict[str, date]:
    return dict(InquiryAct.objects.filter(application_id=application_id).values_list("kind", "on"))


def delta(file: OpenFile, seen: ApplicationView, on: date) -> Delta:
    """*Wat nog moet* for one application today."""
    return evidence.delta(needs(seen.aid), findings(file), acts(seen.id), on)


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for a decision, without opening anything: it stands also while the vault is closed."""

    id: UUID
    ref: str
    received_on: date
    state_nl: str
    last_day: date | None
    overdue: bool


def waiting(refs: dict[UUID, str], today: date) -> list[Waiting]:
    """Applications before their decision in these files (key → ref), soonest last day first, and never by channel. Two queries."""
    rows = list(Application.objects.filter(dossier_id__in=refs, state__in=[state.value for state in applications.BEFORE_DECISION]))
    terms = _newest(Deadline.objects.filter(application_id__in=[row.id for row in rows], rule=DECISION))
    found = [_waiting(row, refs[row.dossier_id], terms.get(row.id), today) for row in rows]
    return sorted(found, key=lambda one: (one.last_day or date.max, one.received_on, one.ref))


def _waiting(row: Application, ref: str, deadline: Deadline | None, today: date) -> Waiting:
    state, last_day = State(row.state), deadline.last_day if deadline else None
    return Waiting(
        row.id, ref, row.received_on, applications.STATES_NL[state], last_day, applications.overdue(state, last_day, today)
    )


@dataclass(frozen=True, slots=True)
class OpenWork:
    """An application that still waits for a decision, in a file that the actor may open."""

    ref: str
    name: str
    view: ApplicationView


def open_work(mine: list[MyFile], today: date) -> list[OpenWork]:
    """Applications before their decision in these files, in the order of ``waiting``. Two queries."""
    by_id = {one.file.dossier.id: one for one in mine}
    before = [state.value for state in applications.BEFORE_DECISION]
    rows = list(Application.objects.filter(dossier_id__in=by_id, state__in=before))
    terms = _newest(Deadline.objects.filter(application_id__in=[row.id for row in rows], rule=DECISION))
    found = [
        OpenWork(by_id[row.dossier_id].ref, by_id[row.dossier_id].name, _view(by_id[row.dossier_id].file, row, terms.get(row.id), today))
        for row in rows
    ]
    return sorted(found, key=lambda work: (work.view.last_day or date.max, work.view.received_on, work.ref))


def _newest(rows: Any) -> dict[UUID, Deadline]:
    """The last computation per application."""
    return {row.application_id: row for row in rows.order_by("id")}
