"""What the outside must offer: a virus scanner. The adapter lives in ``connect`` and is named in settings."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string


@dataclass(frozen=True, slots=True)
class Scan:
    """``outcome``: clean, infected or unavailable; ``detail`` is the name of what was found, or why it did not run."""

    outcome: str
    detail: str = ""


class VirusScanner(Protocol):
    """Answers within its own time limit and never raises: an engine that is down gives ``unavailable``."""

    def scan(self, path: Path) -> Scan: ...


class _NoScanner:
    def scan(self, path: Path) -> Scan:
        return Scan("unavailable", "Er is geen virusscanner ingesteld.")


def virus_scanner() -> VirusScanner:
    """The scanner that ``NABIJ_VIRUS_SCANNER`` names (dotted path of a class), else one that says that there is none."""
    name = getattr(settings, "NABIJ_VIRUS_SCANNER", "")
    scanner: VirusScanner = import_string(name)() if name else _NoScanner()
    return scanner


def has_scanner() -> bool:
    """Whether this installation names a virus scanner."""
    return bool(getattr(settings, "NABIJ_VIRUS_SCANNER", ""))
