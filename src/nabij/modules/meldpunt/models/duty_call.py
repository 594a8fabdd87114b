"""Messages of the duty line that are no alarm: the nightly drill, a hand-over that nobody read, a code that proves a telephone.

They leave over the same providers and by the same steps as a page (lease, send, receipt), but belong to the line's owner: a drill
opens no incident and counts in no figure of alarms.
"""

from __future__ import annotations

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q

from nabij.kernel.tenancy.rows import SharedRow, TenantForeignKey

from .alarm import PageState
from .duty import ContactMethod, DutyLine, MethodKind


class Purpose(models.TextChoices):
    """Why it leaves."""

    DRILL = "drill", "nachtproef"
    MISSED = "missed", "nachtproef gemist"
    HANDOVER = "handover", "overdracht niet gelezen"
    CODE = "code", "code voor een toestel"
    TEST = "test", "proefbericht"
    GATEWAY = "gateway", "proef van een aanbieder"


class LineCoordinator(SharedRow):
    """Who is told when the line itself fails. The number is sealed, as that of an officer."""

    line = TenantForeignKey(DutyLine, on_delete=models.PROTECT, related_name="coordinators")
    name = models.CharField(max_length=120)
    number = models.BinaryField()
    number_index = models.CharField(max_length=64)

    class Meta(SharedRow.Meta):
        constraints = [
            *SharedRow.Meta.constraints,
            models.UniqueConstraint(fields=["line", "name"], name="line_coordinator_once"),
        ]


class DutyCall(SharedRow):
    """One message over one method. ``method`` is a ContactMethod or a LineCoordinator; ``subject`` what it is about."""

    line = TenantForeignKey(DutyLine, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=10, choices=Purpose)
    subject = models.CharField(max_length=60)
    recipient = models.UUIDField()
    recipient_name = models.CharField(max_length=120)
    role = models.CharField(max_length=10, blank=True)
    method = models.UUIDField()
    kind = models.CharField(max_length=10, choices=MethodKind)
    attempt = models.PositiveSmallIntegerField(default=0)
    provider = models.CharField(max_length=20)
    text = models.CharField(max_length=600)
    due_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=PageState, default=PageState.PENDING)
    lease_token = models.UUIDField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    handled_at = models.DateTimeField(null=True, blank=True)
    handled_by = models.CharField(max_length=120, blank=True)
    handled_note = models.CharField(max_length=300, blank=True)

    class Meta(SharedRow.Meta):
        ordering = ["due_at"]
        constraints = [
            *SharedRow.Meta.constraints,
            models.UniqueConstraint(fields=["purpose", "subject", "recipient", "method", "attempt"], name="duty_call_once"),
            models.CheckConstraint(condition=Q(state__in=PageState.values), name="duty_call_state"),
            models.CheckConstraint(
                condition=Q(handled_at__isnull=True) | (~Q(handled_by="") & ~Q(handled_note="")), name="duty_call_handled_with_note"
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="pending"), name="duty_call_due"),
            models.Index(fields=["organisation", "purpose", "-due_at"], name="duty_call_list"),
        ]


class MethodDelay(SharedRow):
    """After how many minutes a method is tried for what is less urgent than an alarm; without a row as for an alarm."""

    method = TenantForeignKey(ContactMethod, on_delete=models.CASCADE, related_name="delays")
    urgency = models.CharField(max_length=6, default="high")
    minutes = models.PositiveSmallIntegerField(validators=[MaxValueValidator(9000)])

    class Meta(SharedRow.Meta):
        constraints = [
            *SharedRow.Meta.constraints,
            models.UniqueConstraint(fields=["method", "urgency"], name="method_delay_once"),
            models.CheckConstraint(condition=Q(minutes__lte=9000) & Q(urgency="high"), name="method_delay_range"),
        ]


class MethodProof(SharedRow):
    """The code that was sent to prove a method; only its keyed hash. Five wrong answers end it."""

    method = TenantForeignKey(ContactMethod, on_delete=models.CASCADE, related_name="proofs")
    code_hash = models.CharField(max_length=64)
    expires_at = models.DateTimeField()
    wrong = models.PositiveSmallIntegerField(default=0)

    class Meta(SharedRow.Meta):
        constraints = [
            *SharedRow.Meta.constraints,
            models.UniqueConstraint(fields=["method"], name="method_proof_once"),
            models.CheckConstraint(condition=Q(wrong__lte=5), name="method_proof_tries"),
        ]
