"""What a person asked for: one request for one service, the same row whatever the way it came."""

from __future__ import annotations

from django.db import models

from nabij.kernel.tenancy.rows import OwnedRow, TenantForeignKey

from ..rules.submissions import CHANNELS_NL, STATES_NL, WISHES_NL, State
from .services import Service


class Submission(OwnedRow):
    """A request for a service. Contact is sealed; ``team`` of the service answers; ``party`` once we know the person."""

    service = TenantForeignKey(Service, on_delete=models.PROTECT, related_name="submissions")
    party = TenantForeignKey("identity.Party", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=6)
    state = models.CharField(max_length=11, choices=[(s.value, STATES_NL[s]) for s in State], default=State.RECEIVED.value)
    channel = models.CharField(max_length=6, choices=list(CHANNELS_NL.items()))
    entered_by = models.CharField(max_length=120, blank=True)
    text = models.TextField()
    wish = models.CharField(max_length=6, choices=list(WISHES_NL.items()))
    contact = models.BinaryField()
    form_key = models.CharField(max_length=64, null=True, blank=True)
    asked_at = models.DateTimeField()
    answer_by = models.DateField()
    handled_by = models.CharField(max_length=120, blank=True)
    first_answer_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    row_version = models.PositiveIntegerField(default=1)

    class Meta(OwnedRow.Meta):
        constraints = [
            *OwnedRow.Meta.constraints,
            models.UniqueConstraint(fields=["organisation", "code"], name="website_submission_code"),
            models.UniqueConstraint(fields=["organisation", "form_key"], name="website_submission_once"),
        ]
        indexes = [models.Index(fields=["organisation", "state", "asked_at"])]

    def __str__(self) -> str:
        return self.code
