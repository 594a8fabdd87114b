"""A34: two different people, enforced by PostgreSQL; a hold blocks its own dossier only; another set is another list."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import Error, connection, transaction

from nabij.kernel.errors import Invalid, Refused, RuleViolation

from ..actions import disposal, dossiers, verdicts
from ..models import Component, DisposalDecision, DisposalItem, DisposalList, Dossier, Record, SearchEntry
from ..queries import disposal as queries

pytestmark = pytest.mark.django_db
NAME = "Inlichtingen 2009 en 2010"


@pytest.fixture
def proposed(acting: Any) -> Any:
    with acting("hilde", "wervik"):
        return DisposalList.objects.get(name=NAME)


def settle() -> None:
    """What a commit would check."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def test_who_made_the_list_can_never_approve_it(acting: Any, proposed: Any) -> None:
    with acting("hilde", "wervik"), pytest.raises(RuleViolation, match="U maakte deze lijst"):
        disposal.approve(list_id=proposed.id, typed_name=NAME)


def test_piet_approves_after_typing_the_name(acting: Any, proposed: Any) -> None:
    with acting("piet"):
        with pytest.raises(RuleViolation, match="Typ de naam"):
            disposal.approve(list_id=proposed.id, typed_name="Inlichtingen")
        row = disposal.approve(list_id=proposed.id, typed_name=f"  {NAME.lower()} ")
        settle()
        assert row.state == "waiting" and row.wait_until.isoformat() == "2027-04-06"
        with pytest.raises(Refused):
            disposal.execute(list_id=proposed.id)


def test_one_person_in_two_roles_is_refused_by_the_database(acting: Any, proposed: Any) -> None:
    insert = (
        "INSERT INTO archive_disposaldecision (organisation_id, list_id, account_id, function, role, approves, digest, comment, at) "
        "SELECT organisation_id, list_id, account_id, function, 'reviewer', true, digest, '', at FROM archive_disposaldecision "
        "WHERE list_id = %s"
    )
    with acting("hilde", "wervik"), connection.cursor() as cursor:
        with pytest.raises(Error, match="archive_one_role_per_person"), transaction.atomic():
            cursor.execute(insert, [proposed.id])


def test_a_list_without_a_second_person_cannot_be_called_approved(acting: Any, proposed: Any) -> None:
    with acting("hilde", "wervik"), connection.cursor() as cursor:
        with pytest.raises(Error, match="enough different people"), transaction.atomic():
            cursor.execute("UPDATE archive_disposallist SET state = 'waiting', wait_until = '2027-03-01' WHERE id = %s", [proposed.id])
            settle()
        for change in ("state = 'executing'", "min_persons = 3", "min_persons = 1"):
            with pytest.raises(Error), transaction.atomic():
                cursor.execute(f"UPDATE archive_disposallist SET {change} WHERE id = %s", [proposed.id])


@pytest.mark.parametrize("table", ["dossier", "record", "component", "pagetext", "disposallist", "disposalitem"])
def test_the_web_role_deletes_nothing(acting: Any, table: str) -> None:
    with acting("hilde", "wervik"), connection.cursor() as cursor, pytest.raises(Error, match="permission denied"), transaction.atomic():
        cursor.execute(f"DELETE FROM archive_{table}")


def test_the_web_role_cannot_call_something_destroyed(acting: Any, proposed: Any) -> None:
    with acting("hilde", "wervik"), connection.cursor() as cursor:
        with pytest.raises(Error, match="only by executing"), transaction.atomic():
            cursor.execute("UPDATE archive_dossier SET state = 'destroyed'")
        with pytest.raises(Error, match="blocks or destroys"), transaction.atomic():
            cursor.execute("UPDATE archive_disposalitem SET state = 'destroyed'")
        item = proposed.items.first()
        with pytest.raises(Error, match="may not be executed"), transaction.atomic():
            cursor.execute("SELECT nabij.archive_destroy(%s, %s, '2030-01-01')", [proposed.id, item.id])


def test_another_organisation_cannot_execute(acting: Any, proposed: Any) -> None:
    item = None
    with acting("hilde", "wervik"):
        item = proposed.items.first()
    with acting("hilde", "kuurne"), connection.cursor() as cursor, pytest.raises(Error, match="no such list"), transaction.atomic():
        cursor.execute("SELECT nabij.archive_destroy(%s, %s, '2030-01-01')", [proposed.id, item.id])


