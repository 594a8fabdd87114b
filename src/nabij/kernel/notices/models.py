"""Messages to people: each ends with a human, never with a machine's failure."""

from __future__ import annotations

from django.db import models

from ..tenancy.rows import OwnedRow, TenantForeignKey


class Notice(OwnedRow):
    """One message to one recipient about one subject; the contact point is sealed."""

    class State(models.TextChoices):
        QUEUED = "queued", "wacht"
        SENDING = "sending", "wordt verstuurd"
        ACCEPTED = "accepted", "vertrokken"
        HANDED_TO_PERSON = "handed_to_person", "bij een medewerker"
        DELIVERED = "delivered", "aangekomen"
        CANCELLED = "cancelled", "niet meer nodig"
        ABANDONED = "abandoned", "stopgezet door een medewerker"

    kind = models.CharField(max_length=60)
    subject_key = models.CharField(max_length=160)
    recipient = models.CharField(max_length=120)
    contact_points = models.BinaryField()
    channels = models.JSONField(default=list)
    step = models.PositiveSmallIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=18, choices=State, default=State.QUEUED)
    title = models.CharField(max_length=160)
    body = models.TextField()
    created_at = models.DateTimeField()
    next_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"


class Attempt(OwnedRow):
    """One try over one channel and provider."""

    notice = TenantForeignKey(Notice, on_delete=models.PROTECT, related_name="attempts")
    number = models.PositiveSmallIntegerField()
    channel = models.CharField(max_length=10)
    provider = models.CharField(max_length=40)
    provider_ref = models.CharField(max_length=120, blank=True)
    outcome = models.CharField(max_length=20)
    reason = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()

    class Meta(OwnedRow.Meta):
        constraints = [
            *OwnedRow.Meta.constraints,
            models.UniqueConstraint(fields=["notice", "channel", "number"], name="attempt_once"),
        ]
