"""The proofs by the roots of the tree; the one file that checks them by itself, against a real key and against every kind of change."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import psycopg
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from django.db import transaction
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from nabij.kernel import signing
from nabij.kernel.audit import entries, proofs, verifier
from nabij.kernel.audit.models import AuditEntry
from nabij.kernel.audit.tree import Frontier, Whole, leaf_hash
from nabij.kernel.errors import Invalid, RuleViolation
from nabij.kernel.tenancy.queries import by_slug
from nabij.kernel.tenancy.scope import scope, system


def leaves(count: int) -> list[bytes]:
    return [leaf_hash(str(n).encode()) for n in range(count)]


@given(st.integers(1, 200), st.data())
def test_each_leaf_leads_to_the_root_and_no_other_leaf_does(size: int, data: st.DataObject) -> None:
    tree, grown = Whole(leaves(size)), Frontier()
    for leaf in leaves(size):
        grown.add(leaf)
    index = data.draw(st.integers(0, size - 1))
    path = tree.inclusion(index)
    assert tree.root() == grown.root == verifier.root_by(leaves(size)[index], index, size, path)
    assert verifier.root_by(leaf_hash(b"x"), index, size, path) != tree.root()
    assert verifier.root_by(leaves(size)[index], size, size, path) is None
    assert verifier.root_by(leaves(size)[index], index, size, [*path, tree.root()]) is None
    assert not path or verifier.root_by(leaves(size)[index], index, size, path[:-1]) is None


@given(st.integers(1, 200), st.data())
def test_a_tree_that_grew_says_so_and_one_that_lost_a_leaf_does_not(size: int, data: st.DataObject) -> None:
    tree = Whole(leaves(size))
    earlier = data.draw(st.integers(1, size))
    path, first = tree.consistency(earlier), Whole(leaves(earlier))
    assert verifier.grew(earlier, first.root(), size, tree.root(), path)
    other = Whole([leaf_hash(b"x"), *leaves(earlier)[1:]])
    assert not verifier.grew(earlier, other.root(), size, tree.root(), path)
    if earlier < size:
        assert not verifier.grew(earlier, first.root(), size, tree.root(), path[:-1])


@hypothesis_settings(max_examples=6)
@given(st.binary(min_size=32, max_size=32), st.binary(max_size=80))
def test_a_signature_is_read_as_the_library_reads_it(seed: bytes, message: bytes) -> None:
    private = Ed25519PrivateKey.from_private_bytes(seed)
    public = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    signature = private.sign(message)
    assert verifier.signed_by(public, message, signature)
    assert not verifier.signed_by(public, message + b"!", signature)
    assert not verifier.signed_by(public, message, signature[:32] + bytes(32))
    s = int.from_bytes(signature[32:], "little") + verifier.L
    assert not verifier.signed_by(public, message, signature[:32] + s.to_bytes(32, "little")), "the same signature in another writing"


@pytest.mark.parametrize("key", [b"\xff" * 32, (verifier.P + 1).to_bytes(32, "little"), b"\x02" + bytes(31), b""])
def test_bytes_that_are_no_key_sign_nothing(key: bytes) -> None:
    assert not verifier.signed_by(key, b"", bytes(64))


@pytest.fixture
def own(db: None) -> int:
    found = by_slug("ocmw-kortrijk")
    assert found is not None
    return found.id


def made(own: int, ids: list[int] | None = None, earlier: int = 0) -> dict[str, Any]:
    with scope(reading=[own], writing=[own], actor=system("proef"), organisation_id=own):
        ids = ids or list(AuditEntry.objects.filter(organisation_id=own).order_by("id").values_list("id", flat=True)[:8])
        return proofs.proof(organisation_id=own, entry_ids=ids, about="proef", earlier=earlier)


def ran(tmp_path: Path, *proofs_: dict[str, Any]) -> tuple[int, str]:
    """The shipped file, in a Python that knows nothing of ours."""
    names = []
    for number, proof in enumerate(proofs_):
        names.append(str(tmp_path / f"{number}.json"))
        Path(names[-1]).write_text(json.dumps(proof, ensure_ascii=False), encoding="utf-8")
    script = tmp_path / "nakijken.py"
    script.write_bytes(proofs.VERIFIER.read_bytes())
    done = subprocess.run([sys.executable, "-I", "-S", str(script), *names], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


def test_a_proof_of_the_story_is_right_and_says_whose_key(own: int, tmp_path: Path) -> None:
    code, said = ran(tmp_path, made(own))
    assert code == 0 and said.startswith("Het bewijs klopt: 8 regels van OCMW Kortrijk"), said
    assert f"sleutel {signing.kid_of(own)}" in said


def test_what_was_just_written_is_sealed_and_proved(own: int, tmp_path: Path) -> None:
    with scope(reading=[own], writing=[own], actor=system("proef"), organisation_id=own):
        entries.record("proef.iets.gedaan", organisation_id=own, detail={"é": [1, {"z": "a"}], "n": None})
        fresh = AuditEntry.objects.filter(organisation_id=own).latest("id").id
    assert ran(tmp_path, made(own, [fresh]))[0] == 0


@pytest.mark.parametrize(
    ("assignment", "words"),
    [
        ("actor_label = 'Niemand'", "is gewijzigd na haar zegel. Er staat nu: "),
        ("detail = '{\"x\": 1}'", "heeft een andere inhoud dan bij haar zegel"),
    ],
)
def test_a_row_that_was_changed_by_hand_is_named(own: int, tmp_path: Path, assignment: str, words: str) -> None:
    before = made(own)
    victim = before["entries"][3]["entry_id"]
    with _by_hand() as owner:
        owner.execute(f"UPDATE audit_entry SET {assignment} WHERE organisation_id = %s AND id = %s", [own, victim])
        after = _seen(owner, own, before)
    code, said = ran(tmp_path, after)
    assert code == 1 and said.startswith(f"Regel {victim} {words}"), said


def _by_hand() -> Any:
    connection = psycopg.connect(settings.DATABASE_OWNER_URL)
    connection.execute("ALTER TABLE audit_entry DISABLE TRIGGER nabij_append_only")
    return _Undone(connection)


class _Undone:
    """The owner of the database, in a transaction that never happened."""

    def __init__(self, connection: psycopg.Connection) -> None:
        self.connection = connection

    def __enter__(self) -> psycopg.Connection:
        return self.connection

    def __exit__(self, *_: object) -> None:
        self.connection.rollback()
        self.connection.close()


def _seen(owner: psycopg.Connection, own: int, before: dict[str, Any]) -> dict[str, Any]:
    """The same proof, made from what the owner's transaction sees."""
    names = [*proofs.COLUMNS, "detail", "detail_salt"]
    ids = [one["entry_id"] for one in before["entries"]]
    rows = owner.execute(
        f"SELECT {', '.join(names)} FROM audit_entry WHERE organisation_id = %s AND id = ANY(%s)", [own, ids]
    ).fetchall()
    known = {row[0]: dict(zip(names, row, strict=True)) for row in rows}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(proofs, "_rows", lambda *_: known)
        return made(own, ids)


