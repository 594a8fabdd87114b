"""Rounds of the improvement test with every member's verdict, as far as the reader may see them."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from nabij.kernel.errors import NotFound

from ..models import CriterionResult, ImprovementCriterion, ImprovementRound, ImprovementTest
from ..rules import improvement as rules
from ..rules.improvement import Baseline, Better, Verdict
from .programme import Member, ProjectView, members

KINDS = {Verdict.IMPROVEMENT: "ok", Verdict.NO_IMPROVEMENT: "warn", Verdict.TOO_EARLY: "info"}


@dataclass(frozen=True)
class ResultView:
    """One question as one member answered it."""

    criterion: ImprovementCriterion
    row: CriterionResult

    @property
    def line(self) -> rules.Line:
        kind, row, asked = Baseline(self.row.baseline_kind), self.row, self.criterion
        return rules.Line(asked.question, asked.unit, Better(asked.better), kind, row.baseline, row.expected, row.measured)

    @property
    def change(self) -> str:
        return rules.CHANGE_WORDS[rules.change_of(self.line)]

    @property
    def before(self) -> str:
        return "bestond niet" if self.row.baseline_kind == Baseline.DOES_NOT_EXIST else self.row.baseline


@dataclass(frozen=True)
class VerdictView:
    """One member's verdict, with what its figures say beside it."""


    row: ImprovementTest
    member: Member
    results: tuple[ResultView, ...]

    @property
    def word(self) -> str:
        return rules.VERDICT_WORDS[Verdict(self.row.verdict)]

    @property
    def kind(self) -> str:
        return KINDS[Verdict(self.row.verdict)]

    @property
    def proposal(self) -> str:
        """What the figures say, in words; empty when they say the same as the member or nothing."""
        said = rules.improvement_verdict([one.line for one in self.results])
        return rules.VERDICT_WORDS[said] if said and said.value != self.row.verdict else ""

    @property
    def worsened(self) -> list[str]:
        return rules.worsened([one.line for one in self.results])

    @property
    def no_improvement(self) -> bool:
        return bool(self.row.verdict == Verdict.NO_IMPROVEMENT)


@dataclass(frozen=True)
class RoundView:
    """One round: its questions, and the verdicts that count (each member's latest), alphabetical."""

    row: ImprovementRound
    criteria: tuple[ImprovementCriterion, ...]
    tests: tuple[VerdictView, ...]

    def own(self, organisation_id: int) -> VerdictView | None:
        return next((test for test in self.tests if test.member.id == organisation_id), None)

    @property
    def counts(self) -> list[tuple[str, int]]:
        words = [test.word for test in self.tests]
        return [(word, words.count(word)) for word in rules.VERDICT_WORDS.values() if word in words]


def rounds(project: ProjectView, today: object) -> list[RoundView]:
    """Rounds of a project, newest first; four queries whatever their number."""
    rows = list(ImprovementRound.objects.filter(project_id=project.id).prefetch_related("criteria"))
    if not rows:
        return []
    names = {member.id: member for member in members(today, project.organisation_id)}  # type: ignore[arg-type]
    tests = ImprovementTest.objects.filter(project_id=project.id).prefetch_related("results").order_by("recorded_at")
    latest = {(test.round_id, test.organisation_id): test for test in tests}
    return [_round(row, latest, names) for row in rows]


def _round(
    row: ImprovementRound, latest: dict[tuple[uuid.UUID, int], ImprovementTest], names: dict[int, Member]
) -> RoundView:
    criteria = tuple(row.criteria.all())
    asked = {criterion.id: criterion for criterion in criteria}
    views = []
    for (round_id, organisation_id), test in latest.items():
        if round_id != row.id or organisation_id not in names:
            continue
        results = sorted(
            (ResultView(asked[one.criterion_id], one) for one in test.results.all()), key=lambda one: one.criterion.number
        )
        views.append(VerdictView(test, names[organisation_id], tuple(results)))
    return RoundView(row, criteria, tuple(sorted(views, key=lambda view: view.member.name.casefold())))


def own_verdict(test_id: uuid.UUID, *, organisation_id: int, project_id: uuid.UUID) -> ImprovementTest:
    """The own verdict about a project. Raises NotFound for another organisation's or another project's."""
    row = ImprovementTest.objects.filter(id=test_id, organisation_id=organisation_id, project_id=project_id).first()
    if row is None:
        raise NotFound()
    return row


