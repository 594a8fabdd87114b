"""Writes what the pure rule decided: close rectangles, continue what remains, add the new one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange, DateTimeTZRange

from nabij.kernel.errors import Stale
from nabij.kernel.tenancy.rows import new_id

from ..models import Membership
from ..queries import membership as queries
from ..queries.programme import Member, ProjectView
from ..rules.membership import Change, Fact, rectangles_after

STALE = "Er werd ondertussen iets gewijzigd. Bekijk de gevolgen opnieuw; wat u invulde, staat er nog."


def locked_facts(project: ProjectView, own: Member) -> list[Fact]:
    """Facts of one organisation in one project; a second writer waits here until the first one is done."""
    held = Membership.objects.select_for_update(of=("self",))
    list(held.filter(project_id=project.id, organisation_id=own.id, recorded__upper_inf=True).values_list("id"))
    return queries.facts([project.id], own.id)


def write(
    facts: Sequence[Fact], change: Change, *, project: ProjectView, own: Member, now: datetime, fields: dict[str, Any]
) -> Membership:
    """Make ``change`` true from ``now`` on; returns the new row. Raises Stale when someone else was first."""
    decided = rectangles_after(facts, change, (own.key, project.id), now)
    rows = Membership.objects.in_bulk([fact.source for fact in decided.closes])
    try:
        with transaction.atomic():
            for fact in decided.closes:
                _close(rows[fact.source], now)
            for fact in decided.inserts[:-1]:
                _continue(rows[fact.source], fact)
            return _insert(decided.inserts[-1], project, own, fields)
    except IntegrityError as error:
        raise Stale(STALE) from error


def _close(row: Membership, now: datetime) -> None:
    row.recorded = DateTimeTZRange(row.recorded.lower, now)
    row.save(update_fields=["recorded"])


def _continue(row: Membership, fact: Fact) -> None:
    row.pk, row._state.adding = new_id(), True
    row.entry = Membership.Entry.REMAINDER
    row.effective = DateRange(fact.effective_from, fact.effective_to)
    row.recorded = DateTimeTZRange(fact.recorded_from, None)
    row.save(force_insert=True)


def _insert(fact: Fact, project: ProjectView, own: Member, fields: dict[str, Any]) -> Membership:
    return Membership.objects.create(
        organisation_id=own.id, audience=f"partnership:{project.organisation_id}",
        project_organisation_id=project.organisation_id, project_id=project.id, state=fact.state, level=fact.level,
        effective=DateRange(fact.effective_from, fact.effective_to), recorded=DateTimeTZRange(fact.recorded_from, None),
        **fields,
    )
