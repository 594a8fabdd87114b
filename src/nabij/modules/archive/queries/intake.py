"""Reads of taking in: rules, what is known already, a batch with its counts."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Sum

from nabij.kernel.errors import NotFound
from nabij.kernel.tenancy.queries import by_id

from ..models import Batch, BatchItem, Component, MappingRule, Record
from ..rules.batches import OUTCOME_NL, TAKES, MapRule, Outcome

PAGE = 100


@dataclass(frozen=True, slots=True)
class Line:
    """How many files have one outcome, and how much they weigh."""

    outcome: Outcome
    count: int
    size: int

    @property
    def word(self) -> str:
        return OUTCOME_NL[self.outcome]


@dataclass(frozen=True, slots=True)
class Report:
    batch: Batch
    lines: tuple[Line, ...]
    by_name: int = 0

    @property
    def total(self) -> int:
        return sum(line.count for line in self.lines)

    @property
    def size(self) -> int:
        return sum(line.size for line in self.lines)

    def count(self, *outcomes: Outcome) -> int:
        return sum(line.count for line in self.lines if line.outcome in outcomes)

    @property
    def takes(self) -> int:
        return self.count(*TAKES)


def map_rules(organisation_id: int) -> list[MapRule]:
    """Rules of the own organisation, in order."""
    rows = MappingRule.objects.filter(organisation_id=organisation_id)
    return [MapRule(row.pattern, row.series_code, row.dossier_depth, row.skip) for row in rows]


def mapping(organisation_id: int) -> list[MappingRule]:
    return list(MappingRule.objects.filter(organisation_id=organisation_id))


def sources(organisation_id: int) -> frozenset[str]:
    """Keys (path and content) of everything that was taken in before."""
    rows = Record.objects.filter(organisation_id=organisation_id).exclude(source_key="")
    return frozenset(rows.values_list("source_key", flat=True))


def contents(organisation_id: int) -> dict[str, str]:
    """Content → the record that holds it, in words."""
    rows = Component.objects.filter(organisation_id=organisation_id).values_list("blob__sha256", "record__title", "record__dossier__number")
    return {sha256: f"{title} in {number}" for sha256, title, number in rows}


def batches(organisation_id: int, limit: int = 20) -> list[Batch]:
    return list(Batch.objects.filter(organisation_id=organisation_id)[:limit])


def batch(batch_id: UUID) -> Batch:
    """Raises NotFound."""
    found = Batch.objects.filter(id=batch_id).first()
    if found is None:
        raise NotFound("Deze lading vinden we niet.")
    return found


def batch_for_update(batch_id: UUID) -> Batch:
    """Held until the end of the transaction. Raises NotFound."""
    found = Batch.objects.select_for_update(of=("self",)).filter(id=batch_id).first()
    if found is None:
        raise NotFound("Deze lading vinden we niet.")
    return found


def report(batch_id: UUID) -> Report:
    """A batch with its counts per outcome, most files first."""
    row = batch(batch_id)
    counted = row.items.values("outcome").annotate(files=Count("id"), bytes=Sum("size")).order_by("-files")
    lines = tuple(Line(Outcome(c["outcome"]), c["files"], c["bytes"] or 0) for c in counted)
    return Report(row, lines, row.items.exclude(by_name="").count())


def items(of: Batch, outcome: str = "", after: str = "", *, by_name: bool = False) -> list[BatchItem]:
    """Files by path, one page and one more; ``by_name`` only those whose text cannot be read."""
    found = of.items.filter(path__gt=after)
    found = found.exclude(by_name="") if by_name else found
    if outcome:
        found = found.filter(outcome=outcome)
    return list(found.order_by("path")[: PAGE + 1])


def all_items(of: Batch) -> list[BatchItem]:
    return list(of.items.order_by("path"))


def unread(batch_id: UUID) -> list[UUID]:
    """Records of a batch whose text was not read yet."""
    found = BatchItem.objects.filter(batch_id=batch_id, record__processing="received")
    return [record for record in found.values_list("record_id", flat=True) if record]


def waiting(of: Batch, most: int) -> list[BatchItem]:
    """Files of a running batch that were not looked at yet."""
    return list(of.items.filter(outcome__in=TAKES, record=None).order_by("path")[:most])


def waiting_count(of: Batch) -> int:
    return of.items.filter(outcome__in=TAKES, record=None).count()


def folders(organisation_id: int) -> list[Path]:
    """Folders that the installation set ready for this organisation: ``<home>/intake/<slug>/<name>``. No other path is read."""
    own = by_id(organisation_id)
    place = Path(settings.NABIJ_HOME) / "intake" / (own.slug if own else "-")
    return sorted(path for path in place.iterdir() if path.is_dir() and not path.is_symlink()) if place.is_dir() else []


def folder(organisation_id: int, name: str) -> Path:
    """Raises NotFound for a name that was not set ready."""
    found = next((path for path in folders(organisation_id) if path.name == name), None)
    if found is None:
        raise NotFound("Deze map staat niet klaar. Vraag uw beheerder om ze klaar te zetten.")
    return found
