"""The pictures in the papers exist, at both widths, and are light. ``make screens`` makes them anew."""

from __future__ import annotations

from nabij.testing.browser import NARROW, WIDE
from nabij.testing.screens import FOLDER, LIMIT_BYTES, PICTURES


def test_each_picture_is_there_and_light() -> None:
    wanted = {f"{picture.name}-{width}.png" for picture in PICTURES for width in (WIDE, NARROW)}
    found = {file.name: file.stat().st_size for file in FOLDER.glob("*.png")}
    assert set(found) == wanted
    assert {name: size for name, size in found.items() if size > LIMIT_BYTES} == {}
