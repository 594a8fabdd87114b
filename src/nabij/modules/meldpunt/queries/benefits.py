"""What the duty line frees, in figures that the programme shows: calls to mayor and director beside what they were (N57, N15)."""

from __future__ import annotations

from datetime import date

from nabij.kernel.modules.manifest import Indicator
from nabij.kernel.tenancy import queries as organisations
from nabij.kernel.tenancy.models import Organisation

from ..models.duty import DutyLine
from . import contacted

NAME, UNIT = "Oproepen naar burgemeester of algemeen directeur", "oproepen"
COUNTED_AT = "/wacht/bestuur"


def indicators(organisation_id: int, today: date) -> list[Indicator]:
    """The running month and the one before: of each line, and of the own municipality; per municipality for the line's owner."""
    starts = [today.replace(day=1), contacted.previous_month(today)]
    found = [one for line in DutyLine.objects.order_by("slug") for month in starts for one in _of_line(line, month, today)]
    return [*found, *(_own(organisation_id, month) for month in starts if organisations.is_municipality(organisation_id))]


def _of_line(line: DutyLine, month: date, today: date) -> list[Indicator]:
    before, counted, used_for = contacted.baseline(line, today)
    rows = contacted.figures(line, month, contacted.next_month(month))
    total = sum(row.calls for row in rows if row.municipality_id is None)
    base = before if counted else None
    whole = Indicator(NAME, UNIT, line.name, month, total, base, used_for=" · ".join(used_for), url=COUNTED_AT)
    names = {row.id: str(row) for row in Organisation.objects.filter(id__in={r.municipality_id for r in rows if r.municipality_id})}
    each = {name: sum(row.calls for row in rows if row.municipality_id == id) for id, name in names.items()}
    return [whole, *(Indicator(NAME, UNIT, name, month, calls, None, url=COUNTED_AT) for name, calls in sorted(each.items()))]


def _own(organisation_id: int, month: date) -> Indicator:
    decided = contacted.own_baseline(organisation_id)
    return Indicator(
        NAME, UNIT, organisations.name_of(organisation_id), month,
        contacted.own(organisation_id, month, contacted.next_month(month)).total,
        decided.baseline_calls if decided else None, used_for=decided.used_for if decided else "", url=COUNTED_AT,
    )  # fmt: skip
