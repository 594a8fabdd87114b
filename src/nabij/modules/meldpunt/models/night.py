"""The night telephone: one number per municipality, every call with everything that became of it. The municipality's own rows."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from nabij.kernel.tenancy.rows import LogRow, OwnedRow, TenantForeignKey


class CallState(models.TextChoices):
    """From ring to call-back."""

    RINGING = "ringing", "rinkelt"
    FORWARDED = "forwarded", "doorverbonden"
    MISSED = "missed", "gemist"
    RETURNED = "returned", "teruggebeld"
    ENDED = "ended", "afgesloten zonder terugbellen"


class NightNumber(OwnedRow):
    """The number that people ring outside office hours, and what the exchange does without a voice provider."""

    number = models.CharField(max_length=20, unique=True, help_text="E.164")
    instruction = models.CharField(max_length=300)
    set_by = models.CharField(max_length=120)
    set_at = models.DateTimeField()

    class Meta(OwnedRow.Meta):
        constraints = [
            *OwnedRow.Meta.constraints,
            models.UniqueConstraint(fields=["organisation"], name="night_number_once"),
            models.CheckConstraint(condition=~Q(instruction=""), name="night_number_has_instruction"),
        ]


class NightCall(OwnedRow):
    """One call. The caller's number is sealed; the alarm of a missed call holds it as that of any reporter.

    ``partner``: the door of the partner who keyed in a voice code, with its name then.
    """

    call_key = models.CharField(max_length=80)
    provider = models.CharField(max_length=20)
    caller = models.BinaryField(default=bytes)
    language = models.CharField(max_length=2, default="nl")
    at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=CallState, default=CallState.RINGING)
    tried = models.PositiveSmallIntegerField(default=0)
    answered_by = models.CharField(max_length=120, blank=True)
    alert = models.UUIDField(null=True, blank=True)
    code = models.CharField(max_length=9, blank=True)
    promised_by = models.DateTimeField(null=True, blank=True)
    broken = models.PositiveSmallIntegerField(default=0)
    settled_at = models.DateTimeField(null=True, blank=True)
    partner = models.UUIDField(null=True, blank=True)
    partner_name = models.CharField(max_length=120, blank=True)

    class Meta(OwnedRow.Meta):
        ordering = ["-at"]
        constraints = [
            *OwnedRow.Meta.constraints,
            models.UniqueConstraint(fields=["organisation", "provider", "call_key"], name="night_call_once"),
            models.CheckConstraint(condition=Q(state__in=CallState.values), name="night_call_state"),
            models.CheckConstraint(
                condition=~Q(state="missed") | Q(promised_by__isnull=False, alert__isnull=False), name="night_call_missed_is_promised"
            ),
            models.CheckConstraint(condition=Q(partner__isnull=True, partner_name="") | Q(partner__isnull=False) & ~Q(partner_name=""),
                                   name="night_call_partner_has_name"),
        ]
        indexes = [
            models.Index(
                fields=["promised_by"], condition=Q(settled_at__isnull=True, promised_by__isnull=False), name="night_call_promised"
            ),
        ]


class NightStep(LogRow):
    """What happened in a call, in order."""

    call = TenantForeignKey(NightCall, on_delete=models.PROTECT, related_name="steps")
    at = models.DateTimeField()
    kind = models.CharField(max_length=20)
    text = models.CharField(max_length=300)

    class Meta:
        ordering = ["id"]
