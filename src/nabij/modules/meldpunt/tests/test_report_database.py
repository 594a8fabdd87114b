"""What the database itself refuses, by raw SQL as the web role: states, owners, logs."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from nabij.modules.meldpunt.models import Report, StatusChange, state_guard
from nabij.modules.meldpunt.rules import report_states as states
from nabij.modules.meldpunt.rules.report_states import State

pytestmark = pytest.mark.django_db


def _refuses(sql: str, arguments: list[Any]) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, arguments)
            connection.check_constraints()
    except DatabaseError:
        return True
    return False


def test_the_step_function_knows_exactly_the_table() -> None:
    with connection.cursor() as cursor:
        for origin, to in product([*State, ""], State):
            cursor.execute("SELECT nabij.meldpunt_step(%s, %s)", [str(origin), str(to)])
            legal = to in states.START if origin == "" else (origin, to) in states.TABLE
            assert cursor.fetchone()[0] == legal, (origin, to)


def test_the_function_in_the_database_is_the_generated_one() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT prosrc FROM pg_proc WHERE proname = 'meldpunt_step'")
        stored = cursor.fetchone()[0]
    assert stored.strip() in state_guard.step_function()


def test_a_state_set_by_hand_is_refused_without_a_log_line(acting: Any) -> None:
    with acting("delphine"):
        report = Report.objects.filter(state=State.RECEIVED).first()
        assert report is not None
        assert _refuses("UPDATE meldpunt_report SET state = 'reopened' WHERE id = %s", [report.id])
        assert _refuses("UPDATE meldpunt_report SET state = 'accepted' WHERE id = %s", [report.id])
        assert not _refuses("UPDATE meldpunt_report SET place_text = 'hier' WHERE id = %s", [report.id])


def test_the_log_tells_only_legal_steps_and_is_never_changed(acting: Any) -> None:
    with acting("delphine"):
        change = StatusChange.objects.order_by("id").first()
        assert change is not None
        assert _refuses("UPDATE meldpunt_statuschange SET public_text = 'x' WHERE id = %s", [change.id])
        assert _refuses("DELETE FROM meldpunt_statuschange WHERE id = %s", [change.id])
        insert = (
            "INSERT INTO meldpunt_statuschange (organisation_id, report_id, from_state, to_state, reason, public_text,"
            " internal_note, who, actor_label, actor_function, at)"
            " SELECT organisation_id, report_id, 'received', 'reopened', '', '', '', 'handler', 'x', '', now()"
            " FROM meldpunt_statuschange WHERE id = %s"
        )
        assert _refuses(insert, [change.id])


def test_a_report_never_changes_owner_or_number_and_keeps_its_limits(acting: Any) -> None:
    with acting("delphine"):
        report = Report.objects.first()
        assert report is not None
        assert _refuses("UPDATE meldpunt_report SET code = 'KOR222222' WHERE id = %s", [report.id])
        assert _refuses("UPDATE meldpunt_report SET text = %s WHERE id = %s", ["x" * 4_001, report.id])
        assert _refuses("UPDATE meldpunt_report SET latitude = 50, longitude = NULL WHERE id = %s", [report.id])


def test_another_municipality_sees_and_changes_nothing(acting: Any, organisations: dict[str, int]) -> None:
    with acting("delphine"):
        own = set(Report.objects.values_list("organisation_id", flat=True))
        assert own == {organisations["kortrijk"]}
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE meldpunt_report SET place_text = 'x' WHERE organisation_id = %s", [organisations["kuurne"]]
            )
            assert cursor.rowcount == 0


def test_outside_a_scope_a_code_gives_its_owner_and_no_row(acting: Any, organisations: dict[str, int]) -> None:
    with acting("delphine"):
        code = Report.objects.values_list("code", flat=True)[0]
    assert Report.objects.count() == 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT nabij.report_owner(%s), nabij.report_owner('KOR222222')", [code])
        assert cursor.fetchone() == (organisations["kortrijk"], None)
