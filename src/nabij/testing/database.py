"""The private test server with the rows of the story, cloned in a fraction of a second."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

import nabij
from nabij.demo import beginning
from nabij.kernel import config, localdb
from nabij.testing import story

PACKAGE = Path(nabij.__file__).parent
#: What a template depends on: tables, and the story with everything it is told through.
SOURCES = (
    "**/migrations/*.py", "**/demo*.py", "**/*_demo.py", "demo/**/*.py", "**/data/*", "**/actions/*.py", "**/actions.py", "**/rules/*.py",
    "**/models/*.py",
)


def home() -> Path:
    """The home of the tests: beside the home of the demo, never the same."""
    given = os.environ.get("NABIJ_TEST_HOME")
    return Path(given) if given else Path(config.default_home()).with_name(Path(config.default_home()).name + "-test")


def template_name() -> str:
    """One short text for the state of all code that the story depends on."""
    digest = hashlib.sha256()
    for pattern in SOURCES:
        for path in sorted(PACKAGE.glob(pattern)):
            if path.is_file() and "__pycache__" not in path.parts and "tests" not in path.parts:
                digest.update(str(path.relative_to(PACKAGE)).encode() + path.read_bytes())
    return f"tpl_{digest.hexdigest()[:12]}"


def with_name(url: str, name: str) -> str:
    """``url`` with another database name; a connection string for psycopg."""
    return make_conninfo(**(conninfo_to_dict(url) | {"dbname": name}))  # type: ignore[arg-type]


def as_url(url: str, name: str) -> str:
    """``url`` (postgresql://…) with another database name."""
    head, _, rest = url.partition("?")
    return f"{head.rpartition('/')[0]}/{name}" + (f"?{rest}" if rest else "")


class Cluster:
    """The private test server, with the template and its clones."""

    def __init__(self) -> None:
        self.home = home()
        (self.home / "secrets").mkdir(mode=0o700, parents=True, exist_ok=True)
        told = template_name()
        mould = story.mould(self.home, told)
        with story.locked(self.home / "template.lock"):
            mark = self.home / "rows.told"
            if not (mark.exists() and mark.read_text() == told):
                mark.unlink(missing_ok=True)
                localdb.stop(self.home, purpose="test")
                story.cast_rows(mould, self.home)
                mark.write_text(told)
            self.db = localdb.ensure(self.home, purpose="test")

    def clone(self, name: str, *, published: bool = False) -> str:
        """A fresh copy of the story's rows under ``name``, from before its first pages were published or from after."""
        source = beginning.COPY if published else story.UNPUBLISHED
        with story.locked(self.home / "template.lock"), self._owner() as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
            connection.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY wal_log").format(*map(sql.Identifier, (name, source)))
            )
        return name

    def drop(self, name: str) -> None:
        with self._owner() as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def _owner(self) -> psycopg.Connection:
        return psycopg.connect(self.db.owner_url, autocommit=True)
