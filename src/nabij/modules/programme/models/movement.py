"""What moves and what stalls (N3, N17): gatherings with their outcome, who hears of silence, and who heard of it. All R rows."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models

from nabij.kernel.tenancy.kinds import Tenancy
from nabij.kernel.tenancy.rows import SharedRow, TenantForeignKey

from ..rules.stalling import STEP_WORDS, Step
from .programme import Origin, Project

STEPS = [(step.value, STEP_WORDS[step]) for step in Step]


class Gathering(SharedRow):
    """A gathering that was held, over one or more days (``held`` is half-open). Without project it is of everyone."""

    tenancy = Tenancy.SHARED_LOG

    slug = models.SlugField(max_length=80)
    title = models.CharField(max_length=160)
    held = DateRangeField()
    present = models.CharField(max_length=300, blank=True)
    project = TenantForeignKey(Project, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    quote = models.CharField(max_length=120, blank=True)
    origin = models.CharField(max_length=10, choices=Origin, default=Origin.OWN, blank=True)

    class Meta(SharedRow.Meta):
        constraints = [
            *SharedRow.Meta.constraints,
            models.UniqueConstraint(fields=["organisation", "slug"], name="programme_gathering_slug"),
        ]

    def __str__(self) -> str:
        return self.title


class GatheringOutput(SharedRow):
    """One thing that a gathering brought forth. A ``decision`` is what makes a project move; nothing else here does."""

    tenancy = Tenancy.SHARED_LOG

    class Kind(models.TextChoices):
        GOAL = "goal", "doel"
        CONCLUSION = "conclusion", "conclusie"
        RISK = "risk", "risico"
        MITIGATION = "mitigation", "aanpak van het risico"
        DECISION = "decision", "beslissing"

    gathering = TenantForeignKey(Gathering, on_delete=models.PROTECT, related_name="outputs")
    kind = models.CharField(max_length=12, choices=Kind)
    number = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=400)
    quote = models.CharField(max_length=120, blank=True)

    class Meta(SharedRow.Meta):
        ordering = ["kind", "number"]
        constraints = [
            *SharedRow.Meta.constraints,
            models.UniqueConstraint(fields=["gathering", "kind", "number"], name="programme_gatheringoutput_number"),
        ]

    def __str__(self) -> str:
        return self.text


class SignalStep(SharedRow):
    """One step of who hears of silence, after how many days. A row of a project goes before the row of all projects.

    Only organisations and functions: who the person is, stays with the employer (kernel functions).
    """

    project = TenantForeignKey(Project, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    step = models.CharField(max_length=12, choices=STEPS)
    after_days = models.PositiveSmallIntegerField()
    told = models.ForeignKey("tenancy.Organisation", on_delete=models.PROTECT, related_name="+")
    label = models.CharField(max_length=120)

    class Meta(SharedRow.Meta):
        constraints = [
            *SharedRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["organisation", "project", "step"], name="programme_signalstep_once", nulls_distinct=False
            ),
        ]

    def __str__(self) -> str:
        return f"dag {self.after_days}: {self.label}"


class StallSignal(SharedRow):
    """Someone heard that a project did nothing since ``quiet_since``. Once per step; an act gives a new ``quiet_since``,
    so a signal is closed by a fact and never by a click."""

    tenancy = Tenancy.SHARED_LOG

    project = TenantForeignKey(Project, on_delete=models.PROTECT, related_name="+")
    quiet_since = models.DateField()
    step = models.CharField(max_length=12, choices=STEPS)
    days = models.PositiveSmallIntegerField()
    told = models.ForeignKey("tenancy.Organisation", on_delete=models.PROTECT, related_name="+")
    label = models.CharField(max_length=120)
    raised_on = models.DateField()

    class Meta(SharedRow.Meta):
        constraints = [
            *SharedRow.Meta.constraints,
            models.UniqueConstraint(fields=["project", "quiet_since", "step"], name="programme_stallsignal_once"),
        ]

    def __str__(self) -> str:
        return f"{self.label}, dag {self.days}"


class QuietPeriod(SharedRow):
    """Days that do not count as silence, such as the summer weeks; decided beforehand, with a reason."""

    days = DateRangeField()
    reason = models.CharField(max_length=120)

    class Meta(SharedRow.Meta):
        constraints = [
            *SharedRow.Meta.constraints,
            ExclusionConstraint(
                name="programme_quietperiod_apart",
                expressions=[("organisation", RangeOperators.EQUAL), ("days", RangeOperators.OVERLAPS)],
            ),
        ]

    def __str__(self) -> str:
        return self.reason