def test_a_row_that_was_taken_away_is_named(own: int, tmp_path: Path) -> None:
    before = made(own)
    victim = before["entries"][2]["entry_id"]
    with _by_hand() as owner:
        owner.execute("DELETE FROM audit_entry WHERE organisation_id = %s AND id = %s", [own, victim])
        after = _seen(owner, own, before)
    code, said = ran(tmp_path, after)
    assert code == 1 and f"Regel {victim} is verwijderd na haar zegel." in said, said


def test_who_also_changes_the_seal_meets_the_signature(own: int, tmp_path: Path) -> None:
    proof = made(own)
    entry = proof["entries"][0]
    entry["content"] = entry["content"].replace('"result":"done"', '"result":"read"')
    entry["leaf_hash"] = leaf_hash(entry["content"].encode()).hex()
    assert "staat niet in de boom" in ran(tmp_path, proof)[1]
    proof["head"]["root"] = "00" * 32
    assert "niet wat de organisatie ondertekende" in ran(tmp_path, proof)[1]
    head, body, signature = proof["head"]["note"].split(".")
    proof["head"]["note"] = f"{head}.{body}.{'A' if signature[0] != 'A' else 'B'}{signature[1:]}"
    assert "De handtekening onder het zegel klopt niet." in ran(tmp_path, proof)[1]


def test_a_later_proof_follows_an_earlier_one(own: int, tmp_path: Path) -> None:
    earlier = made(own)
    with scope(reading=[own], writing=[own], actor=system("proef"), organisation_id=own):
        for _ in range(5):
            entries.record("proef.iets.gedaan", organisation_id=own)
    size = proofs.earlier_size(json.dumps(earlier), own)
    later = made(own, earlier=size)
    assert later["head"]["size"] == size + 5 and ran(tmp_path, later, earlier)[0] == 0
    rewritten = json.loads(json.dumps(earlier))
    rewritten["head"]["root"] = "11" * 32
    assert "sluit niet aan op het eerdere" in ran(tmp_path, later, rewritten)[1]
    assert "sluit niet aan op het eerdere" in ran(tmp_path, made(own), earlier)[1]


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": "nabij-proof/1"}', "geen json"])
def test_what_is_no_proof_is_not_read_as_one(own: int, tmp_path: Path, text: str) -> None:
    with pytest.raises(Invalid, match="geen eerder bewijs"):
        proofs.earlier_size(text, own)
    (tmp_path / "x.json").write_text(text)
    command = [sys.executable, "-I", str(proofs.VERIFIER), str(tmp_path / "x.json")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode == 2 and "geen bewijs" in done.stdout) or "niet lezen als bewijs" in done.stdout


def test_another_organisations_lines_are_not_in_it(own: int) -> None:
    other = by_slug("ocmw-wervik")
    assert other is not None
    with scope(reading=[other.id], actor=system("proef")):
        strange = list(AuditEntry.objects.filter(organisation_id=other.id).values_list("id", flat=True)[:3])
    assert made(own, strange)["entries"] == []
    with pytest.raises(RuleViolation), transaction.atomic():
        made(own, list(range(1, proofs.MOST + 2)))


def test_the_verifier_is_one_file_of_the_standard_library() -> None:
    allowed = {"base64", "hashlib", "json", "sys", "typing", "__future__"}
    lines = proofs.VERIFIER.read_text(encoding="utf-8").splitlines()
    found = {line.split()[1].split(".")[0] for line in lines if line.startswith(("import ", "from "))}
    assert found <= allowed
