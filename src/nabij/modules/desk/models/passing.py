"""A question that is not ours, passed on with a name and a number (kernel spec 4.10b)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from nabij.kernel.tenancy.rows import OwnedRow


class PassedQuestion(OwnedRow):
    """What the sender keeps: to whom, by when it must be taken, whether it was. Its words go as soon as somebody there has them."""

    class State(models.TextChoices):
        PASSED = "passed", "nog niet opgenomen"
        TAKEN = "taken", "opgenomen"
        RETURNED = "returned", "terug bij ons"

    to = models.ForeignKey("tenancy.Organisation", on_delete=models.PROTECT, related_name="+")
    team = models.CharField(max_length=120)
    phone = models.CharField(max_length=30)
    sealed = models.BinaryField()
    crosses_ocmw = models.BooleanField()
    agreed = models.BooleanField()
    call_id = models.UUIDField()
    code = models.CharField(max_length=6)
    passed_by = models.CharField(max_length=120)
    passed_at = models.DateTimeField()
    take_by = models.DateTimeField()
    promised_by = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State, default=State.PASSED)
    taken_by = models.CharField(max_length=120, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta(OwnedRow.Meta):
        constraints = [
            *OwnedRow.Meta.constraints,
            models.CheckConstraint(condition=Q(crosses_ocmw=False) | Q(agreed=True), name="desk_passed_ocmw_agreed"),
        ]
        indexes = [models.Index(fields=["organisation", "state", "take_by"])]

    def __str__(self) -> str:
        return self.code
