"""The open reports of a storm, for one answer to many."""

from __future__ import annotations

from datetime import datetime

from nabij.kernel.calendar import clock
from nabij.kernel.tenancy import queries as directory

from ..models.report import Category, Report
from ..rules.report_states import WORKING


def names() -> dict[int, str]:
    """Municipalities of the region by id."""
    return {one.id: one.short_name for one in directory.organisations(on=clock.today(), kind="municipality")}


def groups() -> list[str]:
    """Groups of the regional categories, in the order of the form, each once."""
    found = Category.objects.filter(active=True).order_by("sequence").values_list("group", flat=True)
    return list(dict.fromkeys(found))


def open_since(since: datetime, until: datetime, *, municipality: int | None = None, group: str = "", most: int = 500) -> list[Report]:
    """Open reports of this scope in that time, oldest first, at most ``most``."""
    found = Report.objects.filter(reported_at__gte=since, reported_at__lte=until, state__in=[s.value for s in WORKING])
    if municipality:
        found = found.filter(organisation_id=municipality)
    if group:
        found = found.filter(category__group=group)
    return list(found.select_related("organisation", "category").order_by("reported_at", "id")[:most])
