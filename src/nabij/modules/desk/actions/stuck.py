"""What a person decides about a stuck job: once more, or no more."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from procrastinate.contrib.django import app as queue
from procrastinate.contrib.django.models import ProcrastinateJob

from nabij.kernel.access import authorise
from nabij.kernel.audit import entries
from nabij.kernel.errors import Invalid, NotFound, RuleViolation
from nabij.kernel.jobs.models import JobMeta

from .. import access
from ..queries.stuck import stuck_for_update

GONE = "Deze taak wacht niet meer. Iemand anders behandelde ze al."
MERGED = "samengevoegd met een nieuwere taak"


def retry_job(*, organisation_id: int, job_id: UUID) -> JobMeta:
    """Put a stuck job back in its lane. One that a newer job with the same key already replaces merges into that one.

    Raises ``Refused``, ``NotFound`` when it is no longer stuck, ``RuleViolation`` when the queue no longer knows it.
    """
    authorise(access.RESOLVE)
    job = _stuck(organisation_id, job_id)
    queued = job.queue_id or 0
    if not ProcrastinateJob.objects.filter(id=queued, status="failed").exists():
        raise RuleViolation("De wachtrij kent deze taak niet meer. Sluit ze af met een reden, en doe de handeling opnieuw.")
    try:
        with transaction.atomic():
            job.dead_since, job.dead_reason = None, ""
            job.save(update_fields=["dead_since", "dead_reason"])
            queue.job_manager.retry_job_by_id(queued, retry_at=datetime.now(UTC))
    except IntegrityError:
        return _resolve(stuck_for_update(organisation_id, job_id), MERGED, "desk.job.merged")
    entries.record("desk.job.retried", job, detail={"task": job.task})
    return job


def drop_job(*, organisation_id: int, job_id: UUID, reason: str) -> JobMeta:
    """Close a stuck job without another try. Raises ``Refused``, ``NotFound``, ``Invalid`` without a reason."""
    actor = authorise(access.RESOLVE)
    if not reason.strip():
        raise Invalid({"reason": "Schrijf in één zin waarom deze taak niet meer nodig is."})
    return _resolve(_stuck(organisation_id, job_id), actor.label, "desk.job.dropped", reason.strip())


def _stuck(organisation_id: int, job_id: UUID) -> JobMeta:
    job = stuck_for_update(organisation_id, job_id)
    if job is None:
        raise NotFound(GONE)
    return job


def _resolve(job: JobMeta | None, by: str, verb: str, reason: str = "") -> JobMeta:
    if job is None:
        raise NotFound(GONE)
    job.resolved_by = by[:120]
    job.save(update_fields=["resolved_by"])
    entries.record(verb, job, detail={"task": job.task, "reason": reason, "why_stuck": job.dead_reason})
    return job
