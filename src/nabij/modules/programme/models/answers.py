"""What a member says and decides (M rows), and what it was asked (Invitation, R)."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Q

from nabij.kernel.tenancy.kinds import Tenancy
from nabij.kernel.tenancy.rows import SharedRow, TenantForeignKey

from ..rules.states import LEVEL_WORDS, WORDS, Level, Presented, State
from .programme import Origin, Project, Vision

STATES = [(state.value, WORDS[Presented(state)]) for state in State]
LEVELS = [(level.value, LEVEL_WORDS[level]) for level in Level]


class AboutProject(SharedRow):
    """Row of a member about a project of the partnership: the reference carries the project's owner beside it."""

    project_organisation = models.ForeignKey("tenancy.Organisation", on_delete=models.PROTECT, related_name="+")
    project = TenantForeignKey(Project, on_delete=models.PROTECT, related_name="%(class)ss")

    class Meta(SharedRow.Meta):
        abstract = True


class BoardDecision(SharedRow):
    """Reference to a decision that a board took elsewhere: we keep number, date and title, we never decide."""

    tenancy = Tenancy.SHARED_LOG

    class BodyKind(models.TextChoices):
        COLLEGE = "college", "college van burgemeester en schepenen"
        COUNCIL = "council", "gemeenteraad"
        BUREAU = "bureau", "vast bureau"
        SOCIAL_COUNCIL = "social_council", "raad voor maatschappelijk welzijn"

    body_kind = models.CharField(max_length=16, choices=BodyKind)
    decided_on = models.DateField()
    number = models.CharField(max_length=60, blank=True)
    title = models.CharField(max_length=200)
    uri = models.URLField(max_length=300, blank=True)
    origin = models.CharField(max_length=10, choices=Origin, default=Origin.OWN, blank=True)

    class Meta(SharedRow.Meta):
        constraints = [
            *SharedRow.Meta.constraints,
            models.CheckConstraint(condition=~Q(number="") | ~Q(uri=""), name="programme_decision_findable"),
        ]

    def __str__(self) -> str:
        return f"{self.get_body_kind_display()}, {self.number or self.uri}"


