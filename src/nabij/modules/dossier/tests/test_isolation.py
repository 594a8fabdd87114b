"""Who sees nothing: a municipal clerk, the administrator, a director, another OCMW; in pages, in rows and in counts."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.apps import apps
from django.db import Error, connection, transaction
from django.db.models import Count

from nabij.kernel.audit.models import AuditEntry
from nabij.kernel.errors import HouseError
from nabij.kernel.tenancy.scope import scope, switch_to, system
from nabij.modules.dossier.actions import answers, release
from nabij.modules.dossier.migrations._walls import CONTENT, PROCESS
from nabij.modules.dossier.models import Dossier, Finding, Handover
from nabij.modules.dossier.queries import files

pytestmark = pytest.mark.django_db
NOBODY = [
    ("lien", "deerlijk"), ("delphine", "kortrijk"), ("wouter", "ocmw-kortrijk"), ("tine", "kortrijk"), ("bart", "ocmw-wervik"),
    ("bart", "wervik"),
]  # fmt: skip


def addresses(els: Any) -> list[tuple[str, str]]:
    """(an address of Els, the same with an id that nobody has)."""
    unknown = str(uuid.uuid4())
    return [
        (f"/dossier/{els.kortrijk_ref}", "/dossier/AAAAAAAAAA"),
        (f"/dossier/{els.kortrijk_ref}/bevindingen", "/dossier/AAAAAAAAAA/bevindingen"),
        (f"/dossier/aanvragen/{els.application}", f"/dossier/aanvragen/{unknown}"),
        (f"/dossier/overdrachten/{els.at_kortrijk}", f"/dossier/overdrachten/{unknown}"),
        (f"/dossier/overdrachten/{els.at_kortrijk}/brief", f"/dossier/overdrachten/{unknown}/brief"),
    ]  # fmt: skip


@pytest.mark.parametrize(("username", "slug"), NOBODY)
def test_forbidden_and_unknown_are_the_same_bytes(staff: Any, els: Any, username: str, slug: str) -> None:
    client = staff(username, slug)
    for address, unknown in addresses(els):
        there, nowhere = client.get(address), client.get(unknown)
        assert (there.status_code, there.content) == (404, nowhere.content), address
        assert client.post(address).status_code == 404
    work = client.get("/werk").content
    assert b'href="/dossier"' not in work and b"Els" not in work and els.kortrijk_ref.encode() not in work


@pytest.mark.parametrize(("username", "slug"), [("marieke", "ocmw-wervik")])
def test_another_ocmw_gets_the_same_bytes(staff: Any, els: Any, username: str, slug: str) -> None:
    client = staff(username, slug)
    for address, unknown in (addresses(els)[n] for n in (0, 1, 3, 4)):
        there, nowhere = client.get(address), client.get(unknown)
        assert (there.status_code, there.content) == (404, nowhere.content), address


@pytest.mark.parametrize(("username", "slug"), [("wouter", "ocmw-kortrijk"), ("bart", "ocmw-wervik"), ("delphine", "kortrijk")])
def test_no_row_and_no_count_for_who_works_elsewhere_in_the_house(acting: Any, els: Any, username: str, slug: str) -> None:
    with acting(username, slug):
        for name in (*PROCESS, *CONTENT):
            model = apps.get_model("dossier", name)
            assert model.objects.count() == 0, name
            assert list(model.objects.values("organisation").annotate(n=Count("id"))) == [], name


def test_a_program_counts_process_and_reads_no_content(organisations: dict[str, int], els: Any) -> None:
    with scope(reading=[organisations["ocmw-kortrijk"]], actor=system("nacht")):
        assert Dossier.objects.count() == 1
        assert [name for name in CONTENT if apps.get_model("dossier", name).objects.exists()] == []


def test_a_worker_inside_the_other_ocmw_sees_process_only(acting: Any, organisations: dict[str, int], els: Any) -> None:
    with acting("marieke"), switch_to_in(organisations["ocmw-kortrijk"]):
        assert Handover.objects.count() == 1 and Finding.objects.count() == 0
        assert [name for name in CONTENT if apps.get_model("dossier", name).objects.exists()] == []


def switch_to_in(organisation_id: int) -> Any:
    return switch_to(organisation_id, ground="proef")


def test_raw_sql_as_the_web_role_cannot_give_itself_a_look(acting: Any, els: Any) -> None:
    with acting("wouter"), connection.cursor() as cursor, pytest.raises(Error, match="row-level security"), transaction.atomic():
        cursor.execute(
            "INSERT INTO dossier_grant (id, organisation_id, dossier_id, account_id, basis, reason, since) SELECT gen_random_uuid(), "
            "f.organisation_id, gen_random_uuid(), f.account_id, 'task', '', now() FROM identity_function f LIMIT 1"
        )


def test_a_refused_attempt_stands_in_the_log(staff: Any, organisations: dict[str, int], els: Any) -> None:
    staff("wouter").get(f"/dossier/{els.kortrijk_ref}")
    with scope(reading=[organisations["ocmw-kortrijk"]], actor=system("test")):
        assert AuditEntry.objects.filter(verb="dossier.file.work", result="refused").exists()


def test_the_administrator_sees_no_line_of_a_file_in_the_log_and_the_dpo_does(staff: Any, els: Any) -> None:
    staff("wim").get(f"/dossier/{els.kortrijk_ref}")
    staff("wouter").get("/beheer/controlelog")
    mine, theirs = (staff(who, "ocmw-kortrijk").get("/beheer/controlelog").content.decode() for who in ("wouter", "sofie"))
    assert "Wim Callewaert" in theirs and "dossier.section.read" not in mine and "Wim Callewaert" not in mine
    assert "Wouter Dendooven" in mine.partition("<main")[2]


def test_the_audit_names_no_person_and_no_file(organisations: dict[str, int], els: Any) -> None:
    with scope(reading=[organisations["ocmw-kortrijk"]], actor=system("test")):
        rows = AuditEntry.objects.filter(verb__startswith="dossier.")
        texts = " ".join(f"{r.object_key} {r.object_label} {r.detail}" for r in rows)
    assert rows and els.kortrijk_ref not in texts and "Els" not in texts and "Maes" not in texts


def test_the_same_words_find_nothing_in_another_ocmw(acting: Any, organisations: dict[str, int], els: Any) -> None:
    from nabij.modules.dossier.demo import ELS

    with acting("wim"):
        assert [hit.ref for hit in files.found_by(organisations["ocmw-kortrijk"], number=ELS)] == [els.kortrijk_ref]
        assert [hit.ref for hit in files.found_by(organisations["ocmw-kortrijk"], name="maes els")] == [els.kortrijk_ref]
        assert files.found_by(organisations["ocmw-kortrijk"], name="mae") == []
        assert files.found_by(organisations["ocmw-wervik"], number=ELS) == []


def test_the_one_who_selected_cannot_release_or_decide(acting: Any, els: Any) -> None:
    with acting("wim"), pytest.raises(HouseError, match="hoofdmaatschappelijk werker"):
        release.release(handover_id=els.at_kortrijk)
    with acting("wim"), pytest.raises(HouseError, match="hoofdmaatschappelijk werker"):
        answers.decide_objection(handover_id=els.at_kortrijk, number=1, upheld=True, reason="x")
    with acting("lannoo"):
        row = Handover.objects.get(id=els.at_kortrijk)
        with pytest.raises(Error, match="dossier_handover_second_person"), transaction.atomic():
            Handover.objects.filter(id=row.id).update(released_by=row.selected_by_id)
