"""The key of the own OCMW: is it there, and which of its keys wrap how many files. Numbers only, no file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection

from nabij.kernel import keyholder
from nabij.kernel.keyholder import VaultClosed


@dataclass(frozen=True, slots=True)
class KeyLine:
    """One wrapping key: its short name, since when, how many files it wraps. ``since`` None: not in the ring of today."""

    name: str
    since: date | None
    files: int


@dataclass(frozen=True, slots=True)
class Standing:
    """``open``: content can be read now. ``sentence``: why not, and whom to ring."""

    has_own: bool
    open: bool
    sentence: str
    lines: tuple[KeyLine, ...]

    @property
    def files(self) -> int:
        return sum(line.files for line in self.lines)


def standing(organisation_id: int) -> Standing:
    """How the vault of an OCMW stands. Opens nothing."""
    used = files_per_key(organisation_id)
    try:
        ring = keyholder.ring_of(organisation_id)
    except VaultClosed as closed:
        return Standing(True, False, closed.sentence_nl, tuple(KeyLine(name, None, files) for name, files in sorted(used.items())))
    if ring is None:
        sentence = "Dit OCMW heeft nog geen eigen sleutel. Zonder sleutel opent niemand een dossier."
        return Standing(False, False, sentence, tuple(KeyLine(name, None, files) for name, files in sorted(used.items())))
    lines = [KeyLine(wrap.id.hex(), wrap.since, used.pop(wrap.id.hex(), 0)) for wrap in ring.wraps]
    return Standing(True, True, "De kluis is open.", (*lines, *(KeyLine(name, None, files) for name, files in sorted(used.items()))))


def files_per_key(organisation_id: int) -> dict[str, int]:
    """Short name of a wrapping key → number of files; "" = wrapped by the installation's key, from before OCMWs had their own."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM nabij.dossier_keys_used(%s)", [organisation_id])
        return {str(row[0]): int(row[1]) for row in cursor.fetchall()}


def wrapped(organisation_id: int) -> list[tuple[UUID, UUID, bytes]]:
    """(row, file, wrapped key) of every file; for the house's own program that wraps them anew, and for nobody else."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM nabij.dossier_wrapped(%s)", [organisation_id])
        return [(row[0], row[1], bytes(row[2])) for row in cursor.fetchall()]
