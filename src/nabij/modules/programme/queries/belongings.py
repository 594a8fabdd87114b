"""Everything of one organisation in the programme, to take along; also after it left (N24)."""

from __future__ import annotations

import csv
import io
import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models

from nabij.kernel.tenancy.kinds import Tenancy

from ..models import BoardDecision, Membership
from ..rules.states import State

WALLED = {Tenancy.OWNED, Tenancy.SHARED, Tenancy.SHARED_LOG, Tenancy.SELF, Tenancy.LOG}


@dataclass(frozen=True, slots=True)
class Table:
    """One kind of row: its file name, the number of own rows, and the rows themselves as text.

    ``of_leaving``: rows that leaving itself wrote, kept apart so that the others are as many as the day before (A12).
    """

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    of_leaving: bool = False

    @property
    def path(self) -> str:
        return f"uitstap/{self.name}.csv" if self.of_leaving else f"{self.name}.csv"


def walled() -> list[type[models.Model]]:
    """Tables of the programme whose rows have an owner, in a fixed order; a new table comes along by itself."""
    every = sorted(apps.get_app_config("programme").get_models(), key=lambda one: one.__name__)
    return [model for model in every if getattr(model, "tenancy", None) in WALLED]


def tables(organisation_id: int) -> Iterator[Table]:
    """Own rows of every table; after them what leaving itself wrote, when the organisation ever left."""
    apart, later = of_leaving(organisation_id), []
    for model in walled():
        columns = tuple(field.attname for field in model._meta.concrete_fields)
        rows = model._default_manager.filter(organisation_id=organisation_id).order_by("pk")
        keys = apart.get(model._meta.db_table, frozenset())
        if keys:
            later.append(_table(model, columns, rows.filter(pk__in=keys), of_leaving=True))
        yield _table(model, columns, rows.exclude(pk__in=keys))
    yield from later


def _table(model: type[models.Model], columns: tuple[str, ...], rows: Any, *, of_leaving: bool = False) -> Table:
    found = tuple(tuple(map(_text, row)) for row in rows.values_list(*columns))
    return Table(model._meta.db_table, columns, found, of_leaving)


def counts(organisation_id: int) -> dict[str, int]:
    """Number of own rows per table, without those that leaving itself wrote; one query each."""
    apart = of_leaving(organisation_id)
    return {
        model._meta.db_table: model._default_manager.filter(organisation_id=organisation_id).count()
        - len(apart.get(model._meta.db_table, ())) for model in walled()
    }


def of_leaving(organisation_id: int) -> dict[str, frozenset[uuid.UUID]]:
    """Table → keys of the rows that leaving projects wrote: the leaving, what was known continued up to it, its decision.

    A later answer repeats a leaving as a remainder; that repetition belongs to the later answer and is not in here.
    """
    own = Membership.objects.filter(organisation_id=organisation_id)
    left = own.filter(state=State.LEFT, entry__in=(Membership.Entry.ANSWER, Membership.Entry.IMPORTED))
    moments = {(project, recorded.lower) for project, recorded in left.values_list("project_id", "recorded")}
    if not moments:
        return {}
    rows = own.filter(project_id__in={project for project, _ in moments}).values_list("id", "project_id", "recorded")
    keys = frozenset(id for id, project, recorded in rows if (project, recorded.lower) in moments)
    decisions = frozenset(left.filter(decision__isnull=False).values_list("decision_id", flat=True))
    return {Membership._meta.db_table: keys, BoardDecision._meta.db_table: decisions}


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
