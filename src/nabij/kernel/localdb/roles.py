"""Roles, database and extensions inside the server: made once, put right at every start.

``nabij_owner`` owns the tables and migrates; ``nabij_web`` serves, held by row-level security; ``nabij_care`` backs up.
"""

import psycopg
from psycopg import sql

from nabij.kernel.localdb.binaries import EXTENSIONS

DATABASE = "nabij"
OWNER, WEB, CARE = "nabij_owner", "nabij_web", "nabij_care"
_RIGHTS = {
    OWNER: "LOGIN NOSUPERUSER CREATEDB NOCREATEROLE NOBYPASSRLS NOREPLICATION",
    WEB: "LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS NOREPLICATION",
    CARE: "LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE BYPASSRLS NOREPLICATION",
}


def settle(connection: psycopg.Connection, passwords: dict[str, str]) -> None:
    """Make or repair the three roles and the database. ``connection`` is the superuser's; ``passwords`` by role name."""
    for role, rights in _RIGHTS.items():
        known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone()
        statement = "ALTER ROLE {} {} PASSWORD {}" if known else "CREATE ROLE {} {} PASSWORD {}"
        connection.execute(sql.SQL(statement).format(sql.Identifier(role), sql.SQL(rights), sql.Literal(passwords[role])))
    # A backup reads every row; it changes none.
    connection.execute(sql.SQL("GRANT pg_read_all_data TO {}").format(sql.Identifier(CARE)))
    if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
        connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(DATABASE), sql.Identifier(OWNER)))
    # Off after a copy that was cut short.
    connection.execute(sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS true").format(sql.Identifier(DATABASE)))
    allow(connection, DATABASE)


def allow(connection: psycopg.Connection, database: str) -> None:
    """Only our three roles may enter ``database``. A copy of a database does not carry these rights along."""
    name = sql.Identifier(database)
    connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(name))
    connection.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}, {}").format(name, sql.Identifier(WEB), sql.Identifier(CARE)))


def extend(owner: psycopg.Connection) -> None:
    """Create the extensions as owner of the database: they are trusted, no superuser is needed."""
    for name in EXTENSIONS:
        owner.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(name)))
