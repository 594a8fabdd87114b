from __future__ import annotations

from datetime import timedelta

from django.db import connection

from ..calendar import clock
from ..jobs.tasks import task

MONTHS_AHEAD = 3


@task(lane="bulk", retries=3)
def make_partitions() -> None:
    """Keep three months of audit partitions ahead."""
    for n in range(MONTHS_AHEAD + 1):
        with connection.cursor() as cursor:
            cursor.execute("SELECT nabij.audit_ensure_month(%s)", [clock.today().replace(day=1) + timedelta(days=31 * n)])
