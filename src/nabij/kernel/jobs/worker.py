"""``nabij worker``: two lanes in one process, and a rescue of jobs whose worker died. Rescue is a timer, not a job."""

from __future__ import annotations

import asyncio
import importlib
import importlib.util
import logging
import os
import signal
from typing import Any

from django.conf import settings
from django.db import connections
from procrastinate.contrib.django import app as queue

from .tasks import manifest_modules

log = logging.getLogger("nabij.jobs")
RESCUE_EVERY_S = 15
STALLED_AFTER_S = 30
KEPT_S = 300
#: Pages go before jobs when there is not enough processor for both; the duty engine is a process of its own and does not step back.
NICE = 5


def run() -> None:
    """Serve until SIGTERM or SIGINT; a running job ends first."""
    load_tasks()
    _keep_connections()
    os.nice(NICE)
    asyncio.run(_serve())


def empty() -> None:
    """Run the jobs that wait now, and those that they leave behind, then return."""
    load_tasks()
    _keep_connections()
    asyncio.run(_empty())


def _keep_connections() -> None:
    """A connection per thread for some minutes, looked at before each job: a new one for each job costs as much as a small job itself."""
    database = connections.settings["default"]
    if not database["OPTIONS"].get("pool"):
        database["CONN_MAX_AGE"] = KEPT_S


def load_tasks() -> None:
    for name in [*settings.NABIJ_KERNEL_JOBS, *manifest_modules()]:
        parent = name.rpartition(".")[0]
        if importlib.util.find_spec(parent) and importlib.util.find_spec(name):
            importlib.import_module(name)


def _app() -> Any:
    connector: Any = queue.connector
    return queue.with_connector(connector.get_worker_connector())


async def _empty() -> None:
    app = _app()
    async with app.open_async():
        await app.run_worker_async(
            queues=["acute", "default"], concurrency=3, wait=False, install_signal_handlers=False, delete_jobs="successful",
            listen_notify=False,
        )  # fmt: skip


async def _serve() -> None:
    app = _app()
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with app.open_async():
        log.info("worker: serves two lanes")
        workers = [
            asyncio.create_task(_lane(app, ["acute"], 2)),
            asyncio.create_task(_lane(app, ["default"], 3)),
            asyncio.create_task(_rescue(app)),
        ]
        await asyncio.wait([asyncio.create_task(stop.wait()), *workers], return_when=asyncio.FIRST_COMPLETED)
        for worker in workers:
            worker.cancel()
        await asyncio.gather(*workers, return_exceptions=True)


async def _lane(app, queues: list[str], concurrency: int) -> None:  # type: ignore[no-untyped-def]
    await app.run_worker_async(
        queues=queues, concurrency=concurrency, install_signal_handlers=False, shutdown_graceful_timeout=5,
        delete_jobs="successful", listen_notify=True,
    )


async def _rescue(app) -> None:  # type: ignore[no-untyped-def]
    """Put jobs of workers without heartbeat back in the queue; one process at a time, by an advisory lock in the query's transaction."""
    while True:
        await asyncio.sleep(RESCUE_EVERY_S)
        try:
            for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER_S):
                await app.job_manager.retry_job(job)
                log.warning("job %s resumed: its worker is gone", job.id)
        except Exception:
            log.exception("rescue failed; tried again in %s s", RESCUE_EVERY_S)
