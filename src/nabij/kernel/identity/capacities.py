"""In which functions a person can work today. Read before a scope exists, through one function with the owner's rights."""

from __future__ import annotations

import hashlib
import json
import secrets
import uuid
import zlib
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection

from ..modules import registry
from ..tenancy.scope import Actor

LIST = """
  SELECT f.id, f.organisation_id, o.slug, o.short_name, o.kind, f.kind, k.label_nl, f.unit,
    coalesce((SELECT array_agg(r.target_id) FROM tenancy_relation r WHERE r.organisation_id = f.organisation_id
      AND r.kind = 'member_of' AND r.period @> on_day), '{}') || CASE WHEN o.kind = 'partnership' THEN ARRAY[o.id] ELSE '{}' END
  FROM identity_function f JOIN tenancy_organisation o ON o.id = f.organisation_id
  JOIN identity_functionkind k ON k.code = f.kind
  WHERE f.account_id = who AND f.period @> on_day AND o.valid @> on_day
  ORDER BY o.short_name, o.kind, f.id
"""


@dataclass(frozen=True, slots=True)
class Capacity:
    """One organisation in which the person works, with every function held there today."""

    organisation_id: int
    slug: str
    organisation: str
    organisation_kind: str
    function_id: uuid.UUID
    functions: tuple[str, ...]
    labels: tuple[str, ...]
    unit: str
    partnerships: tuple[int, ...]

    @property
    def label(self) -> str:
        return ", ".join(self.labels)

    @property
    def tags(self) -> tuple[str, ...]:
        return tuple(f"partnership:{id}" for id in self.partnerships)

    @property
    def verbs(self) -> frozenset[str]:
        return frozenset().union(*(registry.verbs_of(function) for function in self.functions))

    def actor(self, account_id: uuid.UUID, name: str) -> Actor:
        return Actor(
            kind="person", label=name, account_id=account_id, organisation_id=self.organisation_id,
            function=self.functions[0], function_id=self.function_id, permissions=self.verbs,
        )


def capacities(account_id: uuid.UUID, on: date) -> list[Capacity]:
    """Capacities of an account on a date, one per organisation: municipality and OCMW never combine."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM nabij.capacities(%s, %s)", [account_id, on])
        rows = cursor.fetchall()
    found: dict[int, list[tuple]] = {}
    for row in rows:
        found.setdefault(row[1], []).append(row)
    return [_capacity(group) for group in found.values()]


def _capacity(rows: list[tuple]) -> Capacity:
    first = rows[0]
    return Capacity(
        organisation_id=first[1], slug=first[2], organisation=_named(first[3], first[4]), organisation_kind=first[4],
        function_id=first[0], functions=tuple(r[5] for r in rows), labels=tuple(r[6] for r in rows), unit=first[7],
        partnerships=tuple(first[8]),
    )


def _named(short_name: str, kind: str) -> str:
    return f"OCMW {short_name}" if kind == "ocmw" else short_name


TOKEN_LOOKUP = """
  SELECT t.id, t.organisation_id, t.name, t.scopes,
    coalesce((SELECT array_agg(r.target_id) FROM tenancy_relation r WHERE r.organisation_id = t.organisation_id
      AND r.kind = 'member_of' AND r.period @> at_time::date), '{}')
  FROM identity_accesstoken t WHERE t.sha256 = hash AND t.expires > at_time AND t.revoked_at IS NULL
"""


@dataclass(frozen=True, slots=True)
class TokenHolder:
    actor: Actor
    tags: tuple[str, ...]


def token_holder(token: str, at: datetime) -> TokenHolder | None:
    """The machine behind a bearer token, or None when it is unknown, revoked or past its date."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM nabij.token_holder(%s, %s)", [hash_of(token), at])
        row = cursor.fetchone()
    if row is None:
        return None
    actor = Actor(
        kind="machine", label=row[2], organisation_id=row[1], function="machine", function_id=row[0],
        permissions=frozenset(json.loads(row[3])),
    )
    return TokenHolder(actor, tuple(f"partnership:{id}" for id in row[4]))


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def new_token() -> str:
    """``nbj_`` + 32 random characters + CRC-32 checksum, so that scanners recognise a leaked one."""
    body = secrets.token_urlsafe(24)
    return f"nbj_{body}{zlib.crc32(body.encode()):08x}"
