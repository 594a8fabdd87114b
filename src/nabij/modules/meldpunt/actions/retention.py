"""Forgetting what the duty line no longer needs: numbers, names and words. What is counted stays."""

from __future__ import annotations

import json

from django.db import connection

from nabij.kernel.audit import entries as audit
from nabij.kernel.calendar import clock

from ..rules import retention as rules


def forget(*, organisation_id: int) -> dict[str, int]:
    """Apply the terms to the rows of one organisation. Returns how many callers, steps, messages and texts were forgotten.

    Needs a scope that writes for it. What was done is in the log with its numbers; a run that finds nothing writes nothing.
    """
    calls, texts = rules.before(clock.now())
    with connection.cursor() as cursor:
        cursor.execute("SELECT nabij.forget_duty(%s, %s, %s)", [organisation_id, calls, texts])
        (answer,) = cursor.fetchone()
    found: dict[str, int] = json.loads(answer) if isinstance(answer, str) else answer
    if any(found.values()):
        detail = found | {"calls_before": calls.isoformat(), "texts_before": texts.isoformat()}
        audit.record("meldpunt.retention.applied", organisation_id=organisation_id, detail=detail)
    return found
