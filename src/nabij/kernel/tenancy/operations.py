"""Migration operations for row-level security and for composite references."""

from __future__ import annotations

from typing import Any

from django.db.migrations.operations.base import Operation

from .kinds import Tenancy

_OWNED = "organisation_id = ANY (nabij.{0}())"
_AUDIENCE = "(organisation_id = ANY (nabij.reading()) OR audience = ANY (nabij.tags()))"
_SELF = "(organisation_id = ANY (nabij.reading()) OR (account_id IS NOT NULL AND account_id = nabij.account()))"
_READ = {
    Tenancy.OWNED: _OWNED.format("reading"),
    Tenancy.LOG: _OWNED.format("reading"),
    Tenancy.SHARED: _AUDIENCE,
    Tenancy.SHARED_LOG: _AUDIENCE,
    Tenancy.SELF: _SELF,
    Tenancy.DIRECTORY: "true",
    Tenancy.CODE: "true",
}
_WRITE = _OWNED.format("writing")


def policy_sql(table: str, tenancy: Tenancy, organisation_column: str = "organisation_id") -> list[str]:
    """Statements that give ``table`` the policies of its class. No FORCE: the owner role migrates and backs up."""
    read = _READ[tenancy].replace("organisation_id", organisation_column)
    write = _WRITE.replace("organisation_id", organisation_column)
    statements = [
        f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY',
        f'CREATE POLICY nabij_read ON "{table}" FOR SELECT USING ({read})',
    ]
    if tenancy is Tenancy.CODE:
        return [*statements, f'REVOKE INSERT, UPDATE, DELETE ON "{table}" FROM nabij_web']
    statements.append(f'CREATE POLICY nabij_insert ON "{table}" FOR INSERT WITH CHECK ({write})')
    if tenancy in (Tenancy.LOG, Tenancy.SHARED_LOG):
        return [*statements, *append_only_sql(table)]
    return [
        *statements,
        f'CREATE POLICY nabij_update ON "{table}" FOR UPDATE USING ({write}) WITH CHECK ({write})',
        f'CREATE POLICY nabij_delete ON "{table}" FOR DELETE USING ({write})',
    ]


def append_only_sql(table: str) -> list[str]:
    """Revoke change and removal, and refuse it by trigger for everyone, the owner role included."""
    return [
        f'REVOKE UPDATE, DELETE, TRUNCATE ON "{table}" FROM nabij_web',
        f'CREATE TRIGGER nabij_append_only BEFORE UPDATE OR DELETE ON "{table}" '
        "FOR EACH ROW EXECUTE FUNCTION nabij.append_only()",
    ]


def _drop_sql(table: str) -> list[str]:
    drops = [f'DROP POLICY IF EXISTS nabij_{verb} ON "{table}"' for verb in ("read", "insert", "update", "delete")]
    return [
        *drops,
        f'DROP TRIGGER IF EXISTS nabij_append_only ON "{table}"',
        f'ALTER TABLE "{table}" DISABLE ROW LEVEL SECURITY',
        f'GRANT SELECT, INSERT, UPDATE, DELETE ON "{table}" TO nabij_web',
    ]


class SqlOperation(Operation):
    reversible = True
    reduces_to_sql = True

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Changes nothing in Django's model state."""

    def forward_sql(self) -> list[str]:
        raise NotImplementedError

    def backward_sql(self) -> list[str]:
        raise NotImplementedError

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for statement in self.forward_sql():
            schema_editor.execute(statement, params=None)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for statement in self.backward_sql():
            schema_editor.execute(statement, params=None)


class Policy(SqlOperation):
    """Row-level security of one table, by its tenancy class."""

    def __init__(self, table: str, tenancy: Tenancy, organisation_column: str = "organisation_id") -> None:
        self.table, self.tenancy, self.organisation_column = table, Tenancy(tenancy), organisation_column

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return "Policy", [self.table, self.tenancy], {"organisation_column": self.organisation_column}

    def forward_sql(self) -> list[str]:
        return policy_sql(self.table, self.tenancy, self.organisation_column)

    def backward_sql(self) -> list[str]:
        return _drop_sql(self.table)

    def describe(self) -> str:
        return f"Row-level security of class {self.tenancy} on {self.table}"


class TenantKey(SqlOperation):
    """Composite foreign key (organisation_id, column) → target (organisation_id, id), deferred to commit."""

    def __init__(
        self, table: str, column: str, target: str, *, organisation_column: str = "organisation_id",
        on_delete: str = "",
    ) -> None:
        self.table, self.column, self.target = table, column, target
        self.organisation_column, self.on_delete = organisation_column, on_delete

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        options = {"organisation_column": self.organisation_column, "on_delete": self.on_delete}
        return "TenantKey", [self.table, self.column, self.target], options

    @property
    def constraint(self) -> str:
        return f"{self.table}_{self.column}_tk"[:63]

    def forward_sql(self) -> list[str]:
        clause = f" ON DELETE {self.on_delete}" if self.on_delete else ""
        return [
            f'ALTER TABLE "{self.table}" ADD CONSTRAINT "{self.constraint}" '
            f'FOREIGN KEY ("{self.organisation_column}", "{self.column}") '
            f'REFERENCES "{self.target}" (organisation_id, id){clause} DEFERRABLE INITIALLY DEFERRED'
        ]

    def backward_sql(self) -> list[str]:
        return [f'ALTER TABLE "{self.table}" DROP CONSTRAINT "{self.constraint}"']

    def describe(self) -> str:
        return f"Reference of {self.table}.{self.column} to {self.target} inside one organisation"


class DefinerFunction(SqlOperation):
    """A SECURITY DEFINER function with a pinned search_path, callable by the web role only.

    ``signature`` as in ``nabij.report_owner(code text)``; ``returns`` and ``body`` are SQL; ``language`` sql or plpgsql.
    """

    def __init__(
        self, signature: str, returns: str, body: str, *, language: str = "sql", volatility: str = "STABLE"
    ) -> None:
        self.signature, self.returns, self.body = signature, returns, body
        self.language, self.volatility = language, volatility

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        options = {"language": self.language, "volatility": self.volatility}
        return "DefinerFunction", [self.signature, self.returns, self.body], options

    @property
    def identity(self) -> str:
        name, _, arguments = self.signature.partition("(")
        kinds = [part.strip().split(" ", 1)[1] for part in arguments.rstrip(")").split(",") if part.strip()]
        return f"{name}({', '.join(kinds)})"

    def forward_sql(self) -> list[str]:
        return [
            f"CREATE OR REPLACE FUNCTION {self.signature} RETURNS {self.returns} LANGUAGE {self.language} "
            f"{self.volatility} SECURITY DEFINER SET search_path = public, nabij, pg_temp AS $nabij${self.body}$nabij$",
            f"REVOKE ALL ON FUNCTION {self.identity} FROM PUBLIC",
            f"GRANT EXECUTE ON FUNCTION {self.identity} TO nabij_web",
        ]

    def backward_sql(self) -> list[str]:
        return [f"DROP FUNCTION IF EXISTS {self.identity}"]

    def describe(self) -> str:
        return f"Function {self.identity} with the owner's rights"
