"""An action whose refusal is answered on the same page: its half-done writes are rolled back first."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.db import transaction

Result = TypeVar("Result")


def attempt(act: Callable[[], Result]) -> Result:
    """The result of ``act``; whatever it raises leaves no row behind."""
    with transaction.atomic():
        return act()
