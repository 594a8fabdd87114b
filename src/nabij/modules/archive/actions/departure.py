"""Everything of one organisation in one package that anybody can read without us: a bag (RFC 8493) with a table of contents.

It holds every dossier, whoever its readers are: leaving is a right of the organisation, not of a reader. So it stands in the audit.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from django.template.loader import render_to_string

from nabij.kernel.access import authorise, require_own
from nabij.kernel.audit import entries
from nabij.kernel.calendar import clock
from nabij.kernel.tenancy.queries import name_of

from .. import access
from ..queries import departure as queries
from ..rules import packages as rules
from ..rules.packages import Line

CHUNK = 1 << 20
VERIFY = Path(__file__).parents[1] / "package_verifier.py"


@dataclass(frozen=True, slots=True)
class Packed:
    """What went into a package. ``missing``: files whose bytes are gone or differ, named in the table of contents."""

    dossiers: int
    records: int
    files: int
    octets: int
    missing: int


@dataclass(slots=True)
class _Bag:
    archive: zipfile.ZipFile
    top: str
    payload: dict[str, str] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)
    octets: int = 0

    def put(self, path: str, data: bytes) -> None:
        """Bytes that we made."""
        self.archive.writestr(f"{self.top}/{path}", data)
        self._keep(path, hashlib.sha256(data).hexdigest(), len(data))

    def copy(self, path: str, source: Path, sha256: str) -> bool:
        """A file as it was received; False when its bytes are gone or are not what they were."""
        digest, size = hashlib.sha256(), 0
        try:
            with source.open("rb") as given, self.archive.open(f"{self.top}/{path}", "w", force_zip64=True) as out:
                while chunk := given.read(CHUNK):
                    digest.update(chunk)
                    size += len(chunk)
                    out.write(chunk)
        except OSError:
            return False
        self._keep(path, digest.hexdigest(), size)
        return digest.hexdigest() == sha256

    def _keep(self, path: str, digest: str, size: int) -> None:
        if path.startswith("data/"):
            self.payload[path] = digest
            self.octets += size
        else:
            self.tags[path] = digest


def pack(*, organisation_id: int, into: IO[bytes]) -> Packed:
    """Write the package of the own organisation to ``into``; returns what is in it. One read per file, nothing is held in memory."""
    require_own(organisation_id)
    authorise(access.EXPORT)
    today, name = clock.today(), name_of(organisation_id)
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as archive:
        bag = _Bag(archive, f"archief-{today.isoformat()}")
        lines = list(_dossiers(bag, organisation_id))
        counts = Packed(
            len({line.dossier for line in lines}), len({(line.dossier, line.sequence) for line in lines if line.title}),
            sum(1 for line in lines if line.path), bag.octets, sum(1 for line in lines if line.problem),
        )
        bag.put("data/catalogus.csv", _csv(lines))
        bag.put("data/catalogus.sqlite", _sqlite(lines))
        bag.put("data/strategie.json", _json(queries.strategy_of(organisation_id)))
        page = {"name": name, "on": today, "lines": lines, "counts": counts}
        bag.put("data/index.html", render_to_string("archive/package.html", page).encode())
        _tags(bag, name, organisation_id, today)
    entries.record("archive.organisation.exported", organisation_id=organisation_id, detail={
        "dossiers": counts.dossiers, "records": counts.records, "files": counts.files, "octets": counts.octets, "missing": counts.missing,
    })  # fmt: skip
    return counts


def _dossiers(bag: _Bag, organisation_id: int) -> Iterator[Line]:
    for dossier in queries.dossiers(organisation_id):
        folder = f"data/dossiers/{rules.folder_of(dossier.number)}"
        bag.put(f"{folder}/dossier.json", _json(queries.as_data(dossier)))
        empty = True
        for record, component in queries.files(dossier):
            empty = False
            name = rules.safe_name(component.original_name, f"{record.sequence:04d}-{component.version}")
            path = f"{folder}/{name}"
            whole = bag.copy(path, component.blob.path, component.blob.sha256)
            here = path if path in bag.payload else ""
            yield queries.line_of(dossier, record, component, here, "" if whole else rules.PROBLEM)
        if empty:
            yield queries.line_of(dossier)


def _tags(bag: _Bag, name: str, organisation_id: int, today: Any) -> None:
    """The tag files: what a bag is, who sent it, its manifest, and a checker that needs nothing of ours."""
    bag.put("bagit.txt", b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")
    facts = {
        "Source-Organization": name, "Bagging-Date": today.isoformat(), "Payload-Oxum": f"{bag.octets}.{len(bag.payload)}",
        "External-Identifier": f"nabij-{organisation_id}-{today.isoformat()}",
    }
    bag.put("bag-info.txt", "".join(f"{label}: {value}\n" for label, value in facts.items()).encode())
    bag.put("verify.py", VERIFY.read_bytes())
    bag.put("manifest-sha256.txt", rules.manifest(bag.payload))
    bag.archive.writestr(f"{bag.top}/tagmanifest-sha256.txt", rules.manifest(bag.tags))


def _json(data: Any) -> bytes:
    return json.dumps(data, ensure_ascii=False, indent=2, sort_keys=True, default=str).encode()


def _csv(lines: list[Line]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow(rules.COLUMNS)
    writer.writerows([rules.plain_cell(cell) for cell in line.cells] for line in lines)
    return ("\ufeff" + out.getvalue()).encode()


def _sqlite(lines: list[Line]) -> bytes:
    """The same table as a database that every computer can open."""
    number, place = tempfile.mkstemp(suffix=".sqlite")
    os.close(number)
    try:
        database = sqlite3.connect(place)
        with database:
            database.execute(f"CREATE TABLE catalogus ({', '.join(f'{name} TEXT' for name in rules.COLUMNS)})")
            marks = ", ".join("?" * len(rules.COLUMNS))
            database.executemany(f"INSERT INTO catalogus VALUES ({marks})", [line.cells for line in lines])  # nosec B608 - our own names
        database.close()
        return Path(place).read_bytes()
    finally:
        os.unlink(place)
