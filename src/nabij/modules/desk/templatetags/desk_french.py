"""Dates in a letter that a person asked for in French."""

from __future__ import annotations

from datetime import date, datetime

from django import template

from nabij.kernel.calendar import words

register = template.Library()


@register.filter
def date_fr(value: date | datetime) -> str:
    """``lundi 3 mars 2025``."""
    return words.date_text(value, "fr")
