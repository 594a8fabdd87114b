"""A migrated and seeded template database, built once per state of the code, cloned in a fraction of a second."""

from __future__ import annotations

import fcntl
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

import nabij
from nabij.kernel import config, localdb

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


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    with open(folder / "template.lock", "w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


class Cluster:
    """The private test server, with the template and its clones."""

    def __init__(self) -> None:
        self.home = home()
        self.home.mkdir(parents=True, exist_ok=True)
        self.db = localdb.ensure(self.home, purpose="test")

    def template(self) -> str:
        """Name of the template; built by the first worker that asks, while the others wait."""
        name = template_name()
        with _locked(self.home):
            if not self._exists(name):
                self._build(name)
        return name

    def clone(self, name: str) -> str:
        """A fresh copy of the template under ``name``."""
        template = self.template()
        with _locked(self.home), self._owner() as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
            connection.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY wal_log").format(sql.Identifier(name), sql.Identifier(template))
            )
        return name

    def drop(self, name: str) -> None:
        with self._owner() as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def _owner(self) -> psycopg.Connection:
        return psycopg.connect(self.db.owner_url, autocommit=True)

    def _exists(self, name: str) -> bool:
        with self._owner() as connection:
            return connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is not None

    def _build(self, name: str) -> None:
        draft = f"{name}_draft"
        with self._owner() as connection:
            old = connection.execute("SELECT datname FROM pg_database WHERE datname LIKE 'tpl\\_%%'", []).fetchall()
            for row in old:
                connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(row[0])))
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(draft)))
        environment = {k: v for k, v in os.environ.items() if not k.startswith("NABIJ_")} | {
            "NABIJ_HOME": str(self.home), "NABIJ_DEMO": "1",
            "DATABASE_URL": as_url(self.db.web_url, draft), "DATABASE_OWNER_URL": as_url(self.db.owner_url, draft),
        }
        for verb in ("migrate", "demo-seed"):
            subprocess.run([sys.executable, "-m", "nabij", verb], env=environment, check=True, stdout=subprocess.DEVNULL)
        with self._owner() as connection:
            connection.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(draft), sql.Identifier(name)))
