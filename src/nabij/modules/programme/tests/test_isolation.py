"""What the database itself refuses, whatever the code above it does: writing for another, and rewriting the past."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from django.db import Error, connection, transaction

from ..models import Membership

pytestmark = pytest.mark.django_db


def test_raw_sql_as_the_web_role_cannot_write_anothers_membership(
    acting: Any, organisations: dict[str, int], meldpunt: UUID
) -> None:
    columns = [f.column for f in Membership._meta.concrete_fields if f.column not in ("id", "organisation_id", "recorded")]
    names = ", ".join(f'"{c}"' for c in columns)
    insert = (
        f"INSERT INTO programme_membership (id, organisation_id, recorded, {names}) "
        f"SELECT gen_random_uuid(), %s, tstzrange(now(), NULL), {names} FROM programme_membership "
        "WHERE organisation_id = %s AND project_id = %s LIMIT 1"
    )
    with acting("stijn"), connection.cursor() as cursor:
        with pytest.raises(Error, match="row-level security"), transaction.atomic():
            cursor.execute(insert, [organisations["kuurne"], organisations["kortrijk"], meldpunt])
        cursor.execute(
            "UPDATE programme_membership SET recorded = tstzrange(lower(recorded), now()) WHERE organisation_id = %s",
            [organisations["kuurne"]],
        )
        assert cursor.rowcount == 0


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE programme_membership SET reason = 'anders' WHERE organisation_id = %s",
        "UPDATE programme_membership SET recorded = tstzrange(now(), NULL) WHERE organisation_id = %s",
        "DELETE FROM programme_membership WHERE organisation_id = %s",
    ],
)
def test_own_rows_cannot_be_rewritten_either(acting: Any, organisations: dict[str, int], change: str) -> None:
    with acting("griet"), connection.cursor() as cursor, pytest.raises(Error, match="never changed"), transaction.atomic():
        cursor.execute(change, [organisations["kuurne"]])


def test_knowledge_ends_once(acting: Any, organisations: dict[str, int]) -> None:
    until = "tstzrange(lower(recorded), now() + interval '2 years')"
    close = f"UPDATE programme_membership SET recorded = {until} WHERE organisation_id = %s"
    with acting("griet"), connection.cursor() as cursor:
        cursor.execute(close, [organisations["kuurne"]])
        assert cursor.rowcount > 0
        with pytest.raises(Error, match="never changed"), transaction.atomic():
            cursor.execute(close, [organisations["kuurne"]])
