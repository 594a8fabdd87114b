"""Unfinished forms. What was typed is sealed; the code and its second factor stand here only as keyed hashes."""

from __future__ import annotations

from django.db import models

from ..tenancy.rows import SelfRow


class Draft(SelfRow):
    """A form that waits to be finished, by the person with the code or by a colleague to whom it is read aloud."""

    class State(models.TextChoices):
        OPEN = "open", "bewaard"
        FINISHED = "finished", "afgewerkt"
        LOCKED = "locked", "gesloten na te veel pogingen"

    service = models.CharField(max_length=80)
    service_nl = models.CharField(max_length=160)
    code_index = models.CharField(max_length=64)
    factor_index = models.CharField(max_length=64)
    sealed = models.BinaryField()
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    wrong_tries = models.PositiveSmallIntegerField(default=0)
    saved_by = models.CharField(max_length=120)
    saved_at = models.DateTimeField()
    expires = models.DateTimeField()
    resumed_by = models.CharField(max_length=120, blank=True)
    resumed_at = models.DateTimeField(null=True, blank=True)

    class Meta(SelfRow.Meta):
        constraints = [
            *SelfRow.Meta.constraints, models.UniqueConstraint(fields=["organisation", "code_index"], name="drafts_draft_code"),
        ]

    def __str__(self) -> str:
        return self.service_nl
