"""Rows around the rota: rules of the week, temporary schedules, swaps, leave, rules of work, what the daily look found, who answers.

All of it belongs to the partnership that runs the line, but for `DutyCoverage`: that is a municipality's own decision, read by the others.
"""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Q

from nabij.kernel.tenancy.rows import SharedRow, TenantForeignKey

from ..rules.duty_rules import RuleCode
from ..rules.quality import FindingKind
from ..rules.swaps import LABELS, RUNNING, SwapState
from .duty import DutyLine, DutyPerson, Role, Rotation

RULE_LABELS = {
    RuleCode.REST: "rust tussen twee beurten", RuleCode.WEEK: "hoogstens per week", RuleCode.LEAVE: "geen wacht tijdens afwezigheid",
    RuleCode.IMBALANCE: "verschil met een gelijk deel", RuleCode.NIGHT: "nacht (22 tot 6 uur)", RuleCode.WEEKEND: "weekend",
    RuleCode.HOLIDAY: "feestdag", RuleCode.SCHOOL: "schoolvakantie",
}  # fmt: skip


class DutyKind(SharedRow):
    """What a duty is for; a list of the partnership."""

    code = models.CharField(max_length=40)
    name = models.CharField(max_length=80)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(SharedRow.Meta):
        ordering = ["position", "name"]
        constraints = [
            *SharedRow.Meta.constraints,
            models.UniqueConstraint(fields=["organisation", "code"], name="duty_kind_code"),
        ]

    def __str__(self) -> str:
        return self.name


