"""What must exist in a database before the first table is made: extensions, schema, rights by default.

Default privileges are per database, so a fresh test database needs them as much as the live one does.
"""

from __future__ import annotations

from typing import Any

from django.db import connections

EXTENSIONS = ("pg_trgm", "btree_gist", "unaccent", "citext", "ltree")

SCHEMA = """
CREATE SCHEMA IF NOT EXISTS nabij;
GRANT USAGE ON SCHEMA nabij TO nabij_web, nabij_care;
GRANT USAGE ON SCHEMA public TO nabij_web, nabij_care;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO nabij_web;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO nabij_web;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO nabij_care;
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT EXECUTE ON FUNCTIONS TO nabij_web;

CREATE OR REPLACE FUNCTION nabij.reading() RETURNS int[] LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT string_to_array(nullif(current_setting('nabij.reading', true), ''), ',')::int[] $$;
CREATE OR REPLACE FUNCTION nabij.writing() RETURNS int[] LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT string_to_array(nullif(current_setting('nabij.writing', true), ''), ',')::int[] $$;
CREATE OR REPLACE FUNCTION nabij.tags() RETURNS text[] LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT string_to_array(nullif(current_setting('nabij.tags', true), ''), ',') $$;
CREATE OR REPLACE FUNCTION nabij.account() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT nullif(current_setting('nabij.account', true), '')::uuid $$;
CREATE OR REPLACE FUNCTION nabij.append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'rows of % are append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege'; END $$;

GRANT EXECUTE ON FUNCTION nabij.reading(), nabij.writing(), nabij.tags(), nabij.account(), nabij.append_only()
  TO nabij_web, nabij_care;
"""


def prepare_database(**kwargs: Any) -> None:
    """Run by ``migrate`` before any table; needs the owner role (CREATE on the database)."""
    if kwargs.get("plan") == []:
        return
    connection = connections[kwargs.get("using", "default")]
    with connection.cursor() as cursor:
        for extension in EXTENSIONS:
            cursor.execute(f'CREATE EXTENSION IF NOT EXISTS "{extension}"')
        cursor.execute(SCHEMA)
