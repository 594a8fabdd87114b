"""``nabij import organisations FILE``: the reference list of organisations, as the owner role, all or nothing."""

from __future__ import annotations

import csv
import re
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from stdnum.be import vat as enterprise_number

from ..errors import RuleViolation
from .owner import owner_connection

KINDS = {
    "gemeente": "municipality", "ocmw": "ocmw", "dienstverlenende vereniging": "intermunicipal",
    "projectvereniging": "project_association", "ocmw vereniging": "welfare_association",
    "welzijnsvereniging": "welfare_association", "hulpverleningszone": "other", "politiezone": "other",
    "provincie": "province", "samenwerkingsverband": "partnership", "overleg": "informal",
}
COLUMNS = ("kind", "name_nl", "legal_name", "name_fr", "nis", "ovo", "kbo", "uri")
SOURCE = "LBLOD, open data van de Vlaamse overheid"


class BrokenLine(RuleViolation):
    """A line that cannot be used; nothing was loaded."""


@dataclass(frozen=True, slots=True)
class Line:
    number: int
    kind: str
    slug: str
    short_name: str
    name_nl: str
    legal_name: str
    name_fr: str
    nis: str
    ovo: str
    kbo: str
    uri: str


@dataclass
class Report:
    read: int = 0
    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)

    def sentence(self) -> str:
        return f"{self.read} organisaties gelezen: {len(self.added)} nieuw, {len(self.changed)} gewijzigd."


def load_organisations(path: str | Path, source: str = SOURCE) -> Report:
    """Columns ``kind,name_nl,legal_name,name_fr,nis,ovo,kbo,uri``. A second run with the same file changes nothing.

    Raises ``BrokenLine`` naming the first line that cannot be used; then nothing is loaded.
    """
    lines = _parse(Path(path))
    report = Report(read=len(lines))
    with owner_connection() as connection, connection.cursor() as cursor:
        for line in lines:
            _store(cursor, line, source, report)
        _bind_ocmws(cursor)
    return report


def _parse(path: Path) -> list[Line]:
    with path.open(newline="", encoding="utf-8-sig") as file:
        reader = csv.DictReader(file)
        missing = [c for c in COLUMNS if c not in (reader.fieldnames or [])]
        if missing:
            raise BrokenLine(f"{path.name}: kolom {', '.join(missing)} ontbreekt. Er is niets geladen.")
        lines = [_line(reader.line_num, row) for row in reader]
    _refuse_doubles(lines)
    return lines


def _line(number: int, row: dict[str, str]) -> Line:
    cell = {name: (row.get(name) or "").strip() for name in COLUMNS}
    kind = KINDS.get(cell["kind"].lower())
    problem = _problem(cell, kind)
    if problem or kind is None:
        raise BrokenLine(f"Regel {number} ({cell['name_nl'] or 'zonder naam'}): {problem} Er is niets geladen.")
    short = _short(cell["name_nl"])
    name = f"OCMW {short}" if kind == "ocmw" else cell["name_nl"]
    slug = slugify(f"ocmw-{short}" if kind == "ocmw" else short)
    return Line(
        number, kind, slug, short, name, cell["legal_name"], cell["name_fr"], cell["nis"], cell["ovo"],
        cell["kbo"], cell["uri"],
    )


def _problem(cell: dict[str, str], kind: str | None) -> str:
    if not cell["name_nl"]:
        return "de naam ontbreekt."
    if kind is None:
        return f"de soort “{cell['kind']}” kennen we niet."
    if cell["kbo"] and not enterprise_number.is_valid(cell["kbo"]):
        return f"het KBO-nummer {cell['kbo']} klopt niet (controlegetal)."
    if cell["nis"] and not re.fullmatch(r"\d{5}", cell["nis"]):
        return f"de NIS-code {cell['nis']} telt geen vijf cijfers."
    if cell["ovo"] and not re.fullmatch(r"OVO\d{6}", cell["ovo"]):
        return f"de OVO-code {cell['ovo']} klopt niet."
    return ""


def _refuse_doubles(lines: list[Line]) -> None:
    seen: dict[tuple[str, str], int] = {}
    for line in lines:
        for name in ("kbo", "ovo", "slug"):
            value = getattr(line, name)
            first = seen.setdefault((name, value), line.number) if value else line.number
            if first != line.number:
                raise BrokenLine(f"Regel {line.number}: {name} {value} stond al op regel {first}. Er is niets geladen.")


def slugify(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", folded).strip("-")[:60]


def _short(name: str) -> str:
    """Names in capitals, as registers write them, become readable; without the word for their kind."""
    bare = name.removeprefix("INTERCOMMUNALE ").removeprefix("HULPVERLENINGSZONE ")
    return (bare.title() if name.isupper() else name)[:60]


_FIND = """
SELECT id, {columns} FROM tenancy_organisation WHERE (kbo = %(kbo)s AND kbo <> '') OR slug = %(slug)s ORDER BY kbo = %(kbo)s DESC
"""
_STORED = ("kind", "name_nl", "legal_name", "name_fr", "nis", "ovo", "kbo", "lblod_uri")
_INSERT = """
INSERT INTO tenancy_organisation (slug, kind, name_nl, name_fr, short_name, legal_name, nis, kbo, ovo, lblod_uri, numbers_source, valid,
  language_regime, may_control)
VALUES (%(slug)s, %(kind)s, %(name_nl)s, %(name_fr)s, %(short_name)s, %(legal_name)s, %(nis)s, %(kbo)s, %(ovo)s, %(uri)s,
  %(source)s, daterange(NULL, NULL), 'nl', true)
"""


def _store(cursor: psycopg.Cursor, line: Line, source: str, report: Report) -> None:
    values = {name: getattr(line, name) for name in Line.__slots__} | {"source": source}
    cursor.execute(_FIND.format(columns=", ".join(_STORED)), values)
    found = cursor.fetchone()
    if found is None:
        cursor.execute(_INSERT, values)
        report.added.append(line.name_nl)
        return
    wanted = (line.kind, line.name_nl, line.legal_name, line.name_fr, line.nis, line.ovo, line.kbo, line.uri)
    changes = {n: w for n, had, w in zip(_STORED, found[1:], wanted, strict=True) if w and had != w}
    if changes:
        assignments = ", ".join(f"{name} = %({name})s" for name in changes)
        cursor.execute(
            # Column names come from _STORED alone.
            f"UPDATE tenancy_organisation SET {assignments}, numbers_source = %(source)s WHERE id = %(id)s",  # nosec B608
            changes | {"source": source, "id": found[0]},
        )
        report.changed.append(line.name_nl)


_BIND = """
INSERT INTO tenancy_relation (organisation_id, target_id, kind, period, decision_ref)
SELECT o.id, m.id, 'ocmw_of', daterange(NULL, NULL), '' FROM tenancy_organisation o
JOIN tenancy_organisation m ON m.nis = o.nis AND m.kind = 'municipality'
WHERE o.kind = 'ocmw' AND o.nis <> '' AND NOT EXISTS
  (SELECT 1 FROM tenancy_relation r WHERE r.organisation_id = o.id AND r.kind = 'ocmw_of')
"""


def _bind_ocmws(cursor: psycopg.Cursor) -> None:
    cursor.execute(_BIND)
