"""Who would see how much of the social files of one OCMW: counted in the rows themselves, function by function, never derived."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import psycopg
from django.apps import apps
from psycopg import sql

from nabij.kernel import keyholder
from nabij.kernel.calendar import clock
from nabij.kernel.envelope import opens_under
from nabij.kernel.errors import HouseError
from nabij.kernel.identity.models import Function, FunctionKind
from nabij.kernel.modules import registry
from nabij.kernel.tenancy import queries as directory
from nabij.kernel.tenancy.owner import owner_connection
from nabij.kernel.tenancy.scope import Actor, scope, system

from .migrations._walls import CONTENT, PROCESS
from .queries import files

TASK = "alleen dossiers met een toegang"
NONE = "geen toegang tot een dossier"
ELSEWHERE = "werkt in de gemeente, niet in het OCMW"
ROWS_ONLY = "alle rijen, en geen sleutel in de databank"


@dataclass(frozen=True, slots=True)
class Line:
    """``process`` and ``content``: rows that the database shows; ``readable``: content rows that open. ``may``: a grant is the reason."""

    who: str
    process: int
    content: int
    readable: int
    may: bool
    why: str


def lines(organisation_id: int) -> list[Line]:
    """Every function at the OCMW and at its municipality, then the owner of the database itself."""
    own = directory.by_id(organisation_id)
    assert own is not None, "asked for an OCMW that exists"
    places = [organisation_id]
    places += [one.id for one in directory.organisations(on=clock.today(), kind="municipality") if one.short_name == own.short_name]
    found = [_function(kind, place, organisation_id) for place in places for kind in FunctionKind.objects.order_by("code")]
    return [*found, _owner(organisation_id)]


def _function(kind: FunctionKind, place: int, ocmw: int) -> Line:
    today = clock.today()
    with scope(reading=[place], actor=system("nabij dossier matrix"), organisation_id=place):
        rows = Function.objects.filter(organisation_id=place, kind=kind.code, period__contains=today)
        held = set(rows.values_list("account_id", flat=True))
    who = f"{kind.label_nl}, {directory.name_of(place)}{'' if held else ' (niemand)'}"
    process = content = readable = 0
    may = False
    for account in held or {uuid.uuid4()}:
        actor = Actor("person", who, account, place, kind.code, permissions=registry.verbs_of(kind.code))
        with scope(reading=[place], actor=actor, organisation_id=place):
            process += sum(_rows(name) for name in PROCESS)
            content += sum(_rows(name) for name in CONTENT)
            granted = bool(files.granted())
            may = may or granted
            # What a grant shows is counted and not opened: opening would be a look, and stand in the log of a person.
            readable += sum(_rows(name) for name in CONTENT if name != "datakey") if granted else sum(1 for _ in _opened())
    return Line(who, process, content, readable, may, ELSEWHERE if place != ocmw else TASK if may else NONE)


def _rows(name: str) -> int:
    return int(apps.get_model("dossier", name).objects.count())


def _opened() -> Iterator[Any]:
    """Content rows that this actor can open now, with every key that the database shows."""
    keys = {row.dossier_id: bytes(row.wrapped) for row in apps.get_model("dossier", "DataKey").objects.all()}
    for name in CONTENT:
        for row in apps.get_model("dossier", name).objects.all() if name != "datakey" else ():
            try:
                row.get(keys[row.dossier_id])
            except (HouseError, KeyError):
                continue
            yield row


def _owner(organisation_id: int) -> Line:
    """As psql or a backup sees it: every row; and whether any key of another organisation, or the installation's, opens one file."""
    others = [ring for id in keyholder.holders() if id != organisation_id and keyholder.is_open(id) and (ring := keyholder.ring_of(id))]
    with owner_connection() as connection:
        process, content = (sum(_all(connection, name, organisation_id) for name in names) for names in (PROCESS, CONTENT))
        wrapped = connection.execute(
            "SELECT dossier_id, wrapped FROM dossier_datakey WHERE organisation_id = %s AND length(wrapped) > 0", [organisation_id]
        ).fetchall()
    readable = sum(opens_under(organisation_id, str(file), key, others) for file, key in wrapped)
    return Line("eigenaar van de databank, psql of kopie", process, content, readable, False, ROWS_ONLY)


def _all(connection: psycopg.Connection, name: str, organisation_id: int) -> int:
    query = sql.SQL("SELECT count(*) FROM {} WHERE organisation_id = %s").format(sql.Identifier(f"dossier_{name}"))
    found = connection.execute(query, [organisation_id]).fetchone()
    return int(found[0]) if found else 0
