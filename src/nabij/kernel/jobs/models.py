"""What we know of a job beside the queue's own row: whose it is, why it waits, who must look at it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from ..tenancy.rows import OwnedRow


class JobMeta(OwnedRow):
    """One row per enqueued job. ``dead_since`` set = its tries are used up and a person must decide."""

    task = models.CharField(max_length=160)
    lane = models.CharField(max_length=12)
    unique_key = models.CharField(max_length=120, blank=True)
    queue_id = models.BigIntegerField(null=True)
    enqueued_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    dead_since = models.DateTimeField(null=True, blank=True)
    dead_reason = models.CharField(max_length=300, blank=True)
    resolved_by = models.CharField(max_length=120, blank=True)

    class Meta(OwnedRow.Meta):
        constraints = [
            *OwnedRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["organisation", "task", "unique_key"], name="job_unique_open",
                condition=Q(finished_at__isnull=True, dead_since__isnull=True) & ~Q(unique_key=""),
            ),
        ]

    def __str__(self) -> str:
        return self.task
