"""The file of one person at one OCMW, its key, how it is found and who may open it."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Q

from nabij.kernel.tenancy.kinds import Tenancy
from nabij.kernel.tenancy.rows import OwnedRow, TenantForeignKey

from .sealed import SealedRow


class Dossier(OwnedRow):
    """Process data only. ``ref`` is the one name of a file in an address; it says nothing about the person."""

    class Kind(models.TextChoices):
        CLIENT = "client", "cliënt"
        MENTION = "mention", "vermeld"

    class State(models.TextChoices):
        OPEN = "open", "open"
        CLOSING = "closing", "gaat over naar een ander OCMW"

    ref = models.CharField(max_length=10, unique=True)
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.CLIENT)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    worker = models.ForeignKey("identity.Account", on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"dossier {self.ref}"


class DataKey(OwnedRow):
    """The wrapped key of one dossier. Emptied, nothing of that dossier opens any more, for anyone."""

    dossier = TenantForeignKey(Dossier, on_delete=models.PROTECT, related_name="keys")
    wrapped = models.BinaryField()
    made_at = models.DateTimeField()
    shredded_at = models.DateTimeField(null=True, blank=True)

    class Meta(OwnedRow.Meta):
        constraints = [
            *OwnedRow.Meta.constraints, models.UniqueConstraint(fields=["organisation", "dossier"], name="dossier_datakey_one"),
        ]

    def __str__(self) -> str:
        return "sleutel"


class Person(SealedRow):
    """Sealed: first_name, last_name, birth, language, phone, address, channel, number (digits), number_kind."""

    class Meta(SealedRow.Meta):
        constraints = [
            *SealedRow.Meta.constraints, models.UniqueConstraint(fields=["organisation", "dossier"], name="dossier_person_one"),
        ]

    def __str__(self) -> str:
        return "persoon"


class LookupToken(OwnedRow):
    """A keyed hash (HMAC-SHA-256, key of the organisation) by which a file is found. Equality only."""

    class Kind(models.TextChoices):
        NUMBER = "number", "nummer"
        NAME = "name", "naam"

    dossier = TenantForeignKey(Dossier, on_delete=models.PROTECT, related_name="tokens")
    kind = models.CharField(max_length=6, choices=Kind)
    token = models.CharField(max_length=64)

    class Meta(OwnedRow.Meta):
        indexes = [models.Index(fields=["organisation", "kind", "token"], name="dossier_token_lookup")]
        constraints = [
            *OwnedRow.Meta.constraints,
            models.UniqueConstraint(fields=["organisation", "token"], condition=Q(kind="number"), name="dossier_number_once"),
        ]

    def __str__(self) -> str:
        return self.kind


class Grant(OwnedRow):
    """Why an account may open a dossier, from when until when. Append-only; the database itself reads it."""

    tenancy = Tenancy.LOG

    class Basis(models.TextChoices):
        ASSIGNMENT = "assignment", "toegewezen"
        TASK = "task", "taak"
        SELF = "self", "de persoon zelf"

    dossier = TenantForeignKey(Dossier, on_delete=models.PROTECT, related_name="grants")
    account = models.ForeignKey("identity.Account", on_delete=models.PROTECT, related_name="+")
    basis = models.CharField(max_length=10, choices=Basis)
    reason = models.CharField(max_length=200, blank=True)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta(OwnedRow.Meta):
        indexes = [models.Index(fields=["account", "dossier"], name="dossier_grant_account")]

    def __str__(self) -> str:
        return self.basis


class SearchEntry(OwnedRow):
    """What was searched, sealed under the organisation's key and kept fifteen minutes: a number never stands in an address."""

    account = models.ForeignKey("identity.Account", on_delete=models.PROTECT, related_name="+")
    sealed = models.BinaryField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return "zoekvraag"


class HouseholdMembership(SealedRow):
    """``subject`` in the household of this dossier: valid over days, recorded over moments. Sealed: name, birth, role."""

    subject = models.UUIDField()
    basis = models.CharField(max_length=10, choices=[("registered", "ingeschreven"), ("factual", "feitelijk")])
    presence = models.CharField(max_length=12)
    valid = DateRangeField()
    recorded = DateTimeRangeField()

    class Meta(SealedRow.Meta):
        constraints = [
            *SealedRow.Meta.constraints,
            ExclusionConstraint(
                name="dossier_household_one_truth",
                expressions=[
                    ("dossier", RangeOperators.EQUAL), ("subject", RangeOperators.EQUAL), ("basis", RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS), ("recorded", RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return self.presence


class HouseholdEvent(OwnedRow):
    """The only way memberships change: what happened, on which day, written down when."""

    tenancy = Tenancy.LOG

    dossier = TenantForeignKey(Dossier, on_delete=models.PROTECT, related_name="+")
    subject = models.UUIDField()
    kind = models.CharField(max_length=12)
    on = models.DateField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.kind
