"""Counts without persons, by functions with the owner's rights: who asks sees a number and no row. Below ten it is not told."""

from __future__ import annotations

from django.db import connection

SMALL = 10


def open_applications(organisation_id: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nabij.dossier_open_applications(%s)", [organisation_id])
        return int(cursor.fetchone()[0])


def told(count: int) -> str:
    """"minder dan 10" for small groups, by which a neighbour could recognise somebody."""
    return f"minder dan {SMALL}" if count < SMALL else str(count)
