"""Reading the audit log of one organisation. The reading itself is logged by the page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from nabij.kernel.audit.models import AuditEntry
from nabij.kernel.identity.models import FunctionKind

from ..rules.sentences import entry
from ..rules.work import ZONE

PAGE = 50


@dataclass(frozen=True, slots=True)
class Filters:
    """``who`` and ``what`` are parts of the actor's name and of the object or verb; ``until`` is included."""

    who: str = ""
    what: str = ""
    first: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Line:
    id: int
    at: datetime
    sentence: str
    function: str
    purpose: str
    read: bool


@dataclass(frozen=True, slots=True)
class Page:
    lines: list[Line]
    next_before: int | None


def page(organisation_id: int, filters: Filters, before: int | None = None) -> Page:
    """At most 50 lines, newest first, older than entry ``before``."""
    rows = AuditEntry.objects.filter(organisation_id=organisation_id)
    if filters.who:
        rows = rows.filter(actor_label__icontains=filters.who)
    if filters.what:
        rows = rows.filter(object_label__icontains=filters.what) | rows.filter(verb__icontains=filters.what)
    if filters.first:
        rows = rows.filter(at__gte=datetime.combine(filters.first, time(), ZONE))
    if filters.until:
        rows = rows.filter(at__lt=datetime.combine(filters.until + timedelta(days=1), time(), ZONE))
    if before is not None:
        rows = rows.filter(id__lt=before)
    found = list(rows.order_by("-id")[: PAGE + 1])
    labels = dict(FunctionKind.objects.values_list("code", "label_nl"))
    lines = [_line(row, labels) for row in found[:PAGE]]
    return Page(lines, lines[-1].id if len(found) > PAGE else None)


def _line(row: AuditEntry, labels: dict[str, str]) -> Line:
    actor = row.actor_label if row.actor_kind == "person" else f"Nabij zelf ({row.actor_label})" if row.actor_kind == "system" else row.actor_label
    function = labels.get(row.function, row.function)
    return Line(row.id, row.at, entry(row.verb, actor, row.object_label), function, row.purpose, row.result == "read")
