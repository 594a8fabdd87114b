from __future__ import annotations

from datetime import timedelta

from django.db import connection
from procrastinate.contrib.django import app

from ..calendar import clock
from ..jobs.nightly import everyone
from ..jobs.tasks import task
from ..tenancy.scope import scope, system
from . import sealing

MONTHS_AHEAD = 3


@task(lane="bulk", retries=3)
def make_partitions() -> None:
    """Keep three months of audit partitions ahead."""
    for n in range(MONTHS_AHEAD + 1):
        with connection.cursor() as cursor:
            cursor.execute("SELECT nabij.audit_ensure_month(%s)", [clock.today().replace(day=1) + timedelta(days=31 * n)])


@app.periodic(cron="* * * * *")
@app.task(name="kernel.audit.seal", queueing_lock="kernel.audit.seal", queue="default")
def seal_all(timestamp: int = 0) -> None:
    """Every minute: seal what was written since, organisation by organisation. A batch that fails is sealed at the next minute."""
    for organisation_id in everyone():
        sealed = sealing.BATCH
        while sealed == sealing.BATCH:
            with scope(reading=[organisation_id], writing=[organisation_id], actor=system("verzegelen"), organisation_id=organisation_id):
                sealed = sealing.seal(organisation_id)
