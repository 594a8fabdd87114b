"""Who is known to one organisation, and on what ground somebody acts for that person. There is no list over organisations."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from ...tenancy.rows import LogRow, OwnedRow, SelfRow, TenantForeignKey
from ..rules import CHANNELS_NL, GROUNDS_NL, PROVEN, Channel, Ground

GROUNDS = [(ground.value, GROUNDS_NL[ground]) for ground in Ground]
CHANNELS = [(channel.value, CHANNELS_NL[channel]) for channel in Channel]


class Party(SelfRow):
    """A person as known to one organisation. Name and contact points are sealed together; ``account`` once the person signs in."""

    sealed = models.BinaryField()
    none_digital = models.BooleanField(default=False)
    address_hidden = models.BooleanField(default=False)
    known_since = models.DateTimeField()

    def __str__(self) -> str:
        return "persoon"


class PartyToken(OwnedRow):
    """A part of a name or a telephone number as keyed hash: a person is found by equality, never by a likeness."""

    party = TenantForeignKey(Party, on_delete=models.CASCADE, related_name="tokens")
    token = models.CharField(max_length=64)

    class Meta(OwnedRow.Meta):
        constraints = [
            *OwnedRow.Meta.constraints,
            models.UniqueConstraint(fields=["organisation", "token", "party"], name="identity_partytoken_once"),
        ]

    def __str__(self) -> str:
        return self.token[:8]


class Mandate(OwnedRow):
    """The ground on which an account acts for a person: for which service, since when, until when, proven how."""

    principal = TenantForeignKey(Party, on_delete=models.PROTECT, related_name="mandates")
    agent = models.ForeignKey("identity.Account", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    agent_label = models.CharField(max_length=120)
    service = models.CharField(max_length=80)
    ground = models.CharField(max_length=20, choices=GROUNDS)
    proof = models.CharField(max_length=200, blank=True)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta(OwnedRow.Meta):
        constraints = [
            *OwnedRow.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(ground__in=sorted(ground.value for ground in PROVEN)) | ~Q(proof=""), name="identity_mandate_proven"
            ),
        ]

    def __str__(self) -> str:
        return self.get_ground_display()


class OnBehalfAct(LogRow):
    """One act by staff for a person: by whom, over which channel, why, and how the receipt left. Never changed."""

    at = models.DateTimeField()
    actor_label = models.CharField(max_length=120)
    account = models.ForeignKey("identity.Account", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    function = models.CharField(max_length=40, blank=True)
    principal = TenantForeignKey(Party, on_delete=models.PROTECT, related_name="acts")
    mandate = TenantForeignKey(Mandate, on_delete=models.PROTECT, related_name="acts")
    channel = models.CharField(max_length=8, choices=CHANNELS)
    reason = models.CharField(max_length=200)
    service = models.CharField(max_length=80)
    service_nl = models.CharField(max_length=160)
    subject_key = models.CharField(max_length=160)
    subject_nl = models.CharField(max_length=160)
    promised_on = models.DateField(null=True, blank=True)
    receipt = models.CharField(max_length=10)

    class Meta:
        indexes = [models.Index(fields=["organisation", "principal"])]

    def __str__(self) -> str:
        return f"{self.service_nl} ({self.get_channel_display()})"
