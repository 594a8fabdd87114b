"""Calls with their six dates, what projects find in them, and scenarios side by side."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from nabij.kernel.errors import NotFound

from ..models import (
    Application,
    ApplicationParty,
    Call,
    CallDate,
    CallType,
    ParticipationElsewhere,
    ProjectPart,
    Scenario,
)
from ..rules import calls as rules
from ..rules.calls import CallDateKind, Finding, ProjectFacts, Role, RuleFact, TypeFact
from ..rules.membership import coalition_on
from ..rules.scenarios import MOST_BESIDE_EACH_OTHER, Outcome, Part, scenario
from ..rules.states import COALITION, State
from . import membership, programme, world
from .programme import ProjectView


@dataclass(frozen=True)
class DateView:
    """One of the six dates on a day: the statement that counts, extensions, and earlier statements (latest first)."""

    kind: CallDateKind
    row: CallDate | None
    extensions: tuple[CallDate, ...]
    earlier: tuple[CallDate, ...]
    today: date

    @property
    def word(self) -> str:
        return rules.DATE_WORDS[self.kind]

    @property
    def last_day(self) -> date | None:
        return self.row.days.upper - timedelta(days=1) if self.row and self.row.days else None

    @property
    def first_day(self) -> date | None:
        return self.row.days.lower if self.row and self.row.days else None

    @property
    def exact(self) -> bool:
        return self.first_day is not None and self.first_day == self.last_day

    @property
    def days_left(self) -> int | None:
        """Days until the first day of it; None when it is over or not stated."""
        if self.first_day is None or self.first_day < self.today:
            return None
        return (self.first_day - self.today).days


@dataclass(frozen=True)
class CallView:
    """A call as a reader sees it: types from the highest ceiling down, six dates, conditions."""

    row: Call
    types: tuple[CallType, ...]
    dates: tuple[DateView, ...]
    rules: tuple[RuleFact, ...]

    @property
    def facts(self) -> list[TypeFact]:
        return [type_fact(kind) for kind in self.types]

    def date_of(self, kind: CallDateKind) -> DateView:
        return next(one for one in self.dates if one.kind is kind)

    @property
    def submit(self) -> DateView:
        return self.date_of(CallDateKind.SUBMIT)


@dataclass(frozen=True)
class ApplicationView:
    row: Application
    lead: str
    others: tuple[str, ...]

    @property
    def share_of_ceiling(self) -> int:
        """Basis points of the ceiling that are asked."""
        return self.row.requested_cents * 10_000 // self.row.ceiling_cents


@dataclass(frozen=True)
class Elsewhere:
    """Participations in projects of others, with the counts that a reader asks for (N93)."""

    rows: tuple[ParticipationElsewhere, ...]
    as_lead: int

    @property
    def members(self) -> int:
        return len({row.organisation_id for row in self.rows})

    @property
    def leads(self) -> int:
        return len({row.lead for row in self.rows})


def type_fact(row: CallType) -> TypeFact:
    return TypeFact(row.id, row.label, row.ceiling_cents)


def call_row(call_id: uuid.UUID) -> Call:
    """Raises NotFound."""
    row = Call.objects.select_related("programme").filter(id=call_id).first()
    if row is None:
        raise NotFound()
    return row


def standing_date(call_id: uuid.UUID, kind: CallDateKind, organisation_id: int | None) -> CallDate | None:
    """The statement that counts for everyone, or for one organisation."""
    found = CallDate.objects.filter(call_id=call_id, kind=kind, for_organisation_id=organisation_id)
    return found.order_by("-stated_at").first()


def calls(today: date) -> list[CallView]:
    """All calls, open ones first, then by name; five queries whatever their number."""
    rows = Call.objects.select_related("programme").prefetch_related("types", "rules").order_by("closed", "name")
    stated = _stated([row.id for row in rows])
    return [_view(row, stated.get(row.id, []), today) for row in rows]


def call(call_id: uuid.UUID, today: date) -> CallView:
    """One call. Raises NotFound."""
    row = call_row(call_id)
    return _view(row, _stated([row.id]).get(row.id, []), today)


def _stated(ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, list[CallDate]]:
    found: dict[uuid.UUID, list[CallDate]] = {}
    for row in CallDate.objects.filter(call_id__in=list(ids)).select_related("for_organisation").order_by("-stated_at"):
        found.setdefault(row.call_id, []).append(row)
    return found


def _view(row: Call, stated: list[CallDate], today: date) -> CallView:
    dates = []
    for kind in CallDateKind:
        general = [one for one in stated if one.kind == kind and one.for_organisation_id is None]
        own = {one.for_organisation_id: one for one in reversed(stated) if one.kind == kind and one.for_organisation_id}
        dates.append(DateView(kind, general[0] if general else None, tuple(own.values()), tuple(general[1:]), today))
    conditions = tuple(RuleFact(r.kind, r.parameters, r.sentence_nl, r.source) for r in row.rules.all())
    return CallView(row, tuple(row.types.all()), tuple(dates), conditions)


def findings(view: ProjectView, call_view: CallView, cents: int | None, on: date, known_at: datetime) -> list[Finding]:
    """One project beside one call. ``cents`` None = what its parts need, when it has parts."""
    members = len(coalition_on(membership.facts([view.id]), on, known_at))
    asked = needed(view.id) if cents is None else cents
    return rules.evaluate_call(ProjectFacts(members, asked), call_view.facts, call_view.rules)


def needed(project_id: uuid.UUID) -> int | None:
    """Sum of the parts of a project; None when it has none."""
    sums = list(ProjectPart.objects.filter(project_id=project_id).values_list("cents", flat=True))
    return sum(sums) if sums else None


def applications(*, project_id: uuid.UUID | None = None, call_id: uuid.UUID | None = None) -> list[ApplicationView]:
    """Applications of a project or in a call, with their lead and the others in alphabetical order."""
    rows = Application.objects.select_related("project", "call_type__call").prefetch_related("parties__party")
    if project_id:
        rows = rows.filter(project_id=project_id)
    if call_id:
        rows = rows.filter(call_type__call_id=call_id)
    found = []
    for row in rows.order_by("id"):
        parties = list(row.parties.all())
        lead = next((str(one.party) for one in parties if one.role == Role.LEAD), "")
        others = sorted((str(one.party) for one in parties if one.role != Role.LEAD), key=str.casefold)
        found.append(ApplicationView(row, lead, tuple(others)))
    return found


def elsewhere(call_id: uuid.UUID, on: date) -> Elsewhere:
    """What was known on a day: participations outside the region, and how often a member submitted as lead (N87)."""
    rows = ParticipationElsewhere.objects.filter(call_id=call_id, stated_on__lte=on).select_related("organisation")
    led = ApplicationParty.objects.filter(
        role=Role.LEAD, application__call_type__call_id=call_id, application__submitted_on__lte=on
    ).count()
    return Elsewhere(tuple(sorted(rows, key=lambda r: (str(r.organisation).casefold(), r.lead, r.about))), led)


def parts(project_id: uuid.UUID) -> list[ProjectPart]:
    return list(ProjectPart.objects.filter(project_id=project_id))


def projects_with_parts() -> list[ProjectView]:
    ids = set(ProjectPart.objects.values_list("project_id", flat=True))
    return [view for view in programme.projects() if view.id in ids]


@dataclass(frozen=True)
class Comparison:
    """Scenarios of one project in one call, side by side; ``names`` maps a member's key to its name."""

    outcomes: tuple[Outcome, ...]
    rows: tuple[tuple[str, tuple[int, ...]], ...]


