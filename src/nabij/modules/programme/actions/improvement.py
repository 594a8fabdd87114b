"""Putting a project to the test (N32–N34): the partnership asks, each member gives its own verdict."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from nabij.kernel.access import authorise, require_own
from nabij.kernel.audit import entries
from nabij.kernel.calendar import clock
from nabij.kernel.errors import Invalid, NotFound
from nabij.kernel.events import facade as events

from .. import access
from ..events import IMPROVEMENT_TESTED
from ..models import CriterionResult, ImprovementCriterion, ImprovementRound, ImprovementTest
from ..queries import programme
from ..rules import improvement as rules
from ..rules.improvement import Baseline, Better, Verdict


@dataclass(frozen=True, slots=True)
class Criterion:
    """A question of a round; without unit it is answered in words."""

    question: str
    unit: str = ""
    better: str = Better.LOWER.value


@dataclass(frozen=True, slots=True)
class Result:
    """What a member fills in for the question with this number."""

    number: int
    baseline_kind: str
    baseline: str = ""
    expected: str = ""
    measured: str = ""
    evidence: str = ""


def open_improvement_round(
    *, project_id: uuid.UUID, title: str, criteria: Sequence[Criterion], opened_on: date | None = None, origin: str = ""
) -> ImprovementRound:
    """Put a project to the test. Earlier rounds and their verdicts stay as they were. Raises Invalid without a question."""
    authorise(access.STEER)
    project = programme.project(project_id)
    require_own(project.organisation_id)
    if not criteria:
        raise Invalid({"criteria": "Schrijf minstens één vraag op, één per regel."})
    shared = {"organisation_id": project.organisation_id, "audience": f"partnership:{project.organisation_id}"}
    number = ImprovementRound.objects.filter(project_id=project.id).count() + 1
    row = ImprovementRound.objects.create(
        **shared, project_id=project.id, number=number, title=title.strip() or f"toets {number}",
        opened_on=opened_on or clock.today(), origin=origin,
    )
    for place, one in enumerate(criteria, 1):
        ImprovementCriterion.objects.create(
            **shared, round=row, number=place, question=one.question, unit=one.unit, better=one.better
        )
    entries.record("programme.improvement_round.opened", row, detail={"project": project.slug, "questions": len(criteria)})
    return row


def record_test(
    *, organisation_id: int, round_id: uuid.UUID, verdict: str, results: Sequence[Result], motive: str = "",
    tested_on: date | None = None, recorded: datetime | None = None, origin: str = "",
) -> ImprovementTest:
    """Keep one member's own verdict with its figures. A newer one stands beside the older, which stays as it was.

    ``recorded`` (importers only) = when it was known. Raises Refused for another organisation, Invalid per field.
    """
    require_own(organisation_id)
    authorise(access.IMPORT if recorded else access.TEST)
    asked = ImprovementRound.objects.filter(id=round_id).first()
    if asked is None:
        raise NotFound()
    criteria = list(asked.criteria.all())
    _complete(criteria, results, verdict, motive)
    now = recorded or clock.now()
    audience = asked.audience
    row = ImprovementTest.objects.create(
        organisation_id=organisation_id, audience=audience, project_organisation_id=asked.organisation_id,
        project_id=asked.project_id, round=asked, verdict=verdict, motive=motive.strip(),
        tested_on=tested_on or clock.today(), recorded_at=now, origin=origin,
    )
    by_number = {one.number: one for one in results}
    for criterion in criteria:
        _keep(row, criterion, by_number[criterion.number])
    entries.record("programme.improvement_test.recorded", row, detail={"verdict": verdict, "round": asked.number})
    events.publish(IMPROVEMENT_TESTED, row, data={"project_id": str(asked.project_id), "verdict": verdict})
    return row


def _keep(row: ImprovementTest, criterion: ImprovementCriterion, given: Result) -> None:
    new = given.baseline_kind == Baseline.DOES_NOT_EXIST
    CriterionResult.objects.create(
        organisation_id=row.organisation_id, audience=row.audience, test=row, criterion=criterion,
        criterion_organisation_id=criterion.organisation_id, baseline_kind=given.baseline_kind,
        baseline="" if new else given.baseline.strip(), expected=given.expected.strip(), measured=given.measured.strip(),
        evidence=given.evidence.strip(),
    )


def _complete(criteria: Sequence[ImprovementCriterion], results: Sequence[Result], verdict: str, motive: str) -> None:
    lacking: dict[str, str] = {}
    by_number = {one.number: one for one in results}
    for criterion in criteria:
        given = by_number.get(criterion.number, Result(criterion.number, Baseline.NUMBER.value))
        for part, sentence in rules.missing(line_of(criterion, given)).items():
            lacking[f"{part}_{criterion.number}"] = sentence
    if verdict not in {one.value for one in rules.GIVEN}:
        lacking["verdict"] = "Kies uw oordeel: verbetering, geen verbetering of te vroeg."
    if verdict == Verdict.NO_IMPROVEMENT and not motive.strip():
        lacking["motive"] = "Zeg in één zin waarom dit voor u geen verbetering is. De anderen leren eruit."
    if lacking:
        raise Invalid(lacking)


def line_of(criterion: ImprovementCriterion, given: Result | CriterionResult) -> rules.Line:
    """A question with its answer, as the pure rules read it."""
    kind = Baseline(given.baseline_kind) if given.baseline_kind else Baseline.NUMBER
    return rules.Line(
        criterion.question, criterion.unit, Better(criterion.better), kind, given.baseline, given.expected, given.measured
    )
