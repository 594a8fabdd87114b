"""Walking a folder that the server sees: names, sizes, contents. Reads only; links are never followed; the source stays untouched."""

from __future__ import annotations

import hashlib
import os
import stat
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from ..rules import batches, extraction
from ..rules.batches import Outcome, Seen

CHUNK = 1 << 20
HEAD = 512
MOST_FILES = 200_000


@dataclass(frozen=True, slots=True)
class Scanned:
    """A file of the tree as it was met. ``raw`` is the path on disk in bytes, kept apart where it is no UTF-8."""

    seen: Seen
    raw: bytes
    modified_at: datetime | None


def scan(root: Path) -> Iterator[Scanned]:
    """Every file under ``root``, in order of path. Junk is named, not hashed."""
    base = os.fsencode(root)
    for number, path in enumerate(_walk(base)):
        if number >= MOST_FILES:
            return
        yield _look(base, path)


def _walk(folder: bytes) -> Iterator[bytes]:
    try:
        found = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in found:
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(entry.path)
        else:
            yield entry.path


def _look(base: bytes, path: bytes) -> Scanned:
    clean = batches.clean_path(path[len(base) :].lstrip(b"/"))
    name, notes = clean.display.rpartition("/")[2], ", ".join(clean.warnings)
    try:
        info = os.lstat(path)
    except OSError:
        return Scanned(Seen(clean.display, 0, "", Outcome.UNREADABLE, "verdwenen tijdens het lezen"), path, None)
    at = datetime.fromtimestamp(info.st_mtime, UTC)
    trouble, message = _trouble(info, name)
    if trouble:
        return Scanned(Seen(clean.display, info.st_size, "", trouble, message), path, at)
    try:
        digest = content_of(path)
    except OSError as wrong:
        return Scanned(Seen(clean.display, info.st_size, "", Outcome.UNREADABLE, f"niet te lezen: {wrong.strerror}"), path, at)
    return Scanned(Seen(clean.display, info.st_size, digest, "", notes, _by_name(path, name)), path, at)


def _by_name(path: bytes, name: str) -> str:
    """Why the text of a file cannot be read, by its first bytes; nothing is unpacked here."""
    with open(path, "rb") as file:
        head = file.read(HEAD)
        return extraction.by_name_only(name, head, head.startswith(b"PK") and zipfile.is_zipfile(file))


def _trouble(info: os.stat_result, name: str) -> tuple[str, str]:
    if not stat.S_ISREG(info.st_mode):
        return Outcome.LINK, "een verwijzing of toestel, geen bestand"
    if batches.junk(name):
        return Outcome.JUNK, "achtergelaten door een programma"
    return (Outcome.EMPTY, "bestand zonder inhoud") if info.st_size == 0 else ("", "")


def content_of(path: bytes | Path) -> str:
    """SHA-256 of a file, read in pieces."""
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
