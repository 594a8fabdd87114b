"""Destruction by different people: the list, what each of them said about exactly that list, and the proof afterwards."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from nabij.kernel.tenancy.kinds import Tenancy
from nabij.kernel.tenancy.rows import LogRow, OwnedRow, TenantForeignKey

from ..rules.disposal import ITEM_NL, LIST_NL, ROLE_NL, ItemState, ListState, Role
from .dossier import Dossier


class DisposalPolicy(OwnedRow):
    """How many different people an organisation asks, and how long it waits; decided by its own board. Never fewer than two."""

    min_persons = models.PositiveSmallIntegerField(default=3)
    waiting_days = models.PositiveSmallIntegerField(default=30)
    reference = models.CharField(max_length=200)

    class Meta(OwnedRow.Meta):
        constraints = [
            *OwnedRow.Meta.constraints,
            models.UniqueConstraint(fields=["organisation"], name="archive_policy_once"),
            models.CheckConstraint(condition=Q(min_persons__gte=2, min_persons__lte=3), name="archive_policy_persons"),
        ]

    def __str__(self) -> str:
        return f"{self.min_persons} personen"


class DisposalList(OwnedRow):
    """Dossiers proposed for destruction. ``digest`` binds every decision to exactly this set."""

    name = models.CharField(max_length=120)
    state = models.CharField(max_length=18, choices=[(s.value, LIST_NL[s]) for s in ListState], default=ListState.DRAFTING.value)
    min_persons = models.PositiveSmallIntegerField(default=3)
    waiting_days = models.PositiveSmallIntegerField(default=30)
    made_by = models.ForeignKey("identity.Account", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    wait_until = models.DateField(null=True, blank=True)
    executed_at = models.DateTimeField(null=True, blank=True)
    row_version = models.PositiveIntegerField(default=1)

    class Meta(OwnedRow.Meta):
        ordering = ["-made_at"]
        constraints = [
            *OwnedRow.Meta.constraints,
            models.CheckConstraint(condition=Q(min_persons__gte=2, min_persons__lte=3), name="archive_list_persons"),
        ]

    def __str__(self) -> str:
        return self.name


class DisposalItem(OwnedRow):
    """One dossier on a list. After destruction it tells series and dates, nothing of the content."""

    list = TenantForeignKey(DisposalList, on_delete=models.PROTECT, related_name="items")
    dossier = TenantForeignKey(Dossier, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=[(s.value, ITEM_NL[s]) for s in ItemState], default=ItemState.PROPOSED.value)
    reason = models.CharField(max_length=300, blank=True)
    records = models.PositiveIntegerField(default=0)
    bytes = models.BigIntegerField(default=0)

    class Meta(OwnedRow.Meta):
        ordering = ["id"]
        constraints = [
            *OwnedRow.Meta.constraints,
            models.UniqueConstraint(fields=["list", "dossier"], name="archive_item_once"),
            models.CheckConstraint(condition=~Q(state="excluded") | ~Q(reason=""), name="archive_item_reason"),
        ]

    def __str__(self) -> str:
        return str(self.dossier_id)


class DisposalDecision(LogRow):
    """What one person said, in one role, about one exact set of items. A person holds one role per list, whatever the set."""

    tenancy = Tenancy.LOG

    list = TenantForeignKey(DisposalList, on_delete=models.PROTECT, related_name="decisions")
    account = models.ForeignKey("identity.Account", on_delete=models.PROTECT, related_name="+")
    function = models.CharField(max_length=40)
    role = models.CharField(max_length=10, choices=[(r.value, ROLE_NL[r]) for r in Role])
    approves = models.BooleanField()
    digest = models.CharField(max_length=64)
    comment = models.CharField(max_length=400, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["list", "role", "digest"], condition=Q(approves=True), name="archive_one_approval_per_role"
            ),
            ExclusionConstraint(
                name="archive_one_role_per_person",
                expressions=[
                    ("list", RangeOperators.EQUAL), ("account", RangeOperators.EQUAL), (F("role"), RangeOperators.NOT_EQUAL),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {'akkoord' if self.approves else 'niet akkoord'}"


class DestructionCertificate(LogRow):
    """The proof after execution: counts, series, dates, roles. No word of what was destroyed."""

    tenancy = Tenancy.LOG

    list = TenantForeignKey(DisposalList, on_delete=models.PROTECT, related_name="certificates")
    number = models.CharField(max_length=40)
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "number"], name="archive_certificate_number")]

    def __str__(self) -> str:
        return self.number
