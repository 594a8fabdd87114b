"""The beginning of the story, kept: database, files and clock as they were after seeding, to return to in seconds.

The copy of the database is what tells that this home was seeded: a story that was cut short leaves none.
"""

import json
import os
import shutil
import time
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from nabij.kernel import localdb

COPY = "nabij_beginning"
#: ``keyholders``: a vault that a visitor closed or renewed is as it was, like the rows that it opens. ``copies``: what was kept of a
#: later hour would answer nobody at an earlier one.
_FOLDERS = ("media", "blobs", "published", "demo/gateway", "keyholders", "copies")
#: Files that are only ever replaced, never changed where they stand: a second name for each is as good as a copy, and 8 times as quick.
_REPLACED = "published"


def is_seeded(home: Path) -> bool:
    """Whether the story of this home was told to its end. The database must be running."""
    return localdb.has_copy(home, COPY)


def keep(home: Path) -> None:
    """Keep the present state as the beginning. Cuts every connection to the database."""
    kept = home / "demo" / "beginning"
    draft = kept.with_name("beginning.new")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    for name in _FOLDERS:
        if (home / name).is_dir():
            _copy(home / name, draft / name, name)
    shutil.rmtree(kept, ignore_errors=True)
    draft.rename(kept)
    clock = _clock(home)
    if clock.exists():
        at = clock.stat().st_mtime
        _write(home / "demo" / "beginning.json", {"story_time": at + _offset(clock)})
    localdb.save_copy(home, COPY)


def restore(home: Path) -> None:
    """Back to the beginning: rows, files and the hour on the clock."""
    localdb.restore_copy(home, COPY)
    kept = home / "demo" / "beginning"
    for name in _FOLDERS:
        if name == "keyholders" and not (kept / name).is_dir():
            continue  # a copy from before OCMWs had keys: without one a vault could never open again
        if name == _REPLACED and _as_it_was(kept / name, home / name):
            continue
        shutil.rmtree(home / name, ignore_errors=True)
        if (kept / name).is_dir():
            _copy(kept / name, home / name, name)
    noted = home / "demo" / "beginning.json"
    if noted.exists():
        _set_offset(home, json.loads(noted.read_text())["story_time"] - time.time())


def _copy(source: Path, target: Path, name: str) -> None:
    shutil.copytree(source, target, symlinks=True, copy_function=os.link if name == _REPLACED else shutil.copy2)


def _as_it_was(kept: Path, published: Path) -> bool:
    """Whether no site was published since: every site stands at the release that it stood at, and no other was made."""
    return kept.is_dir() and _releases(kept) == _releases(published)


def _releases(published: Path) -> dict[str, str]:
    found = {str(path.relative_to(published)): os.readlink(path) if path.is_symlink() else "" for path in published.glob("*/current")}
    found |= {str(path.relative_to(published)): "" for path in published.glob("*/releases/*")}
    return found | {path.name: path.read_text() for path in published.glob("*.json")}


def forget(home: Path) -> None:
    """Throw the story away, the beginning included; the next start tells it anew."""
    localdb.start_empty(home, COPY)
    for name in _FOLDERS:
        shutil.rmtree(home / name, ignore_errors=True)
    shutil.rmtree(home / "demo" / "beginning", ignore_errors=True)
    for name in ("beginning.json", "clock.json", "cards.json", "alive"):
        (home / "demo" / name).unlink(missing_ok=True)


def note_alive(home: Path) -> None:
    """Leave a mark of the present moment, for ``hold_clock``."""
    (home / "demo" / "alive").touch()


def hold_clock(home: Path) -> None:
    """The clock of the story stands still while nobody plays: go on at the hour where the last run stopped."""
    alive, clock = home / "demo" / "alive", _clock(home)
    if alive.exists() and clock.exists():
        away = time.time() - max(alive.stat().st_mtime, clock.stat().st_mtime)
        if away > 0:
            _set_offset(home, _offset(clock) - away)
    note_alive(home)


def schema_mark(url: str) -> str:
    """The mark that ``set_schema_mark`` left in this database; a copy of the database carries it along."""
    with psycopg.connect(url) as connection:
        found = connection.execute("SELECT obj_description('public'::regnamespace, 'pg_namespace')").fetchone()
    return str(found[0] or "") if found else ""


def set_schema_mark(owner_url: str, mark: str) -> None:
    """Note with which set of migrations the tables were brought up to date."""
    with psycopg.connect(owner_url) as connection:
        connection.execute(sql.SQL("COMMENT ON SCHEMA public IS {}").format(sql.Literal(mark)))


def _clock(home: Path) -> Path:
    return home / "demo" / "clock.json"


def _offset(clock: Path) -> float:
    return float(json.loads(clock.read_text())["offset_seconds"])


def _set_offset(home: Path, seconds: float) -> None:
    clock = _clock(home)
    content = json.loads(clock.read_text()) if clock.exists() else {}
    _write(clock, content | {"offset_seconds": seconds})


def _write(path: Path, content: dict[str, Any]) -> None:
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.write_text(json.dumps(content))
    draft.replace(path)
