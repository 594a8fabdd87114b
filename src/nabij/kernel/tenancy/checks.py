"""Refusals at start-up: a model without a class, a role with too many rights, a table without its policy."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.core.checks import Error, Tags, register
from django.db import connection

from .kinds import OUTSIDE_POLICIES, QUEUE_PREFIX, Tenancy

OPEN_CLASSES = (Tenancy.AUTH, Tenancy.QUEUE)


def class_of(model: Any) -> Tenancy | None:
    """The declared class of a model, or the class of a third-party table by the fixed list."""
    declared = getattr(model, "tenancy", None)
    if declared is not None:
        return Tenancy(declared)
    return class_of_table(model._meta.db_table)


def class_of_table(table: str) -> Tenancy | None:
    if table in OUTSIDE_POLICIES:
        return Tenancy.AUTH
    return Tenancy.QUEUE if table.startswith(QUEUE_PREFIX) else None


@register(Tags.models)
def models_have_a_class(**kwargs: Any) -> list[Error]:
    return [
        Error(f"Tabel {model._meta.db_table} heeft geen bereikklasse (OWNED, SHARED, …).", id="nabij.E010")
        for model in apps.get_models(include_auto_created=True)
        if class_of(model) is None
    ]


ROLE = """
SELECT r.rolsuper, r.rolbypassrls, (SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relowner = r.oid AND c.relkind IN ('r', 'p') AND n.nspname = 'public')
FROM pg_roles r WHERE r.rolname = current_user
"""
TABLES = """
SELECT c.relname, c.relispartition, c.relrowsecurity, EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid),
  has_table_privilege(current_user, c.oid, 'SELECT, INSERT, UPDATE, DELETE')
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') ORDER BY c.relname
"""


def role_problems() -> list[str]:
    """One sentence per right that the running role may not have."""
    with connection.cursor() as cursor:
        cursor.execute(ROLE)
        superuser, bypass, owned = cursor.fetchone()
    problems = []
    if superuser:
        problems.append("Nabij draait als beheerder van de databank. Gebruik de rol nabij_web in DATABASE_URL.")
    if bypass:
        problems.append("De databankrol slaat de rijbeveiliging over (BYPASSRLS). Gebruik de rol nabij_web.")
    if owned:
        problems.append(f"De databankrol is eigenaar van {owned} tabellen. Gebruik nabij_web; alleen migrate is eigenaar.")
    return problems


def table_problems() -> list[str]:
    """One sentence per table whose policy is missing, partitions included."""
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        rows: list[Any] = cursor.fetchall()
    declared = {m._meta.db_table: class_of(m) for m in apps.get_models(include_auto_created=True)}
    return [sentence for row in rows if (sentence := _table_problem(*row, declared=declared))]


def _table_problem(
    table: str, partition: bool, secured: bool, policy: bool, reachable: bool, *, declared: dict[str, Tenancy | None]
) -> str:
    if partition:
        return f"Deeltabel {table} is rechtstreeks bereikbaar." if reachable or not secured else ""
    tenancy = declared.get(table) or class_of_table(table)
    if tenancy is None:
        return f"Tabel {table} heeft geen bereikklasse."
    if tenancy not in OPEN_CLASSES and not (secured and policy):
        return f"Tabel {table} heeft geen rijbeveiliging. Voer de migraties uit."
    return ""


def refuse_unsafe_start() -> None:
    """Called by every serving process before its first request. Raises ``SystemExit`` with the sentences."""
    problems = role_problems() + table_problems()
    if problems:
        raise SystemExit("\n".join(problems))
