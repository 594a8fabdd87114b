"""The improvement test ("Beter", founding note N32–N34): the partnership asks (R), each member judges for itself (M)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from nabij.kernel.tenancy.kinds import Tenancy
from nabij.kernel.tenancy.rows import SharedRow, TenantForeignKey

from ..rules.improvement import BASELINE_WORDS, VERDICT_WORDS, Baseline, Better, Verdict
from .answers import AboutProject
from .programme import Origin, Project

VERDICTS = [(verdict.value, VERDICT_WORDS[verdict]) for verdict in Verdict]
BASELINES = [(kind.value, BASELINE_WORDS[kind]) for kind in Baseline]


class ImprovementRound(SharedRow):
    """One time that a project is put to the test; a later round asks again and leaves the earlier one as it was."""

    tenancy = Tenancy.SHARED_LOG

    project = TenantForeignKey(Project, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    opened_on = models.DateField()
    origin = models.CharField(max_length=10, choices=Origin, default=Origin.OWN, blank=True)

    class Meta(SharedRow.Meta):
        ordering = ["-number"]
        constraints = [
            *SharedRow.Meta.constraints,
            models.UniqueConstraint(fields=["project", "number"], name="programme_improvementround_number"),
        ]

    def __str__(self) -> str:
        return self.title


class ImprovementCriterion(SharedRow):
    """One question of a round. Without ``unit`` it is answered in words and no sum is made of it."""

    tenancy = Tenancy.SHARED_LOG

    round = TenantForeignKey(ImprovementRound, on_delete=models.PROTECT, related_name="criteria")
    number = models.PositiveSmallIntegerField()
    question = models.CharField(max_length=200)
    unit = models.CharField(max_length=60, blank=True)
    better = models.CharField(max_length=6, choices=[(b.value, b.value) for b in Better], default=Better.LOWER.value)

    class Meta(SharedRow.Meta):
        ordering = ["number"]
        constraints = [
            *SharedRow.Meta.constraints,
            models.UniqueConstraint(fields=["round", "number"], name="programme_improvementcriterion_number"),
        ]

    def __str__(self) -> str:
        return self.question


class ImprovementTest(AboutProject):
    """One member's own verdict in a round. Never edited: a newer verdict stands beside it and counts."""

    tenancy = Tenancy.SHARED_LOG

    round = TenantForeignKey(ImprovementRound, on_delete=models.PROTECT, related_name="tests")
    verdict = models.CharField(max_length=16, choices=VERDICTS)
    motive = models.CharField(max_length=600, blank=True)
    tested_on = models.DateField()
    recorded_at = models.DateTimeField()
    origin = models.CharField(max_length=10, choices=Origin, default=Origin.OWN, blank=True)

    class Meta(SharedRow.Meta):
        constraints = [
            *SharedRow.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(verdict=Verdict.NO_IMPROVEMENT.value) | ~Q(motive=""), name="programme_test_motive"
            ),
        ]

    def __str__(self) -> str:
        return self.get_verdict_display()


class CriterionResult(SharedRow):
    """What one member filled in for one question: how it was, what it expected, what it measured, and by what it shows."""

    tenancy = Tenancy.SHARED_LOG

    test = TenantForeignKey(ImprovementTest, on_delete=models.PROTECT, related_name="results")
    criterion_organisation = models.ForeignKey("tenancy.Organisation", on_delete=models.PROTECT, related_name="+")
    criterion = TenantForeignKey(ImprovementCriterion, on_delete=models.PROTECT, related_name="+")
    baseline_kind = models.CharField(max_length=16, choices=BASELINES)
    baseline = models.CharField(max_length=120, blank=True)
    expected = models.CharField(max_length=120, blank=True)
    measured = models.CharField(max_length=120, blank=True)
    evidence = models.CharField(max_length=200, blank=True)

    class Meta(SharedRow.Meta):
        constraints = [
            *SharedRow.Meta.constraints,
            models.UniqueConstraint(fields=["test", "criterion"], name="programme_criterionresult_once"),
            models.CheckConstraint(
                condition=~Q(baseline_kind=Baseline.DOES_NOT_EXIST.value) | Q(baseline=""), name="programme_result_baseline"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.baseline} → {self.measured or self.expected}"