class DutyCoverage(SharedRow):
    """A municipality's dated decision who answers for a kind of duty (empty = every kind): a line, or its own public number."""

    kind = models.CharField(max_length=40, blank=True)
    line = TenantForeignKey(DutyLine, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    line_organisation = models.ForeignKey("tenancy.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    public_number = models.CharField(max_length=30, blank=True)
    decision_reference = models.CharField(max_length=120)
    period = DateRangeField()

    class Meta(SharedRow.Meta):
        constraints = [
            *SharedRow.Meta.constraints,
            models.CheckConstraint(
                condition=Q(line__isnull=False, line_organisation__isnull=False, public_number="")
                | Q(line__isnull=True, line_organisation__isnull=True) & ~Q(public_number=""),
                name="duty_coverage_answers",
            ),
            ExclusionConstraint(
                name="duty_coverage_once",
                expressions=[
                    ("organisation", RangeOperators.EQUAL), ("kind", RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS),
                ],
            ),
        ]  # fmt: skip


class ScheduleRule(SharedRow):
    """On which weekdays (0 = Monday) and local hours a turn or one person is on duty. Without rules the turn always is."""

    line = TenantForeignKey(DutyLine, on_delete=models.PROTECT, related_name="schedule_rules")
    role = models.CharField(max_length=10, choices=Role)
    weekdays = ArrayField(models.PositiveSmallIntegerField())
    start = models.TimeField()
    end = models.TimeField(help_text="niet na het begin: eindigt de volgende dag")
    rotation = TenantForeignKey(Rotation, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    person = TenantForeignKey(DutyPerson, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    period = DateRangeField()

    class Meta(SharedRow.Meta):
        ordering = ["id"]
        constraints = [
            *SharedRow.Meta.constraints,
            models.CheckConstraint(
                condition=Q(rotation__isnull=True, person__isnull=False) | Q(rotation__isnull=False, person__isnull=True),
                name="duty_rule_one_target",
            ),
            models.CheckConstraint(
                condition=Q(weekdays__len__gte=1, weekdays__contained_by=list(range(7))), name="duty_rule_weekdays"
            ),
        ]  # fmt: skip


class TemporarySchedule(SharedRow):
    """Replaces turn, rules and deviations of one role for a while; one at a time."""

    line = TenantForeignKey(DutyLine, on_delete=models.PROTECT, related_name="temporary_schedules")
    role = models.CharField(max_length=10, choices=Role)
    period = DateTimeRangeField()
    reason = models.CharField(max_length=200)

    class Meta(SharedRow.Meta):
        constraints = [
            *SharedRow.Meta.constraints,
            ExclusionConstraint(
                name="duty_temporary_one_at_a_time",
                expressions=[
                    ("line", RangeOperators.EQUAL), ("role", RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS),
                ],
            ),
        ]  # fmt: skip


class TemporaryShift(SharedRow):
    """One person in a temporary schedule."""

    temporary = TenantForeignKey(TemporarySchedule, on_delete=models.CASCADE, related_name="shifts")
    person = TenantForeignKey(DutyPerson, on_delete=models.PROTECT, related_name="+")
    period = DateTimeRangeField()

    class Meta(SharedRow.Meta):
        constraints = [
            *SharedRow.Meta.constraints,
            ExclusionConstraint(
                name="duty_temporary_shift_once",
                expressions=[
                    ("temporary", RangeOperators.EQUAL), ("person", RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS),
                ],
            ),
        ]  # fmt: skip


class SwapRequest(SharedRow):
    """Someone asks who can take a shift, or part of it; or took one at once. `returned` is what the asker takes in exchange."""

    line = TenantForeignKey(DutyLine, on_delete=models.PROTECT, related_name="swaps")
    role = models.CharField(max_length=10, choices=Role)
    asker = TenantForeignKey(DutyPerson, on_delete=models.PROTECT, related_name="+")
    taker = TenantForeignKey(DutyPerson, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    period = DateTimeRangeField()
    returned = DateTimeRangeField(null=True, blank=True)
    message = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=[(s.value, LABELS[s]) for s in SwapState], default=SwapState.OPEN.value)
    blocked = models.CharField(max_length=300, blank=True, help_text="de regel die alleen de planner mag voorbijgaan")
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=120, blank=True)

    class Meta(SharedRow.Meta):
        ordering = ["-asked_at"]
        constraints = [
            *SharedRow.Meta.constraints,
            models.CheckConstraint(condition=Q(state__in=[s.value for s in SwapState]), name="duty_swap_state"),
            models.CheckConstraint(
                condition=Q(taker__isnull=False) | ~Q(state__in=["offered", "accepted", "applied"]), name="duty_swap_has_taker"
            ),
            ExclusionConstraint(
                name="duty_swap_asked_once",
                expressions=[
                    ("line", RangeOperators.EQUAL), ("role", RangeOperators.EQUAL),
                    ("asker", RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS),
                ],
                condition=Q(state__in=[s.value for s in RUNNING]),
            ),
        ]  # fmt: skip

    @property
    def label(self) -> str:
        """The state on screen."""
        return LABELS[SwapState(self.state)]


class Absence(SharedRow):
    """A person is away. Why is nobody's business here; only the partnership and the employer read it."""

    person = TenantForeignKey(DutyPerson, on_delete=models.PROTECT, related_name="absences")
    period = DateTimeRangeField()

    class Meta(SharedRow.Meta):
        constraints = [
            *SharedRow.Meta.constraints,
            ExclusionConstraint(
                name="duty_absence_once",
                expressions=[("person", RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)],
            ),
        ]


class DutyRule(SharedRow):
    """A rule of work or a weight as data, with its source. Not checked = "na te kijken" on screen."""

    code = models.CharField(max_length=30, choices=[(c.value, c.value) for c in RuleCode])
    value = models.PositiveIntegerField()
    role = models.CharField(max_length=10, choices=Role, blank=True)
    source = models.CharField(max_length=200)
    checked_on = models.DateField(null=True, blank=True)
    period = DateRangeField()

    class Meta(SharedRow.Meta):
        ordering = ["code", "role"]
        constraints = [
            *SharedRow.Meta.constraints,
            ExclusionConstraint(
                name="duty_rule_once",
                expressions=[
                    ("organisation", RangeOperators.EQUAL), ("code", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS),
                ],
            ),
        ]  # fmt: skip

    @property
    def label(self) -> str:
        """The rule on screen."""
        return RULE_LABELS[RuleCode(self.code)]

    @property
    def shown(self) -> str:
        """The value with its unit."""
        if self.code == RuleCode.LEAVE:
            return "ja" if self.value else "nee"
        return f"{self.value} uur" if self.code in (RuleCode.REST, RuleCode.WEEK) else f"{self.value}\u00a0%"


class SchoolHoliday(SharedRow):
    """Days on which a shift weighs more for who has children; dates as data, with their source."""

    name = models.CharField(max_length=80)
    period = DateRangeField()
    source = models.CharField(max_length=200)


class RotaContact(SharedRow):
    """Who makes the rota of a line and is rung when nobody stands in it: only the partnership reads it. The number is sealed."""

    line = TenantForeignKey(DutyLine, on_delete=models.PROTECT, related_name="contacts")
    function = models.CharField(max_length=12, choices=[("planner", "planner"), ("coordinator", "coördinator")])
    name = models.CharField(max_length=120)
    email = models.EmailField(blank=True)
    number = models.BinaryField()
    number_index = models.CharField(max_length=64)

    class Meta(SharedRow.Meta):
        constraints = [
            *SharedRow.Meta.constraints,
            models.UniqueConstraint(fields=["line", "function"], name="duty_rota_contact"),
        ]


class RotaFinding(SharedRow):
    """What the daily look found in the coming weeks, until it is solved; who was told of it when."""

    line = TenantForeignKey(DutyLine, on_delete=models.CASCADE, related_name="findings")
    fingerprint = models.CharField(max_length=120)
    kind = models.CharField(max_length=12, choices=[(k.value, k.value) for k in FindingKind])
    role = models.CharField(max_length=10, blank=True)
    person = TenantForeignKey(DutyPerson, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    period = DateTimeRangeField()
    amount = models.IntegerField(default=0)
    limit = models.IntegerField(default=0)
    found_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True)
    paged_at = models.DateTimeField(null=True, blank=True)
    solved_at = models.DateTimeField(null=True, blank=True)

    class Meta(SharedRow.Meta):
        constraints = [
            *SharedRow.Meta.constraints,
            models.UniqueConstraint(fields=["line", "fingerprint"], name="duty_finding_once"),
        ]


class RotaCheck(SharedRow):
    """That the rota of a line was looked at on a day: once, also when the worker starts twice."""

    line = TenantForeignKey(DutyLine, on_delete=models.CASCADE, related_name="checks")
    day = models.DateField()
    at = models.DateTimeField()

    class Meta(SharedRow.Meta):
        constraints = [
            *SharedRow.Meta.constraints,
            models.UniqueConstraint(fields=["line", "day"], name="duty_check_day"),
        ]
