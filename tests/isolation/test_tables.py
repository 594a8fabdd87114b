"""Kernel A6: as the web role, every owned table is a wall. The list comes from the models: a new table is in it by itself."""

from __future__ import annotations

import psycopg
import pytest
from django.apps import apps
from psycopg import sql

from nabij.kernel.tenancy.checks import class_of
from nabij.kernel.tenancy.kinds import Tenancy
from nabij.testing.database import as_url

WALLED = {Tenancy.OWNED, Tenancy.SHARED, Tenancy.SELF, Tenancy.LOG, Tenancy.SHARED_LOG}
REFUSED = (psycopg.errors.InsufficientPrivilege,)


def tables(*classes: Tenancy) -> list[str]:
    return sorted({m._meta.db_table for m in apps.get_models() if class_of(m) in (classes or WALLED)})


@pytest.fixture
def web(db, cluster, request):
    """psql as the web role would be: a connection of its own, in autocommit."""
    with psycopg.connect(as_url(cluster.db.web_url, request.config._nabij_database), autocommit=True) as connection:
        yield connection


def in_scope(connection: psycopg.Connection, reading: int, writing: int) -> None:
    connection.execute("SELECT set_config('nabij.reading', %s, true), set_config('nabij.writing', %s, true)", [str(reading), str(writing)])


def test_the_list_of_walled_tables_is_not_empty():
    assert len(tables()) >= 20


@pytest.mark.parametrize("table", tables())
def test_outside_a_scope_no_row_is_seen_changed_or_removed(web, table):
    name = sql.Identifier(table)
    assert web.execute(sql.SQL("SELECT count(*) FROM {}").format(name)).fetchone() == (0,)
    for statement in ("UPDATE {} SET organisation_id = organisation_id", "DELETE FROM {}"):
        try:
            assert web.execute(sql.SQL(statement).format(name)).rowcount == 0
        except REFUSED:
            pass
    with pytest.raises(REFUSED):
        web.execute(sql.SQL("TRUNCATE {}").format(name))


@pytest.mark.parametrize("table", tables())
def test_a_row_for_another_organisation_is_refused(web, organisations, table):
    mine, theirs = organisations["kortrijk"], organisations["kuurne"]
    for inside in (False, True):
        with pytest.raises(REFUSED), web.transaction():
            if inside:
                in_scope(web, mine, mine)
            web.execute(sql.SQL("INSERT INTO {} (organisation_id) VALUES (%s)").format(sql.Identifier(table)), [theirs])


@pytest.fixture(scope="session")
def owners(django_db_setup, cluster, request):
    """table → an organisation that has a row there, as the owner of the tables sees it."""
    found = {}
    with psycopg.connect(as_url(cluster.db.owner_url, request.config._nabij_database)) as owner:
        for table in tables():
            row = owner.execute(sql.SQL("SELECT organisation_id FROM {} LIMIT 1").format(sql.Identifier(table))).fetchone()
            found[table] = row[0] if row else None
    return found


@pytest.fixture(scope="session")
def insiders(django_db_setup, cluster, request):
    """organisation → an account that may open a social file there: behind that wall nobody else sees a row to move."""
    with psycopg.connect(as_url(cluster.db.owner_url, request.config._nabij_database)) as owner:
        return dict(owner.execute("SELECT organisation_id, account_id::text FROM dossier_grant WHERE basis = 'assignment'").fetchall())


@pytest.mark.parametrize("table", tables())
def test_a_row_cannot_be_moved_to_another_organisation(web, organisations, owners, insiders, table):
    """Where the story has rows: moving one is refused by policy, or by right where rows are append-only."""
    mine = owners[table]
    if mine is None:
        pytest.skip("not run: the story has no row here")
    theirs = next(id for id in organisations.values() if id != mine)
    name = sql.Identifier(table)
    with web.transaction(force_rollback=True):
        in_scope(web, mine, mine)
        web.execute("SELECT set_config('nabij.account', %s, true)", [insiders.get(mine, "")])
        assert web.execute(sql.SQL("SELECT count(*) FROM {} WHERE organisation_id = %s").format(name), [mine]).fetchone() != (0,)
        with pytest.raises((*REFUSED, psycopg.errors.RaiseException, psycopg.errors.CheckViolation)):
            web.execute(sql.SQL("UPDATE {} SET organisation_id = %s WHERE organisation_id = %s").format(name), [theirs, mine])


@pytest.mark.parametrize("table", tables())
def test_in_a_scope_only_own_and_shared_rows_are_seen(web, organisations, table):
    mine = organisations["kortrijk"]
    shared = "AND audience <> 'public'" if table in tables(Tenancy.SHARED, Tenancy.SHARED_LOG) else ""
    with web.transaction(force_rollback=True):
        in_scope(web, mine, mine)
        query = sql.SQL("SELECT count(*) FROM {} WHERE organisation_id <> %s " + shared).format(sql.Identifier(table))
        assert web.execute(query, [mine]).fetchone() == (0,)


def test_partitions_cannot_be_named(web):
    leaves = web.execute("SELECT c.relname FROM pg_class c WHERE c.relispartition AND c.relkind = 'r'").fetchall()
    assert len(leaves) >= 12
    for (leaf,) in leaves:
        with pytest.raises(REFUSED):
            web.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(leaf)))


@pytest.mark.parametrize("statement", ["SET ROLE nabij_owner", "CREATE TABLE public.x (id int)", "ALTER ROLE nabij_web BYPASSRLS"])
def test_the_web_role_cannot_widen_itself(web, statement):
    with pytest.raises((psycopg.errors.InsufficientPrivilege,)):
        web.execute(statement)  # type: ignore[call-overload]


def test_functions_with_the_owners_rights_pin_their_search_path(web):
    rows = web.execute(
        "SELECT p.proname, p.proconfig, has_function_privilege('public', p.oid, 'EXECUTE') FROM pg_proc p "
        "JOIN pg_namespace n ON n.oid = p.pronamespace WHERE p.prosecdef AND n.nspname IN ('nabij', 'public')"
    ).fetchall()
    assert rows and all(any(c.startswith("search_path=") for c in config or []) and not public for _, config, public in rows), rows