def compared(view: ProjectView, call_id: uuid.UUID, on: date, known_at: datetime) -> Comparison:
    """At most six scenarios, the latest; own contributions are divided by inhabitants over who takes part on ``on``."""
    found = Scenario.objects.filter(project_id=view.id, call_id=call_id).prefetch_related("placements__call_type")
    latest = sorted(found.order_by("-made_at")[:MOST_BESIDE_EACH_OTHER], key=lambda one: one.made_at)
    of_project = [Part(part.id, part.name, part.cents) for part in parts(view.id)]
    weights = _weights(view, on, known_at)
    outcomes = tuple(
        scenario(one.name, of_project, {p.part_id: (type_fact(p.call_type), p.number) for p in one.placements.all()}, weights)
        for one in latest
    )
    names = {member.key: member.name for member in programme.members(on, view.organisation_id)}
    lines = sorted(((names.get(key, ""), key) for key in weights), key=lambda line: line[0].casefold())
    return Comparison(outcomes, tuple((name, tuple(o.shares.get(key, 0) for o in outcomes)) for name, key in lines))


def _weights(view: ProjectView, on: date, known_at: datetime) -> Mapping[tuple[str, int], int]:
    taking_part = coalition_on(membership.facts([view.id]), on, known_at)
    inhabitants = world.figures(world.costs(view).populations, on)
    return {key: inhabitants[key] for key in sorted(taking_part) if key in inhabitants}


@dataclass(frozen=True)
class Eligibility:
    """One condition of a call in which the project asks money, as it would stand after a change of members (N35)."""

    call: str
    outcome: rules.Outcome
    sentence: str

    @property
    def word(self) -> str:
        return rules.OUTCOME_WORDS[self.outcome]

    @property
    def kind(self) -> str:
        return "ok" if self.outcome is rules.Outcome.PASS else "warn"


def eligibility_after(view: ProjectView, others: int, on: date, known_at: datetime, to: State) -> list[Eligibility]:
    """Conditions on the number of members of every call with an application of this project, checked again.

    A warning for people; it changes no application and no phase.
    """
    asked = {one.row.call_type.call_id for one in applications(project_id=view.id)}
    members = others + (to in COALITION)
    found = []
    for call_view in (call(call_id, on) for call_id in sorted(asked, key=str)):
        conditions = [rule for rule in call_view.rules if rule.kind == "min_members"]
        for one in rules.evaluate_call(ProjectFacts(members, None), [], conditions):
            if one.kind == "min_members" and one.outcome is not rules.Outcome.UNKNOWN:
                found.append(Eligibility(call_view.row.name, one.outcome, one.sentence))
    return found
