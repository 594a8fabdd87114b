"""Everything in one package: a bag that stands without us, whoever the readers are, and that tells when a byte changed."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nabij.kernel.audit.models import AuditEntry

from ..models import Component, Dossier
from ..rules import packages

pytestmark = pytest.mark.django_db


@pytest.fixture
def bag(staff: Any, tmp_path: Path) -> Path:
    """Wervik's package, unpacked."""
    answer = staff("hilde", "wervik").post("/archief/vertrek/pakketten")
    assert answer.status_code == 200 and answer.headers["Content-Type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        archive.extractall(tmp_path)
    (top,) = tmp_path.iterdir()
    return top


def checked(bag: Path) -> Any:
    """The package's own checker, with nothing of ours in reach."""
    return subprocess.run([sys.executable, "-I", str(bag / "verify.py")], capture_output=True, text=True, check=False)


def test_every_dossier_and_every_byte_is_in_it(bag: Path, acting: Any) -> None:
    with acting("hilde", "wervik"):
        numbers = {packages.folder_of(number) for number in Dossier.objects.values_list("number", flat=True)}
        contents = sorted(Component.objects.values_list("blob__sha256", flat=True))
    assert {path.name for path in (bag / "data/dossiers").iterdir()} == numbers
    rows = list(csv.DictReader((bag / "data/catalogus.csv").read_text(encoding="utf-8-sig").splitlines(), delimiter=";"))
    assert sorted(row["sha256"] for row in rows if row["sha256"]) == contents and not any(row["opmerking"] for row in rows)
    assert all((bag / row["bestand"]).is_file() for row in rows if row["bestand"])
    with sqlite3.connect(bag / "data/catalogus.sqlite") as database:
        assert database.execute("SELECT count(*) FROM catalogus").fetchone() == (len(rows),)
    told = json.loads((bag / "data/strategie.json").read_text())
    assert told["state"] == "adopted_with_deviations" and told["deviations"][0]["code"] == "werkdocumenten"
    assert "Verslag van de gemeenteraad" in (bag / "data/index.html").read_text()


def test_it_is_a_bag(bag: Path) -> None:
    assert (bag / "bagit.txt").read_bytes() == b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
    payload = [path for path in (bag / "data").rglob("*") if path.is_file()]
    oxum = f"Payload-Oxum: {sum(path.stat().st_size for path in payload)}.{len(payload)}"
    assert oxum in (bag / "bag-info.txt").read_text()
    listed = {line.partition("  ")[2] for line in (bag / "manifest-sha256.txt").read_text().splitlines()}
    assert listed == {path.relative_to(bag).as_posix() for path in payload}
    bagit = pytest.importorskip("bagit")
    assert bagit.Bag(str(bag)).is_valid()


def test_its_own_checker_says_so_and_names_what_changed(bag: Path) -> None:
    fine = checked(bag)
    assert fine.returncode == 0 and "in orde" in fine.stdout
    victim = next((bag / "data/dossiers").rglob("*.txt"))
    victim.write_bytes(victim.read_bytes() + b"!")
    (bag / "data/vreemd.txt").write_text("niet van ons")
    (bag / "data/strategie.json").unlink()
    broken = checked(bag)
    assert broken.returncode == 1 and f"gewijzigd: {victim.relative_to(bag).as_posix()}" in broken.stdout
    assert "niet op de lijst: data/vreemd.txt" in broken.stdout and "ontbreekt: data/strategie.json" in broken.stdout


def test_taking_everything_stands_in_the_log_and_is_not_for_everyone(bag: Path, staff: Any, acting: Any) -> None:
    with acting("hilde", "wervik"):
        entry = AuditEntry.objects.get(verb="archive.organisation.exported")
        assert entry.actor_label == "Hilde Bossuyt" and entry.detail["missing"] == 0
    assert staff("piet").get("/archief/vertrek").status_code == 403
    assert staff("piet").post("/archief/vertrek/pakketten").status_code == 403
    page = staff("hilde", "wervik").get("/archief/vertrek").content.decode()
    assert "Alles, ook wat u zelf niet mag lezen" in page


def test_nothing_of_another_town_is_in_it(bag: Path) -> None:
    everything = b"".join(path.read_bytes() for path in (bag / "data").rglob("*") if path.is_file())
    assert b"leem op de wegen" not in everything and "Sluikstort" not in everything.decode("utf-8", "replace")


def test_a_birth_is_named_and_not_told(bag: Path) -> None:
    found = [path for path in bag.rglob("dossier.json") if '"birth"' in path.read_text()]
    assert found and all("verzegeld" in path.read_text() and "1954" not in path.read_text() for path in found)


@given(st.text(min_size=1, max_size=260), st.text(alphabet="0123456789-", min_size=1, max_size=8))
def test_any_name_becomes_one_that_every_file_system_takes(name: str, first: str) -> None:
    safe = packages.safe_name(name, first)
    assert safe.startswith(f"{first}-") and not set('<>:"/\\|?*\n\r\0') & set(safe) and len(safe) <= 170
    assert not safe.endswith((" ", ".")) and ".." not in safe.split("-")


@given(st.lists(st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20), unique=True, max_size=6))
def test_a_manifest_has_one_line_per_file_and_gives_each_name_back(paths: list[str]) -> None:
    lines = packages.manifest(dict.fromkeys(paths, "0" * 64)).decode().split("\n")[:-1]
    back = [line.partition("  ")[2].replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%") for line in lines]
    assert back == sorted(paths)


def test_a_large_archive_goes_by_the_command(staff: Any, monkeypatch: Any) -> None:
    from ..pages import departure

    monkeypatch.setattr(departure, "MOST_BY_PAGE", 10)
    client = staff("hilde", "wervik")
    assert "nabij archive export" in client.get("/archief/vertrek").content.decode()
    assert client.post("/archief/vertrek/pakketten").status_code == 422
