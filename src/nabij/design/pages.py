"""The theme sheet and the catalogue of components."""

from __future__ import annotations

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from nabij.kernel.access.routes import open_page

from . import contrast
from .catalogue import catalogue_context
from .palettes import palette_for
from .queries import colours_of

YEAR = "public, max-age=31536000, immutable"
SHORT = "public, max-age=300"


@open_page("design.theme.read")
@require_safe
def theme_stylesheet(request: HttpRequest, slug: str, digest: str) -> HttpResponse:
    """Serve ``/thema/<slug>-<digest>.css``. An old digest still gets today's colours, but briefly kept.

    With the database down the seeded palette answers: a page without its own colours is better than no page.
    """
    try:
        colours = colours_of(slug)
    except DatabaseError:
        colours = palette_for(slug).colours()
    css = contrast.theme_css(colours)
    headers = {"Cache-Control": YEAR if digest == contrast.digest(css) else SHORT, "X-Content-Type-Options": "nosniff"}
    return HttpResponse(css, content_type="text/css; charset=utf-8", headers=headers)


@open_page("design.catalogue.read")
def catalogue(request: HttpRequest) -> HttpResponse:
    """Show each component with its states (``/ontwerp``); a sent example form comes back with its errors."""
    return render(request, "design/catalogue.html", catalogue_context(request.POST if request.method == "POST" else None))
