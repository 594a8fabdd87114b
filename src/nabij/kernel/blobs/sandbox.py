"""Foreign files are opened only here: in a process of its own with little memory, little time, no files, no network.

What comes back are new images made from pixels alone, without any metadata, and once the place that the camera wrote down.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import nursery, rules

CHILD = Path(__file__).with_name("sandbox_child.py")
RUNNER = Path(__file__).with_name("sandbox_runner.py")
SECONDS = 30
MEMORY_BYTES = 512 * 1024 * 1024
#: Longest side in pixels of the two sizes.
SIZES = {"large": 1600, "small": 400}
_MOST_OUTPUT = 30_000_000

_REASONS_NL = {
    "pixels": "Deze foto heeft te veel beeldpunten. Kies er een met hoogstens 50 miljoen beeldpunten, of ga verder zonder foto.",
    "memory": "Deze foto is te groot om veilig te openen. Kies een kleinere foto, of ga verder zonder foto.",
    "time": "Deze foto konden we niet op tijd openen. Kies een andere foto, of ga verder zonder foto.",
    "broken": "Deze foto is beschadigd of onvolledig. Kies een andere foto, of ga verder zonder foto.",
}


class ImageRefused(rules.FileRefused):
    """The image could not be re-made; ``facts['reason']``: pixels, memory, time or broken."""


@dataclass(frozen=True, slots=True)
class Remade:
    """One new image: ``name`` large or small, ``data`` its bytes."""

    name: str
    mime: str
    width: int
    height: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Place:
    """Where the camera says it was, in degrees (WGS 84). An offer to the person, never stored by itself."""

    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Result:
    images: tuple[Remade, ...]
    place: Place | None


def reencode(path: Path) -> Result:
    """Re-make an image file in at most two sizes. Raises ``ImageRefused`` with a sentence."""
    done = nursery.run(path, _orders() | {"child": str(CHILD)}, _MOST_OUTPUT)
    if done.timed_out:
        raise _refused("time")
    return _result(done.output, done.code)


class WorkRefused(Exception):
    """A parser could not finish: ``reason`` is time, memory, broken or output."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def work(path: Path, parser: Path, orders: dict[str, Any]) -> dict[str, Any]:
    """Let a module's own parser look at a foreign file: ``load()`` before every door is closed, then ``work(bytes, orders)``.

    The parser file imports nothing of ours and answers with a dictionary that JSON can hold. Raises ``WorkRefused``.
    """
    limits = {"parser": str(parser), "memory": MEMORY_BYTES, "seconds": SECONDS, "orders": orders}
    try:
        done = _run(limits, path)
    except subprocess.TimeoutExpired as wrong:
        raise WorkRefused("time") from wrong
    if len(done.stdout) > _MOST_OUTPUT:
        raise WorkRefused("output")
    try:
        answer = json.loads(done.stdout)
    except ValueError as wrong:
        # Nothing came back: killed by the memory or processor limit, or by a fault in a parser.
        raise WorkRefused("memory" if done.returncode < 0 else "broken") from wrong
    if answer.get("refused"):
        raise WorkRefused(str(answer["refused"]))
    return dict(answer)


def _run(orders: dict[str, Any], path: Path) -> subprocess.CompletedProcess[bytes]:
    with path.open("rb") as source:
        return subprocess.run(  # our own interpreter on our own file; the foreign bytes only come in as stdin
            [sys.executable, "-I", str(RUNNER), json.dumps(orders)], stdin=source, capture_output=True, timeout=SECONDS,
            env=nursery.ENVIRONMENT, cwd="/", check=False,
        )


def _orders() -> dict[str, Any]:
    return {"sizes": SIZES, "pixels": rules.MOST_PIXELS, "memory": MEMORY_BYTES, "seconds": SECONDS}


def _refused(reason: str) -> ImageRefused:
    return ImageRefused(_REASONS_NL[reason], reason=reason)


def _result(output: bytes, returncode: int) -> Result:
    head, _, body = output.partition(b"\n")
    try:
        answer = json.loads(head)
    except ValueError as wrong:
        # Nothing came back: killed by the memory or processor limit, or by a fault in a decoder.
        raise _refused("memory" if returncode < 0 else "broken") from wrong
    if answer["reason"] or len(body) > _MOST_OUTPUT:
        raise _refused(answer["reason"] or "memory")
    return Result(tuple(_images(answer["images"], body)), Place(*answer["place"]) if answer["place"] else None)


def _images(described: list[dict[str, Any]], body: bytes) -> list[Remade]:
    images, start = [], 0
    for one in described:
        data = body[start : start + one["bytes"]]
        start += one["bytes"]
        if one["name"] not in SIZES or one["mime"] not in rules.IMAGES or len(data) != one["bytes"]:
            raise _refused("broken")
        images.append(Remade(one["name"], one["mime"], one["width"], one["height"], data))
    return images
