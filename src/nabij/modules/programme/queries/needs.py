"""Needs of projects on six layers (N44)."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from ..models import Need
from ..rules import needs as rules
from ..rules.needs import Cell, Layer, Status
from .programme import ProjectView


@dataclass(frozen=True, slots=True)
class LayerView:
    """One layer of one project with its needs in alphabetical order."""

    cell: Cell
    word: str
    needs: tuple[Need, ...]


@dataclass(frozen=True, slots=True)
class Row:
    project: ProjectView
    cells: tuple[Cell, ...]


def layers(project_id: uuid.UUID) -> list[LayerView]:
    """The six layers of one project, always six."""
    rows = list(Need.objects.filter(project_id=project_id).order_by("text"))
    cells = rules.cells((Layer(row.layer), Status(row.status)) for row in rows)
    return [
        LayerView(cell, rules.LAYER_WORDS[cell.layer], tuple(row for row in rows if row.layer == cell.layer)) for cell in cells
    ]


def matrix(views: Iterable[ProjectView]) -> list[Row]:
    """Projects × layers, in one query."""
    found: dict[uuid.UUID, list[tuple[Layer, Status]]] = {}
    for project_id, layer, status in Need.objects.values_list("project_id", "layer", "status"):
        found.setdefault(project_id, []).append((Layer(layer), Status(status)))
    return [Row(view, tuple(rules.cells(found.get(view.id, [])))) for view in views]


def begun(project_id: uuid.UUID) -> int:
    """Number of layers of a project that somebody looked at."""
    return Need.objects.filter(project_id=project_id).values("layer").distinct().count()
