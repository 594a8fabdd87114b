"""URL patterns from the manifests, in menu order."""

from __future__ import annotations

from typing import Any

from django.urls import include, path

from nabij.kernel.modules import registry


def of_modules(audience: str) -> list[Any]:
    """``audience`` is public or staff."""
    names = [getattr(module, f"{audience}_urls") for module in registry.installed()]
    return [path("", include(name)) for name in names if name]
