"""Reading themes. Directory rows: readable by everyone, also before a scope exists."""

from __future__ import annotations

from .contrast import digest, theme_css
from .models import Theme
from .palettes import palette_for


def theme_of(slug: str) -> Theme | None:
    """The saved theme of the organisation with this slug, or None."""
    return Theme.objects.filter(organisation__slug=slug).first()


def colours_of(slug: str) -> dict[str, str]:
    """The six colours of an organisation: its own, else those of its seeded palette, else the region's."""
    own = theme_of(slug)
    return own.colours() if own else palette_for(slug).colours()


def theme_url(slug: str) -> str:
    """Address of the theme sheet; changes with its content, so that it may be kept for a year. One query."""
    return f"/thema/{slug}-{digest(theme_css(colours_of(slug)))}.css"
