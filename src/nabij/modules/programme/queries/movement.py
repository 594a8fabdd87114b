"""What happened last in each project, how long it is silent, who heard and who will hear."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from nabij.kernel.calendar.rules.holidays import BRUSSELS
from nabij.kernel.errors import NotFound
from nabij.kernel.tenancy.models import Organisation

from ..models import Gathering, GatheringOutput, GoLive, ImprovementTest, Membership, Project, QuietPeriod, SignalStep, StallSignal
from ..rules.stalling import Act, Days, Due, Rung, Step, due, ladder, last_act, quiet_days, stalls
from .programme import ProjectView

#: Phases in which a project is meant to move.
MOVING = ("exploration", "preparation", "running")
FAR = timedelta(days=3650)


@dataclass(frozen=True)
class Silence:
    """One project that should move: its last act, days without one, and the steps that are due or still to come."""

    project: ProjectView
    last: Act | None
    since: date
    days: int
    rungs: tuple[Rung, ...]
    told: Mapping[Step, int]
    heard: tuple[StallSignal, ...]
    due: tuple[Due, ...]
    coming: tuple[Due, ...]

    @property
    def stalls(self) -> bool:
        return stalls(self.days, self.rungs)

    @property
    def next(self) -> Due | None:
        """The first step that is still to come when nothing happens."""
        return min(self.coming, key=lambda step: step.on, default=None)


@dataclass(frozen=True)
class World:
    """Everything that silence is read from, in a fixed number of queries whatever the number of projects."""

    acts: Mapping[uuid.UUID, list[Act]]
    steps: tuple[SignalStep, ...]
    signals: tuple[StallSignal, ...]
    quiet: tuple[Days, ...]
    moving: frozenset[uuid.UUID] = field(default_factory=frozenset)


def silences(views: Iterable[ProjectView], today: date) -> list[Silence]:
    """Every moving project, the longest silence first (an order of work, not of municipalities)."""
    views = list(views)
    seen = _world([view.id for view in views])
    found = [silence_of(view, seen, today) for view in views if view.id in seen.moving]
    return sorted(found, key=lambda one: (-one.days, one.project.name.casefold()))


def silence_of(view: ProjectView, seen: World, today: date) -> Silence:
    """One project's silence on a day."""
    last = last_act(seen.acts.get(view.id, []), today)
    since = last.on if last else view.started_on
    own = {Step(row.step): row for row in seen.steps if row.project_id is None}
    own |= {Step(row.step): row for row in seen.steps if row.project_id == view.id}
    rungs = ladder({step: Rung(step, row.after_days, row.label) for step, row in own.items()})
    heard = tuple(s for s in seen.signals if s.project_id == view.id and s.quiet_since == since)
    done = {Step(signal.step) for signal in heard}
    reached = due(rungs, since, today, done, seen.quiet)
    coming = [one for one in due(rungs, since, today + FAR, done, seen.quiet) if one.on > today]
    return Silence(
        view, last, since, quiet_days(since, today, seen.quiet), tuple(rungs), {s: r.told_id for s, r in own.items()}, heard,
        tuple(reached), tuple(coming),
    )


def _world(ids: list[uuid.UUID]) -> World:
    steps = tuple(SignalStep.objects.order_by("after_days"))
    signals = tuple(StallSignal.objects.filter(project_id__in=ids).order_by("raised_on", "days"))
    quiet = tuple(Days(row.days.lower, row.days.upper) for row in QuietPeriod.objects.all())
    moving = Project.objects.filter(id__in=ids, phase__in=MOVING).values_list("id", flat=True)
    return World(acts(ids), steps, signals, quiet, frozenset(moving))


