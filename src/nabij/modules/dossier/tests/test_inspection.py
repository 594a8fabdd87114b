"""The data protection officer looks who looked: nothing of the file, itself in the log, and a proof that one file checks (script Sofie)."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from nabij.kernel.audit.models import AuditEntry
from nabij.kernel.tenancy.scope import scope, system

pytestmark = pytest.mark.django_db
WHY = "Els vroeg wie haar dossier bekeek."


@pytest.fixture
def sofie(staff: Any) -> Any:
    return staff("sofie", "ocmw-kortrijk")


def text(answer: Any, status: int = 200) -> str:
    assert answer.status_code == status, answer.content.decode()[:2000]
    return re.sub(r"\s+", " ", answer.content.decode())


def test_by_number_or_by_name_as_the_person_gave_it(sofie: Any, els: Any) -> None:
    for asked in ({"kenmerk": els.kortrijk_ref.lower()}, {"naam": "Els Maes"}):
        found = sofie.post("/dossier/wie-keek", asked | {"waarom": WHY})
        assert found.status_code == 302 and found.headers["Location"] == f"/dossier/wie-keek/{els.kortrijk_ref}"
    assert "waarom u dit nakijkt" in text(sofie.post("/dossier/wie-keek", {"naam": "Els Maes"}), 422)
    assert "Vul een kenmerk, een naam of een nummer in." in text(sofie.post("/dossier/wie-keek", {"waarom": WHY}), 422)
    assert "Niemand gevonden" in text(sofie.post("/dossier/wie-keek", {"naam": "Niemand Zomaar", "waarom": WHY}))
    assert "Niemand gevonden" in text(sofie.post("/dossier/wie-keek", {"kenmerk": els.wervik_ref, "waarom": WHY}))


def test_she_sees_who_and_why_and_nothing_of_the_file(sofie: Any, staff: Any, els: Any) -> None:
    staff("wim").get(f"/dossier/{els.kortrijk_ref}/bevindingen")
    page = text(sofie.get(f"/dossier/wie-keek/{els.kortrijk_ref}"))
    assert "Een maatschappelijk werker van OCMW Kortrijk" in page and "reden: " in page
    for hidden in ("Els", "Maes", "huur", "Wim Callewaert"):
        assert hidden not in page.partition("<main")[2], hidden
    assert "nagekeken wie keek" in text(sofie.get(f"/dossier/wie-keek/{els.kortrijk_ref}")), "her own look stands there too"
    assert sofie.get(f"/dossier/{els.kortrijk_ref}").status_code == 404


def test_her_question_and_her_look_are_in_the_log_without_a_name(sofie: Any, els: Any, organisations: dict[str, int]) -> None:
    sofie.post("/dossier/wie-keek", {"naam": "Els Maes", "waarom": WHY})
    with scope(reading=[organisations["ocmw-kortrijk"]], actor=system("test")):
        entry = AuditEntry.objects.get(verb="dossier.log.searched")
    assert entry.actor_label == "Sofie Lambrecht" and entry.detail == {"found": 1, "why": WHY} and "Maes" not in entry.object_label


@pytest.mark.parametrize("who", [("wim", ""), ("wouter", "ocmw-kortrijk"), ("bart", "ocmw-wervik"), ("hilde", "wervik")])
def test_for_everybody_else_it_does_not_exist(staff: Any, els: Any, who: tuple[str, str]) -> None:
    client = staff(*[part for part in who if part])
    for path in ("", f"/{els.kortrijk_ref}"):
        assert client.get(f"/dossier/wie-keek{path}").status_code == 404
    assert client.post(f"/dossier/wie-keek/{els.kortrijk_ref}/bewijs").status_code == 404


def test_another_ocmws_file_does_not_exist_for_her(sofie: Any, els: Any) -> None:
    assert sofie.get(f"/dossier/wie-keek/{els.wervik_ref}").status_code == 404
    assert sofie.post(f"/dossier/wie-keek/{els.wervik_ref}/bewijs").status_code == 404


def checked(sofie: Any, tmp_path: Path, *proofs: bytes) -> tuple[int, str]:
    """With the file that Nabij hands out, in a Python that has nothing of ours."""
    script = tmp_path / "nakijken.py"
    script.write_bytes(sofie.get("/beheer/controlelog/nakijken.py").content)
    names = []
    for number, proof in enumerate(proofs):
        names.append(str(tmp_path / f"{number}.json"))
        Path(names[-1]).write_bytes(proof)
    done = subprocess.run([sys.executable, "-I", "-S", str(script), *names], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


def test_a_proof_is_checked_by_one_file_and_follows_the_earlier_one(sofie: Any, els: Any, tmp_path: Path) -> None:
    url = f"/dossier/wie-keek/{els.kortrijk_ref}"
    page = text(sofie.get(url))
    first = sofie.post(f"{url}/bewijs")
    assert first.headers["Content-Disposition"].startswith(f'attachment; filename="bewijs-{els.kortrijk_ref}-2027-03-30')
    code, said = checked(sofie, tmp_path, first.content)
    assert code == 0, said
    key = re.search(r"sleutel ([\w-]{16})", said)
    assert key and f"<code>{key[1]}</code>" in page
    again = sofie.post(f"{url}/bewijs", {"eerder": SimpleUploadedFile("oud.json", first.content)})
    assert checked(sofie, tmp_path, again.content, first.content)[0] == 0
    assert len(json.loads(again.content)["entries"]) > len(json.loads(first.content)["entries"]), "taking it along is a look too"
    assert "geen eerder bewijs" in text(sofie.post(f"{url}/bewijs", {"eerder": SimpleUploadedFile("x.json", b"niets")}), 422)


def test_the_page_of_the_whole_log_gives_a_proof_too(sofie: Any, tmp_path: Path) -> None:
    answer = sofie.post("/beheer/controlelog/bewijs", {"wie": "Wim"})
    code, said = checked(sofie, tmp_path, answer.content)
    assert code == 0 and "regels van OCMW Kortrijk" in said
    assert {json.loads(one["content"])["actor_label"] for one in json.loads(answer.content)["entries"]} == {"Wim Callewaert"}