def test_a_changed_list_returns_to_review(acting: Any, proposed: Any) -> None:
    with acting("piet"):
        disposal.approve(list_id=proposed.id, typed_name=NAME)
    with acting("hilde", "wervik"):
        with pytest.raises(Invalid, match="waarom dit dossier blijft"):
            disposal.exclude(list_id=proposed.id, item_id=proposed.items.first().id, reason="")
        disposal.exclude(list_id=proposed.id, item_id=proposed.items.first().id, reason="De notaris vroeg het op.")
        settle()
        view = queries.list_view(proposed.id)
        assert view.row.state == "in_review" and view.row.wait_until is None
        assert [stage.decision is not None for stage in view.stages] == [True, False]
    with acting("piet"):
        assert disposal.approve(list_id=proposed.id, typed_name=NAME).state == "waiting"


def test_sql_that_changes_the_set_undoes_the_approval(acting: Any, proposed: Any) -> None:
    with acting("piet"):
        disposal.approve(list_id=proposed.id, typed_name=NAME)
        DisposalItem.objects.filter(id=proposed.items.first().id).update(state="excluded", reason="stil")
        proposed.refresh_from_db()
        assert proposed.state == "in_review"


def test_a_hold_during_the_waiting_blocks_that_dossier_only(acting: Any, proposed: Any, still_clock: Any) -> None:
    with acting("piet"):
        disposal.approve(list_id=proposed.id, typed_name=NAME)
    with acting("hilde", "wervik"):
        held = proposed.items.order_by("dossier__number").first().dossier
        with pytest.raises(RuleViolation, match="wachttijd"):
            disposal.execute(list_id=proposed.id)
        dossiers.place_hold(organisation_id=proposed.organisation_id, dossier_id=held.id, reason="Rechtszaak", reference="2027/A/1")
        still_clock.forward(timedelta(days=8))
        total = proposed.items.count()
        certificate = disposal.execute(list_id=proposed.id)
        settle()
        assert DisposalItem.objects.get(list=proposed, dossier=held).state == "blocked"
        assert DisposalItem.objects.filter(list=proposed, state="destroyed").count() == total - 1
        held.refresh_from_db()
        assert held.state == "closed" and held.title
        gone = Dossier.objects.filter(organisation_id=proposed.organisation_id, state="destroyed")
        assert gone.count() == total - 1 and set(gone.values_list("title", flat=True)) == {""}
        assert not Record.objects.filter(dossier__in=gone).exists() and not SearchEntry.objects.filter(dossier__in=gone).exists()
        text = str(certificate.content)
        assert "perceel" not in text and "Bossuyt" not in text and certificate.content["dossiers"] == total - 1
        with pytest.raises(Error), transaction.atomic():
            DisposalDecision.objects.filter(list=proposed).update(approves=False)


def test_same_bytes_in_two_dossiers_survive_the_end_of_one(acting: Any, still_clock: Any, organisations: dict[str, int]) -> None:
    """A20: one content, two records; destroying one leaves the other readable."""
    import io
    from datetime import date

    from ..actions import filing

    own = organisations["wervik"]
    with acting("hilde", "wervik"):
        kept, goes = (
            dossiers.file_dossier(
                organisation_id=own, series_code=code, title=code, responsible="dienst", opened_on=date(2008, 1, 1),
                closed_on=date(2008, 2, 1),
            )
            for code in ("omg", "bou")
        )
        for row in (kept, goes):
            filing.file_record(dossier_id=row.id, stream=io.BytesIO(b"dezelfde bytes"), filename="brief.txt")
        paths = {c.blob.path for c in Component.objects.filter(record__dossier__in=[kept, goes]).select_related("blob")}
        assert len(paths) == 1
        row = disposal.make_list(organisation_id=own, name="Een oude inlichting", dossier_ids=[goes.id, kept.id])
        assert row.items.count() == 1  # what is kept for ever is never proposed
    with acting("piet"):
        disposal.approve(list_id=row.id, typed_name="Een oude inlichting")
    still_clock.forward(timedelta(days=60))
    with acting("hilde", "wervik"):
        disposal.execute(list_id=row.id)
        assert Dossier.objects.get(id=goes.id).state == "destroyed"
        assert next(iter(paths)).read_bytes() == b"dezelfde bytes" and Component.objects.filter(record__dossier=kept).exists()
        assert verdicts.recompute_all(organisation_id=own)


def test_a_program_approves_nothing(being: Any, proposed: Any) -> None:
    with being("wervik"), pytest.raises(Refused, match="mensen met een naam"):
        disposal.approve(list_id=proposed.id, typed_name=NAME)
