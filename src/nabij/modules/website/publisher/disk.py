"""Files of a site: immutable objects, a tree per release, one symbolic link that switches. No database, no Django.

    <published>/hosts.json                  host name → site
    <published>/<site>/objects/<sha256>     bytes of a page, and <sha256>.gz
    <published>/<site>/releases/<name>/     the tree that a web server can serve, and pages.json
    <published>/<site>/current              → releases/<name>
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import shutil
import threading
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from ..rules.publishing import file_of

MANIFEST = "pages.json"
KEPT_RELEASES = 2


@dataclass(frozen=True, slots=True)
class Entry:
    """One page of a release. ``day`` is the day whose hours it shows (ISO), empty when it shows none."""

    sha256: str
    content_type: str
    size: int
    day: str = ""


def put(site: Path, body: bytes) -> str:
    """Keep the bytes of a page; the same bytes twice are one object. Returns their digest."""
    digest = hashlib.sha256(body).hexdigest()
    target = site / "objects" / digest
    if not target.exists():
        _write(target.with_name(f"{digest}.gz"), gzip.compress(body, 6, mtime=0))
        _write(target, body)
    return digest


def build(site: Path, name: str, entries: Mapping[str, Entry]) -> None:
    """Lay the tree of a release beside the running one; nothing is visible yet."""
    release = site / "releases" / name
    shutil.rmtree(release, ignore_errors=True)
    for path, entry in entries.items():
        target = release / file_of(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        source = site / "objects" / entry.sha256
        os.link(source, target)
        os.link(source.with_name(f"{source.name}.gz"), target.with_name(f"{target.name}.gz"))
    _write(release / MANIFEST, json.dumps({path: asdict(entry) for path, entry in entries.items()}).encode())


def swap(site: Path, name: str) -> None:
    """One rename: from here on every visitor sees the new release, whole."""
    draft = site / f"current.{os.getpid()}"
    draft.unlink(missing_ok=True)
    draft.symlink_to(Path("releases") / name)
    os.replace(draft, site / "current")
    _sync(site)


def current_name(site: Path) -> str:
    """Name of the release that visitors see; empty without one."""
    try:
        return os.path.basename(os.readlink(site / "current"))
    except OSError:
        return ""


def entries(site: Path, name: str = "") -> dict[str, Entry]:
    """Pages of a release (the current one by default); empty when there is none."""
    name = name or current_name(site)
    try:
        told = json.loads((site / "releases" / name / MANIFEST).read_text())
    except (OSError, ValueError):
        return {}
    return {path: Entry(**entry) for path, entry in told.items()} if name else {}


def prune(site: Path) -> int:
    """Remove releases but the newest two and the objects that none of them uses; returns how many files went."""
    running = current_name(site)
    folders = sorted((site / "releases").iterdir(), key=lambda folder: folder.stat().st_mtime, reverse=True)
    kept = {running, *[folder.name for folder in folders[:KEPT_RELEASES]]}
    for folder in folders:
        if folder.name not in kept:
            shutil.rmtree(folder)
    used = {entry.sha256 for name in kept for entry in entries(site, name).values()}
    gone = [path for path in (site / "objects").iterdir() if path.name.removesuffix(".gz") not in used]
    for path in gone:
        path.unlink()
    return len(gone)


def drop(site: Path) -> None:
    """Take a whole site from the wire."""
    (site / "current").unlink(missing_ok=True)
    shutil.rmtree(site, ignore_errors=True)


def write_hosts(published: Path, hosts: Mapping[str, str]) -> None:
    """Note which site answers on which host name; what is known already is not written again."""
    target, told = published / "hosts.json", json.dumps(dict(sorted(hosts.items()))).encode()
    if not target.exists() or target.read_bytes() != told:
        _write(target, told)


def problems(site: Path) -> list[str]:
    """Where the files differ from what the current release says: a page that is gone, changed, or was never published."""
    told = entries(site)
    folder = site / "releases" / current_name(site)
    found = []
    for path, entry in told.items():
        file = folder / file_of(path)
        if not file.is_file():
            found.append(f"{path}: bestand is weg")
        elif hashlib.sha256(file.read_bytes()).hexdigest() != entry.sha256:
            found.append(f"{path}: bestand is gewijzigd")
    expected = {folder / file_of(path) for path in told} | {folder / MANIFEST}
    present = {file for file in folder.rglob("*") if file.is_file() and not file.name.endswith(".gz")} if told else set()
    return found + [f"/{file.relative_to(folder)}: hoort er niet" for file in sorted(present - expected)]


def _write(target: Path, body: bytes) -> None:
    """Whole or not at all: a page is never half written or empty. Several may write the same at once: each has a draft of its own."""
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f".{target.name}.{os.getpid()}.{threading.get_ident()}")
    with draft.open("wb") as file:
        file.write(body)
        file.flush()
        os.fsync(file.fileno())
    os.replace(draft, target)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
