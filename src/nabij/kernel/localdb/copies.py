"""Copies of the database inside the same server: made in a second, put back in a second. The demo's "Begin opnieuw" is one."""

from pathlib import Path

import psycopg
from psycopg import sql

from nabij.kernel.localdb.cluster import existing
from nabij.kernel.localdb.layout import Layout
from nabij.kernel.localdb.roles import DATABASE, OWNER, allow
from nabij.kernel.localdb.trouble import LocalDbError


def has_copy(home: Path, name: str, *, purpose: str = "demo") -> bool:
    """Whether a copy called ``name`` is kept. The server must be running."""
    with _superuser(home, purpose) as connection:
        return _known(connection, name)


def save_copy(home: Path, name: str, *, purpose: str = "demo") -> None:
    """Keep a copy of the database as ``name``, in place of an older one. Cuts every connection to the database."""
    _replace(home, source=DATABASE, target=name, purpose=purpose)


def restore_copy(home: Path, name: str, *, purpose: str = "demo") -> None:
    """Put the copy ``name`` in the place of the database. Cuts every connection; what came after the copy is gone."""
    if not has_copy(home, name, purpose=purpose):
        raise LocalDbError("Er is geen kopie om naar terug te keren. Start het voorbeeld opnieuw met: nabij demo --reset")
    _replace(home, source=name, target=DATABASE, purpose=purpose)


def start_empty(home: Path, name: str, *, purpose: str = "demo") -> None:
    """Drop the database and its copy ``name``. Call ``ensure`` afterwards: it makes an empty one."""
    with _superuser(home, purpose) as connection:
        _drop(connection, name)
        _drop(connection, DATABASE)


def _replace(home: Path, *, source: str, target: str, purpose: str) -> None:
    """The copy is finished under a draft name, then the names change in one transaction: there is always a whole database."""
    draft, old = f"{target}_new", f"{target}_old"
    with _superuser(home, purpose) as connection:
        _drop(connection, draft)
        _drop(connection, old)
        _close(connection, source)
        try:
            connection.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER {}").format(*map(sql.Identifier, (draft, source, OWNER)))
            )
        finally:
            _open(connection, source)
        allow(connection, draft)
        if _known(connection, target):
            _close(connection, target)
        with connection.transaction():
            if _known(connection, target):
                _rename(connection, target, old)
            _rename(connection, draft, target)
        _drop(connection, old)


def _known(connection: psycopg.Connection, name: str) -> bool:
    return connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is not None


def _rename(connection: psycopg.Connection, name: str, to: str) -> None:
    connection.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(name), sql.Identifier(to)))


def _drop(connection: psycopg.Connection, name: str) -> None:
    connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _close(connection: psycopg.Connection, name: str) -> None:
    """A database with a connection cannot be copied: refuse new ones, then cut the others."""
    connection.execute(sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS false").format(sql.Identifier(name)))
    connection.execute("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s", [name])


def _open(connection: psycopg.Connection, name: str) -> None:
    connection.execute(sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS true").format(sql.Identifier(name)))


def _superuser(home: Path, purpose: str) -> psycopg.Connection:
    for cluster in existing(Layout(home.absolute(), purpose)):
        return cluster.connect()
    raise LocalDbError(f"In {home} staat nog geen databank.")
