"""``@task``: the only way to make a job. A job re-opens its organisation's scope, is idempotent and is skipped when its module is off."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable
from typing import Any

from django.db import connection
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from ..calendar import clock
from ..modules import queries as modules
from ..modules import registry
from ..tenancy import queries as directory
from ..tenancy.scope import current, scope, system
from .models import JobMeta

log = logging.getLogger("nabij.jobs")
#: Lane → priority in the queue; the acute lane also has a worker of its own.
LANES = {"acute": 100, "interactive": 50, "normal": 10, "bulk": 0}


class Task:
    """A declared job. ``enqueue`` defers it inside the running business transaction."""

    def __init__(self, function: Callable[..., None], lane: str, retries: int, module: str) -> None:
        self.function, self.lane, self.module = function, lane, module
        self.name = f"{function.__module__}.{function.__name__}".removeprefix("nabij.")
        strategy = RetryStrategy(max_attempts=retries, exponential_wait=3) if retries else None
        self.queued: Any = app.task(
            name=self.name, queue="acute" if lane == "acute" else "default", priority=LANES[lane], retry=strategy or False,
            pass_context=True,
        )(self._run)
        self.retries = retries

    def enqueue(self, *, organisation_id: int, unique_key: str = "", after_s: int = 0, **references: Any) -> JobMeta | None:
        """Arguments are references only (short text or numbers). None when a job with this key already waits."""
        _refuse_content(references)
        meta = JobMeta(organisation_id=organisation_id, task=self.name, lane=self.lane, unique_key=unique_key, enqueued_at=clock.now())
        if not _claimed(meta):
            return None
        later = self.queued.configure(schedule_in={"seconds": after_s}) if after_s else self.queued
        meta.queue_id = later.defer(organisation_id=organisation_id, meta_id=str(meta.id), **references)
        JobMeta.objects.filter(id=meta.id).update(queue_id=meta.queue_id)
        return meta

    def _run(self, context: Any, *, organisation_id: int, meta_id: str, **references: Any) -> None:
        begun = time.monotonic()
        try:
            # A job reads what its organisation reads as a member: without that, regional rows are simply not there.
            tags = directory.tags_of(organisation_id, clock.today())
            own = [organisation_id]
            with scope(reading=own, writing=own, actor=system(self.name), tags=tags, organisation_id=organisation_id):
                if not self.module or self.module in modules.enabled(organisation_id, clock.today()):
                    self.function(**references)
                JobMeta.objects.filter(id=meta_id).update(finished_at=clock.now())
            log.info("%s for organisation %s: %.2f s", self.name, organisation_id, time.monotonic() - begun)
        except Exception as error:
            if context.job.attempts >= self.retries:
                bury(organisation_id, meta_id, f"{type(error).__name__}: {error}")
            raise


_CLAIM = """
  INSERT INTO jobs_jobmeta (id, organisation_id, task, lane, unique_key, enqueued_at, dead_reason, resolved_by)
  VALUES (%s, %s, %s, %s, %s, %s, '', '')
  ON CONFLICT (organisation_id, task, unique_key) WHERE finished_at IS NULL AND dead_since IS NULL AND NOT unique_key = '' DO NOTHING
"""


def _claimed(meta: JobMeta) -> bool:
    """Write the row of a job; False when one with its key waits. In a storm most asks to clean up find one: that costs one statement."""
    values: list[Any] = [meta.id, meta.organisation_id, meta.task, meta.lane, meta.unique_key, meta.enqueued_at]
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, values)
        return cursor.rowcount == 1


def task(*, lane: str = "normal", retries: int = 3, module: str = "") -> Callable[[Callable[..., None]], Task]:
    """Declare a job. ``retries`` with exponential back-off; ``module`` = skipped where that module is off."""

    def decorate(function: Callable[..., None]) -> Task:
        return Task(function, lane, retries, module)

    return decorate


def bury(organisation_id: int, meta_id: str, reason: str) -> None:
    """Mark a job as stuck: it stands on the health page until a person requeues or drops it."""
    with scope(reading=[organisation_id], writing=[organisation_id], actor=system("jobs")):
        JobMeta.objects.filter(id=meta_id).update(dead_since=clock.now(), dead_reason=reason[:300])


def _refuse_content(references: dict[str, Any]) -> None:
    if len(json.dumps(references)) > 500:
        raise ValueError("a job takes references, not content")


def manifest_modules() -> list[str]:
    """Dotted names of every ``jobs`` module, imported by the worker."""
    return [f"nabij.modules.{m.name}.jobs" for m in registry.installed()]


def enqueue_here(job: Task, **references: Any) -> JobMeta | None:
    """Enqueue for the organisation of the running scope."""
    organisation_id = current().organisation_id
    assert organisation_id is not None, "a job needs an owner"
    return job.enqueue(organisation_id=organisation_id, **references)
