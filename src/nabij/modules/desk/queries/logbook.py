"""Reading the audit log of one organisation. The reading itself is logged by the page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.db.models import Q

from nabij.kernel.audit.models import AuditEntry
from nabij.kernel.identity.models import FunctionKind

from ..rules.sentences import entry
from ..rules.work import ZONE

PAGE = 50
#: What the kernel writes as reason when nobody gave one for a read.
READING = "leeslog"


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
    older_than: str


def page(organisation_id: int, filters: Filters, before: str = "", hidden: tuple[str, ...] = ()) -> Page:
    """At most 50 lines, newest first. ``before`` is the ``older_than`` of the page that was just read; ``hidden`` are modules whose
    lines this reader does not see."""
    rows = AuditEntry.objects.filter(organisation_id=organisation_id)
    for module in hidden:
        # A crossing of a module names the module first in its ground.
        crossing = Q(detail__has_key="ground") & Q(detail__ground__startswith=f"{module}:")
        rows = rows.exclude(verb__startswith=f"{module}.").filter(~Q(detail__has_key="ground") | ~crossing)
    if filters.who:
        rows = rows.filter(actor_label__icontains=filters.who)
    if filters.what:
        rows = rows.filter(object_label__icontains=filters.what) | rows.filter(verb__icontains=filters.what)
    if filters.first:
        rows = rows.filter(at__gte=datetime.combine(filters.first, time(), ZONE))
    if filters.until:
        rows = rows.filter(at__lt=datetime.combine(filters.until + timedelta(days=1), time(), ZONE))
    found = list(_older(rows, before).order_by("-at", "-id")[: PAGE + 1])
    labels = dict(FunctionKind.objects.values_list("code", "label_nl"))
    lines = [_line(row, labels) for row in found[:PAGE]]
    return Page(lines, f"{lines[-1].at.timestamp()}_{lines[-1].id}" if len(found) > PAGE else "")


def _older(rows, before: str):  # type: ignore[no-untyped-def]
    """Rows after the cursor ``<seconds>_<id>``; a cursor that cannot be read starts at the top."""
    moment, _, number = before.partition("_")
    try:
        at, last = datetime.fromtimestamp(float(moment), UTC), int(number)
    except (ValueError, OverflowError, OSError):
        return rows
    return rows.filter(at__lt=at) | rows.filter(at=at, id__lt=last)


def _line(row: AuditEntry, labels: dict[str, str]) -> Line:
    actor = f"Nabij zelf ({row.actor_label})" if row.actor_kind == "system" else row.actor_label
    function = labels.get(row.function, row.function)
    purpose = "" if row.purpose == READING else row.purpose
    return Line(row.id, row.at, entry(row.verb, actor, row.object_label), function, purpose, row.result == "read")
