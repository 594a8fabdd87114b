"""Style, script and the worker that keeps pages for when there is no connection: files like every other page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from nabij.kernel.access.routes import public_page
from nabij.kernel.errors import NotFound

from ... import access, bundles

YEAR = "public, max-age=31536000, immutable"
SHORT = "public, max-age=300"


@public_page(access.PAGE, module="website")
def bundle(request: HttpRequest, name: str, digest: str, kind: str) -> HttpResponse:
    """A page of an earlier version may still ask for its own digest: it gets today's file, kept briefly."""
    if f"{name}.{kind}" not in bundles.NAMES:
        raise NotFound()
    found = bundles.bundle(f"{name}.{kind}")
    headers = {"Cache-Control": YEAR if request.path == found.url else SHORT}
    return HttpResponse(found.body, content_type=found.content_type, headers=headers)


@public_page(access.PAGE, module="website")
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker stands at the root, because it may keep pages of its own folder and below only."""
    return HttpResponse(bundles.source("website/worker.js"), content_type=bundles.TYPES["js"])


@public_page(access.PAGE, module="website")
def unreachable(request: HttpRequest) -> HttpResponse:
    """What stands in place of anything that needs the application while that is stopped: whom to ring, where to go."""
    return render(request, "website/unreachable.html", {})
