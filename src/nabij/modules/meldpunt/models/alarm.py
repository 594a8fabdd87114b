"""Rows of an alarm. They belong to the municipality of the report: incident, alarm, page and log.

A page and a log line never leave the municipality's wall; whoever is on duty enters by the shift (`duty_organisations`).
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from nabij.kernel.tenancy.rows import LogRow, OwnedRow, TenantForeignKey

from ..rules.alarm import AlertState, Phase
from .duty import DutyLine, EscalationPolicy, MethodKind


class PageState(models.TextChoices):
    """From row to telephone. `unknown` = the lease expired while sending and nobody can say what happened."""

    PENDING = "pending", "staat klaar"
    SENDING = "sending", "vertrekt"
    SENT = "sent", "vertrok"
    DELIVERED = "delivered", "kwam aan"
    FAILED = "failed", "mislukte"
    SUPERSEDED = "superseded", "niet meer nodig"
    UNKNOWN = "unknown", "onzeker"


def _one_of(field: str, values: list[str], name: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=Q(**{f"{field}__in": values}), name=name)


class Purpose(models.TextChoices):
    """Why somebody is rung: the chain of an alarm, or in a storm the reserve pool and the news of ten minutes."""

    CALL = "call", "oproep"
    RESERVE = "reserve", "reserve"
    DIGEST = "digest", "overzicht"
    TELL = "tell", "bericht dat een stap niet werkte"


class Incident(OwnedRow):
    """What the duty officer handles: the acute event behind a report. `mass` in a storm: more reports of one cause join it."""

    report = TenantForeignKey("meldpunt.Report", on_delete=models.PROTECT, related_name="incidents")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    result = models.TextField(blank=True)
    mass = models.BooleanField(default=False)
    cluster_key = models.CharField(max_length=120, blank=True)

    class Meta(OwnedRow.Meta):
        constraints = [
            *OwnedRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["organisation", "cluster_key"], condition=Q(closed_at__isnull=True) & ~Q(cluster_key=""),
                name="duty_incident_cluster_once",
            ),
        ]


class Alert(OwnedRow):
    """One paging run for an incident. `round` counts every entry into a step; `next_at` is when the next is due."""

    incident = TenantForeignKey(Incident, on_delete=models.PROTECT, related_name="alerts")
    line_organisation = models.ForeignKey(
        "tenancy.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    line = TenantForeignKey(DutyLine, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    policy = TenantForeignKey(EscalationPolicy, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    dedup_key = models.CharField(max_length=120, null=True, blank=True)
    state = models.CharField(max_length=14, default=AlertState.TRIGGERED.value)
    phase = models.CharField(max_length=14, default=Phase.CHAIN.value)
    step = models.PositiveSmallIntegerField(default=0)
    loop = models.PositiveSmallIntegerField(default=0)
    round = models.PositiveIntegerField(default=0)
    exhausted = models.BooleanField(default=False)
    turn = models.PositiveIntegerField(default=0, help_text="how many alarms the line had before: whose turn it is in a round robin")
    opened_at = models.DateTimeField()
    next_at = models.DateTimeField(null=True, blank=True)
    next_name = models.CharField(max_length=120, blank=True)
    taken_by = models.CharField(max_length=120, blank=True)
    taken_by_public = models.CharField(max_length=120, blank=True)
    taken_by_recipient = models.UUIDField(null=True, blank=True)
    taken_at = models.DateTimeField(null=True, blank=True)
    ack_expires_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    result = models.TextField(blank=True)

    class Meta(OwnedRow.Meta):
        constraints = [
            *OwnedRow.Meta.constraints,
            models.UniqueConstraint(fields=["organisation", "dedup_key"], name="duty_alert_open_once"),
            _one_of("state", [s.value for s in AlertState], "duty_alert_state"),
            models.CheckConstraint(
                condition=Q(state="closed", dedup_key__isnull=True) | (~Q(state="closed") & Q(dedup_key__isnull=False)),
                name="duty_alert_closed_without_key",
            ),
            models.CheckConstraint(
                condition=~Q(state="triggered") | Q(next_at__isnull=False), name="duty_alert_never_silent"
            ),
            models.CheckConstraint(
                condition=~Q(state="acknowledged") | Q(ack_expires_at__isnull=False), name="duty_alert_ack_expires"
            ),
        ]
        indexes = [
            models.Index(fields=["next_at"], condition=Q(state="triggered"), name="duty_alert_next"),
            models.Index(fields=["ack_expires_at"], condition=Q(state="acknowledged"), name="duty_alert_expires"),
            models.Index(fields=["line", "turn"], name="duty_alert_turn"),
        ]


class Page(OwnedRow):
    """One message over one provider to one telephone. Its id is the provider's key: asking twice sends once.

    `rule_no` is the number of the person's rule plus 100 for each further try over another provider.
    `lease_until` is time of the database, not of the demo or of a machine. A page with purpose `tell` tells the coordinator that a
    step failed; it keeps no step waiting.
    """

    alert = TenantForeignKey(Alert, on_delete=models.PROTECT, related_name="pages")
    purpose = models.CharField(max_length=8, choices=Purpose, default=Purpose.CALL)
    round = models.PositiveIntegerField()
    recipient = models.UUIDField(help_text="DutyPerson or LastResort")
    recipient_name = models.CharField(max_length=120)
    method = models.UUIDField(help_text="ContactMethod or LastResort")
    kind = models.CharField(max_length=10, choices=MethodKind)
    rule_no = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=600)
    due_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=PageState, default=PageState.PENDING)
    lease_token = models.UUIDField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    provider = models.CharField(max_length=20)
    provider_key = models.CharField(max_length=64, blank=True)
    repeat = models.BooleanField(default=False)
    sent_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=200, blank=True)

    class Meta(OwnedRow.Meta):
        constraints = [
            *OwnedRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["alert", "purpose", "round", "recipient", "method", "rule_no"], name="duty_page_once"
            ),
            _one_of("state", PageState.values, "duty_page_state"),
            _one_of("purpose", Purpose.values, "duty_page_purpose"),
            models.CheckConstraint(
                condition=~Q(state="sending") | Q(lease_token__isnull=False, lease_until__isnull=False),
                name="duty_page_sending_has_lease",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="pending"), name="duty_page_due"),
            models.Index(fields=["lease_until"], condition=Q(state="sending"), name="duty_page_lease"),
            models.Index(fields=["sent_at"], condition=Q(state="sent"), name="duty_page_sent"),
        ]


class AlertLog(LogRow):
    """What happened to an alarm, in order. `public` lines are also read by the resident."""

    alert = TenantForeignKey(Alert, on_delete=models.PROTECT, related_name="log")
    at = models.DateTimeField()
    round = models.PositiveIntegerField(default=0)
    kind = models.CharField(max_length=30)
    actor = models.CharField(max_length=120)
    text = models.CharField(max_length=400)
    public_text = models.CharField(max_length=400, blank=True)

    class Meta:
        ordering = ["id"]
