"""Which module is on for which organisation since when, on whose decision."""

from __future__ import annotations

from django.db import models

from ..tenancy.rows import LogRow


class Enablement(LogRow):
    """Append-only. State on a date = the latest recorded row with the greatest ``effective`` on or before it."""

    class State(models.TextChoices):
        ON = "on", "aan"
        OFF = "off", "uit"

    module = models.CharField(max_length=40)
    state = models.CharField(max_length=3, choices=State)
    effective = models.DateField()
    recorded_at = models.DateTimeField()
    decision_ref = models.CharField(max_length=200)
    agreement_ref = models.CharField(max_length=200, blank=True)
    inclusion_ref = models.CharField(max_length=200, blank=True)
    set_by = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["organisation", "module", "effective"])]

    def __str__(self) -> str:
        return f"{self.module} {self.get_state_display()} vanaf {self.effective.day}/{self.effective:%m/%Y}"
