"""URL patterns from the manifests, in menu order."""

from __future__ import annotations

from typing import Any

from django.urls import include, path

from nabij.kernel.modules import registry


def of_modules(audience: str) -> list[Any]:
    """``audience`` is public or staff. On the sites modules that can be off come first: where one is off, the next that knows the
    same path answers, so the front door never closes."""
    modules = registry.installed()
    if audience == "public":
        modules = tuple(sorted(modules, key=lambda module: module.always_on))
    names = [getattr(module, f"{audience}_urls") for module in modules]
    return [path("", include(name)) for name in names if name]
