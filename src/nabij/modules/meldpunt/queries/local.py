"""Reads of the local sheets: those of every municipality that this scope reads."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ..models.local import LocalEntry, LocalKind, LocalSheet
from ..rules.local import is_stale


@dataclass(frozen=True)
class LocalLine:
    """One line. ``phone`` may be empty."""

    kind: str
    label: str
    text: str
    phone: str


@dataclass(frozen=True)
class LocalView:
    """The sheet of one municipality. ``stale``: not gone through for more than 180 days."""

    organisation_id: int
    municipality: str
    slug: str
    keeper: str
    reviewed_on: date
    reviewed_by: str
    row_version: int
    stale: bool
    lines: list[LocalLine]

    @property
    def groups(self) -> list[tuple[str, list[LocalLine]]]:
        """Lines per kind, in the order of the kinds."""
        found = [(kind.label, [line for line in self.lines if line.kind == kind]) for kind in LocalKind]
        return [(label, lines) for label, lines in found if lines]


def sheets(on: date, organisation_ids: Iterable[int] | None = None) -> list[LocalView]:
    """The sheets of this scope by name of municipality, two queries; only those of ``organisation_ids`` when given."""
    found = LocalSheet.objects.select_related("organisation")
    if organisation_ids is not None:
        found = found.filter(organisation_id__in=list(organisation_ids))
    rows = list(found.order_by("organisation__short_name"))
    lines: dict[object, list[LocalLine]] = {row.id: [] for row in rows}
    for entry in LocalEntry.objects.filter(sheet__in=rows).order_by("position"):
        lines[entry.sheet_id].append(LocalLine(entry.kind, LocalKind(entry.kind).label, entry.text, entry.phone))
    return [
        LocalView(
            row.organisation_id, row.organisation.short_name, row.organisation.slug, row.keeper, row.reviewed_on, row.reviewed_by,
            row.row_version, is_stale(row.reviewed_on, on), lines[row.id],
        )
        for row in rows
    ]  # fmt: skip
