"""A19: a dry run changes nothing; taking over is restartable; the second run brings nothing new."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from nabij.kernel.errors import RuleViolation

from .. import demo_tree
from ..actions import intake
from ..models import Batch, Dossier, Record
from ..queries import intake as queries
from ..rules.batches import Outcome

pytestmark = pytest.mark.django_db


@pytest.fixture
def drive(tmp_path: Path) -> Path:
    demo_tree.plant(tmp_path / "schijf", 40)
    return tmp_path / "schijf"


def counts() -> dict[str, int]:
    tables = ("batch", "batchitem", "dossier", "record", "component", "searchentry")
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(f"SELECT '{table}', count(*) FROM archive_{table}" for table in tables))
        return dict(cursor.fetchall())


def test_judging_a_tree_writes_nothing(acting: Any, organisations: dict[str, int], drive: Path) -> None:
    before_files = {path: path.stat().st_mtime_ns for path in drive.rglob("*")}
    with acting("hilde", "wervik"):
        before = counts()
        judged = intake.judge_tree(organisation_id=organisations["wervik"], root=drive)
        assert counts() == before and len(judged) == 40
    found = {one.outcome for _, one in judged}
    assert {Outcome.NEW, Outcome.UNMAPPED, Outcome.JUNK, Outcome.EMPTY} <= found
    assert {path: path.stat().st_mtime_ns for path in drive.rglob("*")} == before_files


def test_take_in_goes_on_where_it_stopped_and_the_second_run_is_empty(
    acting: Any, organisations: dict[str, int], drive: Path
) -> None:
    own = organisations["wervik"]
    with acting("hilde", "wervik"):
        batch = intake.dry_run(organisation_id=own, root=drive, name="proef")
        wanted = queries.report(batch.id).takes
        intake.approve(batch_id=batch.id)
        left = intake.take_next(batch_id=batch.id, most=3)
        assert left == wanted - 3
        while left:
            left = intake.take_next(batch_id=batch.id, most=10)
        report = queries.report(batch.id)
        assert report.batch.state == "done" and report.count(Outcome.TAKEN) == wanted
        assert Record.objects.exclude(source_key="").count() == wanted
        again = queries.report(intake.dry_run(organisation_id=own, root=drive, name="opnieuw").id)
        assert again.takes == 0 and again.count(Outcome.ALREADY_HERE) == wanted
        old = Record.objects.filter(source_path__contains="café")
        assert old.count() == 1 and Dossier.objects.filter(source_path="Secretariaat / raad / 2009").exists()
        with pytest.raises(RuleViolation):
            intake.propose_again(batch_id=batch.id)


def test_a_file_that_changed_since_the_dry_run_waits(acting: Any, organisations: dict[str, int], drive: Path) -> None:
    with acting("hilde", "wervik"):
        batch = intake.dry_run(organisation_id=organisations["wervik"], root=drive, name="proef")
        first = queries.waiting(batch, 2)
        (drive / first[0].path).write_text("anders")
        (drive / first[1].path).unlink()
        intake.approve(batch_id=batch.id)
        intake.take_next(batch_id=batch.id, most=2)
        assert {item.outcome for item in batch.items.filter(id__in=[one.id for one in first])} == {Outcome.CHANGED}


def test_a_link_is_never_followed(acting: Any, organisations: dict[str, int], drive: Path) -> None:
    (drive / "geheim.txt").symlink_to("/etc/passwd")
    (drive / "elders").symlink_to("/etc")
    with acting("hilde", "wervik"):
        judged = {one.seen.path: one.outcome for _, one in intake.judge_tree(organisation_id=organisations["wervik"], root=drive)}
    assert judged["geheim.txt"] is Outcome.LINK and judged["elders"] is Outcome.LINK and len(judged) == 42


def test_only_folders_that_stand_ready_are_read(staff: Any, acting: Any) -> None:
    client = staff("hilde", "wervik")
    for name in ("../kuurne", "/etc", "..", ""):
        assert client.post("/archief/inname/proefdraaien", {"map": name}).status_code == 404
    answer = client.post("/archief/inname/proefdraaien", {"map": "G-schijf"})
    assert answer.status_code == 302
    with acting("hilde", "wervik"):
        assert Batch.objects.filter(name="G-schijf").count() == 2
