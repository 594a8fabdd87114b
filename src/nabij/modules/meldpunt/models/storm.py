"""Rows of storm mode. The run, its thresholds, log and answers belong to the partnership; what is reported stays with its municipality."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from nabij.kernel.tenancy.rows import LogRow, OwnedRow, SharedRow, TenantForeignKey

from ..rules.storm import Cause, Thresholds
from .alarm import Incident
from .duty import DutyLine, DutyPerson

CAUSES = [(one.value, one.value) for one in Cause]


class StormRule(SharedRow):
    """The thresholds of the region, with where they were found. Counts are acute reports within `window_minutes`."""

    name = models.SlugField(max_length=40, default="regio")
    window_minutes = models.PositiveSmallIntegerField(default=15)
    on_region = models.PositiveSmallIntegerField(default=20)
    on_municipality = models.PositiveSmallIntegerField(default=8)
    propose_region = models.PositiveSmallIntegerField(default=10)
    propose_municipality = models.PositiveSmallIntegerField(default=4)
    quiet_minutes = models.PositiveSmallIntegerField(default=60)
    cell_m = models.PositiveSmallIntegerField(default=1_000)
    cluster_minutes = models.PositiveSmallIntegerField(default=60)
    digest_minutes = models.PositiveSmallIntegerField(default=10)
    own_alarm = ArrayField(models.CharField(max_length=16), default=list)
    source = models.CharField(max_length=200)
    checked_on = models.DateField()

    class Meta(SharedRow.Meta):
        constraints = [
            *SharedRow.Meta.constraints,
            models.UniqueConstraint(fields=["organisation", "name"], name="storm_rule_once"),
            models.CheckConstraint(
                condition=Q(on_region__gt=0, on_municipality__gt=0, cell_m__gt=0, cluster_minutes__gt=0, window_minutes__gt=0),
                name="storm_rule_positive",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def thresholds(self) -> Thresholds:
        """As the rules read them."""
        from datetime import timedelta

        minute = timedelta(minutes=1)
        return Thresholds(
            window=self.window_minutes * minute, on_region=self.on_region, on_municipality=self.on_municipality,
            propose_region=self.propose_region, propose_municipality=self.propose_municipality, quiet=self.quiet_minutes * minute,
            cell_m=self.cell_m, cluster=self.cluster_minutes * minute, digest=self.digest_minutes * minute,
            own_alarm=frozenset(self.own_alarm),
        )  # fmt: skip


class StormRun(SharedRow):
    """One storm, from on to off. Read by everyone: the numbers 112 and 1722 stand first on every site while it runs."""

    began_at = models.DateTimeField()
    began_by = models.CharField(max_length=120)
    cause = models.CharField(max_length=14, choices=CAUSES)
    line_1722_since = models.DateTimeField(null=True, blank=True)
    announced_at = models.DateTimeField(null=True, blank=True)
    reserve_called_at = models.DateTimeField(null=True, blank=True)
    digest_at = models.DateTimeField()
    digest_no = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=120, blank=True)
    end_announced_at = models.DateTimeField(null=True, blank=True)

    class Meta(SharedRow.Meta):
        constraints = [
            *SharedRow.Meta.constraints,
            models.UniqueConstraint(fields=["organisation"], condition=Q(ended_at__isnull=True), name="storm_runs_once"),
            models.CheckConstraint(condition=Q(cause__in=[c.value for c in Cause]), name="storm_cause"),
        ]


class StormLog(LogRow):
    """What was decided and done during a storm, in order: it becomes the report of that storm."""

    run = TenantForeignKey(StormRun, on_delete=models.PROTECT, related_name="log")
    at = models.DateTimeField()
    kind = models.CharField(max_length=30)
    actor = models.CharField(max_length=120)
    text = models.CharField(max_length=400)

    class Meta:
        ordering = ["id"]


class StormAnswer(SharedRow):
    """One text to many reporters. `key` is the form's: a second press gives the first answer back and tells nobody again."""

    run = TenantForeignKey(StormRun, on_delete=models.PROTECT, related_name="answers")
    key = models.CharField(max_length=64)
    at = models.DateTimeField()
    by = models.CharField(max_length=120)
    state = models.CharField(max_length=16)
    text = models.CharField(max_length=2_000)
    reports = models.PositiveIntegerField(default=0)
    told = models.PositiveIntegerField(default=0)

    class Meta(SharedRow.Meta):
        constraints = [
            *SharedRow.Meta.constraints,
            models.UniqueConstraint(fields=["organisation", "key"], name="storm_answer_once"),
        ]


class ReserveMember(SharedRow):
    """Somebody who may be called on top of the rota when it storms."""

    line = TenantForeignKey(DutyLine, on_delete=models.PROTECT, related_name="reserve")
    person = TenantForeignKey(DutyPerson, on_delete=models.PROTECT, related_name="+")

    class Meta(SharedRow.Meta):
        constraints = [
            *SharedRow.Meta.constraints,
            models.UniqueConstraint(fields=["line", "person"], name="duty_reserve_once"),
        ]


class IncidentReport(OwnedRow):
    """A report that joined a running incident instead of opening an alarm of its own."""

    incident = TenantForeignKey(Incident, on_delete=models.PROTECT, related_name="joined")
    report = TenantForeignKey("meldpunt.Report", on_delete=models.PROTECT, related_name="joined_to")
    joined_at = models.DateTimeField()

    class Meta(OwnedRow.Meta):
        constraints = [
            *OwnedRow.Meta.constraints,
            models.UniqueConstraint(fields=["organisation", "report"], name="duty_report_joins_once"),
        ]
        indexes = [models.Index(fields=["incident", "joined_at"], name="duty_joined_when")]
