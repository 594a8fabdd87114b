"""Rows of the doors of the duty line: who comes in without an account, and what officers hand to each other."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from nabij.kernel.tenancy.rows import LogRow, OwnedRow, TenantForeignKey


class PartnerKind(models.TextChoices):
    """Who may have a door of its own."""

    POLICE = "police", "politiezone"
    FIRE = "fire", "hulpverleningszone"
    PLANNING = "planning", "noodplanningscoördinator"
    DESK = "desk", "wachtdienst van een buur"


class PartnerDoor(OwnedRow):
    """One partner's own address to report. Of the token only a keyed hash is kept: nobody can read it back.

    ``host`` receives what comes in without a place that we know. ``callback`` is the desk's own number. ``voice_hash``: the same for
    the figures by which the partner is recognised on the telephone; a new code takes the place of the old one.
    """

    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=10, choices=PartnerKind)
    host = models.ForeignKey("tenancy.Organisation", on_delete=models.PROTECT, related_name="+")
    callback = models.CharField(max_length=30)
    token_hash = models.CharField(max_length=64, unique=True)
    issued_at = models.DateTimeField()
    issued_by = models.CharField(max_length=120)
    valid_until = models.DateField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.CharField(max_length=120, blank=True)
    voice_hash = models.CharField(max_length=64, unique=True, null=True, blank=True)
    voice_issued_at = models.DateTimeField(null=True, blank=True)
    voice_issued_by = models.CharField(max_length=120, blank=True)

    class Meta(OwnedRow.Meta):
        constraints = [
            *OwnedRow.Meta.constraints,
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by="") | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_by="")),
                name="partner_door_withdrawn_by_someone",
            ),
            models.CheckConstraint(condition=~Q(name="") & ~Q(callback=""), name="partner_door_has_name_and_number"),
            models.CheckConstraint(
                condition=Q(voice_hash__isnull=True, voice_issued_at__isnull=True, voice_issued_by="")
                | Q(voice_hash__isnull=False, voice_issued_at__isnull=False) & ~Q(voice_issued_by=""),
                name="partner_door_voice_issued_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PartnerUse(LogRow):
    """One report through a door: which one and for whom. No words of the report: those are the municipality's."""

    door = TenantForeignKey(PartnerDoor, on_delete=models.PROTECT, related_name="uses")
    at = models.DateTimeField()
    code = models.CharField(max_length=9)
    municipality = models.ForeignKey("tenancy.Organisation", on_delete=models.PROTECT, related_name="+")
    urgency = models.CharField(max_length=6)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["door", "code"], name="partner_use_once")]
        indexes = [models.Index(fields=["door", "at"], name="partner_use_when")]
