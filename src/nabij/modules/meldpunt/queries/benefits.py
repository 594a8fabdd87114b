"""What the duty line frees, in figures that the programme shows: calls to mayor and director beside what they were (N57, N15)."""

from __future__ import annotations

from collections.abc import Iterator
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
    found = [one for line in DutyLine.objects.order_by("slug") for one in _of_line(line, starts, today)]
    return [*found, *(_own(organisation_id, starts) if organisations.is_municipality(organisation_id) else ())]


def _of_line(line: DutyLine, months: list[date], today: date) -> Iterator[Indicator]:
    before, counted, used_for = contacted.baseline(line, today)
    base, uses = before if counted else None, " · ".join(used_for)
    rows = {month: contacted.figures(line, month, contacted.next_month(month)) for month in months}
    named = {row.municipality_id for found in rows.values() for row in found if row.municipality_id}
    names = {row.id: str(row) for row in Organisation.objects.filter(id__in=named)} if named else {}
    for month, found in rows.items():
        total = sum(row.calls for row in found if row.municipality_id is None)
        yield Indicator(NAME, UNIT, line.name, month, total, base, used_for=uses, url=COUNTED_AT)
        here = {row.municipality_id for row in found if row.municipality_id}
        each = {name: sum(row.calls for row in found if row.municipality_id == id) for id, name in names.items() if id in here}
        yield from (Indicator(NAME, UNIT, name, month, calls, None, url=COUNTED_AT) for name, calls in sorted(each.items()))


def _own(organisation_id: int, months: list[date]) -> Iterator[Indicator]:
    decided, name = contacted.own_baseline(organisation_id), organisations.name_of(organisation_id)
    for month in months:
        yield Indicator(
            NAME, UNIT, name, month, contacted.own(organisation_id, month, contacted.next_month(month)).total,
            decided.baseline_calls if decided else None, used_for=decided.used_for if decided else "", url=COUNTED_AT,
        )  # fmt: skip
