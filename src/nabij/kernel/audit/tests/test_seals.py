"""The tree by the vectors of RFC 9162; the seals by changing rows as someone with every right on the database would."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nabij.kernel.audit import entries, sealing
from nabij.kernel.audit.models import AuditEntry, AuditHead, AuditLeaf
from nabij.kernel.audit.tree import EMPTY_ROOT, Frontier, leaf_hash
from nabij.kernel.audit.verification import Report, compare
from nabij.kernel.references import Reference
from nabij.kernel.tenancy.queries import by_slug
from nabij.kernel.tenancy.scope import scope, system

LEAVES = ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
#: Certificate Transparency's reference tree over LEAVES, sizes 0, 1, 2, 3, 5 and 8.
ROOTS = {
    0: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    5: "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}


def test_roots_of_the_reference_tree() -> None:
    tree, roots = Frontier(), {0: EMPTY_ROOT.hex()}
    for leaf in LEAVES:
        tree = Frontier(tree.size, tree.packed)  # as it is kept between two batches
        tree.add(leaf_hash(bytes.fromhex(leaf)))
        roots[tree.size] = tree.root.hex()
    assert {size: roots[size] for size in ROOTS} == ROOTS


def test_a_frontier_of_another_size_is_refused() -> None:
    with pytest.raises(ValueError, match="frontier"):
        Frontier(3, b"\x00" * 32)


@pytest.fixture
def own(db: None) -> int:
    """OCMW Kortrijk, whose entries the story left sealed."""
    found = by_slug("ocmw-kortrijk")
    assert found is not None
    return found.id


@pytest.fixture
def owner(own: int) -> Iterator[psycopg.Connection]:
    """The owner of the database, in a transaction that never happened."""
    connection = psycopg.connect(settings.DATABASE_OWNER_URL)
    yield connection
    connection.rollback()
    connection.close()


def _past_the_trigger(owner: psycopg.Connection, table: str, statement: str, values: list[Any]) -> None:
    owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER nabij_append_only")
    owner.execute(statement, values)
    owner.execute(f"ALTER TABLE {table} ENABLE TRIGGER nabij_append_only")


def _entry(owner: psycopg.Connection, own: int) -> int:
    """A sealed entry somewhere in the middle."""
    return owner.execute("SELECT entry_id FROM audit_auditleaf WHERE organisation_id = %s AND leaf_index = 3", [own]).fetchone()[0]


def _said(report: Report) -> list[tuple[str, int, int | None]]:
    return [(found.kind, found.organisation_id, found.entry_id) for found in report.findings]


def test_a_log_that_nobody_touched_is_whole(owner: psycopg.Connection) -> None:
    report = compare(owner)
    assert report.findings == () and report.sealed > 100


def test_an_entry_is_sealed_once_and_without_gaps(own: int) -> None:
    with scope(reading=[own], writing=[own], actor=system("proef"), organisation_id=own):
        before = AuditHead.objects.filter(organisation_id=own).order_by("-size").first()
        assert sealing.seal(own) == 0
        for _ in range(3):
            entries.record("proef.iets.gedaan", organisation_id=own)
        assert sealing.seal(own) == 3 and sealing.seal(own) == 0
        leaves = list(AuditLeaf.objects.filter(organisation_id=own).order_by("leaf_index").values_list("leaf_index", flat=True))
        assert leaves == list(range(before.size + 3))
        assert AuditHead.objects.filter(organisation_id=own).order_by("-size").first().size == len(leaves)


@pytest.mark.parametrize(
    ("assignment", "kind"),
    [
        ("actor_label = 'Niemand'", "changed"), ("at = at - interval '1 second'", "changed"), ("verb = 'iets.anders'", "changed"),
        ("detail = '{\"ander\": 1}'", "detail"), ("detail = '{\"ander\": 1}', detail_salt = ''", "detail"),
    ],
)  # fmt: skip
def test_a_changed_row_is_named(own: int, owner: psycopg.Connection, assignment: str, kind: str) -> None:
    entry = _entry(owner, own)
    _past_the_trigger(owner, "audit_entry", f"UPDATE audit_entry SET {assignment} WHERE organisation_id = %s AND id = %s", [own, entry])
    assert _said(compare(owner)) == [(kind, own, entry)]


def test_a_removed_row_is_named(own: int, owner: psycopg.Connection) -> None:
    entry = _entry(owner, own)
    _past_the_trigger(owner, "audit_entry", "DELETE FROM audit_entry WHERE organisation_id = %s AND id = %s", [own, entry])
    assert _said(compare(owner)) == [("removed", own, entry)]


def test_who_also_changes_the_leaf_meets_the_signed_head(own: int, owner: psycopg.Connection) -> None:
    _past_the_trigger(
        owner, "audit_auditleaf", "UPDATE audit_auditleaf SET leaf_hash = %s WHERE organisation_id = %s AND leaf_index = 3",
        [b"\x01" * 32, own]
    )
    kinds = {kind for kind, *_ in _said(compare(owner))}
    assert kinds == {"changed", "head"}


def test_who_cuts_off_the_end_meets_the_signed_head(own: int, owner: psycopg.Connection) -> None:
    _past_the_trigger(
        owner, "audit_auditleaf",
        "DELETE FROM audit_auditleaf WHERE organisation_id = %s AND leaf_index = (SELECT max(leaf_index) FROM audit_auditleaf "
        "WHERE organisation_id = %s)", [own, own],
    )  # fmt: skip
    report = compare(owner)
    assert [found.kind for found in report.findings] == ["head"] and report.waiting >= 1


def test_a_detail_that_retention_erased_keeps_its_seal(own: int, owner: psycopg.Connection) -> None:
    statement = "UPDATE audit_entry SET detail = '{}', detail_salt = '' WHERE organisation_id = %s AND id = %s"
    _past_the_trigger(owner, "audit_entry", statement, [own, _entry(owner, own)])
    assert compare(owner).findings == ()


def test_entries_of_one_act_on_many_rows_are_one_statement_and_sealed_like_any_other(own: int, owner: psycopg.Connection) -> None:
    targets = [(Reference("proef", "ding", str(number), f"Ding {number}", own), {"nummer": number}) for number in range(4)]
    with scope(reading=[own], writing=[own], actor=system("proef"), organisation_id=own):
        sealing.seal(own)
        with CaptureQueriesContext(connection) as seen:
            entries.record_all("proef.dingen.gedaan", targets)
            entries.record_all("proef.dingen.gedaan", [])
        assert len(seen) == 1
        rows = AuditEntry.objects.filter(organisation_id=own, verb="proef.dingen.gedaan").order_by("id")
        assert [(row.object_key, row.object_label, row.detail) for row in rows] == [
            (f"proef.ding:{number}", f"Ding {number}", {"nummer": number}) for number in range(4)
        ]
        assert all(bytes(row.detail_digest) == entries.digest(row.detail, bytes(row.detail_salt)) for row in rows)
        assert sealing.seal(own) == 4
