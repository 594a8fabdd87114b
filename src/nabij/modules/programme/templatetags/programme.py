"""Filters that only the programme's pages need."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template

from nabij.design import figures

register = template.Library()


@register.filter
def at(mapping: Mapping[Any, Any], key: Any) -> Any:
    """Value under a key, or None."""
    return mapping.get(key)


@register.filter
def money_cents(cents: int) -> str:
    """``€ 22.080,40``: in a column of shares the cents always stand, also when they are 00."""
    return f"€{figures.NBSP}{figures.number(cents / 100, 2)}"
