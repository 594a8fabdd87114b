"""Migrations in groups: the same statements in the same order, but the models are rendered once per group, not once per operation.

Django renders every model that is related to a changed one anew after each operation. Here each model belongs to an organisation, so
that is all of them, each time: with 230 models an empty database cost 39 seconds, of which 4 in PostgreSQL.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from django.db.migrations import Migration, operations
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.operations.base import Operation

from .tenancy.operations import SqlOperation

_ON_A_MODEL = (
    operations.AddField, operations.AlterField, operations.AddConstraint, operations.RemoveConstraint, operations.AddIndex,
    operations.RemoveIndex,
)  # fmt: skip


class Grouping(MigrationExecutor):
    """Django's executor, whose migrations are applied in groups. Going back stays as it is."""

    def apply_migration(self, state: Any, migration: Migration, fake: bool = False, fake_initial: bool = False) -> Any:
        migration.apply = partial(_apply, migration)  # type: ignore[method-assign]
        return super().apply_migration(state, migration, fake=fake, fake_initial=fake_initial)


def groups(of: Sequence[Operation]) -> Iterator[list[Operation]]:
    """Runs of operations that mean the same whether each sees the state after itself or the state after all of them."""
    run: list[Operation] = []
    for operation in of:
        if run and not all(_independent(earlier, operation) for earlier in run):
            yield run
            run = []
        run.append(operation)
    if run:
        yield run


def _apply(migration: Migration, state: Any, schema_editor: Any, collect_sql: bool = False) -> Any:
    if collect_sql or not schema_editor.atomic_migration:
        return Migration.apply(migration, state, schema_editor, collect_sql)
    for group in groups(migration.operations):
        before = state.clone()
        if any(not _only_sql(operation) for operation in group):
            # Without rendered models the state changes for nothing; the next who asks renders them all, once.
            state.__dict__.pop("apps", None)
        for operation in group:
            operation.state_forwards(migration.app_label, state)
        for operation in group:
            operation.database_forwards(migration.app_label, schema_editor, before, state)
    return state


def _independent(earlier: Operation, later: Operation) -> bool:
    """Whether neither of two needs the state between them."""
    if _only_sql(earlier) or _only_sql(later):
        return True
    made, subject = _model(earlier), _model(later)
    if not made or not subject:
        return False
    creating = isinstance(earlier, operations.CreateModel) or isinstance(later, operations.CreateModel)
    if made == subject and creating:
        return False
    return made != subject or _part(earlier) != _part(later)


def _only_sql(operation: Operation) -> bool:
    """Statements that leave Django's idea of the models alone."""
    return isinstance(operation, SqlOperation) or (isinstance(operation, operations.RunSQL) and not operation.state_operations)


def _model(operation: Operation) -> str:
    """Lower-case name of the model that an operation makes or changes; empty for one that must stand alone."""
    if isinstance(operation, operations.CreateModel):
        return operation.name_lower
    return str(operation.model_name_lower) if isinstance(operation, _ON_A_MODEL) else ""


def _part(operation: Operation) -> str:
    """The field, constraint or index of a model that an operation is about."""
    for about in (operation, getattr(operation, "constraint", None), getattr(operation, "index", None)):
        if name := getattr(about, "name", ""):
            return str(name)
    return ""
