"""The classification plan and its selection rules (region), with what a municipality does otherwise (local)."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q

from nabij.kernel.tenancy.rows import SharedRow, TenantForeignKey

from ..rules.retention import BOUND_NL, COUNT_NL, DESTINATION_NL, TRIGGER_NL, Bound, CountFrom, Destination, Trigger
from ..rules.strategy import MOTIVATION

#: Fields of a series that a municipality may fill in otherwise.
OVERLAY_NL = {"title": "naam", "description": "omschrijving", "minimum": "minimumtermijn", "maximum": "maximumtermijn"}


class Sensitivity(models.TextChoices):
    PUBLIC = "public", "openbaar"
    INTERNAL = "internal", "intern"
    PERSONAL = "personal", "persoonsgegevens"
    SOCIAL = "social", "sociaal dossier"


class PlanNode(SharedRow):
    """A heading of the plan, by function and activity (ISO 15489). ``code`` sorts: 3, 3.1, 3.1.2."""

    code = models.CharField(max_length=20)
    title = models.CharField(max_length=160)
    parent = TenantForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")

    class Meta(SharedRow.Meta):
        ordering = ["code"]
        constraints = [
            *SharedRow.Meta.constraints,
            models.UniqueConstraint(fields=["organisation", "code"], name="archive_node_code"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class Series(SharedRow):
    """Records of one activity that share one selection rule. Without ``published_on`` it is a concept: nothing is destroyed by it."""

    node = TenantForeignKey(PlanNode, on_delete=models.PROTECT, related_name="series")
    code = models.CharField(max_length=30)
    title = models.CharField(max_length=160)
    description = models.TextField(blank=True)
    sensitivity = models.CharField(max_length=10, choices=Sensitivity)
    approved_by = models.CharField(max_length=160, blank=True)
    published_on = models.DateField(null=True, blank=True)

    class Meta(SharedRow.Meta):
        ordering = ["code"]
        constraints = [
            *SharedRow.Meta.constraints,
            models.UniqueConstraint(fields=["organisation", "code"], name="archive_series_code"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class SelectionRule(SharedRow):
    """What becomes of a series, over a period. An ended rule keeps explaining the verdicts of its time."""

    series = TenantForeignKey(Series, on_delete=models.PROTECT, related_name="rules")
    destination = models.CharField(max_length=8, choices=[(d.value, DESTINATION_NL[d]) for d in Destination])
    sample_share = models.DecimalField(max_digits=5, decimal_places=4, null=True, blank=True)
    motivation = models.CharField(max_length=400)
    valid = DateRangeField()

    class Meta(SharedRow.Meta):
        constraints = [
            *SharedRow.Meta.constraints,
            ExclusionConstraint(
                name="archive_rule_one_at_a_time",
                expressions=[("series", RangeOperators.EQUAL), ("valid", RangeOperators.OVERLAPS)],
            ),
            models.CheckConstraint(
                condition=Q(destination="sample", sample_share__gt=0, sample_share__lte=1)
                | (~Q(destination="sample") & Q(sample_share__isnull=True)),
                name="archive_rule_sample",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.series}: {self.get_destination_display()}"


class RetentionTerm(SharedRow):
    """One bound of a rule. ``length`` is an ISO 8601 duration; ``to_confirm`` = seeded, still to be looked up by a person."""

    rule = TenantForeignKey(SelectionRule, on_delete=models.PROTECT, related_name="terms")
    bound = models.CharField(max_length=8, choices=[(b.value, BOUND_NL[b]) for b in Bound])
    length = models.CharField(max_length=12)
    trigger = models.CharField(max_length=16, choices=[(t.value, TRIGGER_NL[t]) for t in Trigger])
    count_from = models.CharField(max_length=14, choices=[(c.value, COUNT_NL[c]) for c in CountFrom])
    ground = models.CharField(max_length=200)
    source = models.CharField(max_length=200)
    checked_on = models.DateField(null=True, blank=True)
    to_confirm = models.BooleanField(default=False)
    by_decree = models.BooleanField(default=False)

    class Meta(SharedRow.Meta):
        ordering = ["bound", "trigger"]
        constraints = [
            *SharedRow.Meta.constraints,
            models.UniqueConstraint(fields=["rule", "bound", "trigger"], name="archive_term_once"),
            models.CheckConstraint(condition=Q(length__regex=r"^P(\d+Y)?(\d+M)?(\d+D)?$"), name="archive_term_length"),
        ]

    def __str__(self) -> str:
        return f"{self.get_bound_display()} {self.length}"


class LocalOverlay(SharedRow):
    """What one municipality does otherwise for one field of a series, over a period, with the reason. Neighbours may read it."""

    series_organisation = models.ForeignKey("tenancy.Organisation", on_delete=models.PROTECT, related_name="+")
    series = TenantForeignKey(Series, on_delete=models.PROTECT, related_name="overlays")
    field = models.CharField(max_length=12, choices=list(OVERLAY_NL.items()))
    value = models.CharField(max_length=400)
    motivation = models.CharField(max_length=400)
    period = DateRangeField()

    class Meta(SharedRow.Meta):
        constraints = [
            *SharedRow.Meta.constraints,
            models.CheckConstraint(condition=Q(motivation__length__gte=MOTIVATION), name="archive_overlay_motivated"),
            ExclusionConstraint(
                name="archive_overlay_one_at_a_time",
                expressions=[
                    ("organisation", RangeOperators.EQUAL), ("series", RangeOperators.EQUAL), ("field", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_field_display()}: {self.value}"
