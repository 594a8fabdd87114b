"""Announced facts and their handling, in the transaction that made them true."""

from __future__ import annotations

from django.db import models

from ..tenancy.rows import LogRow, OwnedRow, new_id


class Event(LogRow):
    """Thin: type, subject and states, never personal data. ``sequence`` is gapless per organisation."""

    event_id = models.UUIDField(default=new_id, unique=True)
    type = models.CharField(max_length=80)
    subject = models.CharField(max_length=160)
    sequence = models.BigIntegerField()
    data = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "sequence"], name="event_sequence")]

    def __str__(self) -> str:
        return f"{self.type} {self.subject}"


class EventDelivery(OwnedRow):
    """One handler's handling of one event."""

    class State(models.TextChoices):
        WAITING = "waiting", "wacht"
        DONE = "done", "klaar"
        FAILED = "failed", "mislukt"

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="deliveries")
    handler = models.CharField(max_length=160)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=300, blank=True)

    class Meta(OwnedRow.Meta):
        constraints = [
            *OwnedRow.Meta.constraints,
            models.UniqueConstraint(fields=["event", "handler"], name="event_handled_once"),
        ]
