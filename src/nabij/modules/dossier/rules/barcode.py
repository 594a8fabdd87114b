"""The code of a meeneemmap as stripes (Code 39, ISO/IEC 16388): any hand-held reader types it, without a dictionary or network.

A character is five bars and four spaces, two bars and one space of them wide. Bars count to ten in each group of characters; which
space is wide tells the group.
"""

from __future__ import annotations

WIDE, NARROW = 3, 1
#: Wide bars of the first to the tenth character of a group.
_BARS = ("10001", "01001", "11000", "00101", "10100", "01100", "00011", "10010", "01010", "00110")
#: Group of ten characters → which of the four spaces is wide.
_GROUPS = (("1234567890", 1), ("ABCDEFGHIJ", 2), ("KLMNOPQRST", 3), ("UVWXYZ-. *", 0))
#: Stands before and after; never inside a code.
FRAME = "*"


def widths(character: str) -> tuple[int, ...]:
    """Nine widths: bar, space, bar … bar. Raises ``ValueError`` for a character that has no stripes."""
    for group, wide_space in _GROUPS:
        if character in group:
            bars = _BARS[group.index(character)]
            spaces = [WIDE if place == wide_space else NARROW for place in range(4)]
            found = [WIDE if bars[place // 2] == "1" else NARROW if place % 2 == 0 else 0 for place in range(9)]
            return tuple(spaces[place // 2] if place % 2 else found[place] for place in range(9))
    raise ValueError(character)


def bars(code: str) -> list[tuple[int, int]]:
    """(from the left, width) of each black bar, in units of the narrowest one."""
    found, left = [], 0
    for character in f"{FRAME}{code}{FRAME}":
        for place, width in enumerate(widths(character)):
            if place % 2 == 0:
                found.append((left, width))
            left += width
        left += NARROW
    return found