class Invitation(SharedRow):
    """The partnership asks one organisation; ``asked`` is half-open and its end is the day an answer is hoped for."""

    project = TenantForeignKey(Project, on_delete=models.PROTECT, related_name="invitations")
    invited = models.ForeignKey("tenancy.Organisation", on_delete=models.PROTECT, related_name="+")
    round = models.CharField(max_length=80, blank=True)
    asked = DateRangeField()
    recorded_at = models.DateTimeField()

    class Meta(SharedRow.Meta):
        constraints = [
            *SharedRow.Meta.constraints,
            ExclusionConstraint(
                name="programme_invitation_one_open",
                expressions=[
                    ("invited", RangeOperators.EQUAL), ("project", RangeOperators.EQUAL),
                    ("asked", RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.invited} gevraagd voor {self.project}"


class Membership(AboutProject):
    """One rectangle of the bitemporal fact. Never changed: only the end of ``recorded`` may be set, once (trigger)."""

    class Entry(models.TextChoices):
        ANSWER = "answer", "antwoord"
        CORRECTION = "correction", "correctie"
        IMPORTED = "imported", "ingelezen"
        COMPLETED = "completed", "besluit aangevuld"
        REMAINDER = "remainder", "vervolg"
        INHERITED = "inherited", "te bevestigen door het nieuwe bestuur"

    class ReasonKind(models.TextChoices):
        NONE = "", ""
        IMPROVEMENT = "improvement", "beter voor onze dienst"
        NO_IMPROVEMENT = "no_improvement", "geen verbetering voor onze dienst"
        CAPACITY = "capacity", "nu geen tijd of mensen"
        OWN_SOLUTION = "own_solution", "we hebben een eigen oplossing"
        COST = "cost", "de kosten"
        HELP_ASKED = "help_asked", "we vragen eerst hulp"
        OTHER = "other", "iets anders"

    state = models.CharField(max_length=16, choices=STATES)
    level = models.CharField(max_length=10, choices=LEVELS, default=Level.LIGHT.value)
    effective = DateRangeField()
    recorded = DateTimeRangeField()
    entry = models.CharField(max_length=12, choices=Entry, default=Entry.ANSWER)
    reason_kind = models.CharField(max_length=16, choices=ReasonKind, default=ReasonKind.NONE, blank=True)
    reason = models.CharField(max_length=600, blank=True)
    decision = TenantForeignKey(BoardDecision, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decision_due = models.DateField(null=True, blank=True)
    preview_digest = models.CharField(max_length=64, blank=True)
    test = TenantForeignKey("programme.ImprovementTest", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    origin = models.CharField(max_length=10, choices=Origin, default=Origin.OWN, blank=True)

    class Meta(SharedRow.Meta):
        indexes = [models.Index(fields=["project", "organisation"], name="programme_membership_pair")]
        constraints = [
            *SharedRow.Meta.constraints,
            models.CheckConstraint(condition=Q(state__in=[s.value for s in State]), name="programme_membership_state"),
            ExclusionConstraint(
                name="programme_membership_one_truth",
                expressions=[
                    ("organisation", RangeOperators.EQUAL), ("project", RangeOperators.EQUAL),
                    ("effective", RangeOperators.OVERLAPS), ("recorded", RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_state_display()} vanaf {self.effective.lower}"


class GoLive(AboutProject):
    """One organisation passed its own go-live gate for one project: agreement, inclusion and a human route."""

    tenancy = Tenancy.SHARED_LOG

    passed_on = models.DateField()
    agreement_ref = models.CharField(max_length=200, blank=True)
    inclusion_ref = models.CharField(max_length=200)
    human_route = models.CharField(max_length=300)
    recorded_at = models.DateTimeField()

    class Meta(SharedRow.Meta):
        constraints = [
            *SharedRow.Meta.constraints,
            models.UniqueConstraint(fields=["organisation", "project"], name="programme_golive_once"),
            models.CheckConstraint(
                condition=~Q(inclusion_ref="") & ~Q(human_route=""), name="programme_golive_human_route"
            ),
        ]

    def __str__(self) -> str:
        return f"klaar voor de start op {self.passed_on}"


class Ratification(SharedRow):
    """One municipality made a version of the vision its own, by its own decision (N5); nobody can do it in its place."""

    tenancy = Tenancy.SHARED_LOG

    vision_organisation = models.ForeignKey("tenancy.Organisation", on_delete=models.PROTECT, related_name="+")
    vision = TenantForeignKey(Vision, on_delete=models.PROTECT, related_name="ratifications")
    ratified_on = models.DateField()
    decision = TenantForeignKey(BoardDecision, on_delete=models.PROTECT, related_name="+")
    origin = models.CharField(max_length=10, choices=Origin, default=Origin.OWN, blank=True)

    class Meta(SharedRow.Meta):
        constraints = [
            *SharedRow.Meta.constraints,
            models.UniqueConstraint(fields=["organisation", "vision"], name="programme_ratification_once"),
        ]

    def __str__(self) -> str:
        return f"{self.vision}, {self.ratified_on}"


class Population(SharedRow):
    """Inhabitants of one organisation on a reference date, with source; weights for dividing costs."""

    tenancy = Tenancy.SHARED_LOG

    reference_date = models.DateField()
    inhabitants = models.PositiveIntegerField()
    source = models.CharField(max_length=200)
    origin = models.CharField(max_length=10, choices=Origin, default=Origin.OWN, blank=True)

    class Meta(SharedRow.Meta):
        constraints = [
            *SharedRow.Meta.constraints,
            models.UniqueConstraint(fields=["organisation", "reference_date"], name="programme_population_date"),
        ]

    def __str__(self) -> str:
        return f"{self.inhabitants} inwoners op {self.reference_date}"
