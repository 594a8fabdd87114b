"""Figures without persons: a small number is not told, and cannot be found by subtracting the others from their total."""

from __future__ import annotations

from collections.abc import Mapping

SMALL = 10
HIDDEN = f"minder dan {SMALL}"
WITHHELD = "niet getoond"


def told(count: int) -> str:
    """The number, or "minder dan 10"."""
    return HIDDEN if count < SMALL else str(count)


def told_together(cells: Mapping[str, int]) -> tuple[dict[str, str], str]:
    """(per name what is told, what is told of the total). One small cell beside a total would be known: then a second one is withheld."""
    shown = {name: told(count) for name, count in cells.items()}
    small = [name for name, count in cells.items() if count < SMALL]
    total = told(sum(cells.values()))
    if len(small) == 1 and total != HIDDEN:
        others = [name for name in cells if name not in small]
        if not others:
            return shown, total
        shown[min(others, key=lambda name: (cells[name], name))] = WITHHELD
    return shown, total
