"""Keys: what another organisation, file, row or version cannot open; what a destroyed key means; nothing readable in the rows."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import connection, transaction

from nabij.kernel.envelope import Place, new_key, seal, unseal
from nabij.kernel.errors import RuleViolation, Unavailable
from nabij.kernel.signing import public_jwk, sign, verify
from nabij.modules.dossier.actions import files as acts
from nabij.modules.dossier.models import DataKey, Finding, HouseholdMembership, Person
from nabij.modules.dossier.queries import files

PLACE = Place(1, "file", "table.sealed", "row", 1)


@pytest.mark.parametrize("moved", [{"organisation_id": 2}, {"file": "x"}, {"field": "x"}, {"row": "x"}, {"version": 2}])
def test_a_ciphertext_opens_only_where_it_belongs(moved: dict[str, Any]) -> None:
    key = new_key(1, "file")
    sealed = seal(key, PLACE, {"a": "é"})
    assert unseal(key, PLACE, sealed) == {"a": "é"}
    with pytest.raises(Unavailable):
        unseal(key, replace(PLACE, **moved), sealed)


def test_another_key_a_changed_byte_and_a_destroyed_key_open_nothing() -> None:
    key = new_key(1, "file")
    sealed = seal(key, PLACE, {"a": "b"})
    changed = sealed[:-1] + bytes([sealed[-1] ^ 1])
    for wrapped, data in ((new_key(1, "file"), sealed), (key, changed), (b"", sealed)):
        with pytest.raises(Unavailable):
            unseal(wrapped, PLACE, data)


def test_a_signature_falls_on_any_change_and_on_another_key() -> None:
    token = sign(1, {"a": 1})
    assert verify(token, public_jwk(1)) == {"a": 1}
    head, body, tail = token.split(".")
    for wrong, jwk in ((f"{head}.{body[:-1]}A.{tail}", public_jwk(1)), (token, public_jwk(2)), ("x.y.z", public_jwk(1))):
        with pytest.raises(RuleViolation):
            verify(wrong, jwk)


@pytest.mark.django_db
def test_swapped_rows_do_not_open(acting: Any, els: Any) -> None:
    with acting("wim"):
        file = files.open_file(els.kortrijk_ref)
        first, second = Finding.objects.order_by("recorded_at")[:2]
        first.sealed = second.sealed
        with pytest.raises(Unavailable):
            first.get(file.key)


@pytest.mark.django_db
def test_after_shredding_nobody_opens_it(acting: Any, els: Any) -> None:
    with acting("lannoo"):
        acts.shred(ref=els.kortrijk_ref, reason="proef")
        row = Person.objects.get()
        with pytest.raises(Unavailable):
            row.get(bytes(DataKey.objects.get().wrapped))
        with pytest.raises(Unavailable):
            files.open_file(els.kortrijk_ref)
        assert files.by_number(row.organisation_id, "92651400217") is None


@pytest.mark.django_db
def test_no_row_of_the_module_holds_a_readable_name_number_or_fact(db: None) -> None:
    """As the owner, to whom no policy applies: what a superuser, a dump and a backup see."""
    from nabij.modules.dossier.demo import ELS

    canaries = ("Els", "Maes", ELS, "Noor", "Proefweg", "€ 690", "zorgkundige", "0470 00 00 71")
    hexed = [word.encode().hex() for word in canaries if len(word) > 3]
    with psycopg.connect(settings.DATABASE_OWNER_URL) as owner:
        tables = [r[0] for r in owner.execute("SELECT relname FROM pg_class WHERE relname LIKE 'dossier\\_%' AND relkind = 'r'").fetchall()]
        more = ["audit_entry", "events_event", "procrastinate_jobs"]
        for table in [*tables, *more]:
            for (row,) in owner.execute(f'SELECT x::text FROM "{table}" x'):  # type: ignore[call-overload]
                assert not [word for word in (*canaries, *hexed) if word in row], table
        assert len(tables) > 20


@pytest.mark.django_db
def test_a_household_row_cannot_be_rewritten_and_cannot_overlap(acting: Any, els: Any) -> None:
    with acting("marieke"):
        row = HouseholdMembership.objects.first()
        assert row is not None
        with pytest.raises(Exception, match="never changed"), transaction.atomic():
            HouseholdMembership.objects.filter(id=row.id).update(presence="visiting")
        row.pk = None
        with pytest.raises(Exception, match="dossier_household_one_truth"), transaction.atomic(), connection.cursor():
            HouseholdMembership(
                organisation_id=row.organisation_id, dossier_id=row.dossier_id, subject=row.subject, basis=row.basis,
                presence="main", valid=row.valid, recorded=row.recorded, sealed=b"x",
            ).save()
