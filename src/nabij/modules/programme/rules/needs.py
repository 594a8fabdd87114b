"""What a project needs, on six layers, and where a layer was not looked at yet (programme 2, founding note N44). Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Layer(StrEnum):
    """The six layers, in the order in which they are asked: people first, tools later."""

    PEOPLE = "people"
    PROCESS = "process"
    DATA = "data"
    APPLICATION = "application"
    INFRASTRUCTURE = "infrastructure"
    LEGAL = "legal"


class Status(StrEnum):
    """How far one need is."""

    MISSING = "missing"
    PLANNED = "planned"
    MET = "met"
    NOT_NEEDED = "not_needed"


LAYER_WORDS = {
    Layer.PEOPLE: "mensen", Layer.PROCESS: "werkwijze", Layer.DATA: "gegevens", Layer.APPLICATION: "toepassing",
    Layer.INFRASTRUCTURE: "infrastructuur", Layer.LEGAL: "juridisch",
}
STATUS_WORDS = {
    Status.MISSING: "ontbreekt", Status.PLANNED: "gepland", Status.MET: "in orde", Status.NOT_NEEDED: "niet nodig",
}


@dataclass(frozen=True, slots=True)
class Cell:
    """One layer of one project. ``gap`` = nobody looked at it yet, or something is missing."""

    layer: Layer
    counts: Mapping[Status, int]

    @property
    def begun(self) -> bool:
        return bool(self.counts)

    @property
    def gap(self) -> bool:
        return not self.begun or Status.MISSING in self.counts

    @property
    def word(self) -> str:
        """``1 ontbreekt, 2 in orde``; a layer without rows says so."""
        if not self.begun:
            return "nog niet bekeken"
        if set(self.counts) == {Status.NOT_NEEDED}:
            return STATUS_WORDS[Status.NOT_NEEDED]
        return ", ".join(f"{self.counts[status]} {STATUS_WORDS[status]}" for status in Status if status in self.counts)


def cells(needs: Iterable[tuple[Layer, Status]]) -> list[Cell]:
    """One cell per layer, always six, in their order."""
    found: dict[Layer, dict[Status, int]] = {layer: {} for layer in Layer}
    for layer, status in needs:
        found[layer][status] = found[layer].get(status, 0) + 1
    return [Cell(layer, found[layer]) for layer in Layer]


def begun(needs: Iterable[tuple[Layer, Status]]) -> int:
    """Number of layers somebody looked at."""
    return sum(cell.begun for cell in cells(needs))
