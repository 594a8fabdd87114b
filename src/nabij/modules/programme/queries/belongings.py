"""Everything of one organisation in the programme, to take along; also after it left (N24)."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models

from nabij.kernel.tenancy.kinds import Tenancy

WALLED = {Tenancy.OWNED, Tenancy.SHARED, Tenancy.SHARED_LOG, Tenancy.SELF, Tenancy.LOG}


@dataclass(frozen=True, slots=True)
class Table:
    """One kind of row: its file name, the number of own rows, and the rows themselves as text."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def walled() -> list[type[models.Model]]:
    """Tables of the programme whose rows have an owner, in a fixed order; a new table comes along by itself."""
    every = sorted(apps.get_app_config("programme").get_models(), key=lambda one: one.__name__)
    return [model for model in every if getattr(model, "tenancy", None) in WALLED]


def tables(organisation_id: int) -> Iterator[Table]:
    """Own rows of every table."""
    for model in walled():
        columns = tuple(field.attname for field in model._meta.concrete_fields)
        rows = model._default_manager.filter(organisation_id=organisation_id).order_by("pk").values_list(*columns)
        yield Table(model._meta.db_table, columns, tuple(tuple(map(_text, row)) for row in rows))


def counts(organisation_id: int) -> dict[str, int]:
    """Number of own rows per table; one query each."""
    return {
        model._meta.db_table: model._default_manager.filter(organisation_id=organisation_id).count() for model in walled()
    }


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    return safe(str(value))


def safe(text: str) -> str:
    """A text that a spreadsheet would run as a formula gets a quote in front (programme 6, "Files out")."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def as_csv(table: Table) -> str:
    """UTF-8 text with semicolons, as Dutch spreadsheets open it."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(table.columns)
    writer.writerows(table.rows)
    return out.getvalue()
