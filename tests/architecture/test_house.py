"""The house keeps its shape: sizes, names, policies and references are facts that a test reads."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection

from nabij.kernel.tenancy import checks
from nabij.kernel.tenancy.kinds import Tenancy

SOURCE = Path(__file__).resolve().parents[2] / "src" / "nabij"
FORBIDDEN = {"utils", "helpers", "common", "base", "manager", "util", "helper", "managers"}
OWNED = {Tenancy.OWNED, Tenancy.SHARED, Tenancy.SELF}


def sources(pattern: str) -> list[Path]:
    return [p for p in sorted(SOURCE.rglob(pattern)) if "migrations" not in p.parts and "__pycache__" not in p.parts]


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


@pytest.mark.parametrize(("pattern", "limit"), [("*.py", 400), ("*.html", 150), ("*.css", 200)])
def test_files_stay_small(pattern, limit):
    assert {str(p.relative_to(SOURCE)): n for p in sources(pattern) if (n := lines(p)) > limit} == {}


def test_functions_stay_small():
    long = {}
    for path in sources("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or 0) - node.lineno + 1
                if length > 40:
                    long[f"{path.relative_to(SOURCE)}:{node.name}"] = length
    assert long == {}


def test_a_name_says_what_is_in_the_room():
    assert [str(p.relative_to(SOURCE)) for p in sources("*.py") if p.stem in FORBIDDEN or set(p.parts) & FORBIDDEN] == []


def test_every_model_has_exactly_one_class_and_every_table_its_policy(db):
    assert checks.models_have_a_class() == []
    assert checks.table_problems() == []


FOREIGN_KEYS = """
SELECT c.conrelid::regclass::text, a.attname, c.confrelid::regclass::text, array_length(c.conkey, 1)
FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[array_length(c.conkey, 1)]
WHERE c.contype = 'f' AND c.connamespace = 'public'::regnamespace
"""


def test_references_between_owned_rows_are_composite(db):
    """A plain foreign key bypasses row-level security: it would tell that another organisation's row exists."""
    classes = {m._meta.db_table: checks.class_of(m) for m in apps.get_models()}
    with connection.cursor() as cursor:
        cursor.execute(FOREIGN_KEYS)
        found = cursor.fetchall()
    plain = [row for row in found if row[3] == 1 and classes.get(row[0]) in OWNED and classes.get(row[2]) in OWNED]
    assert plain == []


def test_every_reference_between_owned_rows_has_its_constraint(db):
    with connection.cursor() as cursor:
        cursor.execute(FOREIGN_KEYS)
        constrained = {(row[0], row[1]) for row in cursor.fetchall()}
    missing = [
        f"{model._meta.db_table}.{field.column}"
        for model in apps.get_models() if checks.class_of(model) in OWNED | {Tenancy.LOG}
        for field in model._meta.concrete_fields
        if field.is_relation and checks.class_of(field.related_model) in OWNED and (model._meta.db_table, field.column) not in constrained
    ]
    assert missing == []


def test_every_owned_model_can_be_referred_to(db):
    """UNIQUE (organisation_id, id) is the target of every composite reference."""
    missing = []
    with connection.cursor() as cursor:
        for model in apps.get_models():
            if checks.class_of(model) in OWNED:
                constraints = connection.introspection.get_constraints(cursor, model._meta.db_table)
                if not any(c["unique"] and c["columns"] == ["organisation_id", "id"] for c in constraints.values()):
                    missing.append(model._meta.db_table)
    assert missing == []


def test_the_import_contracts_hold():
    from importlinter.cli import lint_imports

    assert lint_imports(config_filename=str(SOURCE.parents[1] / ".importlinter"), no_cache=True) == 0