def acts(ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, list[Act]]:
    """Real acts per project. An answer counts on the day it was given; an edit, a mail or a visit is not in here."""
    found: dict[uuid.UUID, list[Act]] = {}
    wanted = list(ids)

    def add(project_id: uuid.UUID, on: date, what: str) -> None:
        found.setdefault(project_id, []).append(Act(on, what))

    answers = Membership.objects.filter(project_id__in=wanted).exclude(entry=Membership.Entry.REMAINDER)
    names = dict(Organisation.objects.filter(kind="municipality").values_list("id", "name_nl"))
    for project_id, recorded, own in answers.values_list("project_id", "recorded", "organisation_id"):
        add(project_id, recorded.lower.astimezone(BRUSSELS).date(), f"antwoord van {names.get(own, 'een lid')}")
    for project_id, on, own in GoLive.objects.filter(project_id__in=wanted).values_list(
        "project_id", "passed_on", "organisation_id"
    ):
        add(project_id, on, f"{names.get(own, 'een lid')} is klaar voor de start")
    for project_id, at, own in ImprovementTest.objects.filter(project_id__in=wanted).values_list(
        "project_id", "recorded_at", "organisation_id"
    ):
        add(project_id, at.astimezone(BRUSSELS).date(), f"verbetertoets van {names.get(own, 'een lid')}")
    decided = GatheringOutput.objects.filter(gathering__project_id__in=wanted, kind=GatheringOutput.Kind.DECISION)
    for project_id, held, title in decided.values_list("gathering__project_id", "gathering__held", "gathering__title"):
        add(project_id, held.upper - timedelta(days=1), f"beslissing op {title}")
    return found


@dataclass(frozen=True)
class GatheringView:
    """A gathering with its outcomes; ``last_day`` is included."""

    row: Gathering
    outputs: tuple[GatheringOutput, ...]

    @property
    def first_day(self) -> date:
        return self.row.held.lower  # type: ignore[no-any-return]

    @property
    def last_day(self) -> date:
        return self.row.held.upper - timedelta(days=1)  # type: ignore[no-any-return]

    @property
    def several_days(self) -> bool:
        return self.last_day > self.first_day

    def of(self, kind: str) -> list[GatheringOutput]:
        return [one for one in self.outputs if one.kind == kind]

    @property
    def sections(self) -> list[tuple[str, list[GatheringOutput]]]:
        """Outcomes by kind, in the order in which a reader asks for them; empty kinds are left out."""
        kinds = GatheringOutput.Kind
        order = [
            (kinds.GOAL, "Wat wilden we?"), (kinds.CONCLUSION, "Conclusies"), (kinds.DECISION, "Wat beslisten we?"),
            (kinds.RISK, "Wat kan misgaan?"), (kinds.MITIGATION, "Wat doen we daartegen?"),
        ]
        return [(title, found) for kind, title in order if (found := self.of(kind))]


def gatherings() -> list[GatheringView]:
    """All gatherings with their outcomes, the latest first."""
    rows = Gathering.objects.select_related("project").prefetch_related("outputs").order_by("-held")
    return [GatheringView(row, tuple(row.outputs.all())) for row in rows]


def gathering(gathering_id: uuid.UUID) -> GatheringView:
    """Raises NotFound."""
    row = Gathering.objects.select_related("project").prefetch_related("outputs").filter(id=gathering_id).first()
    if row is None:
        raise NotFound()
    return GatheringView(row, tuple(row.outputs.all()))


def simulated(silence: Silence, days: int) -> list[tuple[Rung, date, bool]]:
    """Who hears what when a project stays silent for ``days`` days since its last act: step, day, and whether it heard.

    A calculation on rows that are there; nothing is written and nothing is sent.
    """
    heard = {Step(signal.step): signal.raised_on for signal in silence.heard}
    every = [*silence.due, *silence.coming]
    by_step = {one.rung.step: one.on for one in every}
    found = []
    for rung in silence.rungs:
        on = heard.get(rung.step) or by_step[rung.step]
        if rung.after_days <= days:
            found.append((rung, on, rung.step in heard))
    return found
