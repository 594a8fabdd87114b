"""Names and lists of a package that leaves: a bag by RFC 8493, and a table of contents. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import astuple, dataclass

COLUMNS = (
    "dossier", "titel_dossier", "serie", "van", "tot", "toestand", "volgnummer", "stuk", "datum", "bestand", "oorspronkelijke_naam",
    "grootte", "sha256", "opmerking",
)  # fmt: skip
PROBLEM = "de bytes zijn weg of niet meer wat ze waren"
_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]')
_RESERVED = {"con", "prn", "aux", "nul", *(f"com{n}" for n in range(1, 10)), *(f"lpt{n}" for n in range(1, 10))}
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Line:
    """One file of the package, or a dossier without one. Fields in the order of ``COLUMNS``; ``path`` is empty where bytes lack."""

    dossier: str
    dossier_title: str
    series: str
    opened: str
    closed: str
    state: str
    sequence: str = ""
    title: str = ""
    date: str = ""
    path: str = ""
    original: str = ""
    size: str = ""
    sha256: str = ""
    problem: str = ""

    @property
    def cells(self) -> tuple[str, ...]:
        return astuple(self)


def folder_of(number: str) -> str:
    """A number of a dossier as a folder: ``2024/OMG/00123`` → ``2024-OMG-00123``."""
    return safe_name(number.replace("/", "-"), "dossier").removeprefix("dossier-")


def safe_name(name: str, first: str) -> str:
    """``first`` and the name as every file system takes it: no separators, no reserved word, at most 150 characters."""
    clean = _UNSAFE.sub("_", unicodedata.normalize("NFC", name)).strip(" .") or "bestand"
    stem, dot, ending = clean.rpartition(".")
    if (stem or ending).lower() in _RESERVED:
        clean = f"_{clean}"
    if len(clean) > 150:
        clean = f"{clean[: 150 - len(ending) - 1]}{dot}{ending}" if dot and len(ending) < 10 else clean[:150]
    return f"{first}-{clean}"


def manifest(digests: Mapping[str, str]) -> bytes:
    """Lines of a manifest, sorted: only %, LF and CR are encoded in a path (RFC 8493 §2.1.3)."""
    return "".join(f"{digest}  {encoded(path)}\n" for path, digest in sorted(digests.items())).encode()


def encoded(path: str) -> str:
    return path.replace("%", "%25").replace("\n", "%0A").replace("\r", "%0D")


def plain_cell(cell: str) -> str:
    """A cell that a spreadsheet would run as a formula gets a quote in front."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
