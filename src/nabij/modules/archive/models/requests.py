"""Requests for government documents: who asked is sealed, the clock is a legal term, a refusal names the way to appeal."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from nabij.kernel.tenancy.rows import OwnedRow, TenantForeignKey

from ..rules.requests import APPEALABLE, OUTCOME_NL, REQUEST_NL, RequestState
from .dossier import Record


class AccessRequest(OwnedRow):
    """One request. ``sealed``: name and ways to reach the requester, under the organisation's key; ``due_on``: last day that counts now;
    ``form_key``: the page of the site that was sent, so that pressing twice is one request."""

    class Channel(models.TextChoices):
        WEB = "web", "via de site"
        PHONE = "phone", "telefoon"
        COUNTER = "counter", "loket"
        LETTER = "letter", "brief"
        EMAIL = "email", "e-mail"

    number = models.CharField(max_length=20)
    channel = models.CharField(max_length=8, choices=Channel)
    subject = models.CharField(max_length=400)
    sealed = models.BinaryField()
    received_on = models.DateField()
    registered_on = models.DateField()
    registered_by = models.CharField(max_length=120)
    due_on = models.DateField()
    state = models.CharField(
        max_length=12, choices=[(s.value, REQUEST_NL[s]) for s in RequestState], default=RequestState.REGISTERED.value
    )
    extended_on = models.DateField(null=True, blank=True)
    extension_reason = models.CharField(max_length=400, blank=True)
    outcome = models.CharField(max_length=10, blank=True, choices=[(o.value, label) for o, label in OUTCOME_NL.items()])
    decided_on = models.DateField(null=True, blank=True)
    decided_by = models.CharField(max_length=120, blank=True)
    reason = models.TextField(blank=True)
    appeal = models.TextField(blank=True)
    handed_over_on = models.DateField(null=True, blank=True)
    form_key = models.CharField(max_length=64, blank=True)

    class Meta(OwnedRow.Meta):
        ordering = ["due_on", "number"]
        indexes = [models.Index(fields=["organisation", "state", "due_on"], name="archive_request_due")]
        constraints = [
            *OwnedRow.Meta.constraints,
            models.UniqueConstraint(fields=["organisation", "number"], name="archive_request_number"),
            models.UniqueConstraint(fields=["organisation", "form_key"], condition=~Q(form_key=""), name="archive_request_sent_once"),
            models.CheckConstraint(condition=Q(received_on__lte=F("registered_on")), name="archive_request_dates"),
            models.CheckConstraint(
                condition=Q(extended_on__isnull=True) | Q(extension_reason__length__gte=20), name="archive_request_extension_reason"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["registered", "extended"], decided_on__isnull=True, outcome="")
                | Q(state__in=["decided", "handed_over"], decided_on__isnull=False) & ~Q(outcome=""),
                name="archive_request_decided",
            ),
            models.CheckConstraint(
                condition=~Q(outcome__in=[o.value for o in APPEALABLE]) | ~Q(appeal="") & ~Q(reason=""), name="archive_request_appeal"
            ),
        ]

    def __str__(self) -> str:
        return self.number


class RequestRecord(OwnedRow):
    """A record that was picked for a request. ``ground``: code of the exception by which it is not given; empty when it is."""

    request = TenantForeignKey(AccessRequest, on_delete=models.CASCADE, related_name="records")
    record = TenantForeignKey(Record, on_delete=models.PROTECT, related_name="+")
    ground = models.CharField(max_length=30, blank=True)

    class Meta(OwnedRow.Meta):
        ordering = ["id"]
        constraints = [
            *OwnedRow.Meta.constraints,
            models.UniqueConstraint(fields=["request", "record"], name="archive_request_record_once"),
        ]

    def __str__(self) -> str:
        return self.ground or "gegeven"
