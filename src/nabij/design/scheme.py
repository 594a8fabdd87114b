"""When a page is dark without being asked: the duty page between 22 and 6 o'clock. Pure."""

from __future__ import annotations

from datetime import time


def duty_scheme(local: time, chosen: str = "") -> str:
    """Class for ``<html>``: what the person chose (``light`` or ``dark``), else ``dark`` from 22 to 6, else by system."""
    if chosen in ("light", "dark"):
        return chosen
    return "dark" if local.hour >= 22 or local.hour < 6 else ""
