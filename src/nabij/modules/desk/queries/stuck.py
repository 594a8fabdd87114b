"""Jobs that used up their tries and wait for a person. Needs a scope that reads the organisation."""

from __future__ import annotations

from nabij.kernel.jobs.models import JobMeta


def stuck(organisation_id: int) -> list[JobMeta]:
    """Oldest first."""
    return list(_open(organisation_id).order_by("dead_since"))


def stuck_for_update(organisation_id: int, job_id: object) -> JobMeta | None:
    return _open(organisation_id).select_for_update().filter(id=job_id).first()


def _open(organisation_id: int):  # type: ignore[no-untyped-def]
    return JobMeta.objects.filter(organisation_id=organisation_id, dead_since__isnull=False, resolved_by="")
