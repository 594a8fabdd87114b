"""What a duty officer hears after key 3. Pure: the moment comes in words, from the clock of the desk."""

from __future__ import annotations

from datetime import timedelta

#: A desk that is open rings whoever was paged within this much working time.
WITHIN = timedelta(minutes=15)
#: A promise further away than this comes with a number to ring now.
SOON = timedelta(hours=1)


def spoken(*, code: str, desk: str, promise: str, far: bool, now: tuple[str, str]) -> str:
    """The promise first, then whom to ring where it is far away, then that the alarm goes on. ``now``: name and number, or empty."""
    name, number = now
    closed = f" De balie is nu dicht. Bel intussen {name}: {number}." if far and number else ""
    return f"Goed. De balie van {desk} belt u terug over {code}, {promise}.{closed} Het alarm loopt door tot iemand het neemt."
