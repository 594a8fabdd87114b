"""The story told once per state of the code, into a home that nothing runs from: the mould.

The database of every test and the home of every running demo are copies of it, made in a second; telling takes a minute.

    python -m nabij.testing.story       tells it in NABIJ_HOME
"""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from nabij.demo import beginning, opening
from nabij.kernel import localdb
from nabij.kernel.config import load
from nabij.kernel.localdb.cluster import existing, mark_for_tests
from nabij.kernel.localdb.layout import Layout

#: The database as it was before the first pages were published: what a test of the website begins with.
UNPUBLISHED = "nabij_unpublished"
#: What belongs to a run and not to the story.
_OF_A_RUN = ("run", "log", "*.lock", "parts.json", "control")


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """One process at a time; the lock falls with the process that holds it."""
    with open(file, "w") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        yield


def mould(folder: Path, told: str) -> Path:
    """The home that holds the story as ``told`` says, with the secrets of ``folder``; told now when it was not. Hold no lock on it."""
    home, mark = folder / "story", folder / "story.told"
    with locked(folder / "story.lock"):
        if not (mark.exists() and mark.read_text() == told and home.is_dir()):
            mark.unlink(missing_ok=True)
            _forget(home)
            shutil.copytree(folder / "secrets", home / "secrets", ignore=shutil.ignore_patterns("database-*"))
            subprocess.run([sys.executable, "-m", "nabij.testing.story"], env=environment(home), check=True, stdout=subprocess.DEVNULL)
            mark.write_text(told)
    return home


def cast(mould: Path, home: Path) -> None:
    """A new home like the mould, ready to be run. ``home`` must not exist."""
    shutil.copytree(mould, home, symlinks=True, ignore=shutil.ignore_patterns(*_OF_A_RUN))
    _own_like(mould, home)


def cast_rows(mould: Path, home: Path) -> None:
    """Only what belongs to the rows of the story: files and keys into ``home``, and the data folder for its test server."""
    for found in mould.iterdir():
        if not found.is_dir() or found.name in (*_OF_A_RUN, "published", "copies", "secrets"):
            continue
        server = found.name.startswith("pg")
        target = home / (f"{found.name}-test" if server else found.name)
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(found, target, symlinks=True)
        _own_like(found, target)
    for secret in (mould / "secrets").glob("database-*"):
        shutil.copy2(secret, home / "secrets" / f"{secret.name}-test")


def environment(home: Path) -> dict[str, str]:
    """Nothing of the test process but where PostgreSQL stands: not its database, not its settings, not its home."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("NABIJ_", "DATABASE_", "DJANGO_")) or k == "NABIJ_PG_BIN"}
    return kept | {"NABIJ_HOME": str(home), "NABIJ_DEMO": "1"}


def tell() -> None:
    """What ``nabij demo`` does before its doors open, with a copy of the rows from before the first publishing."""
    config = load()
    database = opening.Database(config, purpose="demo")
    try:
        database.ensure()
        _forgetful(database, config.home)
        opening.migrate(database, print)
        opening.seed(database)
        localdb.save_copy(config.home, UNPUBLISHED)
        opening.publish(database, print)
        beginning.keep(config.home)
    finally:
        database.stop()


def _forgetful(database: opening.Database, home: Path) -> None:
    """What is made anew for each state of the code need not outlive a fall of the machine; every copy of it neither."""
    database.stop()
    for server in existing(Layout(home, "demo")):
        mark_for_tests(server.data_dir)
    database.ensure()


def _forget(home: Path) -> None:
    if home.is_dir():
        subprocess.run([sys.executable, "-m", "nabij", "stop"], env=environment(home), capture_output=True, timeout=60)
        shutil.rmtree(home)


def _own_like(mould: Path, copy: Path) -> None:
    """PostgreSQL never runs as root: its folder stays with the user that it belongs to."""
    if os.geteuid() != 0:
        return
    for path in (mould, *mould.rglob("*")):
        found, same = path.lstat(), copy / path.relative_to(mould)
        if found.st_uid != 0 and os.path.lexists(same):
            os.lchown(same, found.st_uid, found.st_gid)


if __name__ == "__main__":
    tell()
